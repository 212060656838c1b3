import { type ChildProcess, fork } from 'node:child_process';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { BattleClock } from '#actors/battle/battle-clock.ts';
import type { Engine } from '#actors/kit/engine-api.ts';
import { systemClock } from '#adapters/memory/system-clock.ts';
import type { BattleCommand } from '#game/battle/battle-protocol.ts';
import { run as play } from '#game/battle/cross/v1/engine.ts';
import { place } from '#game/battle/cross/v1/placing.ts';
import { RESULT, SLOT_WORDS, TICK } from '#game/battle/cross/v1/layout.ts';
import type { BattleLiveOrder, BattleLiveWord } from './battle-live-words.ts';
import { randomSetups } from './battles.ts';
import { Lateness } from './lateness.ts';
import type { Bench, BenchContext, Figure } from './figure.ts';

const REALM = 'home';
const ATTENDED = 0.1;
const NS_PER_MS = 1e6;

/** An engine without a kit: battles in one array, played when the clock says so. Ended ones begin again. */
const arrayEngine = (live: number): { readonly engine: Engine; readonly ticks: () => number } => {
  const setups = randomSetups(2_000, 6);
  const words = new Int32Array(live * SLOT_WORDS);
  let next = 0;
  let ticks = 0;
  const begin = (base: number): void => {
    const setup = setups[next % setups.length];
    next += 1;
    if (setup !== undefined) place(words, base, setup);
  };
  for (let n = 0; n < live; n += 1) begin(n * SLOT_WORDS);
  // what the clock asks of an engine, and nothing else of it
  const engine = {
    ask: (
      _kind: unknown,
      { id }: { readonly id: string },
      command: Extract<BattleCommand, { type: 'CloseWindow' }>,
    ) => {
      const base = Number.parseInt(id, 36) * SLOT_WORDS;
      if (words[base + RESULT] !== 0) begin(base);
      play(words, base, (words[base + TICK] ?? 0) + command.toTick - command.fromTick);
      ticks += command.toTick - command.fromTick;
      const tick = command.toTick >= 1_800 ? 0 : command.toTick;
      return Promise.resolve({
        ok: true,
        value: { type: 'Standing', status: 'live', tick, isOver: false },
        seq: 1,
        repeated: false,
      });
    },
  } as unknown as Engine;
  return { engine, ticks: () => ticks };
};

/** Battles on the clock, begun evenly over one long window. */
const many = async (context: BenchContext): Promise<readonly Figure[]> => {
  const live = context.choose({ full: 100_000, quick: 100_000, check: 20_000 });
  const { engine, ticks } = arrayEngine(live);
  const lateness = new Lateness();
  let isMeasured = false;
  const clock = new BattleClock({
    engine,
    clock: systemClock,
    onError: (error) => {
      throw error;
    },
    onClosed: (lateMs) => {
      if (isMeasured) lateness.record(lateMs);
    },
  });
  const players = [
    { kind: 'trainer', trainerId: 'wren' },
    { kind: 'trainer', trainerId: 'rook' },
  ] as const;
  const settleMs = context.choose({ full: 40_000, quick: 5_000, check: 1_500 });
  // they begin over time, so that their windows are spread as in life
  const steps = 400;
  for (let step = 0; step < steps; step += 1) {
    for (let n = step; n < live; n += steps) {
      clock.add(
        { realm: REALM, id: n.toString(36) },
        {
          tempo: 'live',
          tick: 0,
          players,
          hasPerson: n % Math.round(1 / ATTENDED) === 0,
          isPrivate: false,
          stake: 0,
          startedAtMs: 0,
        },
      );
    }
    await wait(settleMs / steps);
  }
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const measureMs = context.choose({ full: 20_000, quick: 4_000, check: 1_500 });
  isMeasured = true;
  const before = ticks();
  const cpu = process.cpuUsage();
  const fromMs = performance.now();
  delay.enable();
  await wait(measureMs);
  delay.disable();
  const ms = performance.now() - fromMs;
  const { user, system } = process.cpuUsage(cpu);
  const played = ticks() - before;
  clock.stop();
  const share = ((user + system) / 1_000 / ms) * context.slow;
  const checksum = lateness.count.toString(36);
  return [
    {
      name: 'live.100k',
      value: share,
      unit: 'of a core',
      bar: { most: 0.25 },
      noise: 0,
      checksum,
      note: `${live.toLocaleString('en')} battles, ${ATTENDED * 100} % in short windows, ${Math.round((played / ms) * 1_000).toLocaleString('en')} ticks/s`,
    },
    {
      name: 'live.100k.2',
      value: delay.percentile(99) / NS_PER_MS,
      unit: 'ms',
      bar: { most: 20 },
      noise: 0,
      checksum,
      note: 'event-loop delay p99',
    },
    {
      name: 'live.100k.3',
      value: lateness.within(0.99),
      unit: 'ms',
      bar: { most: 60 },
      noise: 0,
      checksum,
      note: 'lateness of windows p99',
    },
  ];
};

/** Starts a process with battles on a store and waits for its word. */
const start = (
  order: BattleLiveOrder,
): { readonly child: ChildProcess; readonly said: Promise<BattleLiveWord> } => {
  const child = fork(new URL('./battle-live-child.ts', import.meta.url), [JSON.stringify(order)]);
  const said = new Promise<BattleLiveWord>((resolve, reject) => {
    child.on('message', (word) => resolve(word as BattleLiveWord));
    child.once('exit', (code) => reject(new Error(`the engine ended with ${String(code)}`)));
  });
  return { child, said };
};

const kill = (child: ChildProcess): Promise<unknown> => {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  return gone;
};

const durable = async (context: BenchContext): Promise<readonly Figure[]> => {
  const live = context.choose({ full: 10_000, quick: 1_000, check: 500 });
  const dir = context.directory();
  context.say(`live.10k.durable: opening ${live} battles`);
  const first = start({
    dir,
    live,
    attended: ATTENDED,
    spreadMs: context.choose({ full: 40_000, quick: 2_000, check: 1_000 }),
    measureMs: context.choose({ full: 30_000, quick: 4_000, check: 2_000 }),
    isNew: true,
  });
  const ran = await first.said;
  await kill(first.child);
  context.say('live.10k.durable: again after a kill');
  const second = start({ dir, live, attended: ATTENDED, spreadMs: 0, measureMs: 0, isNew: false });
  const back = await second.said;
  await kill(second.child);
  // some end and some begin between the word and the kill
  if (back.running < ran.running * 0.98) throw new Error(`only ${back.running} of ${ran.running} run again`);
  const checksum = ran.windows.toString(36);
  return [
    {
      name: 'live.10k.durable',
      value: ran.cpuShare * context.slow,
      unit: 'of a core',
      bar: { most: 0.6 },
      noise: 0,
      checksum,
      note: `${live.toLocaleString('en')} battle actors on SQLite, ${Math.round(ran.windowsPerS)} windows and ${Math.round(ran.endingsPerS)} endings and beginnings a second`,
    },
    {
      name: 'live.10k.durable.2',
      value: ran.lateP99Ms,
      unit: 'ms',
      bar: { most: 60 },
      noise: 0,
      checksum,
      note: 'lateness of windows p99',
    },
    {
      name: 'live.10k.durable.3',
      value: back.readyMs,
      unit: 'ms',
      bar: { most: 5_000 },
      noise: 0,
      checksum,
      note: 'until all run again after kill -9',
    },
  ];
};

/** Battles at their own pace: engine and clock alone, and whole battle actors on the embedded store. */
export const battleLive: Bench = {
  name: 'battle-live',
  figures: [
    'live.100k',
    'live.100k.2',
    'live.100k.3',
    'live.10k.durable',
    'live.10k.durable.2',
    'live.10k.durable.3',
  ],
  usesDisk: true,
  run: async (context) => [...(await many(context)), ...(await durable(context))],
};
