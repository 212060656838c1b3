import { KINDS } from '#actors/guardian.ts';
import { battleBy } from '#actors/battle/battle.ts';
import { type AnyKind, defineEntity, type Place } from '#actors/kit/define-entity.ts';
import { systemClock } from '#adapters/memory/system-clock.ts';
import { openSqliteStore } from '#adapters/sqlite/sqlite-store.ts';
import type { BattleCommand } from '#game/battle/battle-protocol.ts';
import { RULE_BOOK, ruleBook } from '#game/battle/rules.ts';
import { Fault } from '#ports/fault.ts';
import { openPlace } from '../harness/data-place.ts';
import { startEngine } from '../harness/hall.ts';
import { enrolCommand } from '../harness/people.ts';
import { type KillPoint, killerAt, sqlitePoint, wirePoints, withKillPoints } from '../harness/kill-points.ts';
import {
  battleIdOf,
  type BattleOrder,
  type BattleWord,
  LANES,
  playersOf,
  REALM,
  SIZE,
  STAKE,
  WINDOW_TICKS,
} from './kill-protocol.ts';
import { orderOf, personOf, teamOf } from './teams.ts';
import { weakerRules } from './weaker-rules.ts';

/** The program that is killed while it plays battles: the production engine over a store. */
const ANSWER_WITHIN_MS = 10_000;
const SNAPSHOT_EVERY = 7;
const PATIENCE = 20;

const { place: data, point, hit, isBroken, firsts } = JSON.parse(process.argv[2] ?? '{}') as BattleOrder;
const isLast = point === undefined;
const say = (word: BattleWord, then?: () => void): void => {
  process.send?.(word, () => then?.());
};
const kill = killerAt(point, hit);
const life = { isFighting: false, fighting: new Set<number>() };
const at = (here: KillPoint): void => {
  if (life.isFighting) kill(here);
};
const inStore = point === undefined ? undefined : sqlitePoint(point);
const opened =
  'dir' in data && inStore !== undefined
    ? // the store counts from its opening; what comes before the fighting is about so much
      await openSqliteStore({ dir: data.dir, crashes: [{ point: inStore, hit: hit + LANES }] })
    : await openPlace(data, { onCommand: wirePoints(at) });
const store = withKillPoints(opened, at);
// broken: this process plays what others began by other rules
const battle = battleBy(isBroken ? ruleBook('cross/v1', [weakerRules('cross/v1')]) : RULE_BOOK);
const kinds = KINDS.map((kind): AnyKind => {
  const own: AnyKind = kind.kind === battle.kind ? battle : kind;
  return defineEntity({ ...own.options, snapshotEvery: SNAPSHOT_EVERY });
});
const alarm = (what: string, error: unknown): void => say({ alarm: `${what}: ${String(error)}` });
const { engine, end } = await startEngine(store, alarm, { kinds });

const call = (by: string, key: string) => ({
  commandId: `${by}/${key}`,
  by,
  scope: by,
  deadlineMonoMs: systemClock.monoMs() + ANSWER_WITHIN_MS,
});

/** Gives a word until it is answered; what the rules refuse was said in an earlier life. */
const word = async (place: Place, by: string, key: string, command: BattleCommand): Promise<void> => {
  for (let tries = 0; tries < PATIENCE; tries += 1) {
    try {
      await engine.ask(battle, place, command, call(by, `${place.id}-${key}`));
      return;
    } catch (error) {
      if (!(error instanceof Fault) || !error.retryable) throw error;
    }
  }
  throw new Error(`${place.id} ${key} is never answered`);
};

const look = (place: Place) => engine.read(battle, place, 'clock', undefined, call('audit', 'x'));

const begin = async (lane: number, n: number, place: Place): Promise<void> => {
  const [first, second] = playersOf(lane);
  const open: BattleCommand = {
    type: 'Open',
    tempo: 'rounds',
    players: [personOf(first), personOf(second)],
    lineup: teamOf(lane + n, SIZE),
    stake: STAKE,
    isPrivate: false,
    isEven: true,
  };
  await word(place, first, 'open', open);
  await word(place, second, 'accept', {
    type: 'Accept',
    lineup: teamOf(lane + n + 3, SIZE),
    seed: `s${lane}-${n}`,
  });
  await word(place, first, 'begin', { type: 'Begin', seed: `f${lane}-${n}` });
  await engine.waitFor(battle, place, 'begun', undefined, call('audit', 'x'));
};

/** Plays from where the battle stands to its end: the orders of each window, then the window. */
const play = async (lane: number, place: Place): Promise<void> => {
  const people = playersOf(lane);
  const self = `battle:${REALM}:${place.id}`;
  for (;;) {
    const view = await look(place);
    if (view?.status !== 'live') return;
    life.fighting.add(lane);
    if (!life.isFighting && life.fighting.size === LANES) {
      life.isFighting = true;
      say({ isFighting: true });
    }
    const window = view.tick / WINDOW_TICKS;
    for (const side of [0, 1] as const) {
      const order = orderOf(lane, window, side);
      if (order !== undefined)
        await word(place, people[side], `o${window}-${side}`, { type: 'Order', order, round: window + 1 });
    }
    const close = { type: 'CloseWindow', fromTick: view.tick, toTick: view.tick + WINDOW_TICKS } as const;
    await word(place, self, `w${window}`, close);
  }
};

const runLane = async (lane: number): Promise<void> => {
  for (let n = firsts[lane] ?? 0; ; n += 1) {
    const place = { realm: REALM, id: battleIdOf(lane, n) };
    const before = await look(place);
    if (before === undefined && isLast) return;
    if (before?.status !== 'ended' && before?.status !== 'void') {
      await begin(lane, n, place);
      await play(lane, place);
    }
    const after = await look(place);
    if (after?.status !== 'ended') throw new Error(`${place.id} is ${after?.status}`);
    say({ lane, over: n });
  }
};

for (let lane = 0; lane < LANES; lane += 1)
  for (const id of playersOf(lane)) await enrolCommand(engine, id, call(id, 'enrol'));
await engine.settled();
try {
  await Promise.all(Array.from({ length: LANES }, (_, lane) => runLane(lane)));
  await engine.settled();
} catch (error) {
  alarm('driver', error);
}
const isClean = await end(10_000);
say({ isClean }, () => process.exit(0));
