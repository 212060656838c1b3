import { itemById } from '../economy/items.ts';
import type { Leg } from '../economy/ledger-protocol.ts';
import { formatCoins } from '../shared/amount.ts';
import type { Rejection } from '../shared/errors.ts';
import type { Sent, UserState } from './user-state.ts';

const DAY_MS = 86_400_000;
/** An account counts as new for this many days of 24 hours from its first command. */
export const NEW_DAYS = 7;
/** Coins that a new account may send to others within one of its days. */
export const NEW_DAILY_MAX = 5_000;

const isOther = (account: string, self: string): boolean => account.startsWith('u:') && account !== self;

const worthOf = (leg: Leg): number => {
  if ('coins' in leg) return leg.coins;
  return 'item' in leg ? (itemById(leg.item)?.sellBack ?? 0) * leg.quantity : 0;
};

/** What legs bring from an account to other people: coins, and items at what the shop pays for them. */
export const sentBy = (legs: readonly Leg[], self: string): number =>
  legs.reduce((sum, leg) => sum + (leg.from === self && isOther(leg.to, self) ? worthOf(leg) : 0), 0);

/** The account's own day, counted from 0; `undefined` once it is no longer new. */
const dayOf = (state: UserState, nowMs: number): number | undefined => {
  const day = Math.floor((nowMs - state.joinedAtMs) / DAY_MS);
  return day < NEW_DAYS ? day : undefined;
};

/** How a sending counts against the limit of a new account; `null`: not at all. */
export const countedSending = (
  state: UserState,
  legs: readonly Leg[],
  self: string,
  nowMs: number,
): Sent | null => {
  const coins = sentBy(legs, self);
  const day = coins === 0 ? undefined : dayOf(state, nowMs);
  return day === undefined ? null : { day, coins };
};

/** What a new account may still send today; `undefined`: as much as it has. */
export const leftToSend = (state: UserState, nowMs: number): number | undefined => {
  const day = dayOf(state, nowMs);
  if (day === undefined) return undefined;
  return Math.max(0, NEW_DAILY_MAX - (state.sent?.day === day ? state.sent.coins : 0));
};

const utc = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** Why a new account may not send this much today: `E_LIMIT` with what is left and when the limit lifts. */
export const refuseSending = (
  state: UserState,
  sending: Sent | null,
  nowMs: number,
): Rejection | undefined => {
  const left = leftToSend(state, nowMs);
  if (sending === null || left === undefined || sending.coins <= left) return undefined;
  const liftsAtMs = state.joinedAtMs + NEW_DAYS * DAY_MS;
  const untilMs = Math.min(liftsAtMs, state.joinedAtMs + (sending.day + 1) * DAY_MS);
  const possible = left === 0 ? 'Nothing more is' : `${formatCoins(left)} ${left === 1 ? 'is' : 'are'} still`;
  return {
    code: 'E_LIMIT',
    field: 'amount',
    message: `In its first ${NEW_DAYS} days an account sends at most ${formatCoins(NEW_DAILY_MAX)} a day, and this is worth ${formatCoins(sending.coins)}. ${possible} possible until ${utc(untilMs)}; the limit ends on ${utc(liftsAtMs)}.`,
    untilMs,
  };
};

/** The count with a sending added, or (when it came to nothing) taken back; other days do not count. */
export const withSending = (before: Sent | null, sending: Sent | null, sign: 1 | -1): Sent | null => {
  if (sending === null) return before;
  if (before?.day === sending.day) {
    return { day: before.day, coins: Math.max(0, before.coins + sign * sending.coins) };
  }
  return sign === 1 ? sending : before;
};
