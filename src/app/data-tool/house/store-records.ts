import { hash } from 'node:crypto';
import type { Clock } from '#ports/clock.ts';
import { COMMIT_FORMAT, type Commit, commitKey } from '#ports/commit.ts';
import { Fault } from '#ports/fault.ts';
import type { Store } from '#ports/store.ts';
import { patiently } from './patience.ts';
import { HOUSE_FORMAT, type HouseRecord, type OnProblem, type Records } from './records.ts';

/** Streams looked at together. */
const STREAMS_AT_ONCE = 16;
const STREAMS_A_PAGE = 512;
const COMMITS_A_READ = 100;
const KEYS_A_READ = 500;

interface Stream {
  readonly stream: string;
  readonly lastSeq: number;
}

type Snapshot = Extract<HouseRecord, { kind: 'snapshot' }>;

/** Reads a store as records. */
class StoreReader {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #onProblem: OnProblem;

  constructor(store: Store, clock: Clock, onProblem: OnProblem) {
    this.#store = store;
    this.#clock = clock;
    this.#onProblem = onProblem;
  }

  async *keys(): Records {
    for (let after: string | undefined = ''; after !== undefined;) {
      const from: string = after;
      const page = await patiently(this.#clock, () => this.#store.keys.list(from, KEYS_A_READ));
      yield page.map(({ userId, key }) => ({ kind: 'key', userId, key: key?.toString('base64url') ?? null }));
      after = page.at(-1)?.userId;
    }
  }

  async letters(): Promise<readonly HouseRecord[]> {
    const { deadLetters } = this.#store;
    const letters = await patiently(this.#clock, async () => deadLetters.list(await deadLetters.count()));
    return letters.map((letter) => ({ kind: 'letter', letter }));
  }

  async *streams(): AsyncGenerator<readonly Stream[], void> {
    for (let after = ''; ;) {
      const from = after;
      const page = await patiently(this.#clock, () => this.#store.journal.streams(from, STREAMS_A_PAGE));
      const last = page.at(-1);
      if (last === undefined) return;
      for (let at = 0; at < page.length; at += STREAMS_AT_ONCE) yield page.slice(at, at + STREAMS_AT_ONCE);
      after = last.stream;
    }
  }

  /** Commits from a place on; what cannot be read is told by name and left out. */
  async commits(stream: string, fromSeq: number, limit: number): Promise<readonly Commit[]> {
    const read = (seq: number, count: number) =>
      patiently(this.#clock, () => this.#store.journal.read(stream, seq, count));
    try {
      return await read(fromSeq, limit);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
    }
    const found: Commit[] = [];
    for (let seq = fromSeq; seq < fromSeq + limit; seq += 1) {
      try {
        found.push(...(await read(seq, 1)));
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        this.#onProblem(`${commitKey(stream, seq)} cannot be read: ${error.message}`);
      }
    }
    return found;
  }

  /** The snapshots of a stream that are whole. */
  async snapshots({ stream, lastSeq }: Stream): Promise<readonly Snapshot[]> {
    const whole: Snapshot[] = [];
    for (const which of ['previous', 'current'] as const) {
      const loaded = await patiently(this.#clock, () => this.#store.snapshots.load(stream, which));
      if (loaded === undefined) continue;
      const { manifest, pages } = loaded;
      const texts = manifest.pages.map(({ name, key, hash: expected }) => {
        const text = pages.get(name);
        return text !== undefined && hash('sha256', text, 'base64url') === expected
          ? { key, text }
          : undefined;
      });
      const isWhole = manifest.seq <= lastSeq && !texts.includes(undefined);
      if (isWhole)
        whole.push({ kind: 'snapshot', manifest, pages: texts.filter((page) => page !== undefined) });
    }
    return whole;
  }
}

/**
 * Everything in a store, in the order of {@link HouseRecord}. Snapshots that are not whole are left out: they only save time.
 * @throws Fault E_UNAVAILABLE, and whatever `onProblem` throws
 */
export async function* recordsOfStore(store: Store, clock: Clock, onProblem: OnProblem): Records {
  const reader = new StoreReader(store, clock, onProblem);
  const { commits } = await patiently(clock, () => store.journal.stats());
  const key = await patiently(clock, () => store.keys.deployment());
  const deploymentKey = key.toString('base64url');
  yield [{ kind: 'house', format: HOUSE_FORMAT, commitFormat: COMMIT_FORMAT, commits, deploymentKey }];
  yield* reader.keys();
  yield await reader.letters();
  for await (const streams of reader.streams()) {
    const beginnings = await Promise.all(
      streams.map(({ stream, lastSeq }) => reader.commits(stream, 1, Math.min(lastSeq, COMMITS_A_READ))),
    );
    const snapshots = await Promise.all(streams.map((stream) => reader.snapshots(stream)));
    for (const [at, { stream, lastSeq }] of streams.entries()) {
      yield recordsOf(beginnings[at] ?? []);
      for (let seq = COMMITS_A_READ + 1; seq <= lastSeq; seq += COMMITS_A_READ) {
        yield recordsOf(await reader.commits(stream, seq, Math.min(lastSeq - seq + 1, COMMITS_A_READ)));
      }
      yield snapshots[at] ?? [];
    }
  }
}

const recordsOf = (commits: readonly Commit[]): readonly HouseRecord[] =>
  commits.map((commit) => ({ kind: 'commit', commit }));
