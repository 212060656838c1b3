import { type Accepted, accept, type Context, type Decision, reject } from '../shared/decider.ts';
import type { Rejection } from '../shared/errors.ts';
import { unsealed } from '../shared/sealed.ts';
import { viaOf } from './awards.ts';
import { dayIn, isTimeZone, startAfterDay } from './calendar.ts';
import type { UserEvent } from './user-events.ts';
import {
  type NotifyVia,
  type NoticeChannel,
  PAIR_PAUSE_MS,
  type UserCommand,
  type UserReply,
} from './user-protocol.ts';
import { NOTIFY_EVENTS, NOTIFY_VIAS, type UserState } from './user-state.ts';

/** Longest text of one inbox entry. */
const NOTE_MAX = 300;
/** The digest comes so long before the person's day ends: at six in the evening. */
const DIGEST_BEFORE_MIDNIGHT_MS = 6 * 3_600_000;
/** Name of the reminder. */
const DIGEST = 'digest';

type Decided = Decision<UserEvent, UserReply>;
type Told = Accepted<UserEvent, UserReply>;
type Command<T extends UserCommand['type']> = Extract<UserCommand, { type: T }>;

const done = (state: UserState, events: readonly UserEvent[]): Told =>
  accept(events, { type: 'Done', revision: state.revision });

/** Refuses a value that is none of these. */
export const oneOf = (field: string, value: string, values: readonly string[]): Decided | undefined =>
  values.includes(value)
    ? undefined
    : reject({ code: 'E_INPUT', field, message: `\`${field}\` takes one of: ${values.join(', ')}.` });

const sameChannel = (one: NoticeChannel | null, other: NoticeChannel): boolean =>
  one !== null && one.guild === other.guild && one.channel.$sealed.text === other.channel.$sealed.text;

const wrongChannel = (channel: NoticeChannel | undefined, context: Context): Rejection | undefined =>
  channel === undefined ||
  (/^\d{1,20}$/.test(unsealed(channel.channel, '')) && channel.channel.$sealed.by === context.self.id)
    ? undefined
    : {
        code: 'E_INPUT',
        field: 'channel',
        message: '`channel` takes 1 to 20 digits, sealed under the key of the person.',
      };

const NO_CHANNEL: Rejection = {
  code: 'E_INPUT',
  field: 'via',
  message:
    '`via:channel` needs a channel: run `/notify set` in the channel of a guild on Discord where it shall come.',
};

/** How an event reaches the person from now on. */
export const setNotify = (state: UserState, command: Command<'SetNotify'>, context: Context): Decided => {
  const { event, via, channel } = command;
  const wrong = oneOf('event', event, NOTIFY_EVENTS) ?? oneOf('via', via, NOTIFY_VIAS);
  if (wrong !== undefined) return wrong;
  const odd = wrongChannel(channel, context);
  if (odd !== undefined) return reject(odd);
  if (via === 'channel' && channel === undefined && state.channel === null) return reject(NO_CHANNEL);
  // saying it again also opens messages that were refused
  const isSame = viaOf(state, event) === via && (via !== 'dm' || state.closedAtMs === 0);
  const isElsewhere = channel !== undefined && !sameChannel(state.channel, channel);
  return done(state, [
    ...(isElsewhere ? [{ type: 'ChannelKept', channel } as const] : []),
    ...(isSame ? [] : [{ type: 'NotifySet', event, via } as const]),
  ]);
};

/** The next six o'clock in the evening there, ms since the epoch. */
export const digestAtMs = (timeZone: string, nowMs: number): number => {
  const day = dayIn(timeZone, nowMs);
  const today = startAfterDay(timeZone, day, nowMs) - DIGEST_BEFORE_MIDNIGHT_MS;
  return today > nowMs ? today : startAfterDay(timeZone, day + 1, nowMs) - DIGEST_BEFORE_MIDNIGHT_MS;
};

const plan = (timeZone: string, nowMs: number) => {
  const dueMs = digestAtMs(timeZone, nowMs);
  return {
    event: { type: 'DigestPlanned', dueMs } as const,
    reminder: { name: DIGEST, dueMs, command: { type: 'SendDigest' } as UserCommand },
  };
};

/** What the person's rules say of an answer: the first notice for a digest plans it. */
export const withDigest = <T extends Decided>(state: UserState, decided: T, { nowMs }: Context): T => {
  if (!decided.ok || state.digestDueMs > 0) return decided;
  if (!decided.events.some((event) => event.type === 'Notified' && event.via === 'digest')) return decided;
  const { event, reminder } = plan(state.timeZone, nowMs);
  return {
    ...decided,
    events: [...decided.events, event],
    reminders: [...(decided.reminders ?? []), reminder],
  };
};

/** When the person's days begin; a digest that is planned moves with them. */
export const setTimeZone = (
  state: UserState,
  { timeZone }: Command<'SetTimeZone'>,
  context: Context,
): Decided => {
  if (!isTimeZone(timeZone)) {
    return reject({
      code: 'E_INPUT',
      field: 'zone',
      message: '`zone` takes a name like `Europe/Zurich`, `America/New_York` or `UTC`.',
    });
  }
  if (timeZone === state.timeZone) return done(state, []);
  const set: UserEvent = { type: 'TimeZoneSet', timeZone };
  if (state.digestDueMs === 0) return done(state, [set]);
  const { event, reminder } = plan(timeZone, context.nowMs);
  return { ...done(state, [set, event]), reminders: [reminder] };
};

/** Tells what was kept for the digest. */
export const sendDigest = (state: UserState): Decided => {
  if (state.digestDueMs === 0) return done(state, []);
  const entries = state.inbox
    .filter(({ isForDigest }) => isForDigest === true)
    .map(({ event, text, atMs }) => ({ event, text, atMs }));
  return done(state, [{ type: 'DigestSent', entries }]);
};

/** Whether this person has had a message that the other one caused, a moment ago. */
const isPaused = (state: UserState, from: string, nowMs: number): boolean =>
  state.inbox.some((entry) => entry.from === from && nowMs - entry.atMs < PAIR_PAUSE_MS);

/** How the person wants to hear of it. What comes alone by itself is between people: no channel is told of it. */
const wantedBy = (state: UserState, { event, usual }: Command<'Notify'>): NotifyVia => {
  const chosen = state.notify[event] ?? usual ?? viaOf(state, event);
  return chosen === 'channel' && usual === 'dm' ? 'dm' : chosen;
};

/** The way of a notice: a message that cannot be, or not so soon, waits in the inbox. */
const wayOf = (state: UserState, wanted: NotifyVia, from: string | undefined, nowMs: number): NotifyVia => {
  if (wanted !== 'dm' && wanted !== 'channel') return wanted;
  if (wanted === 'channel' && state.channel === null) return 'inbox';
  return from !== undefined && isPaused(state, from, nowMs) ? 'inbox' : wanted;
};

/** Something to tell the person, as they want to hear of it. */
export const notify = (state: UserState, command: Command<'Notify'>, { nowMs }: Context): Decided => {
  const { event, text, about, from } = command;
  if (unsealed(text, '').length > NOTE_MAX) {
    return reject({
      code: 'E_INPUT',
      field: 'text',
      message: `A note may have at most ${NOTE_MAX} characters.`,
    });
  }
  const wanted = wantedBy(state, command);
  if (wanted === 'off') return done(state, []);
  const via = wayOf(state, wanted, from, nowMs);
  return done(state, [
    {
      type: 'Notified',
      event,
      via,
      text,
      ...(about === undefined ? {} : { about }),
      // only what was a message counts for the next one
      ...(from === undefined || (via !== 'dm' && via !== 'channel') ? {} : { from }),
    },
  ]);
};
