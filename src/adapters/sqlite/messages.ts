import type { ReminderPlace } from '#ports/reminders.ts';
import type { Manifest } from '#ports/snapshots.ts';
import type { FaultMessage } from './explain.ts';

/** Names of the places where the writer can be killed on purpose. */
export const CRASH_POINTS = [
  'sqlite.before-begin',
  'sqlite.mid-batch',
  'sqlite.before-commit',
  'sqlite.after-commit',
  'sqlite.before-ack',
  'sqlite.before-snapshot',
  'sqlite.after-snapshot',
] as const;
export type SqliteCrashPoint = (typeof CRASH_POINTS)[number];

/** Kills the whole process at the `hit`th time (1 = first) that the writer comes to the point. */
export interface ArmedCrash {
  readonly point: SqliteCrashPoint;
  readonly hit: number;
}

export interface WriterData {
  readonly path: string;
  readonly crashes: readonly ArmedCrash[];
  /** Opens the unfinished target of a copy too. */
  readonly forMoving: boolean;
}

/** What a commit changes beside the log, by index within its batch. */
export interface SideMessage {
  readonly index: number;
  readonly at: number;
  readonly effects: readonly { readonly cmd: number; readonly n: number; readonly body: string }[];
  readonly acked: readonly {
    readonly stream: string;
    readonly seq: number;
    readonly cmd: number;
    readonly n: number;
  }[];
  readonly fired: readonly { readonly name: string; readonly dueMs: number }[];
  readonly changes: readonly {
    readonly name: string;
    readonly dueMs: number | null;
    readonly command: string;
  }[];
}

/** One batch in flat arrays: cheap to hand to another thread. */
export interface BatchMessage {
  readonly streams: readonly string[];
  readonly seqs: readonly number[];
  readonly bodies: readonly string[];
  /** Commands of each commit. */
  readonly counts: Uint8Array;
  /** Hashes of all command ids, commit after commit. */
  readonly hashes: Int32Array;
  readonly sides: readonly SideMessage[];
}

export type PageText = { readonly key: string; readonly text: string };

/** What the writer does. */
export type Write =
  | { readonly op: 'append'; readonly batch: BatchMessage }
  | {
      readonly op: 'put-pages';
      readonly stream: string;
      readonly seq: number;
      readonly pages: readonly PageText[];
    }
  | { readonly op: 'put-manifest'; readonly manifest: Manifest; readonly pages: readonly PageText[] }
  | {
      readonly op: 'attempted';
      readonly stream: string;
      readonly seq: number;
      readonly cmd: number;
      readonly n: number;
    }
  | { readonly op: 'follower-open'; readonly name: string }
  | {
      readonly op: 'follower-save';
      readonly name: string;
      readonly epoch: number;
      readonly position: string;
      /** Without `json` the row goes. */
      readonly rows: readonly { readonly key: string; readonly json?: string }[];
    }
  | { readonly op: 'letter-put'; readonly id: string; readonly at: number; readonly body: string }
  | { readonly op: 'letter-remove'; readonly id: string }
  | { readonly op: 'deployment-key'; readonly fresh: Uint8Array }
  | { readonly op: 'user-key'; readonly userId: string; readonly fresh: Uint8Array }
  | { readonly op: 'erase-key'; readonly userId: string }
  | { readonly op: 'set-mark'; readonly copy: string | undefined }
  | { readonly op: 'raise-epoch'; readonly epoch: number }
  | { readonly op: 'limit-pages'; readonly pages: number };

/** What the reader answers. */
export type Read =
  | { readonly op: 'commits'; readonly stream: string; readonly fromSeq: number; readonly limit: number }
  | {
      readonly op: 'find';
      readonly stream: string;
      readonly ids: readonly string[];
      readonly hashes: Int32Array;
    }
  | { readonly op: 'streams'; readonly after: string; readonly limit: number }
  | { readonly op: 'stats' }
  | { readonly op: 'snapshot'; readonly stream: string; readonly which: 'current' | 'previous' }
  | {
      readonly op: 'outbox';
      readonly shards: readonly number[] | undefined;
      readonly after: {
        readonly stream: string;
        readonly seq: number;
        readonly cmd: number;
        readonly n: number;
      };
      readonly limit: number;
    }
  | { readonly op: 'outbox-count' }
  | {
      readonly op: 'due';
      readonly shards: readonly number[] | undefined;
      readonly nowMs: number;
      readonly limit: number;
      readonly after: ReminderPlace | undefined;
    }
  | {
      readonly op: 'next-due';
      readonly shards: readonly number[] | undefined;
      readonly afterMs: number | undefined;
    }
  | {
      readonly op: 'log';
      readonly after: number;
      readonly limit: number;
      readonly kinds: readonly string[] | undefined;
    }
  | {
      readonly op: 'rows';
      readonly name: string;
      readonly prefix: string;
      readonly limit: number;
      readonly descending: boolean;
      readonly before: string | undefined;
    }
  | { readonly op: 'letter-get'; readonly id: string }
  | { readonly op: 'letter-list'; readonly limit: number }
  | { readonly op: 'letter-count' }
  | { readonly op: 'user-key'; readonly userId: string }
  | { readonly op: 'user-keys'; readonly after: string; readonly limit: number }
  | { readonly op: 'mark' };

/** Codes of {@link BatchReport}: what became of a commit. */
export const COMMITTED = 0;
export const CONFLICT = 1;
export const GAP = 3;
export const BLOCKED = 4;
/** The pages that it would have changed are damaged; nothing of it was applied. */
export const DAMAGED = 5;

/** What became of a batch; `undefined`: all committed. */
export interface BatchReport {
  readonly codes: Uint8Array;
  /** For conflicts: whose commit is there, by index. */
  readonly owners: ReadonlyMap<number, string>;
  /** What is damaged and what to do, when anything is. */
  readonly damage?: FaultMessage;
}

export interface Request<T> {
  readonly id: number;
  readonly body: T;
}

export type Reply =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly fault: FaultMessage };

/** First word of a worker: it is open, or why not. */
export type Hello = { readonly hello: unknown } | { readonly failed: FaultMessage };
