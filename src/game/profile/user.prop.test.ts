import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Accepted, Context, Effect } from '../shared/decider.ts';
import { sfc32 } from '../shared/rng.ts';
import { sealed } from '../shared/sealed.ts';
import { DAILY_GAP_MS } from './daily.ts';
import { levelOf } from './experience.ts';
import { userDecider } from './user-decider.ts';
import { type UserEvent, userEventSchemas } from './user-events.ts';
import { QUOTES_OPEN_MAX, type UserCommand, type UserReply } from './user-protocol.ts';
import {
  INBOX_MAX,
  initialUser,
  NOTIFY_EVENTS,
  NOTIFY_VIAS,
  type UserState,
  userStateSchema,
} from './user-state.ts';

const HOUR = 3_600_000;
const ME = 'u1';

type Step =
  | { readonly do: 'give'; readonly command: UserCommand; readonly by: string }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'settle'; readonly outcome: 'ok' | 'refused' | 'gaveUp' };

const run = (steps: readonly Step[]) => {
  let state: UserState = initialUser();
  let nowMs = Date.UTC(2026, 9, 20);
  const log: [UserEvent, number][] = [];
  const waiting: Effect[] = [];
  const effects: Effect[] = [];
  const context = (by: string): Context => ({
    nowMs,
    by,
    rng: sfc32(1, 2, 3, 4),
    self: { kind: 'user', realm: '0', id: ME },
    commandId: `${by}/k`,
  });
  const take = (accepted: Accepted<UserEvent, UserReply>): void => {
    for (const event of accepted.events) {
      const { type, ...data } = event;
      userEventSchemas[type].parse(data);
      log.push([event, nowMs]);
      state = userDecider.evolve(state, event, nowMs);
    }
    effects.push(...(accepted.effects ?? []));
    waiting.push(...(accepted.effects ?? []));
  };
  for (const step of steps) {
    if (step.do === 'wait') nowMs += step.ms;
    if (step.do === 'give') {
      const decision = userDecider.decide(state, step.command, context(step.by));
      if (decision.ok) take(decision);
    }
    const effect = step.do === 'settle' ? waiting.shift() : undefined;
    if (step.do !== 'settle' || effect === undefined) continue;
    const rejection = { code: 'E_FUNDS', message: 'None there.' } as const;
    const outcome =
      step.outcome === 'ok'
        ? ({ ok: true, reply: { receiptId: 'r1', balances: {} } } as const)
        : { ok: false as const, rejection, ...(step.outcome === 'gaveUp' ? { gaveUp: true as const } : {}) };
    take(userDecider.settle!(state, effect, outcome, context('ledger:home:0')));
  }
  return { state, log, effects };
};

const nonce = fc.constantFrom('n1', 'n2', 'n3', 'n4', 'n5', 'n6', 'n7');
const quoting: fc.Arbitrary<UserCommand> = fc.oneof(
  fc.record({
    type: fc.constant('OpenQuote' as const),
    nonce,
    plan: fc.record({
      kind: fc.constantFrom('pay' as const, 'adopt' as const),
      realm: fc.constant('home'),
      transfer: fc.record({
        type: fc.constant('Transfer' as const),
        legs: fc.constantFrom(
          [{ from: 'u:u1', to: 'u:u2', coins: 5 }],
          [{ from: 'mint', to: 'u:u1', asset: 'pet:home:p1' }],
          [],
          [{ from: 'u:u2', to: 'u:u1', coins: 5 }],
        ),
        memo: fc.constant({ kind: 'pay' as const }),
      }),
    }),
  }),
  fc.record({ type: fc.constant('ConfirmQuote' as const), nonce }),
  fc.record({ type: fc.constant('CancelQuote' as const), nonce }),
);
const collecting: fc.Arbitrary<UserCommand> = fc.oneof(
  fc.constant<UserCommand>({ type: 'ClaimDaily', realm: 'home' }),
  fc.record({
    type: fc.constant('SetTimeZone' as const),
    timeZone: fc.constantFrom(
      'UTC',
      'Pacific/Kiritimati',
      'Pacific/Pago_Pago',
      'Europe/Zurich',
      'no/where',
      '',
    ),
  }),
);
const other: fc.Arbitrary<UserCommand> = fc.oneof(
  fc.record({ type: fc.constant('AwardXp' as const), source: fc.constantFrom('daily', 'adopt', 'nothing') }),
  fc.record({
    type: fc.constant('Notify' as const),
    event: fc.constantFrom(...NOTIFY_EVENTS),
    text: fc.constant(sealed(ME, 'A note')),
  }),
  fc.constant<UserCommand>({ type: 'ReadInbox' }),
  fc.record({
    type: fc.constant('DraftProfile' as const),
    change: fc.record(
      {
        title: fc.string({ maxLength: 50 }).map((text) => sealed(ME, text)),
        bio: fc.string({ maxLength: 200 }).map((text) => sealed(ME, text)),
        colour: fc.constantFrom('#aabbcc', 'red', ''),
        pins: fc.array(fc.constantFrom('hall', 'streak', 'pet:p1', 'nonsense'), { maxLength: 4 }),
      },
      { requiredKeys: [] },
    ),
    revision: fc.integer({ min: 0, max: 3 }),
  }),
  fc.record({
    type: fc.constantFrom('SaveProfile' as const, 'DropDraft' as const),
    revision: fc.integer({ min: 0, max: 3 }),
  }),
  fc.record({
    type: fc.constant('SetNotify' as const),
    event: fc.constantFrom(...NOTIFY_EVENTS),
    via: fc.constantFrom(...NOTIFY_VIAS),
  }),
);
const enroll = {
  do: 'give',
  command: { type: 'Enroll', name: sealed(ME, 'Ash'), realm: 'home' },
  by: ME,
} as const satisfies Step;

const lifeOf = (
  command: fc.Arbitrary<UserCommand>,
  by: fc.Arbitrary<string>,
  waitMaxMs: number,
): fc.Arbitrary<readonly Step[]> => {
  const settled = fc.constantFrom('ok' as const, 'ok' as const, 'refused' as const, 'gaveUp' as const);
  const one: fc.Arbitrary<Step> = fc.oneof(
    { weight: 5, arbitrary: fc.record({ do: fc.constant('give' as const), command, by }) },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('wait' as const),
        ms: fc.integer({ min: 0, max: waitMaxMs }),
      }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('settle' as const), outcome: settled }) },
  );
  return fc.array(one, { maxLength: 60, size: 'max' }).map((steps) => [enroll as Step].concat(steps));
};
const anybody = fc.constantFrom(ME, ME, ME, 'pet:home:p1', 'u2');
const life = lifeOf(fc.oneof(quoting, collecting, other), anybody, 30 * HOUR);

describe('any life of a person', () => {
  it('sends at most 5,000 coins on each of its first seven days, refused ones aside', () => {
    const planOf = (coins: number) => ({
      kind: 'pay' as const,
      realm: 'home',
      transfer: {
        type: 'Transfer' as const,
        legs: [{ from: 'u:u1', to: 'u:u2', coins }],
        memo: { kind: 'pay' as const },
      },
    });
    const payOf = (key: string, coins: number): Step[] => [
      { do: 'give', command: { type: 'OpenQuote', nonce: key, plan: planOf(coins) }, by: ME },
      { do: 'give', command: { type: 'ConfirmQuote', nonce: key }, by: ME },
    ];
    const upToTheLimit = [enroll, ...payOf('n1', 3_000), ...payOf('n2', 2_000), ...payOf('n3', 1)];
    const plan = fc.integer({ min: 1, max: 4_000 }).map(planOf);
    const sending = fc.oneof(
      fc.record({ type: fc.constant('OpenQuote' as const), nonce, plan }),
      fc.record({ type: fc.constant('ConfirmQuote' as const), nonce }),
    );
    let atLimit = 0;
    fc.assert(
      fc.property(lifeOf(sending, fc.constant(ME), 3 * HOUR), (steps) => {
        const { log } = run(steps);
        const joinedAtMs = log[0]?.[1] ?? 0;
        const plans = new Map<string, number>();
        const days = new Map<number, number>();
        const confirmed = new Map<string, readonly [day: number, coins: number]>();
        for (const [event, atMs] of log) {
          const day = Math.floor((atMs - joinedAtMs) / (24 * HOUR));
          if (event.type === 'QuoteOpened') {
            const [leg] = event.plan.transfer.legs;
            plans.set(event.nonce, leg !== undefined && 'coins' in leg ? leg.coins : 0);
          }
          if (event.type === 'QuoteConfirmed') {
            const coins = plans.get(event.nonce) ?? 0;
            confirmed.set(event.nonce, [day, coins]);
            days.set(day, (days.get(day) ?? 0) + coins);
          }
          if (event.type === 'QuoteRefused' && !event.isOpenEnded) {
            const [on, coins] = confirmed.get(event.nonce) ?? [0, 0];
            days.set(on, (days.get(on) ?? 0) - coins);
          }
          const counted = day < 7 ? (days.get(day) ?? 0) : 0;
          expect(counted).toBeLessThanOrEqual(5_000);
          if (counted === 5_000) atLimit += 1;
        }
      }),
      { examples: [[upToTheLimit]] },
    );
    expect(atLimit).toBeGreaterThan(0);
  });

  it('ends in a state that a snapshot may hold, within its bounds', () => {
    fc.assert(
      fc.property(life, (steps) => {
        const { state } = run(steps);
        expect(() => userStateSchema.parse(state)).not.toThrow();
        expect(state.quotes.filter(({ status }) => status === 'open').length).toBeLessThanOrEqual(
          QUOTES_OPEN_MAX,
        );
        expect(state.inbox.length).toBeLessThanOrEqual(INBOX_MAX);
        expect(state.unread).toBeLessThanOrEqual(state.inbox.length);
      }),
      { numRuns: 200 },
    );
  });

  it('is told again by its events alone', () => {
    fc.assert(
      fc.property(life, (steps) => {
        const { state, log } = run(steps);
        const again = structuredClone(log).reduce(
          (before, [event, atMs]) => userDecider.evolve(before, event, atMs),
          initialUser(),
        );
        expect(again).toEqual(state);
      }),
      { numRuns: 100 },
    );
  });

  it('has never two dailies within 20 hours unless the ledger refused the first', () => {
    fc.assert(
      fc.property(lifeOf(collecting, fc.constant(ME), 12 * HOUR), (steps) => {
        const { log } = run(steps);
        const refused = new Set(
          log.flatMap(([event]) => (event.type === 'DailyRefused' && event.retry ? [event.claimNo] : [])),
        );
        const times = log.flatMap(([event, atMs]) =>
          event.type === 'DailyClaimed' && !refused.has(event.claimNo) ? [atMs] : [],
        );
        const gaps = times.slice(1).map((atMs, index) => atMs - (times[index] ?? 0));
        expect(gaps.filter((gap) => gap < DAILY_GAP_MS)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('orders one transfer for each confirmed quote and one free adoption at most', () => {
    fc.assert(
      fc.property(lifeOf(quoting, fc.constant(ME), 20_000), (steps) => {
        const { log, effects } = run(steps);
        const confirmed = log.filter(([event]) => event.type === 'QuoteConfirmed').length;
        expect(effects.filter(({ tag }) => tag?.startsWith('quote:') === true)).toHaveLength(confirmed);
        const free = new Map<string, boolean>();
        const living = new Set<string>();
        const tooMany: string[] = [];
        for (const [event] of log) {
          if (event.type === 'QuoteOpened') {
            free.set(
              event.nonce,
              event.plan.transfer.legs.every((leg) => !('coins' in leg)),
            );
          }
          if (event.type === 'QuoteConfirmed' && event.kind === 'adopt') {
            if (free.get(event.nonce) === true && living.size > 0) tooMany.push(event.nonce);
            living.add(event.nonce);
          }
          const isUndone =
            event.type === 'QuoteReversed' || (event.type === 'QuoteRefused' && !event.isOpenEnded);
          if (isUndone) living.delete(event.nonce);
        }
        expect(tooMany).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('announces exactly the levels that its experience has reached', () => {
    fc.assert(
      fc.property(life, (steps) => {
        const { state, log } = run(steps);
        const levels = log.flatMap(([event]) => (event.type === 'LevelReached' ? [event.level] : []));
        expect(levels).toEqual(Array.from({ length: levelOf(state.xp) - 1 }, (_, index) => index + 2));
      }),
      { numRuns: 100 },
    );
  });
});
