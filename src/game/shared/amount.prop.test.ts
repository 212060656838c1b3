import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCoins, parseAmount, parseQuantity, type ParsedAmount } from './amount.ts';

const amountOf = (parsed: ParsedAmount): number | string =>
  parsed.ok ? parsed.amount : parsed.rejection.code;

describe('amounts', () => {
  it.each([
    ['250', 250],
    [' 250 ', 250],
    ['007', 7],
    ['1,000', 1_000],
    ['1,000,000', 1_000_000],
    ['250k', 250_000],
    ['250K', 250_000],
    ['1.5m', 1_500_000],
    ['1.50m', 1_500_000],
    ['2b', 2_000_000_000],
    ['0.001k', 1],
    ['1000b', 1_000_000_000_000],
    ['50%', 500],
    ['33.33%', 333],
    ['100%', 1_001],
    ['all', 1_001],
    ['ALL', 1_001],
  ])('reads %j of 1,001 as %d', (text, amount) => {
    expect(parseAmount(text, 1_001)).toEqual({ ok: true, amount });
  });

  it.each([
    '-5',
    '0',
    '0%',
    '101%',
    '0.01%',
    '1e309',
    '1e3',
    '0.1',
    '1.0',
    '0.0001k',
    '9007199254740993',
    '1000000000001',
    '1001b',
    '١٢',
    '１２',
    '',
    '   ',
    '1,00',
    '1,0000',
    ',100',
    '1_000',
    '+5',
    '0x10',
    'NaN',
    'Infinity',
    '5 5',
    'k',
    '%',
    '__proto__',
    '5\u202e0',
    '12'.repeat(2_500),
    'all '.repeat(1_250),
  ])('refuses %j and says which field takes what', (text) => {
    const parsed = parseAmount(text, 1_001);
    if (parsed.ok) throw new Error(`read as ${parsed.amount}`);
    expect(parsed.rejection).toMatchObject({ code: 'E_INPUT', field: 'amount' });
    expect(parsed.rejection.message).toContain('`amount`');
    expect(parsed.rejection.message).toContain('`1.5m`');
    expect(parsed.rejection.message.length).toBeLessThan(200);
  });

  it('says that there is nothing to take a share of', () => {
    expect(amountOf(parseAmount('all', 0))).toBe('E_FUNDS');
    expect(amountOf(parseQuantity('50%', 0))).toBe('E_FUNDS');
  });

  it('bounds pieces at a million and names their field', () => {
    expect(parseQuantity('1m', 0)).toEqual({ ok: true, amount: 1_000_000 });
    const parsed = parseQuantity('1.1m', 0);
    expect(parsed).toMatchObject({ ok: false, rejection: { code: 'E_INPUT', field: 'quantity' } });
  });

  it('are read back from every way of writing them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000_000_000 }), (amount) => {
        for (const text of [String(amount), amount.toLocaleString('en-US'), `${amount / 1_000}k`]) {
          expect(parseAmount(text, 0)).toEqual({ ok: true, amount });
        }
      }),
    );
  });

  it('of a share are whole, at least one and never more than there is', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 1_000_000_000_000 }),
        fc.integer({ min: 1, max: 100 }),
        (available, percent) => {
          const parsed = parseAmount(`${percent}%`, available);
          const share = Number((BigInt(available) * BigInt(percent)) / 100n);
          expect(parsed.ok ? parsed.amount : 0).toBe(share);
        },
      ),
    );
  });

  it('never come out of any text as something else than a whole number from 1 to 10^12', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.maxSafeInteger(), (text, available) => {
        const parsed = parseAmount(text, available);
        const amount = parsed.ok ? parsed.amount : 1;
        expect(Number.isSafeInteger(amount) && amount >= 1 && amount <= 1_000_000_000_000).toBe(true);
      }),
    );
  });

  it('are shown with separators', () => {
    expect([formatCoins(1), formatCoins(1_234_567), formatCoins(0)]).toEqual([
      '1 coin',
      '1,234,567 coins',
      '0 coins',
    ]);
  });
});
