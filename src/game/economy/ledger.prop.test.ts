import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Context } from '#game/shared/decider.ts';
import { sfc32 } from '#game/shared/rng.ts';
import { encodeShortId } from '#game/shared/short-id.ts';
import type { LedgerEvent } from './ledger-events.ts';
import { ledgerPages, ledgerPageSchema } from './ledger-pages.ts';
import type { LedgerCommand } from './ledger-protocol.ts';
import { ledgerReads } from './ledger-reads.ts';
import { ledgerEventSchemas } from './ledger-schemas.ts';
import { initialLedger, type LedgerState } from './ledger-state.ts';
import { undoDraft } from '../shared/undo.ts';
import { ledgerDecider } from './ledger.ts';

const self = { kind: 'ledger', realm: 'home', id: '0' };
const context: Context = { nowMs: 1_000, rng: sfc32(1, 2, 3, 4), self, by: 'ash', commandId: 'ash/1' };

/** Everything there is to know of a ledger, by names, so that two ledgers with other item numbers can be equal. */
const dump = (state: LedgerState): unknown => {
  const accounts = [...state.accounts].map(([id, account]): [string, unknown] => {
    const items = ledgerReads.inventory(state, id);
    return [
      id,
      [account.coins, Object.fromEntries(items.map((row) => [row.item, row.quantity])), account.assets],
    ];
  });
  return {
    book: state.book,
    accounts: Object.fromEntries(accounts),
    assets: Object.fromEntries(state.assets),
    holds: Object.fromEntries(state.holds),
    receipts: Object.fromEntries(state.receipts),
    holdsOf: Object.fromEntries([...state.holdsOf].map(([id, holds]) => [id, [...holds].toSorted()])),
  };
};

const names = ['mint', 'u:ash', 'u:misty', 'sink', 'u:brock', 'fee', 'hold:h1', 'hold:h2'] as const;
/** Two accounts; holds, which most commands may not touch, are rare. */
const ends = fc
  .tuple(fc.integer({ min: 0, max: 39 }), fc.integer({ min: 1, max: 5 }))
  .map(([at, distance]) =>
    at < 36
      ? { from: names[at % 6]!, to: names[(at + distance) % 6]! }
      : at < 38
        ? { from: names[6], to: names[at - 36]! }
        : { from: names[distance]!, to: names[7] },
  );
const amount = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 1, max: 300 }) },
  { weight: 1, arbitrary: fc.constant(1_000_000_000_000) },
);
const item = fc.constantFrom('honeyberry', 'woolball', 'guildpin', 'ambershell');
const value = fc.oneof(
  { weight: 3, arbitrary: fc.record({ coins: amount }) },
  { weight: 2, arbitrary: fc.record({ item, quantity: fc.integer({ min: 1, max: 5 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({ asset: fc.constantFrom('pet:home:p1', 'pet:home:p2', 'pet:home:p3') }),
  },
);
const leg = fc.tuple(ends, value).map(([two, what]) => Object.assign({}, two, what));
const legs = fc.oneof(
  { weight: 3, arbitrary: fc.array(leg, { minLength: 1, maxLength: 1 }) },
  { weight: 1, arbitrary: fc.array(leg, { minLength: 2, maxLength: 4 }) },
);
/** Stands for legs that pay all of a hold to this account; only the state knows them. */
const payee = fc.constantFrom('u:ash', 'u:misty', 'sink');
const holdId = fc.constantFrom('h1', 'h2');
const memo = fc.record({ kind: fc.constantFrom('pay', 'buy', 'demo', 'welcome') });
const command = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant('Transfer'), legs, memo }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('PlaceHold'),
      holdId,
      legs,
      memo,
      owner: fc.constant({ kind: 'battle', realm: 'home', id: 'b1' }),
      reviewAtMs: fc.constant(5_000),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('SettleHold'), holdId, legs: fc.oneof(legs, payee), memo }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('VoidHold'), holdId }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('Require'),
      account: fc.constantFrom(...names),
      item,
      quantity: fc.integer({ min: 0, max: 5 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('Reverse'),
      receiptId: fc.integer({ min: 1, max: 12 }).map(encodeShortId),
    }),
  },
) as fc.Arbitrary<LedgerCommand>;
const commands = fc.array(command, { minLength: 10, maxLength: 40, size: 'max' });

/** A ledger in which people have something to move. */
const started = (): LedgerState => {
  const state = initialLedger();
  for (const to of ['u:ash', 'u:misty', 'u:brock', 'fee']) {
    const given = [
      { coins: 500 },
      { item: 'honeyberry', quantity: 4 },
      { asset: `pet:home:p${to.length - 3}` },
    ];
    step(state, {
      type: 'Transfer',
      legs: given.map((what) => Object.assign({ from: 'mint', to }, what)),
      memo: { kind: 'welcome' },
    });
  }
  return state;
};

const filledIn = (state: LedgerState, given: LedgerCommand): LedgerCommand => {
  if (given.type !== 'SettleHold' || typeof given.legs !== 'string') return given;
  const to: string = given.legs;
  const held = state.holds.get(given.holdId)?.legs ?? [];
  return { ...given, legs: held.map((one) => Object.assign({}, one, { from: one.to, to })) };
};

/** Runs one command; answers its events. */
const step = (state: LedgerState, given: LedgerCommand): readonly LedgerEvent[] => {
  const decision = ledgerDecider.decide(state, filledIn(state, given), context);
  if (!decision.ok) return [];
  for (const event of decision.events) ledgerDecider.evolve(state, event, context.nowMs);
  return decision.events;
};

const thawed = (state: LedgerState): LedgerState => {
  const thawing = ledgerPages.thaw();
  for (const page of ledgerPages.freeze(state))
    thawing.page(page.name, ledgerPageSchema.parse(JSON.parse(JSON.stringify(page.encode()))));
  return thawing.end();
};

describe('a ledger under any sequence of commands', () => {
  it('sums to zero in every asset after each command and lets nobody but the mint owe', () => {
    const seen: Record<string, number> = {};
    fc.assert(
      fc.property(commands, (sequence) => {
        const state = started();
        for (const given of sequence) {
          for (const { type } of step(state, given)) {
            const name = type === 'TransferPosted' ? given.type : type;
            seen[name] = (seen[name] ?? 0) + 1;
          }
          expect(ledgerReads.check(state, null).problems).toEqual([]);
          const { minted, destroyed, free, held, fees } = ledgerReads.supply(state, null);
          expect(free + held + fees).toBe(minted - destroyed);
          expect(Math.min(free, held, fees)).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 300 },
    );
    // The sequences must do something, of every kind.
    for (const name of ['Transfer', 'PlaceHold', 'SettleHold', 'VoidHold', 'Reverse', 'HoldClosed']) {
      expect([name, (seen[name] ?? 0) > 20]).toEqual([name, true]);
    }
  });

  it('is the same after replaying its events in their stored form', () => {
    fc.assert(
      fc.property(commands, (sequence) => {
        const state = started();
        const replayed = started();
        for (const given of sequence) {
          for (const { type, ...data } of step(state, given)) {
            const stored: unknown = ledgerEventSchemas[type].parse(JSON.parse(JSON.stringify(data)));
            ledgerDecider.evolve(replayed, Object.assign({}, stored, { type }) as LedgerEvent, 0);
          }
        }
        expect(dump(replayed)).toEqual(dump(state));
      }),
    );
  });

  it('comes back from a roll-back exactly as it was at the mark', () => {
    fc.assert(
      fc.property(commands, commands, commands, fc.boolean(), (before, kept, dropped, release) => {
        const state = started();
        for (const given of before) step(state, given);
        const first = undoDraft.mark(state);
        for (const given of kept) step(state, given);
        const second = undoDraft.mark(state);
        const expected = dump(state);
        if (release) undoDraft.release(state, first);
        for (const given of dropped) step(state, given);
        undoDraft.rollback(state, second);
        expect(dump(state)).toEqual(expected);
        expect(undoDraft.mark(state)).toBe(second);
        const replayed = started();
        for (const given of [...before, ...kept]) step(replayed, given);
        expect(dump(state)).toEqual(dump(replayed));
      }),
    );
  });

  it('comes back from its snapshot pages and goes on as before', () => {
    fc.assert(
      fc.property(commands, commands, (sequence, later) => {
        const state = started();
        for (const given of sequence) step(state, given);
        const copy = thawed(state);
        expect(dump(copy)).toEqual(dump(state));
        for (const given of later) {
          expect(ledgerDecider.decide(copy, filledIn(copy, given), context)).toEqual(
            ledgerDecider.decide(state, filledIn(state, given), context),
          );
          step(state, given);
          step(copy, given);
        }
        expect(dump(copy)).toEqual(dump(state));
      }),
    );
  });

  it('keeps frozen pages as they were while it goes on, and their versions as long as nothing changes', () => {
    fc.assert(
      fc.property(commands, commands, (sequence, later) => {
        const state = started();
        for (const given of sequence) step(state, given);
        const frozen = ledgerPages.freeze(state);
        const texts = frozen.map((page) => JSON.stringify(page.encode()));
        for (const given of later) step(state, given);
        expect(frozen.map((page) => JSON.stringify(page.encode()))).toEqual(texts);
        const versions = new Map(frozen.map((page, at) => [`${page.name}@${page.version}`, texts[at]]));
        for (const page of ledgerPages.freeze(state)) {
          const text = JSON.stringify(page.encode());
          expect(versions.get(`${page.name}@${page.version}`) ?? text).toBe(text);
        }
      }),
    );
  });

  it('answers anything that looks like JSON without throwing and without changing', () => {
    const field = fc.constantFrom(
      'legs',
      'memo',
      'holdId',
      'owner',
      'reviewAtMs',
      'receiptId',
      'from',
      'to',
      'kind',
    );
    const wild = fc.tuple(
      fc.constantFrom(
        'Transfer',
        'PlaceHold',
        'SettleHold',
        'VoidHold',
        'ReviewHold',
        'Reverse',
        '__proto__',
        'x',
      ),
      fc.dictionary(field, fc.oneof(fc.jsonValue(), fc.array(fc.oneof(leg, fc.jsonValue())))),
    );
    fc.assert(
      fc.property(wild, commands, ([type, fields], sequence) => {
        const state = started();
        for (const given of sequence) step(state, given);
        const before = JSON.stringify(dump(state));
        const decision = ledgerDecider.decide(
          state,
          { ...fields, type } as unknown as LedgerCommand,
          context,
        );
        expect(decision.ok || decision.rejection.message.length > 10).toBe(true);
        expect(JSON.stringify(dump(state))).toBe(before);
      }),
    );
  });
});
