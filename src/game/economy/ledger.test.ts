import { beforeEach, describe, expect, it } from 'vitest';
import type { Accepted, Context, EffectOutcome } from '#game/shared/decider.ts';
import type { Rejection } from '#game/shared/errors.ts';
import { sfc32 } from '#game/shared/rng.ts';
import { encodeShortId } from '#game/shared/short-id.ts';
import { HOLD_REVIEW_EVERY_MS } from './ledger-holds.ts';
import type { LedgerReply } from './ledger-posting.ts';
import type { LedgerEvent } from './ledger-events.ts';
import { type Leg, type LedgerCommand, PETS_MAX } from './ledger-protocol.ts';
import { ledgerReads } from './ledger-reads.ts';
import { initialLedger, type LedgerState, RECEIPTS_KEPT } from './ledger-state.ts';
import { ledgerDecider } from './ledger.ts';

const self = { kind: 'ledger', realm: 'home', id: '0' };
const context: Context = { nowMs: 1_000_000, rng: sfc32(1, 2, 3, 4), self, by: 'ash', commandId: 'ash/1' };
const battle = { kind: 'battle', realm: 'home', id: 'b1' };

let state: LedgerState;
beforeEach(() => {
  state = initialLedger();
});

const run = (command: LedgerCommand, by = 'ash'): Accepted<LedgerEvent, LedgerReply> | Rejection => {
  const decision = ledgerDecider.decide(state, command, { ...context, by });
  if (!decision.ok) return decision.rejection;
  for (const event of decision.events) ledgerDecider.evolve(state, event, context.nowMs);
  return decision;
};
const transfer = (...legs: readonly Leg[]) => run({ type: 'Transfer', legs, memo: { kind: 'pay' } });
const done = (answer: ReturnType<typeof run>): Accepted<LedgerEvent, LedgerReply> => {
  if ('code' in answer) throw new Error(answer.message);
  return answer;
};
const receiptOf = (answer: ReturnType<typeof run>): string => {
  const { reply } = done(answer);
  if (reply === null || !('receiptId' in reply)) throw new Error('no receipt');
  return reply.receiptId;
};
const coins = (id: string): number => ledgerReads.balance(state, id).coins;
const grant = (id: string, amount: number) => transfer({ from: 'mint', to: id, coins: amount });

describe('a transfer', () => {
  it('moves coins and answers with a receipt and the balances of the people in it', () => {
    grant('u:ash', 1_000);
    const answer = done(
      transfer({ from: 'u:ash', to: 'u:misty', coins: 250 }, { from: 'u:ash', to: 'fee', coins: 5 }),
    );
    expect(answer.reply).toEqual({ receiptId: encodeShortId(2), balances: { 'u:ash': 745, 'u:misty': 250 } });
    expect(answer.events).toEqual([
      {
        type: 'TransferPosted',
        receiptNo: 2,
        by: 'ash',
        memo: { kind: 'pay' },
        legs: [
          { from: 'u:ash', to: 'u:misty', coins: 250 },
          { from: 'u:ash', to: 'fee', coins: 5 },
        ],
        after: { 'u:ash': 745, 'u:misty': 250 },
      },
    ]);
    expect([coins('mint'), coins('fee')]).toEqual([-1_000, 5]);
  });

  it('may spend in a later leg what an earlier one brought, and not the other way round', () => {
    grant('u:ash', 100);
    const there: Leg = { from: 'u:ash', to: 'u:misty', coins: 100 };
    const on: Leg = { from: 'u:misty', to: 'u:brock', coins: 100 };
    expect(transfer(on, there)).toMatchObject({ code: 'E_FUNDS' });
    expect(coins('u:ash')).toBe(100);
    done(transfer(there, on));
    expect([coins('u:ash'), coins('u:misty'), coins('u:brock')]).toEqual([0, 0, 100]);
  });

  it('says what is missing, in coins and in items', () => {
    grant('u:ash', 30);
    const short = transfer({ from: 'u:ash', to: 'u:misty', coins: 31 });
    expect(short).toMatchObject({ code: 'E_FUNDS', need: 31, have: 30 });
    expect(short).toHaveProperty('message', expect.stringContaining('1 missing'));
    const fruit = transfer({ from: 'u:ash', to: 'sink', item: 'honeyberry', quantity: 2 });
    expect(fruit).toMatchObject({ code: 'E_FUNDS', need: 2, have: 0 });
    expect(fruit).toHaveProperty('message', expect.stringContaining('Honeyberries'));
  });

  it('answers whether an item is there and moves nothing', () => {
    const ask = (item: string, quantity = 1) => run({ type: 'Require', account: 'u:ash', item, quantity });
    expect(ask('woolball')).toMatchObject({ code: 'E_FUNDS', need: 1, have: 0 });
    done(transfer({ from: 'mint', to: 'u:ash', item: 'woolball', quantity: 2 }));
    expect(done(ask('woolball', 2)).events).toEqual([]);
    expect(ask('woolball', 3)).toMatchObject({ code: 'E_FUNDS', need: 3, have: 2 });
    expect(ask('unicorn')).toMatchObject({ code: 'E_INPUT' });
    expect(ask('woolball', -1)).toMatchObject({ code: 'E_INPUT' });
    expect(ledgerReads.inventory(state, 'u:ash')).toEqual([{ item: 'woolball', quantity: 2 }]);
  });

  it('leaves nothing half done when a later leg fails', () => {
    grant('u:ash', 100);
    transfer({ from: 'u:ash', to: 'u:misty', coins: 60 }, { from: 'u:ash', to: 'u:brock', coins: 60 });
    expect([coins('u:ash'), coins('u:misty'), coins('u:brock')]).toEqual([100, 0, 0]);
  });

  it.each([
    ['no legs', []],
    ['65 legs', Array.from({ length: 65 }, () => ({ from: 'mint', to: 'u:ash', coins: 1 }))],
    ['nothing', [{ from: 'mint', to: 'u:ash', coins: 0 }]],
    ['less than nothing', [{ from: 'mint', to: 'u:ash', coins: -5 }]],
    ['part of a coin', [{ from: 'mint', to: 'u:ash', coins: 0.1 }]],
    ['more than 10^12', [{ from: 'mint', to: 'u:ash', coins: 1_000_000_000_001 }]],
    ['an unknown item', [{ from: 'mint', to: 'u:ash', item: '__proto__', quantity: 1 }]],
    ['too many pieces', [{ from: 'mint', to: 'u:ash', item: 'honeyberry', quantity: 1_000_001 }]],
    ['to the same account', [{ from: 'u:ash', to: 'u:ash', coins: 1 }]],
    ['to no account', [{ from: 'mint', to: 'ash', coins: 1 }]],
    ['out of a hold', [{ from: 'hold:h1', to: 'u:ash', coins: 1 }]],
    ['two values in a leg', [{ from: 'mint', to: 'u:ash', coins: 1, item: 'honeyberry', quantity: 1 }]],
    ['an asset of another realm', [{ from: 'mint', to: 'u:ash', asset: 'pet:away:p1' }]],
    ['an asset of no known kind', [{ from: 'mint', to: 'u:ash', asset: 'crown:home:p1' }]],
  ])('refuses %s with the field that is wrong', (_, legs) => {
    const answer = run({ type: 'Transfer', legs, memo: { kind: 'pay' } });
    expect(answer).toMatchObject({ code: 'E_INPUT', field: expect.stringContaining('legs') as string });
    expect(state.accounts.size).toBe(0);
  });

  it('refuses to take any account, the mint included, beyond what a number holds exactly', () => {
    const legs = Array.from({ length: 64 }, () => ({ from: 'mint', to: 'u:ash', coins: 1_000_000_000_000 }));
    for (let times = 0; times < 140; times += 1) done(transfer(...legs));
    expect(transfer(...legs)).toMatchObject({ code: 'E_LIMIT' });
    expect(grant('u:misty', 1)).not.toHaveProperty('code');
    const big = Array.from({ length: 48 }, () => ({ from: 'mint', to: 'u:misty', coins: 1_000_000_000_000 }));
    expect(transfer(...big)).toMatchObject({ code: 'E_LIMIT' });
    expect(ledgerReads.check(state, null).ok).toBe(true);
  });

  it('keeps its reply below 1 KB with 64 people in it', () => {
    const legs = Array.from({ length: 64 }, (_, at) => ({
      from: 'mint',
      to: `u:abcdefghijkl${at}`,
      coins: 1_000_000_000_000,
    }));
    const answer = done(transfer(...legs));
    expect(JSON.stringify(answer.reply).length).toBeLessThanOrEqual(1_024);
    expect(Object.keys((answer.events[0] as { after: object }).after)).toHaveLength(64);
  });
});

describe('a unique asset', () => {
  const pet = 'pet:home:p1';

  it('comes from the mint once and tells its entity each new owner in order', () => {
    const born = done(transfer({ from: 'mint', to: 'u:ash', asset: pet }));
    const given = done(
      transfer({ from: 'u:ash', to: 'u:misty', asset: pet }, { from: 'u:misty', to: 'sink', asset: pet }),
    );
    const to = { kind: 'pet', realm: 'home', id: 'p1' };
    expect(born.effects).toEqual([{ to, command: { type: 'SetOwner', owner: 'ash', ownershipSeq: 1 } }]);
    expect(given.effects).toEqual([
      { to, command: { type: 'SetOwner', owner: 'misty', ownershipSeq: 2 } },
      { to, command: { type: 'SetOwner', owner: null, ownershipSeq: 3 } },
    ]);
    expect(transfer({ from: 'mint', to: 'u:ash', asset: pet })).toMatchObject({ code: 'E_STALE' });
  });

  it('is not the thirteenth of a person, whichever way it comes, but always comes back out of a hold', () => {
    const born = (id: number, to = 'u:ash') => transfer({ from: 'mint', to, asset: `pet:home:p${id}` });
    for (let id = 1; id <= PETS_MAX; id += 1) done(born(id));
    expect(born(13)).toMatchObject({ code: 'E_LIMIT' });
    done(born(14, 'u:misty'));
    expect(transfer({ from: 'u:misty', to: 'u:ash', asset: 'pet:home:p14' })).toMatchObject({
      code: 'E_LIMIT',
    });
    done(
      run({
        type: 'PlaceHold',
        holdId: 'h1',
        legs: [{ from: 'u:ash', to: 'sink', asset: pet }],
        owner: battle,
        reviewAtMs: 0,
        memo: { kind: 'hold' },
      }),
    );
    done(born(13));
    done(run({ type: 'VoidHold', holdId: 'h1' }, 'battle:home:b1'));
    expect(ledgerReads.assetsOf(state, 'u:ash')).toHaveLength(PETS_MAX + 1);
    expect(born(15)).toMatchObject({ code: 'E_LIMIT' });
  });

  it('moves only from its owner, and not while it is held', () => {
    done(transfer({ from: 'mint', to: 'u:ash', asset: pet }));
    expect(transfer({ from: 'u:misty', to: 'u:brock', asset: pet })).toMatchObject({ code: 'E_NOT_OWNER' });
    const held: Leg = { from: 'u:ash', to: 'sink', asset: pet };
    done(
      run({
        type: 'PlaceHold',
        holdId: 'h1',
        legs: [held],
        owner: battle,
        reviewAtMs: 0,
        memo: { kind: 'hold' },
      }),
    );
    expect(transfer({ from: 'u:ash', to: 'u:misty', asset: pet })).toMatchObject({ code: 'E_LEASED' });
    expect(transfer({ from: 'u:misty', to: 'u:brock', asset: pet })).toMatchObject({ code: 'E_NOT_OWNER' });
    done(run({ type: 'VoidHold', holdId: 'h1' }, 'battle:home:b1'));
    expect(ledgerReads.assetsOf(state, 'u:ash')).toEqual([{ asset: pet, ownershipSeq: 3 }]);
  });
});

const placeHold = (reviewAtMs = 5_000_000) =>
  run({
    type: 'PlaceHold',
    holdId: 'h1',
    legs: [
      { from: 'u:ash', to: 'sink', coins: 300 },
      { from: 'u:misty', to: 'sink', item: 'honeyberry', quantity: 2 },
    ],
    owner: battle,
    reviewAtMs,
    memo: { kind: 'hold' },
  });
const settleReview = (outcome: EffectOutcome) => {
  const effect = { to: battle, command: { type: 'ReviewHold', holdId: 'h1' }, tag: 'h1' };
  const settled = ledgerDecider.settle?.(state, effect, outcome, context);
  for (const event of settled?.events ?? []) ledgerDecider.evolve(state, event, context.nowMs);
  return settled;
};
const payOut = (legs: readonly Leg[], by = 'battle:home:b1') =>
  run({ type: 'SettleHold', holdId: 'h1', legs, memo: { kind: 'hold' } }, by);

describe('a hold', () => {
  beforeEach(() => {
    grant('u:ash', 1_000);
    transfer({ from: 'mint', to: 'u:misty', item: 'honeyberry', quantity: 5 });
  });

  it('takes value out of reach and shows whose it is', () => {
    const placed = done(placeHold());
    expect(placed.reminders).toEqual([
      { name: 'hold-h1', dueMs: 5_000_000, command: { type: 'ReviewHold', holdId: 'h1' } },
    ]);
    expect(ledgerReads.balance(state, 'u:ash')).toMatchObject({
      coins: 700,
      held: 300,
      holds: [{ holdId: 'h1', owner: 'battle:home:b1', coins: 300 }],
    });
    expect(placeHold()).toMatchObject({ code: 'E_STALE' });
    expect(ledgerReads.check(state, null).ok).toBe(true);
  });

  it('pays out all of it, to whom its owner says, once', () => {
    done(placeHold());
    const legs: Leg[] = [{ from: 'hold:h1', to: 'u:misty', coins: 300 }];
    expect(payOut(legs)).toMatchObject({ code: 'E_INPUT' });
    legs.push({ from: 'hold:h1', to: 'u:misty', item: 'honeyberry', quantity: 2 });
    expect(payOut([...legs, { from: 'u:ash', to: 'u:misty', coins: 1 }])).toMatchObject({ code: 'E_INPUT' });
    expect(payOut(legs, 'battle:home:b2')).toMatchObject({ code: 'E_NOT_OWNER' });
    expect(done(payOut(legs)).reminders).toEqual([{ name: 'hold-h1', dueMs: null }]);
    expect(payOut(legs)).toMatchObject({ code: 'E_GONE' });
    expect(coins('u:misty')).toBe(300);
    expect(ledgerReads.hold(state, 'h1')).toBe('gone');
  });

  it('asks its owner when a review is due, and again later while it is live', () => {
    done(placeHold());
    expect(done(run({ type: 'ReviewHold', holdId: 'h1' })).effects).toEqual([
      { to: battle, command: { type: 'ReviewHold', holdId: 'h1' }, tag: 'h1' },
    ]);
    const later = [{ name: 'hold-h1', dueMs: context.nowMs + HOLD_REVIEW_EVERY_MS }];
    expect(settleReview({ ok: true, reply: { hold: 'live' } })?.reminders).toMatchObject(later);
    expect(settleReview({ ok: true, reply: { hold: 'settled' } })?.reminders).toMatchObject(later);
    expect(settleReview({ ok: true, reply: 'nonsense' })?.reminders).toMatchObject(later);
    expect(
      settleReview({ ok: false, rejection: { code: 'E_BUSY', message: 'later' } })?.reminders,
    ).toMatchObject(later);
    expect(coins('u:ash')).toBe(700);
  });

  it.each([
    ['says void', { ok: true, reply: { hold: 'void' } }],
    ['never was', { ok: false, rejection: { code: 'E_GONE', message: 'never was' } }],
  ] as const)('gives everything back when its owner %s', (_, outcome) => {
    done(placeHold());
    settleReview(outcome);
    expect([coins('u:ash'), ledgerReads.hold(state, 'h1')]).toEqual([1_000, 'gone']);
    expect(ledgerReads.inventory(state, 'u:misty')).toEqual([{ item: 'honeyberry', quantity: 5 }]);
    expect(settleReview(outcome)?.events).toEqual([]);
  });

  it('stays and is counted for operators when its owner cannot be asked', () => {
    done(placeHold());
    settleReview({ ok: false, rejection: { code: 'E_FROZEN', message: 'quarantined' }, gaveUp: true });
    expect(ledgerReads.hold(state, 'h1')).toBe('stuck');
    expect(ledgerReads.supply(state, null)).toMatchObject({ openHolds: 1, stuckHolds: 1, held: 300 });
  });

  it('is not reviewed at once when the review was due in the past', () => {
    expect(done(placeHold(0)).reminders?.[0]?.dueMs).toBeGreaterThan(context.nowMs);
  });
});

describe('a reversal', () => {
  it('posts the opposite once, and never of a reversal or a hold', () => {
    grant('u:ash', 100);
    const paid = receiptOf(transfer({ from: 'u:ash', to: 'u:misty', coins: 40 }));
    const reversal = done(run({ type: 'Reverse', receiptId: paid.toUpperCase() }));
    expect(reversal.events[0]).toMatchObject({
      reverses: 2,
      legs: [{ from: 'u:misty', to: 'u:ash', coins: 40 }],
    });
    expect(coins('u:ash')).toBe(100);
    expect(run({ type: 'Reverse', receiptId: paid })).toMatchObject({ code: 'E_STALE' });
    expect(run({ type: 'Reverse', receiptId: encodeShortId(3) })).toMatchObject({ code: 'E_INPUT' });
    const legs: Leg[] = [{ from: 'u:ash', to: 'sink', coins: 1 }];
    const held = run({
      type: 'PlaceHold',
      holdId: 'h1',
      legs,
      owner: battle,
      reviewAtMs: 0,
      memo: { kind: 'hold' },
    });
    expect(run({ type: 'Reverse', receiptId: receiptOf(held) })).toMatchObject({ code: 'E_INPUT' });
  });

  it('is refused when the value is no longer there, when the id has a typo, and when the receipt is too old', () => {
    grant('u:ash', 100);
    const paid = receiptOf(transfer({ from: 'u:ash', to: 'u:misty', coins: 40 }));
    transfer({ from: 'u:misty', to: 'sink', coins: 1 });
    expect(run({ type: 'Reverse', receiptId: paid })).toMatchObject({ code: 'E_FUNDS' });
    expect(
      run({ type: 'Reverse', receiptId: `${paid.slice(0, -1)}${paid.endsWith('x') ? 'y' : 'x'}` }),
    ).toMatchObject({
      code: 'E_INPUT',
    });
    for (let more = 0; more < RECEIPTS_KEPT; more += 1) grant('u:brock', 1);
    expect(run({ type: 'Reverse', receiptId: paid })).toMatchObject({ code: 'E_GONE' });
    expect(state.receipts.size).toBe(RECEIPTS_KEPT);
  });
});

describe('the supply', () => {
  it('names sources and sinks, and what people have is what was minted and not destroyed', () => {
    const post = (kind: 'welcome' | 'daily' | 'buy', leg: Leg) =>
      done(run({ type: 'Transfer', legs: [leg], memo: { kind } }));
    post('welcome', { from: 'mint', to: 'u:ash', coins: 1_000 });
    post('daily', { from: 'mint', to: 'u:ash', coins: 500 });
    post('buy', { from: 'u:ash', to: 'sink', coins: 36 });
    done(run({ type: 'Reverse', receiptId: encodeShortId(2) }));
    expect(ledgerReads.supply(state, null)).toMatchObject({
      minted: 1_000,
      destroyed: 36,
      free: 964,
      bySource: { welcome: 1_000, daily: 500, reversal: -500 },
      bySink: { buy: 36 },
      transfers: 4,
    });
  });
});
