import type { Clock } from '#ports/clock.ts';
import { type Commit, parseStream } from '#ports/commit.ts';
import type { Calls } from './calls.ts';
import { fromStored, int64 } from './codec.ts';
import type { Collections } from './collections.ts';
import { sideWritesOf } from './side-rows.ts';
import { writeSides } from './write-sides.ts';

const BATCH = 500;
/** Of how long a time the next commits are asked for at first, ms; some servers sort all of it for each answer. */
const SPAN_MS = 1_000;
/** The time grows so much when it held few of them. */
const WIDER = 4;
/** How often commits that land late are looked for, of the time in which they may. */
const LOOKS = 4;
/** Late ones were made at most so long after the last one that was there in time, ms. */
const LATE_SPAN_MS = 15_000;
const AGAIN_AFTER_MS = 250;

export interface SideCatchUpOptions {
  readonly calls: Calls;
  readonly collections: Collections;
  readonly clock: Clock;
  /** The epoch under which this process owns the shard now. */
  readonly epochOf: (shard: number) => number | undefined;
  /** How long commits of a former owner may land after its shards were taken over, ms. */
  readonly lateMs: number;
  readonly onError: (error: unknown) => void;
}

/**
 * Writes the side rows that former owners of this process's shards left unwritten: those of all commits from the time on that is
 * kept with the leases, and of those that land a little later.
 */
export class SideCatchUp {
  readonly #options: SideCatchUpOptions;
  /** Rows of commits before this time are there, ms; `undefined`: nothing is to be done. */
  #fromMs: number | undefined;
  /** The same of the shards that came last: somebody waits for their rows. */
  #urgentFromMs = Number.POSITIVE_INFINITY;
  /** Until when commits of former owners were made, as far as they are known, ms. */
  #lastMs = 0;
  /** What is written already, by key. */
  readonly #done = new Set<string>();
  #isCaughtUp = true;
  /** By the monotonic clock. */
  #untilMs = 0;
  #takes = 0;
  #waiting: (() => void)[] = [];
  #wake: (() => void) | undefined;
  #isStopped = false;
  #running: Promise<void> | undefined;

  constructor(options: SideCatchUpOptions) {
    this.#options = options;
  }

  /** Rows of commits of former owners that were made before this time are there, ms; `undefined`: all are. */
  get fromMs(): number | undefined {
    return this.#fromMs;
  }

  get isCaughtUp(): boolean {
    return this.#isCaughtUp;
  }

  /** Takes over shards; rows of their commits before `fromMs` are there. */
  take(fromMs: number): void {
    this.#takes += 1;
    this.#isCaughtUp = false;
    this.#untilMs = this.#options.clock.monoMs() + this.#options.lateMs;
    this.#fromMs = Math.min(this.#fromMs ?? fromMs, fromMs);
    this.#urgentFromMs = Math.min(this.#urgentFromMs, fromMs);
    this.#running ??= this.#run();
    this.#wake?.();
  }

  /** Resolves when the rows of everything that former owners left are there. @throws Fault E_UNAVAILABLE */
  async caughtUp(): Promise<void> {
    if (this.#isCaughtUp) return;
    await this.#options.calls.wait(
      'side rows',
      () => new Promise<void>((resolve) => this.#waiting.push(resolve)),
    );
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#wake?.();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { clock, calls, lateMs, onError } = this.#options;
    while (!this.#isStopped) {
      try {
        const takes = this.#takes;
        const isLast = this.#isCaughtUp && clock.monoMs() >= this.#untilMs;
        if (this.#isCaughtUp) await this.#read(this.#fromMs ?? 0, this.#lastMs + LATE_SPAN_MS);
        else await this.#read(this.#urgentFromMs, Number.MAX_SAFE_INTEGER);
        if (takes !== this.#takes) continue;
        this.#catchUp();
        if (isLast) break;
        await this.#sleep(lateMs / LOOKS);
      } catch (error) {
        if (calls.isClosed) return;
        onError(error);
        await this.#sleep(AGAIN_AFTER_MS);
      }
    }
    this.#fromMs = undefined;
    this.#lastMs = 0;
    this.#done.clear();
    // in the same step, so that shards that come next begin anew
    this.#running = undefined;
  }

  #catchUp(): void {
    this.#isCaughtUp = true;
    this.#urgentFromMs = Number.POSITIVE_INFINITY;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  /** Looks through the commits with side rows that were made in that time, in their order. */
  async #read(fromMs: number, toMs: number): Promise<void> {
    const { calls, collections } = this.#options;
    let atMs = fromMs;
    this.#lastMs = Math.max(this.#lastMs, atMs);
    let after = '';
    let spanMs = SPAN_MS;
    while (!this.#isStopped) {
      const endMs = Math.min(toMs, atMs + spanMs);
      const [from, to] = [int64(atMs), int64(endMs)];
      const rows = await calls.run('side rows', () =>
        collections.commits
          .find({
            side: true,
            at: { $gte: from, $lte: to },
            $or: [{ at: { $gt: from } }, { _id: { $gt: after } }],
          })
          .sort({ at: 1, _id: 1 })
          .limit(BATCH)
          .toArray(),
      );
      const commits = rows.map((row) => fromStored(row));
      const last = commits.at(-1);
      if (last !== undefined) await this.#write(commits);
      if (commits.length < BATCH) {
        if (endMs >= toMs) return;
        // all of that time is read
        [atMs, after] = [endMs + 1, ''];
        spanMs *= WIDER;
      } else if (last !== undefined) {
        [atMs, after] = [last.at, last._id];
        spanMs = SPAN_MS;
      }
    }
  }

  async #write(commits: readonly Commit[]): Promise<void> {
    const { calls, collections, epochOf } = this.#options;
    // those of this process's own time have their writer
    const left = commits.filter(({ _id, epoch }) => {
      const own = epochOf(parseStream(_id).shard);
      return own !== undefined && own !== epoch && !this.#done.has(_id);
    });
    if (left.length === 0) return;
    await writeSides(calls, collections, sideWritesOf(left));
    for (const { _id, at } of left) {
      this.#done.add(_id);
      this.#lastMs = Math.max(this.#lastMs, at);
    }
  }

  #sleep(ms: number): Promise<void> {
    if (this.#isStopped) return Promise.resolve();
    return new Promise((resolve) => {
      const over = (): void => {
        cancel();
        this.#wake = undefined;
        resolve();
      };
      const cancel = this.#options.clock.after(ms, over);
      this.#wake = over;
    });
  }
}
