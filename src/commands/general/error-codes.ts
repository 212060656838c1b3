import type { ErrorCode } from '#game/shared/errors.ts';

/** What to do about each code; docs/errors.md has the same, and a test compares them. */
export const WHAT_TO_DO: Readonly<Record<ErrorCode, string>> = {
  E_NOT_STARTED: 'run any command once, or link the account, then repeat',
  E_BUSY: 'wait, or end what it does',
  E_COOLDOWN: 'repeat after the time shown; trying again before costs no longer wait',
  E_FUNDS: 'earn or sell something (`/eco daily`, `/eco sell`), or ask for less',
  E_NOT_OWNER: 'use your own; `/eco inventory` and `/pet view` list what you have',
  E_LEASED: 'end that first',
  E_STALE: 'run the command again for a fresh panel; use a new key for a new command',
  E_LIMIT: 'wait for the time shown or use less',
  E_CONSENT: 'ask them; they decide by `/profile privacy`',
  E_TARGET: 'choose somebody else',
  E_GONE: 'run the command again',
  E_INPUT: 'correct it and repeat',
  E_PERM: 'ask an owner or who manages the guild (`/settings`), or run the command yourself',
  E_OVERLOAD: 'repeat after the time shown',
  E_RETRY: 'repeat',
  E_UNKNOWN:
    'press Check, which asks the log and changes nothing; over HTTP repeat with the same `Idempotency-Key`',
  E_FROZEN: 'tell an operator; they use `/admin actor view` and `/admin actor resume`',
  E_UNAVAILABLE: 'repeat in a minute; if it stays, give an operator the trace id',
  E_UPSTREAM: 'repeat later; where there is an older answer it is shown with its age',
};
