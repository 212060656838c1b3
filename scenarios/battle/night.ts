import { battle } from '#actors/battle/battle.ts';
import { nodeHash } from '#ports/hash.ts';
import { BattleClock } from '#actors/battle/battle-clock.ts';
import { BattleWatch } from '#actors/battle/battle-watch.ts';
import type { Place } from '#actors/kit/define-entity.ts';
import { systemClock } from '#adapters/memory/system-clock.ts';
import type { BattleCommand, BattleReply } from '#game/battle/battle-protocol.ts';
import { verifyReplay } from '#game/battle/verify.ts';
import { callOf, playerId } from '../harness/people.ts';
import type { Hall } from '../harness/hall.ts';
import { orderOf, personOf, teamOf } from './teams.ts';

const REALM = 'home';
const GUILD = 'night';
const SIZE = 2;
/** One battle in so many is against a trainer, given up, watched. */
const TRAINER_EVERY = 5;
const GIVE_UP_EVERY = 7;
const WATCHED_EVERY = 3;
const ROUNDS_MAX = 260;
/** A round that everybody has ordered for takes less than this, ms. */
const ROUND_PATIENCE_MS = 10_000;
const LOOK_EVERY_MS = 15;

/** What a night has seen. */
export class NightBook {
  begun = 0;
  ended = 0;
  orders = 0;
  between = 0;
  staked = 0;
  frames = 0;
  gaps = 0;
  readonly wordsMs: number[] = [];
  readonly lateMs: number[] = [];
  readonly problems: string[] = [];

  problem(text: string): void {
    if (this.problems.length < 10) this.problems.push(text);
  }
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A hall with its clock, in which pairs of people fight each other and the hall's trainers. */
export class Night {
  readonly #hall: Hall;
  readonly #book: NightBook;
  readonly #clock: BattleClock;
  readonly #watch: BattleWatch;
  readonly #players: number;
  /** Those who are in no battle. */
  readonly #free: number[];

  constructor(hall: Hall, book: NightBook, players: number) {
    this.#hall = hall;
    this.#book = book;
    this.#players = players;
    this.#free = Array.from({ length: players }, (_, n) => n);
    const { engine, bus } = hall;
    const onError = (error: unknown): void => book.problem(String(error));
    this.#clock = new BattleClock({
      engine,
      clock: systemClock,
      onError,
      onClosed: (ms) => book.lateMs.push(ms),
    });
    this.#watch = new BattleWatch(engine, bus, systemClock, this.#clock, onError);
  }

  open(): void {
    void this.#clock.start(this.#hall.bus, () => Promise.resolve([]));
  }

  close(): void {
    this.#clock.stop();
    this.#watch.stop();
  }

  async #say(place: Place, by: string, command: BattleCommand): Promise<BattleReply | undefined> {
    const startedMs = performance.now();
    const answer = await this.#hall.engine.ask(battle, place, command, callOf(by, GUILD));
    this.#book.wordsMs.push(performance.now() - startedMs);
    return answer.ok ? answer.value : undefined;
  }

  /** One whole battle. `false`: nobody was free. */
  async play(n: number, stake: number): Promise<boolean> {
    const isTrainer = n % TRAINER_EVERY === 0;
    const people = this.#free.splice(0, isTrainer ? 1 : 2);
    if (people.length < (isTrainer ? 1 : 2)) {
      this.#free.push(...people);
      return false;
    }
    try {
      await this.#fight(n, people, isTrainer ? 0 : stake);
    } catch (error) {
      this.#book.problem(`battle ${n}: ${String(error)}`);
    }
    this.#free.push(...people);
    return true;
  }

  async #fight(n: number, people: readonly number[], stake: number): Promise<void> {
    const book = this.#book;
    const place = { realm: REALM, id: `n${n.toString(36).padStart(6, '0')}` };
    const [first = '', second] = people.map((one) => playerId(one % this.#players));
    const open: BattleCommand = {
      type: 'Open',
      tempo: 'rounds',
      players: [
        personOf(first),
        second === undefined ? { kind: 'trainer', trainerId: 'wren' } : personOf(second),
      ],
      lineup: teamOf(n, SIZE),
      ...(second === undefined ? { answer: teamOf(n + 3, SIZE) } : {}),
      stake,
      isPrivate: false,
      isEven: true,
    };
    await this.#say(place, first, open);
    if (second !== undefined)
      await this.#say(place, second, { type: 'Accept', lineup: teamOf(n + 3, SIZE), seed: `s${n}` });
    const leave = n % WATCHED_EVERY === 0 ? await this.#look(place) : () => undefined;
    await this.#say(place, first, { type: 'Begin', seed: `f${n}` });
    const status = await this.#hall.engine.waitFor(battle, place, 'begun', undefined, callOf(first, GUILD));
    if (status !== 'live') throw new Error(`it is ${status}`);
    book.begun += 1;
    if (second !== undefined) book.between += 1;
    if (stake > 0) book.staked += 1;
    await this.#rounds(n, place, [first, second]);
    leave();
    await this.#prove(place);
  }

  async #rounds(n: number, place: Place, people: readonly [string, string | undefined]): Promise<void> {
    for (let round = 1; round <= ROUNDS_MAX; round += 1) {
      for (const side of [0, 1] as const) {
        const who = people[side];
        if (who === undefined) continue;
        if (side === 0 && round === 3 && n % GIVE_UP_EVERY === 0) {
          await this.#say(place, who, { type: 'Forfeit' });
          return;
        }
        this.#book.orders += 1;
        const order = orderOf(n, round, side) ?? 0;
        // what cannot be ordered now is refused: then an attack, so that nobody waits
        if ((await this.#say(place, who, { type: 'Order', order })) === undefined)
          await this.#say(place, who, { type: 'Order', order: 0 });
      }
      if (await this.#isOver(place, round)) return;
    }
    throw new Error('it never ends');
  }

  /** Waits for the end of a round. */
  async #isOver(place: Place, round: number): Promise<boolean> {
    const untilMs = performance.now() + ROUND_PATIENCE_MS;
    for (;;) {
      const view = await this.#hall.engine.read(battle, place, 'clock', undefined, callOf('audit', GUILD));
      if (view?.status !== 'live') return true;
      if (view.tick >= round * 8) return false;
      if (performance.now() > untilMs) throw new Error(`round ${round} never ends`);
      await wait(LOOK_EVERY_MS);
    }
  }

  /** Somebody watches: frames must follow each other, or a summary comes between. */
  async #look(place: Place): Promise<() => void> {
    const stream = await this.#watch.watch(place, undefined);
    if (stream === undefined || stream === 'full') {
      this.#book.problem(`nobody may watch: ${String(stream)}`);
      return () => undefined;
    }
    let tick = 0;
    const subscription = stream.subscribe((message) => {
      if (message.type === 'summary') ({ tick } = message.view);
      else if (message.type === 'frame') {
        this.#book.frames += 1;
        if (message.fromTick !== tick) this.#book.gaps += 1;
        tick = message.toTick;
      }
    });
    return () => subscription.unsubscribe();
  }

  async #prove(place: Place): Promise<void> {
    const replay = await this.#hall.engine.read(battle, place, 'replay', {}, callOf('audit', GUILD));
    const verdict = verifyReplay(replay, nodeHash);
    if (!verdict.ok || replay?.result === 'void') throw new Error(`replay: ${JSON.stringify(verdict)}`);
    this.#book.ended += 1;
  }
}
