import { KINDS } from '#actors/guardian.ts';
import { createEngine } from '#actors/kit/engine.ts';
import type { RunningEngine } from '#actors/kit/running-engine.ts';
import { ledger } from '#actors/ledger/ledger.ts';
import { pet } from '#actors/pet/pet.ts';
import { createLocalRouter } from '#adapters/memory/local-router.ts';
import { type MemoryStore, openMemoryStore } from '#adapters/memory/memory-store.ts';
import { createVirtualClock, type VirtualClock } from '#adapters/memory/virtual-clock.ts';
import { Bus } from '#events/bus.ts';
import { accountOf, type Leg } from '#game/economy/ledger-protocol.ts';
import { FLOOR, FULL } from '#game/pet/needs.ts';
import type { PetCommand } from '#game/pet/pet-protocol.ts';
import { METERS } from '#game/pet/pet-state.ts';
import { SPECIES } from '#game/pet/species.ts';
import { randomBelow, type Rng } from '#game/shared/rng.ts';
import { sealed } from '#game/shared/sealed.ts';
import { chanceOf, oneOf } from '../sim/chance.ts';
import { Schedule, stillness } from '../sim/schedule.ts';
import { createSeededDispatcher } from '../sim/seeded-dispatcher.ts';
import { enrolCommand, playerId } from './people.ts';
import type { Stage } from './stage.ts';

const PETS_EACH = 10;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const REALM = 'home';
const PLACE = { realm: REALM, id: '0' };
const SETUP_AT_ONCE = 200;
/** Things that its person does with each pet in the day. */
const CARES_EACH = 2;
const EXPEDITION_PERCENT = 40;

export interface PetDayOptions {
  readonly pets: number;
  readonly seed: number;
  /** Reminders are never due: for the self-test. */
  readonly isBroken: boolean;
}

const petId = (n: number): string => `p${n.toString(36).padStart(5, '0')}`;

/** The engine on a clock that jumps from one thing to the next. */
class Day {
  readonly clock: VirtualClock = createVirtualClock();
  readonly store: MemoryStore;
  readonly schedule: Schedule;
  readonly rng: Rng;
  readonly stage: Stage;
  engine!: RunningEngine;
  asked = 0;
  accepted = 0;
  expeditions = 0;

  constructor(seed: number, stage: Stage) {
    this.rng = chanceOf(seed, 11);
    this.schedule = new Schedule(chanceOf(seed, 12));
    this.store = openMemoryStore({ clock: this.clock, seed });
    this.stage = stage;
  }

  async open(isBroken: boolean): Promise<void> {
    const { store, clock, stage } = this;
    const alarm = (what: string, error: unknown): void =>
      stage.expect('nothing breaks inside', false, () => `${what}: ${String(error)}`);
    const reminders = { ...store.reminders, due: () => Promise.resolve([]) };
    const options: Parameters<typeof createEngine>[0] = {
      kinds: KINDS,
      store: isBroken ? { ...store, reminders } : store,
      dispatcher: createSeededDispatcher(this.schedule, (error) => alarm('escaped', error)),
      clock,
      router: createLocalRouter(store.leases),
      bus: new Bus(alarm),
      onAlarm: (what, _self, error) => alarm(what, error),
      rng: chanceOf(1, 13),
    };
    this.engine = await createEngine(options);
    await this.engine.start();
  }

  call(by: string) {
    this.asked += 1;
    const mintedMs = this.clock.nowMs();
    return {
      commandId: `${by}/k${this.asked.toString(36)}`,
      by,
      scope: by,
      deadlineMonoMs: this.clock.monoMs() + 60_000,
      mintedMs,
    };
  }

  /** Lets everything happen that can happen now. */
  async still(): Promise<void> {
    do {
      while (this.schedule.step()) {
        // everything that is ready shares the next moment of stillness
      }
      await stillness();
    } while (this.schedule.size > 0);
  }

  async passUntil(monoMs: number): Promise<void> {
    await this.still();
    while (this.clock.monoMs() < monoMs && this.clock.next()) await this.still();
  }

  /** A command whose answer is looked at but not waited for. */
  tell(id: string, by: string, command: PetCommand): void {
    this.engine.ask(pet, { realm: REALM, id }, command, this.call(by)).then(
      ({ ok }) => {
        if (ok) this.accepted += 1;
        if (ok && command.type === 'StartExpedition') this.expeditions += 1;
      },
      (error: unknown) => this.stage.expect('every command is answered', false, () => String(error)),
    );
  }
}

/** Owners with their welcome, and pets that are theirs by the ledger. */
const settle = async (day: Day, pets: number): Promise<void> => {
  const owners = Math.ceil(pets / PETS_EACH);
  for (let from = 0; from < owners; from += SETUP_AT_ONCE) {
    for (let n = from; n < Math.min(owners, from + SETUP_AT_ONCE); n += 1) {
      const owner = playerId(n);
      void enrolCommand(day.engine, owner, day.call(owner));
      const ids = Array.from({ length: Math.min(PETS_EACH, pets - n * PETS_EACH) }, (_, k) =>
        petId(n * PETS_EACH + k),
      );
      const to = accountOf(owner);
      const legs: Leg[] = ids.map((id) => ({ from: 'mint', to, asset: `pet:${REALM}:${id}` }));
      legs.push({ from: 'mint', to, item: 'stewbowl', quantity: 2 * ids.length });
      void day.engine.ask(
        ledger,
        PLACE,
        { type: 'Transfer', legs, memo: { kind: 'adopt' } },
        day.call(owner),
      );
      for (const id of ids) {
        day.tell(id, owner, {
          type: 'Hatch',
          owner,
          species: oneOf(day.rng, SPECIES).id,
          name: sealed(owner, 'Biscuit'),
        });
      }
    }
    await day.passUntil(day.clock.monoMs() + 200);
  }
};

const careOf = (rng: Rng): PetCommand =>
  oneOf<PetCommand>(rng, [
    { type: 'Feed', item: 'stewbowl' },
    { type: 'Play' },
    { type: 'Clean' },
    { type: 'Rest' },
  ]);

/** What people will do at which time of the day. */
const plan = (day: Day, pets: number): void => {
  const { rng, clock } = day;
  for (let n = 0; n < pets; n += 1) {
    const [id, owner] = [petId(n), playerId(Math.floor(n / PETS_EACH))];
    for (let care = 0; care < CARES_EACH; care += 1) {
      const command = careOf(rng);
      clock.after(randomBelow(rng, DAY_MS), () => day.tell(id, owner, command));
    }
    if (randomBelow(rng, 100) >= EXPEDITION_PERCENT) continue;
    const minutes = 10 + randomBelow(rng, 180);
    const start: PetCommand = { type: 'StartExpedition', route: 'meadow', minutes };
    clock.after(randomBelow(rng, DAY_MS - 4 * HOUR_MS), () => day.tell(id, owner, start));
  }
};

/** Every coin, item and pet is somewhere, at any time of the day. */
const lookAtBooks = async (day: Day): Promise<void> => {
  const call = { scope: 'audit', deadlineMonoMs: day.clock.monoMs() + 600_000 };
  const check = day.engine.read(ledger, PLACE, 'check', null, call);
  await day.still();
  const { ok, problems } = await check;
  day.stage.expect('the ledger sums to zero', ok, () => problems.join('; '));
};

const audit = async (day: Day, pets: number): Promise<void> => {
  const { engine, stage, clock, store } = day;
  const call = () => ({ scope: 'audit', deadlineMonoMs: clock.monoMs() + 600_000 });
  let trips = 0;
  const looks = Array.from({ length: pets }, async (_, n) => {
    const view = await engine.read(pet, { realm: REALM, id: petId(n) }, 'view', {}, call());
    const meters = view === undefined ? [] : METERS.map((meter) => view.meters[meter]);
    stage.expect(
      'every pet lives, its meters within their bounds',
      meters.length === METERS.length && meters.every((value) => value >= 0 && value <= FULL),
      () => `${petId(n)}: ${meters.join()}`,
    );
    stage.expect('food never falls below its floor', (view?.meters.food ?? 0) >= FLOOR, () => petId(n));
    stage.expect('every expedition has come home', view?.activity === null, () => petId(n));
    trips += view?.trips ?? 0;
  });
  await day.passUntil(clock.monoMs() + 1_000);
  await Promise.all(looks);
  stage.expect(
    'each expedition came home once',
    trips === day.expeditions,
    () => `${trips} of ${day.expeditions}`,
  );
  await lookAtBooks(day);
  stage.expect('no effect is stuck', store.backing.effects.size === 0, () =>
    String(store.backing.effects.size),
  );
  const late = [...store.backing.reminders.values()].filter(
    ({ dueMs }) => dueMs < clock.nowMs() - 120_000,
  ).length;
  stage.expect('no reminder is late', late === 0, () => `${late} reminders`);
};

/** Reminders in the log: each id once. */
const reminded = (day: Day): number => {
  let count = 0;
  for (const [stream, { commands }] of day.store.backing.streams) {
    for (const id of commands.keys()) if (id.startsWith(stream) && id.includes('@')) count += 1;
  }
  return count;
};

/** Plays the day. */
export const petDayRun = async ({ pets, seed, isBroken }: PetDayOptions, stage: Stage): Promise<void> => {
  const day = new Day(seed, stage);
  await day.open(isBroken);
  await settle(day, pets);
  plan(day, pets);
  const beganMs = day.clock.monoMs();
  for (let hour = 1; hour <= 24; hour += 1) {
    await day.passUntil(beganMs + hour * HOUR_MS);
    await lookAtBooks(day);
    stage.progress(`hour ${hour}: ${day.asked} commands, ${day.expeditions} expeditions`);
  }
  await day.passUntil(day.clock.monoMs() + 300_000);
  await audit(day, pets);
  const commands = [...day.store.backing.streams.values()].reduce(
    (sum, { commands: all }) => sum + all.size,
    0,
  );
  stage.figure('pet-day.commands', commands, 'count');
  stage.figure('pet-day.expeditions', day.expeditions, 'count');
  stage.figure('pet-day.reminders', reminded(day), 'count');
  stage.atLeast('commands', commands, pets * (CARES_EACH + 2));
  stage.atLeast('expeditions', day.expeditions, Math.floor(pets / 10));
  stage.atLeast('reminders', reminded(day), Math.floor(pets / 10));
  day.engine.kill();
};
