import { createLink } from './link.ts';
import type { ArmedCrash, BatchReport, Read, Write, WriterData } from './messages.ts';

/** What the writer answers to each of its requests. */
interface WriteAnswers {
  readonly append: BatchReport | undefined;
  readonly 'put-pages': undefined;
  readonly 'put-manifest': undefined;
  readonly attempted: undefined;
  readonly 'follower-open': { readonly epoch: number; readonly position: string | null };
  readonly 'follower-save': 'saved' | 'fenced';
  readonly 'letter-put': undefined;
  readonly 'letter-remove': undefined;
  readonly 'deployment-key': Uint8Array;
  readonly 'user-key': Uint8Array | undefined;
  readonly 'erase-key': undefined;
  readonly 'set-mark': undefined;
  readonly 'raise-epoch': undefined;
  readonly 'limit-pages': undefined;
}

interface EffectRow {
  readonly name: string;
  readonly seq: number;
  readonly cmd: number;
  readonly n: number;
  readonly at: number;
  readonly attempts: number;
  readonly effect: string;
}

interface DueRow {
  readonly stream: string;
  readonly name: string;
  readonly due: number;
  readonly command: string;
}

/** What the reader answers to each of its requests. */
interface ReadAnswers {
  readonly commits: readonly string[];
  readonly find: ReadonlyMap<string, number>;
  readonly streams: readonly { readonly stream: string; readonly lastSeq: number }[];
  readonly stats: {
    readonly commits: number;
    readonly streams: number;
    readonly bytes: number;
    readonly walBytes: number;
    readonly version: number;
  };
  readonly snapshot:
    | { readonly body: string; readonly pages: readonly (readonly [string, string])[] }
    | undefined;
  readonly outbox: readonly EffectRow[];
  readonly 'outbox-count': number;
  readonly due: readonly DueRow[];
  readonly 'next-due': number | undefined;
  readonly log: { readonly bodies: readonly string[]; readonly last: number };
  readonly rows: readonly { readonly key: string; readonly value: string }[];
  readonly 'letter-get': string | undefined;
  readonly 'letter-list': readonly string[];
  readonly 'letter-count': number;
  readonly 'user-key': Uint8Array | undefined;
  readonly 'user-keys': readonly { readonly userId: string; readonly key: Uint8Array | undefined }[];
  readonly mark: string | undefined;
}

/** The threads of a store, with types on their answers. */
export interface Threads {
  readonly epoch: number;
  /** As SQLite reads it back: 2 = FULL. */
  readonly synchronous: number;
  /** @throws Fault */
  write<W extends Write>(write: W): Promise<WriteAnswers[W['op']]>;
  /** @throws Fault */
  read<R extends Read>(read: R): Promise<ReadAnswers[R['op']]>;
  close(): Promise<void>;
}

/** Starts writer, reader and checkpointer on one database file. @throws Fault when the file cannot be used. */
export const startThreads = async (
  path: string,
  crashes: readonly ArmedCrash[],
  forMoving: boolean,
): Promise<Threads> => {
  // All threads load at once; those that only look wait until the writer has made the tables.
  const writer = createLink<Write>({
    file: new URL('./writer.ts', import.meta.url),
    data: { path, crashes, forMoving } satisfies WriterData,
    gather: false,
  });
  const reader = createLink<Read>({
    file: new URL('./reader.ts', import.meta.url),
    data: { path },
    gather: true,
  });
  const checkpointer = createLink<never>({
    file: new URL('./checkpointer.ts', import.meta.url),
    data: { path },
    gather: false,
  });
  const close = async (): Promise<void> => {
    await Promise.all([reader.close(), checkpointer.close()]);
    // Last, so that closing it folds the write-ahead log into the file.
    await writer.close();
  };
  let hello: Pick<Threads, 'epoch' | 'synchronous'>;
  try {
    // the worker's first word
    hello = (await writer.ready) as typeof hello;
    reader.open();
    checkpointer.open();
    await Promise.all([reader.ready, checkpointer.ready]);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    ...hello,
    write: async <W extends Write>(write: W) =>
      // one table of answers for both ends
      (await writer.call(write)) as WriteAnswers[W['op']],
    read: async <R extends Read>(read: R) =>
      // one table of answers for both ends
      (await reader.call(read)) as ReadAnswers[R['op']],
    close,
  };
};
