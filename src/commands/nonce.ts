import { randomInt } from 'node:crypto';

const TIME_LENGTH = 9;
const TAIL_LENGTH = 5;
const TAILS = 36 ** TAIL_LENGTH;
const FORM = /^[a-z0-9]{14}$/;

/** Counts on from a random start, so that no two nonces of this process are equal within 60 million. */
let tail = randomInt(TAILS);

const base36 = (value: number, length: number): string => value.toString(36).padStart(length, '0');

/**
 * A fresh command key for a control, 14 characters of `a-z0-9`: nine of the time in ms (base 36, so that order of text is
 * order of time), five that make it unique. Nobody can forge one: custom ids are signed.
 */
export const mintNonce = (context: { readonly nowMs: number }): string => {
  tail = (tail + 1) % TAILS;
  return base36(Math.max(0, Math.trunc(context.nowMs)), TIME_LENGTH) + base36(tail, TAIL_LENGTH);
};

/** When a nonce was minted, ms since the epoch; `undefined` for a text of another form. */
export const nonceTimeMs = (nonce: string): number | undefined =>
  FORM.test(nonce) ? Number.parseInt(nonce.slice(0, TIME_LENGTH), 36) : undefined;
