import { BattleClock } from '#actors/battle/battle-clock.ts';
import { BattleWatch } from '#actors/battle/battle-watch.ts';
import { battle } from '#actors/battle/battle.ts';
import { systemClock } from '#adapters/memory/system-clock.ts';
import { CrossBattle } from '#game/battle/cross/v1/battle.ts';
import { run as play } from '#game/battle/cross/v1/engine.ts';
import { place } from '#game/battle/cross/v1/placing.ts';
import { hashOf } from '#game/battle/cross/v1/hash.ts';
import { RESULT, SLOT_WORDS, TICK } from '#game/battle/cross/v1/layout.ts';
import { FOOD, GUARD, SWITCH } from '#game/battle/cross/v1/orders.ts';
import { ReferenceBattle } from '#game/battle/cross/v1/reference.ts';
import type { Setup } from '#game/battle/cross/v1/sheet.ts';
import { randomBelow, sfc32 } from '#game/shared/rng.ts';
import { beginBattle, randomSetups } from './battles.ts';
import type { Bench, BenchContext, Figure } from './figure.ts';
import { compare, median, spread, stretched, timed } from './rounds.ts';
import { openWorld, type World } from './world.ts';

const REALM = 'home';
const WINDOW = 64;
/** Ticks between two orders of a battle. */
const ORDER_EVERY = 16;
const WATCHED = 0.01;
/** Battles of so much stamina outlast the measurement: beginnings and ends are measured elsewhere. */
const STAMINA = 40;
/** They last so many at least. */
const WINDOWS = 9;

/** Battles in one array; one that ends makes room for the next. */
class Field {
  readonly #words: Int32Array;
  readonly #setups: readonly Setup[];
  readonly #count: number;
  #next = 0;

  constructor(count: number, setups: readonly Setup[]) {
    this.#count = count;
    this.#setups = setups;
    this.#words = new Int32Array(count * SLOT_WORDS);
    for (let n = 0; n < count; n += 1) this.#place(n * SLOT_WORDS);
  }

  #place(base: number): void {
    const setup = this.#setups[this.#next % this.#setups.length];
    this.#next += 1;
    if (setup !== undefined) place(this.#words, base, setup);
  }

  /** Plays so many ticks of each battle, a tick of each in turn; the ticks in all. */
  sweep(ticks: number): number {
    const words = this.#words;
    for (let tick = 0; tick < ticks; tick += 1) {
      for (let n = 0; n < this.#count; n += 1) {
        const base = n * SLOT_WORDS;
        if (words[base + RESULT] !== 0) this.#place(base);
        play(words, base, (words[base + TICK] ?? 0) + 1);
      }
    }
    return ticks * this.#count;
  }

  get checksum(): number {
    let sum = 0;
    for (let n = 0; n < this.#count; n += 1) sum = (sum + hashOf(this.#words, n * SLOT_WORDS)) >>> 0;
    return sum;
  }
}

const raw = async (context: BenchContext, name: string, live: number, least: number): Promise<Figure> => {
  const field = new Field(live, randomSetups(2_000, 1));
  const ticks = Math.ceil(context.choose({ full: 6_000_000, quick: 2_000_000, check: 1_000_000 }) / live);
  // the engine is used in many ways by then: what it is compiled for must not be this loop alone
  field.sweep(Math.max(3, Math.ceil(2_000_000 / live)));
  const rates: number[] = [];
  for (let round = 0; round < context.choose({ full: 7, quick: 3, check: 3 }); round += 1) {
    const took = stretched(
      await timed(() => Promise.resolve({ work: field.sweep(ticks), checksum: 0 })),
      context.slow,
    );
    rates.push((took.work / took.ms) * 1_000);
  }
  return {
    name,
    value: median(rates),
    unit: '/s',
    bar: { least },
    noise: spread(rates),
    checksum: field.checksum.toString(36),
    note: `${live.toLocaleString('en')} live, three against three, a tick of each in turn`,
  };
};

/** Ticks that stand for one turn of the cartridge game: two actions at a mean interval of 4.5. */
const TICKS_A_TURN = 4.5;

/** Turns of random battles of generation 9, first choices of both sides; teams are dealt outside the measurement. */
const pkmnTurns = async (): Promise<(seed: number) => number> => {
  const { Battle, Dex, toID } = await import('@pkmn/sim');
  const { TeamGenerators } = await import('@pkmn/randoms');
  const format = Dex.formats.get('gen9randombattle');
  const teams = Array.from({ length: 40 }, (_, n) =>
    TeamGenerators.getTeamGenerator(format, `${n},2,3,4`).getTeam(),
  );
  return (seed) => {
    const fight = new Battle({ formatid: toID('gen9customgame'), seed: `${seed},2,3,4` });
    fight.setPlayer('p1', { name: 'a', team: structuredClone(teams[seed % teams.length] ?? []) });
    fight.setPlayer('p2', { name: 'b', team: structuredClone(teams[(seed * 7 + 1) % teams.length] ?? []) });
    fight.makeChoices('default', 'default');
    while (!fight.ended && fight.turn < 100) fight.makeChoices('default', 'default');
    return fight.turn;
  };
};

const againstPkmn = async (context: BenchContext): Promise<Figure> => {
  const fight = await pkmnTurns();
  const battles = context.choose({ full: 40, quick: 8, check: 8 });
  const field = new Field(1_000, randomSetups(2_000, 1));
  let turns = 0;
  const compared = await compareRates(
    () => {
      let done = 0;
      for (let seed = 0; seed < battles; seed += 1) done += fight(seed);
      turns += done;
      return done;
    },
    () => field.sweep(300) / TICKS_A_TURN,
    { rounds: context.choose({ full: 7, quick: 3, check: 3 }), slow: context.slow },
  );
  return {
    name: 'tick.vs-pkmn',
    value: compared.ratio,
    unit: 'times',
    bar: { least: 1_000 },
    baseline: { what: 'turns of @pkmn/sim, generation 9', value: compared.baseline, unit: '/s' },
    ratio: compared.ratio,
    noise: compared.noise,
    checksum: turns.toString(36),
    note: `${TICKS_A_TURN} ticks for a turn; cross battles know far fewer effects`,
  };
};

/** Two rates in turn, of work that is not the same. */
const compareRates = async (
  baseline: () => number,
  measured: () => number,
  { rounds, slow }: { readonly rounds: number; readonly slow: number },
) => {
  const ratios: number[] = [];
  const rates: number[] = [];
  baseline();
  measured();
  for (let round = 0; round < rounds; round += 1) {
    const one = await timed(() => Promise.resolve({ work: baseline(), checksum: 0 }));
    const two = stretched(await timed(() => Promise.resolve({ work: measured(), checksum: 0 })), slow);
    rates.push((one.work / one.ms) * 1_000);
    ratios.push(two.work / two.ms / (one.work / one.ms));
  }
  return { ratio: median(ratios), baseline: median(rates), noise: spread(ratios) };
};

/** The same battles by the readable rules. */
const againstObjects = async (context: BenchContext): Promise<Figure> => {
  const setups = randomSetups(context.choose({ full: 1_000, quick: 300, check: 300 }), 2);
  const side = (one: (setup: Setup) => { run(toTick: number): void; tick: number; hash: number }) => () => {
    let work = 0;
    let checksum = 0;
    for (const setup of setups) {
      const fight = one(setup);
      fight.run(2_000);
      work += fight.tick;
      checksum += fight.hash;
    }
    return Promise.resolve({ work, checksum });
  };
  const compared = await compare(
    {
      baseline: side((setup) => new ReferenceBattle(setup)),
      measured: side((setup) => CrossBattle.start(setup)),
    },
    { rounds: context.choose({ full: 9, quick: 3, check: 3 }), warmUp: 3, slow: context.slow },
  );
  return {
    name: 'tick.vs-objects',
    value: compared.ratio,
    unit: 'times',
    baseline: { what: 'plain objects', value: compared.baseline, unit: '/s' },
    ratio: compared.ratio,
    noise: compared.noise,
    checksum: compared.checksum,
    note: `whole battles, ${Math.round(compared.measured).toLocaleString('en')} ticks/s`,
  };
};

const idOf = (n: number): string => `b${n.toString(36).padStart(6, '0')}`;

/** Opens and begins battles of trainers in the kit. */
const openBattles = async (world: World, count: number): Promise<void> => {
  const rng = sfc32(3, 1, 4, 1);
  for (let n = 0; n < count; n += 1)
    await beginBattle(world, { realm: REALM, id: idOf(n) }, 'sim', rng, STAMINA);
};

const ORDERS = [0, 1, 2, 3, GUARD, FOOD, SWITCH, SWITCH + 1, SWITCH + 2] as const;

/** One window of every battle: its orders through the inbox, then the window itself. Answers the ticks played. */
const closeAll = async (world: World, count: number, fromTick: number): Promise<number> => {
  const rng = sfc32(9, 2, 6, fromTick);
  const waiting: Promise<number>[] = [];
  for (let n = 0; n < count; n += 1) {
    const at = { realm: REALM, id: idOf(n) };
    for (let order = 0; order < WINDOW / ORDER_EVERY; order += 1) {
      const word = { side: randomBelow(rng, 2), order: ORDERS[randomBelow(rng, ORDERS.length)] ?? 0 };
      world.engine.whisper(battle, at, word, at.id);
    }
    waiting.push(closeOne(world, at, fromTick));
  }
  const ticks = await Promise.all(waiting);
  return ticks.reduce((sum, tick) => sum + tick, 0);
};

const closeOne = async (
  world: World,
  at: { readonly realm: string; readonly id: string },
  fromTick: number,
): Promise<number> => {
  const self = `battle:${at.realm}:${at.id}`;
  const call = { ...world.call(self, `w${fromTick}`), by: self };
  const answer = await world.engine.ask(
    battle,
    at,
    { type: 'CloseWindow', fromTick, toTick: fromTick + WINDOW },
    call,
  );
  if (!answer.ok || !('type' in answer.value) || answer.value.type !== 'Standing')
    throw new Error('a window was not closed');
  if (answer.value.status !== 'live') throw new Error('a battle ended before the measurement did');
  return answer.value.tick - fromTick;
};

/** Windows of battles that nobody measures, in worlds of their own: a service that has been running is compiled. */
const warmUp = async (count: number, worlds: number): Promise<void> => {
  for (let n = 0; n < worlds; n += 1) {
    const world = await openWorld({ followers: [] });
    await openBattles(world, count);
    for (let window = 0; window < WINDOWS; window += 1) await closeAll(world, count, window * WINDOW);
    await world.close();
  }
};

const throughActors = async (context: BenchContext): Promise<Figure> => {
  const live = 1_000;
  await warmUp(live, context.choose({ full: 8, quick: 4, check: 2 }));
  const world = await openWorld({ followers: [] });
  await openBattles(world, live);
  const field = new Field(live, randomSetups(2_000, 1));
  const clock = new BattleClock({ engine: world.engine, clock: systemClock, onError: () => undefined });
  const watch = new BattleWatch(world.engine, world.bus, systemClock, clock, (error) => {
    throw error;
  });
  let frames = 0;
  for (let n = 0; n < live * WATCHED; n += 1) {
    const stream = await watch.watch({ realm: REALM, id: idOf(n) }, undefined);
    if (stream === undefined || stream === 'full') throw new Error('a battle cannot be watched');
    stream.subscribe((message) => {
      if (message.type === 'frame') frames += message.events.length;
    });
  }
  let fromTick = 0;
  const compared = await compare(
    {
      baseline: () => Promise.resolve({ work: field.sweep(WINDOW), checksum: live * WINDOW }),
      measured: async () => {
        const work = await closeAll(world, live, fromTick);
        fromTick += WINDOW;
        return { work, checksum: work };
      },
    },
    // what was compiled for battles goes with them when garbage is collected while none is at work
    { rounds: WINDOWS - 2, warmUp: 2, collects: false, slow: context.slow },
  );
  watch.stop();
  clock.stop();
  if (frames === 0) throw new Error('whoever watched saw nothing');
  await world.close();
  return {
    name: 'tick.actors',
    value: compared.ratio,
    unit: 'times',
    bar: { least: 0.6 },
    baseline: { what: 'the engine alone (tick.raw.1k)', value: compared.baseline, unit: '/s' },
    ratio: compared.ratio,
    noise: compared.noise,
    checksum: compared.checksum,
    note: `windows of ${WINDOW}, ${Math.round(compared.measured).toLocaleString('en')} ticks/s`,
  };
};

const snapshots = async (context: BenchContext): Promise<readonly Figure[]> => {
  const [setup] = randomSetups(1, 4);
  if (setup === undefined) throw new Error('there is no battle');
  const fight = CrossBattle.start(setup);
  fight.run(20);
  const count = 200_000;
  const times: number[] = [];
  let bytes = 0;
  for (let round = 0; round < context.choose({ full: 7, quick: 3, check: 3 }); round += 1) {
    const { ms } = await timed(() => {
      for (let n = 0; n < count; n += 1) bytes = fight.save().byteLength;
      return Promise.resolve({ work: count, checksum: 0 });
    });
    times.push((ms * context.slow) / count);
  }
  const restored = CrossBattle.restore(fight.save());
  fight.run(2_000);
  restored.run(2_000);
  if (restored.hash !== fight.hash) throw new Error('a restored battle ended otherwise');
  const checksum = fight.hash.toString(36);
  return [
    { name: 'snapshot', value: bytes, unit: 'bytes', bar: { most: 1_024 }, noise: 0, checksum },
    {
      name: 'snapshot.2',
      value: median(times),
      unit: 'ms',
      bar: { most: 0.01 },
      noise: spread(times),
      checksum,
      note: 'save of a battle under way',
    },
  ];
};

interface Logged {
  readonly setup: Setup;
  readonly orders: readonly (readonly [number, 0 | 1, number])[];
  readonly marks: readonly (readonly [tick: number, hash: number])[];
}

/** Fights with their logs: half of them with random orders, a tenth saved and restored on their way. */
const logged = (count: number): readonly Logged[] => {
  const rng = sfc32(8, 8, 8, 8);
  return randomSetups(count, 5).map((setup, n) => {
    let fight = CrossBattle.start(setup);
    const orders: [number, 0 | 1, number][] = [];
    const marks: [number, number][] = [];
    while (fight.result === 'running') {
      if (n % 2 === 0) {
        const side = randomBelow(rng, 2) === 0 ? 0 : 1;
        const order = ORDERS[randomBelow(rng, ORDERS.length)] ?? 0;
        orders.push([fight.tick, side, order]);
        fight.order(side, order);
      }
      fight.run(fight.tick + 8);
      if (n % 10 === 0 && fight.tick === 16) fight = CrossBattle.restore(fight.save());
      if (fight.tick % WINDOW === 0 || fight.result !== 'running') marks.push([fight.tick, fight.hash]);
    }
    return { setup, orders, marks };
  });
};

/** Plays a fight from its log; how many of its marks differ. */
const compareAgain = ({ setup, orders, marks }: Logged): number => {
  const fight = CrossBattle.start(setup);
  let next = 0;
  let differing = 0;
  for (const [tick, hash] of marks) {
    for (let order = orders[next]; order !== undefined && order[0] < tick; order = orders[next]) {
      fight.run(order[0]);
      fight.order(order[1], order[2]);
      next += 1;
    }
    fight.run(tick);
    if (fight.hash !== hash) differing += 1;
  }
  return differing;
};

const again = async (context: BenchContext): Promise<readonly Figure[]> => {
  const fights = logged(context.choose({ full: 10_000, quick: 2_000, check: 2_000 }));
  let differing = 0;
  const rates: number[] = [];
  for (let round = 0; round < context.choose({ full: 5, quick: 3, check: 3 }); round += 1) {
    const took = stretched(
      await timed(() => {
        for (const fight of fights) differing += compareAgain(fight);
        return Promise.resolve({ work: fights.length, checksum: 0 });
      }),
      context.slow,
    );
    rates.push((took.work / took.ms) * 1_000);
  }
  const checksum = fights.reduce((sum, { marks }) => (sum + (marks.at(-1)?.[1] ?? 0)) >>> 0, 0).toString(36);
  return [
    {
      name: 'rerun',
      value: median(rates),
      unit: '/s',
      bar: { least: 20_000 },
      noise: spread(rates),
      checksum,
      note: 'battles played again from their logs and compared at each mark',
    },
    {
      name: 'rerun.2',
      value: differing,
      unit: 'answers',
      bar: { most: 0 },
      noise: 0,
      checksum,
      note: `that differ, of ${fights.length}: half with random orders, a tenth restored on the way`,
    },
  ];
};

/** The `cross` engine: alone, through battle actors, against plain objects; snapshots and playing again. */
export const battleTick: Bench = {
  name: 'battle-tick',
  figures: [
    'tick.raw.1k',
    'tick.raw.100k',
    'tick.actors',
    'tick.vs-pkmn',
    'tick.vs-objects',
    'snapshot',
    'snapshot.2',
    'rerun',
    'rerun.2',
  ],
  run: async (context) => {
    const figures: Figure[] = [];
    figures.push(await raw(context, 'tick.raw.1k', 1_000, 5_000_000));
    figures.push(await raw(context, 'tick.raw.100k', 100_000, 3_000_000));
    context.say('tick.actors');
    figures.push(await throughActors(context));
    context.say('tick.vs-pkmn');
    figures.push(await againstPkmn(context));
    context.say('tick.vs-objects');
    figures.push(await againstObjects(context));
    figures.push(...(await snapshots(context)));
    context.say('rerun');
    figures.push(...(await again(context)));
    return figures;
  },
};
