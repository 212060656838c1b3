import { hash } from 'node:crypto';
import type { Clock } from '#ports/clock.ts';
import { type Commit, parseCommitKey } from '#ports/commit.ts';
import type { AppendResult } from '#ports/journal.ts';
import type { Store } from '#ports/store.ts';
import { patiently } from './patience.ts';
import { type HouseHeader, type HouseRecord, moveFault, type Records } from './records.ts';

const COMMITS_A_BATCH = 500;
const STREAMS_A_READ = 1_000;

/** Names a copy by whose data it is: a second run of the same copy goes on, any other is refused. */
const copyOf = ({ deploymentKey }: HouseHeader): string =>
  hash('sha256', `copy of ${deploymentKey}`, 'base64url').slice(0, 22);

const isEmpty = async ({ journal, keys, deadLetters }: Store): Promise<boolean> => {
  const [streams, people, letters] = await Promise.all([
    journal.streams('', 1),
    keys.list('', 1),
    deadLetters.count(),
  ]);
  return streams.length + people.length + letters === 0;
};

/** Puts records into a store that is empty or has a part of them. */
export class Filling {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #name: string;
  /** Last commit of each stream that an earlier run has brought. */
  readonly #heads = new Map<string, number>();
  #waiting: Commit[] = [];
  /** Commits brought by this run. */
  brought = 0;

  constructor(store: Store, clock: Clock, name: string) {
    this.#store = store;
    this.#clock = clock;
    this.#name = name;
  }

  /** Whether an earlier run has begun. @throws Fault E_UNAVAILABLE for a target that is not empty, or of another copy */
  async check(header: HouseHeader): Promise<boolean> {
    const mark = await this.#patiently(() => this.#store.moving.mark());
    if (mark === copyOf(header)) return true;
    if (mark !== undefined) {
      throw moveFault(
        `${this.#name} is the unfinished target of another copy: finish that one, or remove what is there`,
      );
    }
    if (await this.#patiently(() => isEmpty(this.#store))) return false;
    throw moveFault(`${this.#name} is not empty: name an empty place, so that nothing is mixed or lost`);
  }

  /** Marks the target, then brings everything that it has not. */
  async take(header: HouseHeader, records: Records, onProgress: (commits: number) => void): Promise<void> {
    await this.#patiently(() => this.#store.moving.setMark(copyOf(header)));
    const others = await this.#patiently(() => this.#store.moving.others());
    if (others.length > 0) throw moveFault(`${this.#name} is used by another process (${others.join(', ')})`);
    await this.#learnHeads();
    let seen = 0;
    for await (const some of records) {
      for (const record of some) {
        if (record.kind === 'commit') seen += 1;
        await this.#put(record);
      }
      onProgress(seen);
    }
    await this.#flush();
  }

  /** Takes the mark away: from now on the store opens for everybody. */
  async end(epoch: number): Promise<void> {
    await this.#patiently(() => this.#store.moving.raiseEpochs(epoch));
    await this.#patiently(() => this.#store.moving.setMark(undefined));
  }

  #patiently<T>(call: () => Promise<T>): Promise<T> {
    return patiently(this.#clock, call);
  }

  async #learnHeads(): Promise<void> {
    for (let after: string | undefined = ''; after !== undefined;) {
      const from: string = after;
      const page = await this.#patiently(() => this.#store.journal.streams(from, STREAMS_A_READ));
      for (const { stream, lastSeq } of page) this.#heads.set(stream, lastSeq);
      after = page.at(-1)?.stream;
    }
  }

  async #put(record: HouseRecord): Promise<void> {
    const { keys, deadLetters } = this.#store;
    switch (record.kind) {
      case 'house':
        return this.#putDeployment(Buffer.from(record.deploymentKey, 'base64url'));
      case 'key': {
        const { userId, key } = record;
        await this.#patiently(async () =>
          key === null ? keys.erase(userId) : keys.adoptUser(userId, Buffer.from(key, 'base64url')),
        );
        return undefined;
      }
      case 'letter':
        return this.#patiently(() => deadLetters.put(record.letter));
      case 'commit':
        return this.#putCommit(record.commit);
      case 'snapshot':
        // never ahead of its log
        await this.#flush();
        return this.#patiently(() => this.#store.snapshots.put(record.manifest, record.pages));
    }
  }

  async #putDeployment(key: Buffer): Promise<void> {
    const held = await this.#patiently(() => this.#store.keys.adoptDeployment(key));
    if (held.equals(key)) return;
    throw moveFault(`${this.#name} has the key of another deployment: name an empty place`);
  }

  async #putCommit(commit: Commit): Promise<void> {
    const { stream, seq } = parseCommitKey(commit._id);
    if (seq <= (this.#heads.get(stream) ?? 0)) return;
    this.#waiting.push(commit);
    if (this.#waiting.length >= COMMITS_A_BATCH) await this.#flush();
  }

  async #flush(): Promise<void> {
    const commits = this.#waiting;
    this.#waiting = [];
    if (commits.length === 0) return;
    await this.#patiently(async () => {
      const results = await this.#store.journal.append(commits.map((commit) => ({ commit })));
      for (const [at, result] of results.entries()) this.#judge(commits[at], result);
    });
    this.brought += commits.length;
  }

  /** The same commit again is what a repeat finds. @throws Fault for everything else, retryable when it may still arrive */
  #judge(commit: Commit | undefined, result: AppendResult): void {
    if (result.status === 'committed') return;
    if (result.status === 'conflict') {
      if (result.commitId === commit?.commitId) return;
      throw moveFault(`${this.#name} has another commit at ${commit?._id}: somebody else wrote there`);
    }
    throw result.cause;
  }
}
