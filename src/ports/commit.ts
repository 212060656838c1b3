import type { Effect, ReminderChange } from '#game/shared/decider.ts';
import type { Rejection } from '#game/shared/errors.ts';
import type { EntityRef } from '#game/shared/ids.ts';

/** Version of the commit format itself; a reader refuses a higher one. */
export const COMMIT_FORMAT = 1;
/** Bounds of one commit: the kit never builds a larger one and a journal refuses it. */
export const COMMIT_MAX_BYTES = 256 * 1024;
export const COMMIT_MAX_EVENTS = 200;
/** Commands that one commit may carry. */
export const COMMIT_MAX_COMMANDS = 200;
/** JSON of one reply. */
export const REPLY_MAX_BYTES = 1024;

export interface StoredEvent {
  readonly type: string;
  readonly v: number;
  readonly data: unknown;
}

/** One command as the log keeps it: what was asked by whom, and everything that followed from it. */
export interface CommandRecord {
  readonly id: string;
  /** Hash of the payload: the same id with another payload is `E_STALE`. */
  readonly hash: string;
  readonly at: number;
  readonly by: string;
  /** Command id of what caused it, when it was another command. */
  readonly cause?: string;
  readonly events: readonly StoredEvent[];
  readonly effects?: readonly Effect[];
  readonly reminders?: readonly ReminderChange[];
  readonly reply?: unknown;
  readonly rejection?: Rejection;
}

/**
 * One commit, one document, insert-only. `_id` is `<stream>#<seq in 12 digits>`, so that order of text is order of time.
 * `kind: 'claim'` has no commands: a new owner's first word, carrying its epoch.
 */
export interface Commit {
  readonly _id: string;
  readonly f: number;
  readonly kind: 'commands' | 'claim';
  readonly epoch: number;
  readonly writer: string;
  readonly commitId: string;
  /** Ms since the epoch, the owner's clock; never decreases in a stream. */
  readonly at: number;
  readonly cmds: readonly CommandRecord[];
  /** Something in `cmds` is encrypted under a person's key. */
  readonly sealed?: true;
  /** SHA-256(previous chain ‖ RFC 8785 JSON of this commit without `chain`), base64url, for chained kinds. */
  readonly chain?: string;
}

/** The key of a commit: text order is log order. */
export const commitKey = (stream: string, seq: number): string =>
  `${stream}#${String(seq).padStart(12, '0')}`;

/** Takes a commit key apart. */
export const parseCommitKey = (key: string): { readonly stream: string; readonly seq: number } => {
  const cut = key.length - 13;
  return { stream: key.slice(0, cut), seq: Number(key.slice(cut + 1)) };
};

/** `3f:pet:home:a1b2` as its parts. */
export const parseStream = (stream: string): EntityRef & { readonly shard: number } => {
  const [shard = '', kind = '', realm = '', id = ''] = stream.split(':');
  return { shard: Number.parseInt(shard, 16), kind, realm, id };
};

/** Id of the `n`th effect of the `cmd`th command of a commit; it is the command id at the receiver. */
export const effectId = (key: string, cmd: number, n: number): string => `${key}/${cmd}/${n}`;
/** Command id under which an effect's answer comes back to its sender. */
export const ackId = (effect: string): string => `${effect}/ack`;
/** Command id of a reminder. */
export const reminderId = (stream: string, name: string, dueMs: number): string =>
  `${stream}/${name}@${dueMs}`;

const ACK = /^(.+#\d{12}\/\d+\/\d+)\/ack$/;
const REMINDER = /^([0-9a-f]{2}:[^/]+)\/([^/@]+)@(\d+)$/;

/** What a commit changes beside the log: rows that drive delivery and timers. The one definition for every adapter. */
export interface SideRows {
  readonly effects: readonly { readonly id: string; readonly effect: Effect }[];
  /** Outbox rows that are done: their answer is durable at the sender. */
  readonly acked: readonly string[];
  readonly reminders: readonly ReminderChange[];
  /** Reminders that took effect; removed only while still due at that time. */
  readonly fired: readonly { readonly name: string; readonly dueMs: number }[];
}

const NONE: SideRows = { effects: [], acked: [], reminders: [], fired: [] };

/** Derives the side rows of a commit. Cheap for the usual commit that has none. */
export const sideRowsOf = (commit: Commit): SideRows => {
  let found: { -readonly [K in keyof SideRows]: SideRows[K][number][] } | undefined;
  const rows = (): NonNullable<typeof found> =>
    (found ??= { effects: [], acked: [], reminders: [], fired: [] });
  for (const [index, cmd] of commit.cmds.entries()) {
    if (cmd.effects !== undefined) {
      for (const [n, effect] of cmd.effects.entries()) {
        rows().effects.push({ id: effectId(commit._id, index, n), effect });
      }
    }
    if (cmd.reminders !== undefined) rows().reminders.push(...cmd.reminders);
    if (cmd.id.endsWith('/ack')) {
      const ack = ACK.exec(cmd.id);
      if (ack?.[1] !== undefined) rows().acked.push(ack[1]);
    } else if (cmd.id.includes('@')) {
      const fired = REMINDER.exec(cmd.id);
      if (fired?.[2] !== undefined) rows().fired.push({ name: fired[2], dueMs: Number(fired[3]) });
    }
  }
  return found ?? NONE;
};
