import { battle } from '#actors/battle/battle.ts';
import { KINDS } from '#actors/guardian.ts';
import type { BattleCommand } from '#game/battle/battle-protocol.ts';
import type { BattleState } from '#game/battle/battle-state.ts';
import type { Context } from '#game/shared/decider.ts';
import { type AnyKind, defineEntity } from '#actors/kit/define-entity.ts';
import { ladder } from '#actors/ladder/ladder.ts';
import { ledger } from '#actors/ledger/ledger.ts';
import { Night, NightBook } from './battle/night.ts';
import { type Hall, openHall } from './harness/hall.ts';
import { judgeTime } from './harness/kept-time.ts';
import { type Ending, openLoop } from './harness/open-loop.ts';
import { callOf, enrolAll } from './harness/people.ts';
import type { Scenario } from './harness/scenario.ts';
import type { Stage } from './harness/stage.ts';

const STAKE = 5;
/** One battle in so many is for coins. */
const STAKED_EVERY = 2;
const WORD_P99_MAX_MS = 500;
const LATE_P99_MAX_MS = 250;
const SECONDS_MAX = 60;
/** Battles that found nobody free, at most this share. */
const IDLE_MAX = 0.2;

/** For the self-test: battles that never tell the ledger who has won. */
const forgetful = (kind: AnyKind): AnyKind => {
  if (kind.kind !== battle.kind) return kind;
  const { options } = battle;
  const { decider } = options;
  return defineEntity({
    ...options,
    decider: {
      ...decider,
      decide: (state: BattleState, command: BattleCommand, context: Context) => {
        const decided = decider.decide(state, command, context);
        if (!decided.ok) return decided;
        return { ...decided, effects: (decided.effects ?? []).filter(({ tag }) => tag !== 'settle') };
      },
    },
  });
};

const p99 = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.99)] ?? 0;

/** What must hold when the last battle of the night is over. */
const audit = async ({ engine, alarms }: Hall, book: NightBook, stage: Stage): Promise<void> => {
  await engine.settled();
  const place = { realm: 'home', id: '0' };
  const call = callOf('audit', 'night');
  const check = await engine.read(ledger, place, 'check', null, call);
  const supply = await engine.read(ledger, place, 'supply', undefined as never, call);
  stage.expect('the ledger sums to zero', check.ok, () => check.problems.join('; '));
  stage.expect(
    'no stake is left behind',
    supply.openHolds === 0 && supply.held === 0,
    () => `${supply.openHolds} holds of ${supply.held} coins`,
  );
  const table = await engine.read(ladder, { realm: 'home', id: 'cross' }, 'table', { limit: 100_000 }, call);
  const rated = table.reduce((sum, { wins, losses, draws }) => sum + wins + losses + draws, 0);
  stage.expect(
    'every battle between people is rated once',
    rated === 2 * book.between,
    () => `${rated / 2} of ${book.between}`,
  );
  stage.expect(
    'every battle that began has ended and is proved',
    book.ended === book.begun,
    () => `${book.ended} of ${book.begun}`,
  );
  stage.expect('frames follow each other', book.gaps === 0, () => `${book.gaps} gaps`, book.frames);
  stage.expect('nothing goes wrong', book.problems.length === 0, () => book.problems.slice(0, 3).join('; '));
  stage.expect('nothing breaks inside', alarms.length === 0, () => alarms.slice(0, 3).join('; '));
};

/** An evening at the hall: people fight each other and trainers, half of them for coins, others watch. */
export const battleNight: Scenario = {
  name: 'battle-night',
  summary: 'an evening of battles at a rate: people, trainers, spectators, stakes; all end, all is paid once',
  defaults: { players: 600, rate: 12, seconds: 25 },
  surfaces: ['inproc'],
  async run({ players, rate, seconds, store, isBroken }, stage) {
    const startedMs = performance.now();
    const hall = await openHall({ store, ...(isBroken ? { kinds: KINDS.map(forgetful) } : {}) });
    // the service's own timers keep no process alive
    const awake = setInterval(() => undefined, 1_000);
    const book = new NightBook();
    await enrolAll(hall.engine, players);
    const night = new Night(hall, book, players);
    night.open();
    const result = await openLoop({
      ratePerSecond: rate,
      seconds,
      fire: async (n): Promise<Ending> =>
        (await night.play(n, n % STAKED_EVERY === 0 ? STAKE : 0)) ? 'answered' : 'refused',
      onTick: () => stage.progress(`${book.begun} begun, ${book.ended} over`),
    });
    judgeTime('battle-night', [result], stage);
    await audit(hall, book, stage);
    night.close();
    const tookSeconds = (performance.now() - startedMs) / 1_000;
    stage.atLeast('battles', book.ended, Math.floor(rate * seconds * (1 - IDLE_MAX)));
    stage.atLeast('battles for coins', book.staked, Math.floor((rate * seconds) / 4));
    stage.atLeast('frames that were watched', book.frames, book.begun);
    stage.atMost('share that found nobody free', result.refused / Math.max(1, result.offered), IDLE_MAX);
    stage.atMost('a word is answered, p99 ms', p99(book.wordsMs), WORD_P99_MAX_MS);
    stage.atMost('a window is late, p99 ms', p99(book.lateMs), LATE_P99_MAX_MS);
    if (rate * seconds <= 300) stage.atMost('seconds for the night', tookSeconds, SECONDS_MAX);
    stage.figure('battle-night', p99(book.wordsMs), 'ms');
    stage.figure('battle-night.2', p99(book.lateMs), 'ms');
    stage.figure('battle-night.battles', book.ended, 'count');
    stage.figure('battle-night.orders', book.orders, 'count');
    stage.figure('battle-night.windows', book.lateMs.length, 'count');
    stage.figure('battle-night.seconds', tookSeconds, 'count');
    await hall.close();
    clearInterval(awake);
  },
};
