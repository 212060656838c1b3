import { commitKey, COMMIT_FORMAT, type CommandRecord, type Commit } from '../commit.ts';
import type { AppendEntry, AppendResult } from '../journal.ts';
import type { Store } from '../store.ts';

/** A store under test, empty at first. */
export interface StoreFixture {
  readonly store: Store;
  /** Closes the store and opens the same data again, as a restart does. */
  readonly reopen: () => Promise<Store>;
  /** Waits until side rows of everything durable are visible; at once in the embedded stores. */
  readonly settled: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export type OpenStore = () => Promise<StoreFixture>;

export const STREAM_A = '00:pet:home:aaa';
export const STREAM_B = '7f:pet:home:bbb';
export const STREAM_C = 'ff:user:0:ccc';
/** An instant that all builders use. */
export const AT = 1_800_000_000_000;

/** One command record. */
export const commandOf = (id: string, more: Partial<CommandRecord> = {}): CommandRecord => ({
  id,
  hash: 'h',
  at: AT,
  by: 'ash',
  events: [{ type: 'PetFed', v: 1, data: { food: 'berry' } }],
  reply: { ok: true },
  ...more,
});

/** A commit at a place, with one command named after it unless told otherwise. */
export const commitOf = (stream: string, seq: number, more: Partial<Commit> = {}): Commit => ({
  _id: commitKey(stream, seq),
  f: COMMIT_FORMAT,
  kind: 'commands',
  epoch: 1,
  writer: 'w1',
  commitId: `${stream}-${seq}`,
  at: AT + seq,
  cmds: [commandOf(`ash/${stream}-${seq}`)],
  ...more,
});

/** Commits as entries of a batch. */
const entriesOf = (...commits: readonly Commit[]): readonly AppendEntry[] =>
  commits.map((commit) => ({ commit }));

/** Appends commits one batch, results reduced to what a test compares. */
export const appendAll = async (store: Store, ...commits: readonly Commit[]): Promise<readonly string[]> =>
  (await store.journal.append(entriesOf(...commits))).map((result) => statusOf(result));

/** A result in one word, with the owner of a taken place. */
const statusOf = (result: AppendResult): string =>
  result.status === 'conflict' ? `conflict ${result.commitId}` : result.status;

/** Appends commits 1 to `count` of a stream in one batch. */
export const fill = async (store: Store, stream: string, count: number): Promise<void> => {
  const commits = Array.from({ length: count }, (_, index) => commitOf(stream, index + 1));
  for (let from = 0; from < count; from += 500) {
    await store.journal.append(entriesOf(...commits.slice(from, from + 500)));
  }
};

/** Runs a test body on a fresh store and closes it whatever happens. */
export const withStore =
  (open: OpenStore, body: (fixture: StoreFixture) => Promise<void>): (() => Promise<void>) =>
  async () => {
    const fixture = await open();
    try {
      await body(fixture);
    } finally {
      await fixture.close();
    }
  };
