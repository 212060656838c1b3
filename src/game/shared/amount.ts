import type { Rejection } from './errors.ts';

/** Most coins of one movement. */
const COINS_MAX = 1_000_000_000_000;
/** Most pieces of one movement. */
const PIECES_MAX = 1_000_000;
const SHOWN_MAX = 24;

export type ParsedAmount =
  | { readonly ok: true; readonly amount: number }
  | { readonly ok: false; readonly rejection: Rejection };

/** What an amount is of. */
interface Measure {
  readonly field: string;
  readonly max: number;
  readonly forms: string;
  readonly unit: string;
}

const COINS: Measure = {
  field: 'amount',
  max: COINS_MAX,
  forms: 'a whole number such as `250`, `1,000`, `250k`, `1.5m`, `2b`, `50%` or `all`',
  unit: 'coins',
};
const PIECES: Measure = {
  field: 'quantity',
  max: PIECES_MAX,
  forms: 'a whole number such as `3`, `1,000`, `2k`, `50%` or `all`',
  unit: 'pieces',
};

/** Powers of ten of the suffixes. */
const SUFFIXES: Readonly<Record<string, number>> = { k: 3, m: 6, b: 9 };
const NUMBER = /^(\d{1,3}(?:,\d{3})+|\d{1,16})(?:\.(\d{1,9}))?([kmb])?$/;
const PERCENT = /^(\d{1,3})(?:\.(\d{1,2}))?%$/;

/** The value in a message: one short line without markup. */
const shown = (text: string): string => {
  const line = text
    .slice(0, SHOWN_MAX * 2)
    .replaceAll(/[^\p{L}\p{N}\p{P}\p{S} ]|[`<>@*]/gu, ' ')
    .trim();
  const letters = Array.from(line).slice(0, SHOWN_MAX).join('');
  return text.length > letters.length && text.trim() !== letters ? `${letters}…` : letters;
};

const wrong = (measure: Measure, text: string, why: string): ParsedAmount => ({
  ok: false,
  rejection: {
    code: 'E_INPUT',
    field: measure.field,
    message: `\`${measure.field}\` “${shown(text)}” ${why}. Type ${measure.forms}.`,
  },
});

/** Digits, decimals and a suffix as an exact whole number; `undefined` when it is not whole. */
const wholeOf = (digits: string, decimals: string, suffix: string | undefined): bigint | undefined => {
  const power = suffix === undefined ? 0 : (SUFFIXES[suffix] ?? 0);
  const kept = decimals.slice(0, power).padEnd(power, '0');
  if (/[1-9]/.test(decimals.slice(power))) return undefined;
  if (suffix === undefined && decimals !== '') return undefined;
  return BigInt(digits.replaceAll(',', '') + kept);
};

const shareOf = (measure: Measure, text: string, available: number, hundredths: bigint): ParsedAmount => {
  if (hundredths <= 0n || hundredths > 10_000n) {
    return wrong(measure, text, 'is not a share from 0.01% to 100%');
  }
  if (available <= 0) {
    return {
      ok: false,
      rejection: {
        code: 'E_FUNDS',
        field: measure.field,
        need: 1,
        have: 0,
        message: `You have no ${measure.unit} to take a share of. \`/eco daily\` and \`/eco shop\` are good places to begin.`,
      },
    };
  }
  const amount = (BigInt(Math.min(available, Number.MAX_SAFE_INTEGER)) * hundredths) / 10_000n;
  if (amount === 0n) return wrong(measure, text, `of ${available.toLocaleString('en-US')} is less than one`);
  return within(measure, text, amount);
};

const within = (measure: Measure, text: string, amount: bigint): ParsedAmount => {
  if (amount === 0n) return wrong(measure, text, 'is nothing');
  if (amount > BigInt(measure.max)) {
    return wrong(measure, text, `is more than ${measure.max.toLocaleString('en-US')}, the most at once`);
  }
  return { ok: true, amount: Number(amount) };
};

const parse = (measure: Measure, given: string, available: number): ParsedAmount => {
  const text = given.trim().toLowerCase();
  if (text === '') return wrong(measure, given, 'is empty');
  if (text === 'all' || text === 'max') return shareOf(measure, given, available, 10_000n);
  const percent = PERCENT.exec(text);
  if (percent !== null) {
    const [, whole = '', part = ''] = percent;
    return shareOf(measure, given, available, BigInt(whole + part.padEnd(2, '0')));
  }
  const number = NUMBER.exec(text);
  if (number === null) {
    return wrong(measure, given, text.startsWith('-') ? 'is below zero' : 'is not an amount');
  }
  const [, digits = '', decimals = '', suffix] = number;
  const amount = wholeOf(digits, decimals, suffix);
  return amount === undefined
    ? wrong(measure, given, 'is not a whole number')
    : within(measure, given, amount);
};

/**
 * Reads coins as people type them: `250`, `1,000`, `250k`, `1.5m`, `2b`, `50%` and `all` of what is `available`
 * (shares are rounded down). 1 to 10^12, exact. Refusals: `E_INPUT` naming the field, the value and the accepted
 * forms; `E_FUNDS` for a share of nothing.
 * @param field - the option that it was typed into, named by refusals
 */
export const parseAmount = (text: string, available: number, field = COINS.field): ParsedAmount =>
  parse({ ...COINS, field }, text, available);

/** Reads pieces of an item likewise: 1 to 1,000,000. */
export const parseQuantity = (text: string, available: number): ParsedAmount =>
  parse(PIECES, text, available);

/** `1,234 coins`, `1 coin`. */
export const formatCoins = (coins: number): string =>
  `${coins.toLocaleString('en-US')} ${Math.abs(coins) === 1 ? 'coin' : 'coins'}`;
