import type { ErrorCode, Rejection } from '#game/shared/errors.ts';
import { relativeTime } from '#game/shared/relative-time.ts';
import type { Fault } from '#ports/fault.ts';
import type { Button, Panel } from './panel.ts';

/** What a surface needs to say no, beside the panel. */
export interface ErrorInfo {
  readonly code: ErrorCode;
  readonly message: string;
  readonly field?: string;
  readonly retryAfterMs?: number;
  readonly traceId: string;
}

/** What a code means, in a word or two. */
export const TITLES: Readonly<Record<ErrorCode, string>> = {
  E_NOT_STARTED: 'Not started yet',
  E_BUSY: 'Busy',
  E_COOLDOWN: 'Not yet',
  E_FUNDS: 'Not enough',
  E_NOT_OWNER: 'Not yours',
  E_LEASED: 'In use',
  E_STALE: 'Out of date',
  E_LIMIT: 'Limit reached',
  E_UPSTREAM: 'A source does not answer',
  E_PERM: 'Not allowed',
  E_CONSENT: 'They said no',
  E_TARGET: 'Not this person',
  E_INPUT: 'Check what you typed',
  E_GONE: 'Gone',
  E_FROZEN: 'Frozen',
  E_OVERLOAD: 'Too busy right now',
  E_RETRY: 'Not done',
  E_UNKNOWN: 'Outcome unknown',
  E_UNAVAILABLE: 'Not available',
};

/** A rule's no: code, what to do next, when it may work again. Always for the caller alone. */
export const rejectionPanel = (rejection: Rejection, traceId: string): Panel => {
  const fields = [
    ...(rejection.need === undefined
      ? []
      : [{ name: 'Needed', value: rejection.need.toLocaleString('en-GB'), inline: true }]),
    ...(rejection.have === undefined
      ? []
      : [{ name: 'You have', value: rejection.have.toLocaleString('en-GB'), inline: true }]),
    ...(rejection.untilMs === undefined
      ? []
      : [{ name: 'Try again', value: relativeTime(rejection.untilMs), inline: true }]),
  ];
  return {
    title: TITLES[rejection.code],
    tone: 'warn',
    text: rejection.message,
    ...(fields.length === 0 ? {} : { fields }),
    footer: `${rejection.code} · trace ${traceId}`,
    ephemeral: true,
  };
};

/** In plain words, what a fault means for the person who met it. The fault's own message is for operators. */
export const faultMessage = (fault: Pick<Fault, 'code' | 'retryAfterMs' | 'incident' | 'source'>): string => {
  const { code, retryAfterMs, incident, source } = fault;
  if (code === 'E_OVERLOAD') {
    const seconds = Math.max(1, Math.ceil((retryAfterMs ?? 1_000) / 1_000));
    return `There is more to do than fits right now. Nothing was started: try again in ${seconds} s.`;
  }
  if (code === 'E_UPSTREAM') {
    const wait =
      retryAfterMs === undefined ? 'a minute' : `${Math.max(1, Math.ceil(retryAfterMs / 1_000))} s`;
    return `${source ?? 'A source outside'} gives no answer right now, and no earlier one is known. Nothing was changed: try again in ${wait}.`;
  }
  if (code === 'E_RETRY') return 'Nothing was changed. Run the command again.';
  if (code === 'E_UNKNOWN') {
    return 'The answer got lost on its way: your command may or may not have been carried out. Press Check; it changes nothing.';
  }
  if (code === 'E_LIMIT')
    return 'This is more than one step can hold. Nothing was changed: ask for less at once.';
  if (code === 'E_FROZEN') {
    const named = incident === undefined ? '' : ` (incident ${incident})`;
    return `This part is stopped until an operator has looked at it${named}. Nothing was changed; the rest goes on.`;
  }
  if (incident !== undefined) {
    return `This ran into a bug on our side and was put aside (incident ${incident}). Nothing was changed; an operator can carry it out once the bug is gone.`;
  }
  return 'The store does not answer right now. Nothing is known to be changed: try again in a minute.';
};

/** The outside failing, with the retry time or a Check button where there is one. */
export const faultPanel = (fault: Fault, traceId: string, check: Button | undefined): Panel => ({
  title: TITLES[fault.code],
  tone: 'bad',
  text: faultMessage(fault),
  ...(check === undefined ? {} : { controls: [[check]] }),
  footer: `${fault.code} · trace ${traceId}`,
  ephemeral: true,
});

/** What a person reads when our own code broke; the cause is in the log under the trace id. */
export const bugMessage = (traceId: string): string =>
  `Something went wrong on our side and has been recorded. Try again; if it stays, tell an operator the trace id \`${traceId}\`.`;

/** Our own code failing: no details leave. */
export const bugPanel = (traceId: string, check: Button | undefined): Panel => ({
  title: 'Something broke',
  tone: 'bad',
  text: bugMessage(traceId),
  ...(check === undefined ? {} : { controls: [[check]] }),
  footer: `E_UNAVAILABLE · trace ${traceId}`,
  ephemeral: true,
});
