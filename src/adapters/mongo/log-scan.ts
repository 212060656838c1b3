import type { ClientSession, Document, FindCursor, MongoClient, Timestamp } from 'mongodb';
import type { Commit } from '#ports/commit.ts';
import type { Calls } from './calls.ts';
import { fromStored } from './codec.ts';
import type { Collections } from './collections.ts';

/** Commits that one answer holds; MongoDB ends it at 16 MB whatever their number. */
const ANSWER_COMMITS = 500;

export interface ScanSource {
  readonly calls: Calls;
  readonly client: MongoClient;
  readonly collections: Collections;
}

/** Commits in the order of their keys. One cursor serves many small reads: each new one would look for its beginning again. */
export class LogScan {
  readonly #calls: Calls;
  readonly #session: ClientSession;
  readonly #cursor: FindCursor<Document>;

  /** Behind the key `after`; everything that was written before `since` is seen. */
  constructor(
    { calls, client, collections }: ScanSource,
    since: Timestamp,
    after: string,
    pattern: string | undefined,
  ) {
    this.#calls = calls;
    // what was written before `since` must be seen even when a majority got it a little later
    this.#session = client.startSession({ causalConsistency: true });
    this.#session.advanceOperationTime(since);
    this.#cursor = collections.commits
      .find(
        { _id: { $gt: after, ...(pattern === undefined ? {} : { $regex: pattern }) } },
        { session: this.#session, batchSize: ANSWER_COMMITS },
      )
      .sort({ _id: 1 });
  }

  /** The next commits, at most `limit`; none: that was all. @throws Fault E_UNAVAILABLE */
  async next(limit: number): Promise<readonly Commit[]> {
    const rows = this.#cursor.readBufferedDocuments(limit);
    if (rows.length === 0) {
      const first = await this.#calls.run('scan', () => this.#cursor.next());
      if (first === null) return [];
      rows.push(first, ...this.#cursor.readBufferedDocuments(limit - 1));
    }
    return rows.map((row) => fromStored(row));
  }

  async close(): Promise<void> {
    // the server forgets it by itself
    await this.#cursor.close().catch(() => undefined);
    await this.#session.endSession();
  }
}
