import { ALL_GUARDS } from '#actors/kit/guards.ts';
import { ledger } from '#actors/ledger/ledger.ts';
import { user } from '#actors/user/user.ts';
import { systemClock } from '#adapters/memory/system-clock.ts';
import { accountOf } from '#game/economy/ledger-protocol.ts';
import type { QuotePlan } from '#game/profile/user-protocol.ts';
import { type Hall, openHall } from './harness/hall.ts';
import { askUser, enrolAll, playerId } from './harness/people.ts';
import { pressOverHttp } from './harness/press-over-http.ts';
import type { Scenario } from './harness/scenario.ts';
import type { Stage } from './harness/stage.ts';

const PRESSES = 20;
const COINS = 10;
const NONCE_LENGTH = 14;
const HTTP_PAYERS_MAX = 20;
const HTTP_ROUNDS_MAX = 5;

const read = () => ({ scope: 'check', deadlineMonoMs: systemClock.monoMs() + 5_000 });

/** Every coin is somewhere at any moment, also in the middle of a storm. */
const lookAtBooks = async ({ engine }: Hall, stage: Stage): Promise<void> => {
  const check = await engine.read(ledger, { realm: 'home', id: '0' }, 'check', null, read());
  stage.expect('the ledger sums to zero', check.ok, () => check.problems.join('; '));
};

/** Presses one confirm button many times at once and says what came back; answers how many presses were answered. */
const press = async ({ engine }: Hall, payer: string, round: number, stage: Stage): Promise<number> => {
  const payee = playerId(0);
  const nonce = `n${round.toString(36)}`.padEnd(NONCE_LENGTH, '0');
  const plan: QuotePlan = {
    kind: 'pay',
    realm: 'home',
    transfer: {
      type: 'Transfer',
      legs: [{ from: accountOf(payer), to: accountOf(payee), coins: COINS }],
      memo: { kind: 'pay' },
    },
  };
  await askUser(engine, payer, { type: 'OpenQuote', nonce, plan }, 'g1');
  const answers = await Promise.all(
    Array.from({ length: PRESSES }, () =>
      askUser(engine, payer, { type: 'ConfirmQuote', nonce }, 'g1', nonce),
    ),
  );
  const first = JSON.stringify(answers.find(({ repeated }) => !repeated));
  const stored = answers.filter(({ repeated }) => repeated).length;
  stage.expect(
    `${PRESSES - 1} of ${PRESSES} presses get the stored answer`,
    stored === PRESSES - 1,
    () => `${stored} did`,
  );
  stage.expect(
    'every press gets the same answer',
    answers.every((answer) => JSON.stringify({ ...answer, repeated: false }) === first),
    () => JSON.stringify(answers.map(({ seq, ok }) => ({ seq, ok }))),
  );
  await engine.waitFor(user, { realm: '0', id: payer }, 'outcome', { nonce }, read());
  // a gateway delivers the same press again, minutes later
  const late = await askUser(engine, payer, { type: 'ConfirmQuote', nonce }, 'g1', nonce);
  stage.expect('a late press gets the stored answer', late.repeated);
  return answers.length;
};

/** Twenty presses of one button are one payment. */
export const doubleClickStorm: Scenario = {
  name: 'double-click-storm',
  summary: 'one confirm button pressed 20 times at once: one payment, 19 stored answers',
  defaults: { players: 20, rounds: 5 },
  surfaces: ['inproc', 'http'],
  breaksOn: ['inproc'],
  async run({ players, rounds, store, surface, url, isBroken }, stage) {
    if (surface === 'http' || url !== undefined) {
      // the playground holds a person to a rate: one storm each, as people do
      const payers = Math.min(players, HTTP_PAYERS_MAX);
      await pressOverHttp(
        { url, payers, rounds: Math.min(rounds, HTTP_ROUNDS_MAX), presses: PRESSES, coins: COINS },
        stage,
      );
      return;
    }
    const hall = await openHall({ store, ...(isBroken ? { guards: { ...ALL_GUARDS, dedup: false } } : {}) });
    const { engine } = hall;
    await enrolAll(engine, players + 1);
    const startedMs = performance.now();
    let presses = 0;
    for (let round = 0; round < rounds; round += 1) {
      stage.progress(`round ${round + 1} of ${rounds}`);
      const storms = Array.from({ length: players }, (_, n) => press(hall, playerId(n + 1), round, stage));
      const [answered] = await Promise.all([Promise.all(storms), lookAtBooks(hall, stage)]);
      presses += answered.reduce((sum, count) => sum + count, 0);
    }
    stage.figure('double-click-storm', (performance.now() - startedMs) / rounds, 'ms');
    const place = { realm: 'home', id: '0' };
    const paid = rounds * COINS;
    let expected = 0;
    for (let n = 1; n <= players; n += 1) {
      const { coins } = await engine.read(ledger, place, 'balance', accountOf(playerId(n)), read());
      expected += paid;
      stage.expect(
        'each payer paid once a round',
        coins === 1_000 - paid,
        () => `${coins}, not ${1_000 - paid}`,
      );
    }
    const { coins: received } = await engine.read(ledger, place, 'balance', accountOf(playerId(0)), read());
    stage.expect(
      'the payee got it once',
      received === 1_000 + expected,
      () => `${received}, not ${1_000 + expected}`,
    );
    await lookAtBooks(hall, stage);
    stage.atLeast('presses answered', presses, players * rounds * PRESSES);
    stage.expect('nothing breaks inside', hall.alarms.length === 0, () => hall.alarms.slice(0, 3).join('; '));
    await hall.close();
  },
};
