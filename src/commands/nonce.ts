import { createHash, randomInt } from 'node:crypto';

const TIME_LENGTH = 9;
const TAIL_LENGTH = 5;
const TAILS = 36 ** TAIL_LENGTH;
const FORM = /^[a-z0-9]{14}$/;

/** Counts on from a random start, so that no two nonces of this process are equal within 60 million. */
let tail = randomInt(TAILS);

const base36 = (value: number, length: number): string => value.toString(36).padStart(length, '0');

/** Whose controls are minted. */
interface Minting {
  readonly nowMs: number;
  /** The command that draws them. */
  readonly commandId?: string;
}

/** How many nonces a command with a caller's own key has minted in this run of it. */
const mintedBy = new WeakMap<Minting, number>();

/**
 * A fresh command key for a control, 14 characters of `a-z0-9`: nine of the time in ms (base 36, so that order of text is
 * order of time), five that make it unique. Nobody can forge one: custom ids are signed.
 *
 * A command that came under a caller's own key (`h-…`) must say the same again when it is repeated: its nonces follow
 * from its id and their order, and carry a time in the seventies, so that nobody takes them for new.
 */
export const mintNonce = (context: Minting): string => {
  if (context.commandId?.includes('/h-') === true) return repeatable(context, context.commandId);
  tail = (tail + 1) % TAILS;
  return base36(Math.max(0, Math.trunc(context.nowMs)), TIME_LENGTH) + base36(tail, TAIL_LENGTH);
};

const repeatable = (context: Minting, commandId: string): string => {
  const count = (mintedBy.get(context) ?? 0) + 1;
  mintedBy.set(context, count);
  const digest = createHash('sha256').update(`nonce/1\0${commandId}\0${count}`).digest('hex');
  return `00${BigInt(`0x${digest}`).toString(36).padStart(12, '0').slice(-12)}`;
};

/** When a nonce was minted, ms since the epoch; `undefined` for a text of another form. */
export const nonceTimeMs = (nonce: string): number | undefined =>
  FORM.test(nonce) ? Number.parseInt(nonce.slice(0, TIME_LENGTH), 36) : undefined;
