import { defineEntity } from '#actors/kit/define-entity.ts';
import { identity } from '#actors/identity/identity.ts';
import { ledger } from '#actors/ledger/ledger.ts';
import { pet } from '#actors/pet/pet.ts';
import { user } from '#actors/user/user.ts';
import { systemClock } from '#adapters/memory/system-clock.ts';
import { accountOf } from '#game/economy/ledger-protocol.ts';
import type { QuotePlan } from '#game/profile/user-protocol.ts';
import { createHistogram } from 'node:perf_hooks';
import { type Hall, openHall } from './harness/hall.ts';
import { percentileMs } from './harness/open-loop.ts';
import { askUser, enrolAll, playerId } from './harness/people.ts';
import type { Scenario } from './harness/scenario.ts';
import type { Stage } from './harness/stage.ts';

const COINS = 7;
const WAIT_P99_MAX_MS = 1_000;

const read = () => ({ scope: 'check', deadlineMonoMs: systemClock.monoMs() + 20_000 });

/** A ledger that loses one coin of each receipt whose number divides by 50: the self-test must see it. */
const leaky = (): typeof ledger => {
  const { options } = ledger;
  const { decider } = options;
  return defineEntity({
    ...options,
    decider: {
      ...decider,
      evolve: (state, event, atMs) => {
        if (event.type !== 'TransferPosted' || event.receiptNo % 50 !== 0)
          return decider.evolve(state, event, atMs);
        const legs = event.legs.map((leg) => ('coins' in leg ? { ...leg, to: 'mint' } : leg));
        return decider.evolve(state, { ...event, legs }, atMs);
      },
    },
  });
};

/** One payment by quote and confirmation; answers how long it took from press to receipt, ms. */
const pay = async ({ engine }: Hall, from: string, to: string, nonce: string): Promise<number> => {
  const plan: QuotePlan = {
    kind: 'pay',
    realm: 'home',
    transfer: {
      type: 'Transfer',
      legs: [{ from: accountOf(from), to: accountOf(to), coins: COINS }],
      memo: { kind: 'pay' },
    },
  };
  await askUser(engine, from, { type: 'OpenQuote', nonce, plan }, from);
  const pressedMs = performance.now();
  await askUser(engine, from, { type: 'ConfirmQuote', nonce }, from, nonce);
  const outcome = await engine.waitFor(user, { realm: '0', id: from }, 'outcome', { nonce }, read());
  if (outcome?.status !== 'settled')
    throw new Error(`payment ${nonce} ended as ${outcome?.status ?? 'pending'}`);
  return performance.now() - pressedMs;
};

const balances = async ({ engine }: Hall, players: number, stage: Stage): Promise<void> => {
  const place = { realm: 'home', id: '0' };
  for (let n = 0; n < players; n += 1) {
    const { coins } = await engine.read(ledger, place, 'balance', accountOf(playerId(n)), read());
    stage.expect(
      'everybody ends with what they began with',
      coins === 1_000,
      () => `${playerId(n)} has ${coins}`,
    );
  }
};

/** Every coin is somewhere at any moment, also while payments are under way. */
const lookAtBooks = async ({ engine }: Hall, stage: Stage): Promise<void> => {
  const check = await engine.read(ledger, { realm: 'home', id: '0' }, 'check', null, read());
  stage.expect('the ledger sums to zero', check.ok, () => check.problems.join('; '));
};

/** A pays B while B pays A, for many pairs at the same time. */
export const oppositePayments: Scenario = {
  name: 'opposite-payments',
  summary: 'A pays B while B pays A, 1,000 pairs at once: all finish, sum zero, no long wait',
  defaults: { players: 2_000, rounds: 3 },
  surfaces: ['inproc'],
  async run({ players, rounds, store, isBroken }, stage) {
    const hall = await openHall({ store, ...(isBroken ? { kinds: [identity, user, pet, leaky()] } : {}) });
    const pairs = Math.max(1, Math.floor(players / 2));
    await enrolAll(hall.engine, pairs * 2);
    const waits = createHistogram();
    let finished = 0;
    let sequence = 0;
    const startedMs = performance.now();
    for (let round = 0; round < rounds; round += 1) {
      const payments = Array.from({ length: pairs }, (_, pair) => {
        const [a, b] = [playerId(pair * 2), playerId(pair * 2 + 1)];
        return [pay(hall, a, b, `n${(sequence += 1)}`), pay(hall, b, a, `n${(sequence += 1)}`)];
      }).flat();
      const [all] = await Promise.all([Promise.allSettled(payments), lookAtBooks(hall, stage)]);
      for (const ended of all) {
        stage.expect('every payment finishes', ended.status === 'fulfilled', () =>
          String('reason' in ended ? ended.reason : ''),
        );
        if (ended.status === 'rejected') continue;
        finished += 1;
        waits.record(Math.max(1, Math.round(ended.value * 1_000_000)));
      }
      stage.progress(`round ${round + 1} of ${rounds}, ${finished} payments`);
    }
    const seconds = (performance.now() - startedMs) / 1_000;
    await balances(hall, pairs * 2, stage);
    await lookAtBooks(hall, stage);
    stage.atLeast('payments', finished, pairs * 2 * rounds);
    stage.atMost('wait p99, ms', percentileMs(waits, 99), WAIT_P99_MAX_MS);
    stage.figure('opposite-payments', percentileMs(waits, 99), 'ms');
    stage.figure('opposite-payments.2', finished / seconds, '/s');
    stage.expect('nothing breaks inside', hall.alarms.length === 0, () => hall.alarms.slice(0, 3).join('; '));
    await hall.close();
  },
};
