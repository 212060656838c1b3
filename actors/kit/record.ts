import type { Decision, DomainEvent } from '#game/shared/decider.ts';
import { canonicalJson } from '#ports/canonical-json.ts';
import { type CommandRecord, REPLY_MAX_BYTES } from '#ports/commit.ts';
import type { AnyKind } from './define-entity.ts';
import type { Answer } from './engine-api.ts';

/** A record of the log with the place of its commit. */
export type StoredRecord = CommandRecord & { readonly seq: number };

const STALE = {
  code: 'E_STALE',
  message: 'This id was used for another command before. Use a new one.',
} as const;

/** What the caller of a record is told. */
export const answerOf = (record: CommandRecord, seq: number, repeated: boolean): Answer<unknown> =>
  record.rejection === undefined
    ? { ok: true, value: record.reply, seq, repeated }
    : { ok: false, rejection: record.rejection, seq, repeated };

/** What somebody is told who repeats an id with another payload. */
export const staleAnswer = (seq: number): Answer<unknown> => ({
  ok: false,
  rejection: STALE,
  seq,
  repeated: true,
});

/** What somebody is told who repeats a command: the stored answer, if it is the same command. */
export const repeatedAnswer = (record: StoredRecord, hash: string): Answer<unknown> =>
  record.hash === hash ? answerOf(record, record.seq, true) : staleAnswer(record.seq);

/** Who asked for what and when, before it is decided. */
export interface RecordHead {
  readonly id: string;
  readonly hash: string;
  readonly at: number;
  readonly by: string;
  readonly cause: string | undefined;
}

/** The record of a decision and its text, canonical for chained kinds. @throws RangeError for a reply above 1 KB */
export const recordOf = (
  kind: AnyKind,
  { id, hash, at, by, cause }: RecordHead,
  decision: Decision<DomainEvent, unknown>,
): { readonly record: CommandRecord; readonly text: string } => {
  const head = cause === undefined ? { id, hash, at, by } : { id, hash, at, by, cause };
  const record: CommandRecord = decision.ok
    ? {
        ...head,
        events: storedEvents(kind, decision.events),
        ...(decision.effects === undefined || decision.effects.length === 0
          ? undefined
          : { effects: decision.effects }),
        ...(decision.reminders === undefined || decision.reminders.length === 0
          ? undefined
          : { reminders: decision.reminders }),
        reply: decision.reply ?? null,
      }
    : { ...head, events: [], rejection: decision.rejection };
  const text = kind.chained ? canonicalJson(record) : JSON.stringify(record);
  if (
    text.length > REPLY_MAX_BYTES &&
    Buffer.byteLength(JSON.stringify(record.reply ?? null)) > REPLY_MAX_BYTES
  ) {
    throw new RangeError(`a reply of ${kind.kind} has more than ${REPLY_MAX_BYTES} bytes`);
  }
  return { record, text };
};

const storedEvents = (kind: AnyKind, events: readonly DomainEvent[]): CommandRecord['events'] => {
  const versions = kind.options.eventVersions;
  return events.map(({ type, ...data }) => ({ type, v: versions?.[type] ?? 1, data }));
};
