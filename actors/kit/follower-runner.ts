import type { Clock } from '#ports/clock.ts';
import { type Commit, parseCommitKey, parseStream } from '#ports/commit.ts';
import { Fault } from '#ports/fault.ts';
import type { Followers, Position, ViewRow } from '#ports/followers.ts';
import { unsealCommit } from './activation.ts';
import type { Sealer } from './sealer.ts';

const READ_COMMITS_MAX = 500;
const READ_COMMITS_FIRST = 4;
/** A slice should take about this long, ms: longer ones would hold up the loop. */
const SLICE_MS = 4;
/** Rows given to the store in one go: commits must not wait long behind them. */
const ROWS_MAX = 500;
const LOOK_EVERY_MS = 1_000;
/** No rest is longer, ms; that of a handler is shorter, which may have waited for the outside most of its time. */
const REST_MAX_MS = 10_000;
const HANDLER_REST_MAX_MS = 1_000;
/** What must happen rests for so much of what a read model rests: people wait for it. */
const HANDLER_REST_SHARE = 1 / 4;
/** The log may gather this long before it is read, so that a busy log is read in large pieces. */
const GATHER_MS = 20;
/** When a follower could not be opened it is tried again after so long, ms. */
const OPEN_AGAIN_MS = 1_000;

/** Where a commit stands. */
export interface CommitPlace {
  readonly stream: string;
  readonly kind: string;
  readonly realm: string;
  readonly id: string;
  readonly seq: number;
}

/** What follows the log: a pure mapping from commits to rows of a read model, or `handle` for what must happen. */
export interface Follower {
  /** The checkpoint is kept under it: a name stands for one form of rows for ever, another form gets another name. */
  readonly name: string;
  readonly kinds: readonly string[];
  rows?(commit: Commit, place: CommitPlace): readonly ViewRow[];
  /** Commits read at once, of which all may be repeated after a crash; default: as many as a slice of time holds. */
  readonly commitsMax?: number;
  /** Runs at least once for each commit; must be harmless when repeated. */
  handle?(commit: Commit, place: CommitPlace): void | Promise<void>;
}

export interface RunnerDeps {
  readonly followers: Followers;
  readonly sealer: Sealer;
  readonly clock: Clock;
  /** How many times as long as it worked a follower rests now: much under load, not at all when it is quiet. */
  readonly restFactor: () => number;
  readonly alarm: (error: unknown) => void;
}

/**
 * Reads the log for one follower: handler first, then the checkpoint together with the rows. It works in small slices and
 * rests in between while the process is under load, so that a burst is followed late instead of being slowed down.
 */
export class FollowerRunner {
  readonly follower: Follower;
  readonly #deps: RunnerDeps;
  /** How long the last slice was worked at, without waiting for the store to read it, ms. */
  #workedMs = 0;
  #epoch = 0;
  #position: Position | undefined;
  #unlisten: (() => void) | undefined;
  #cancel: (() => void) | undefined;
  #dueMs = 0;
  /** Monotonic ms before which nothing is read: news that come meanwhile do not cut a rest short. */
  #restsUntilMs = 0;
  #sliceCommits = READ_COMMITS_FIRST;
  #slice: Promise<boolean> | undefined;
  #isOpen = false;
  #isRunning = false;
  #isStopped = false;
  commits = 0;
  #handledLagMs = 0;
  /** Monotonic ms since when it is at what comes next, or cannot get at it. */
  #heldUpSinceMs: number | undefined;

  constructor(follower: Follower, deps: RunnerDeps) {
    this.follower = follower;
    this.#deps = deps;
  }

  /**
   * How far it is behind the log, ms: the age of the newest commit when it was handled, and how long the next one has taken
   * since or could not be got at. 0 at the end of the log, and when it was stopped.
   */
  get lagMs(): number {
    if (this.#isStopped) return 0;
    const sinceMs = this.#heldUpSinceMs;
    return this.#handledLagMs + (sinceMs === undefined ? 0 : this.#deps.clock.monoMs() - sinceMs);
  }

  /** Opens the follower; a store that is out of reach, or still holds what a killed process began, is tried again. */
  async start(): Promise<void> {
    const { followers, clock, alarm } = this.#deps;
    try {
      const session = await followers.open(this.follower.name);
      this.#epoch = session.epoch;
      this.#position = session.position;
    } catch (error) {
      if (!(error instanceof Fault && error.retryable)) throw error;
      alarm(error);
      this.#heldUpSinceMs ??= clock.monoMs();
      this.#cancel = clock.after(OPEN_AGAIN_MS, () => {
        this.#cancel = undefined;
        if (!this.#isStopped) this.start().catch(alarm);
      });
      return;
    }
    if (this.#isStopped) return;
    this.#isOpen = true;
    this.#unlisten = followers.onAppend(() => this.#lookIn(GATHER_MS));
    this.#lookIn(0);
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel?.();
    this.#unlisten?.();
  }

  /** Reads until nothing new is there, without rests. */
  async catchUp(): Promise<void> {
    while (!this.#isStopped && (await this.#step())) {
      // each step reads one slice
    }
  }

  #lookIn(delayMs: number): void {
    const { clock } = this.#deps;
    const nowMs = clock.monoMs();
    const dueMs = Math.max(nowMs + delayMs, this.#restsUntilMs);
    if (this.#isStopped || this.#isRunning || (this.#cancel !== undefined && this.#dueMs <= dueMs)) return;
    this.#cancel?.();
    this.#dueMs = dueMs;
    this.#cancel = clock.after(dueMs - nowMs, () => void this.#look());
  }

  /** `takenMs`: by the last slice, with all that it waited for. */
  #restMs(factor: number, takenMs: number): number {
    if (this.follower.handle === undefined) return Math.min(REST_MAX_MS, factor * takenMs);
    return Math.min(HANDLER_REST_MAX_MS, factor * HANDLER_REST_SHARE * this.#workedMs);
  }

  async #look(): Promise<void> {
    this.#cancel = undefined;
    if (this.#isRunning || this.#isStopped) return;
    this.#isRunning = true;
    const { clock, restFactor } = this.#deps;
    let nextMs = LOOK_EVERY_MS;
    try {
      const startedMs = clock.monoMs();
      if (await this.#step()) {
        const endedMs = clock.monoMs();
        nextMs = this.#restMs(restFactor(), endedMs - startedMs);
        this.#restsUntilMs = endedMs + nextMs;
      }
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#isRunning = false;
    }
    this.#lookIn(nextMs);
  }

  #failed(error: unknown): void {
    // what was given up in order to stop is done again by the next process
    if (this.#isStopped) return;
    this.#heldUpSinceMs ??= this.#deps.clock.monoMs();
    this.#deps.alarm(error);
  }

  /** Resolves when no slice is under way. */
  async idle(): Promise<void> {
    await this.#slice?.catch(() => false);
  }

  /** Follows one slice, one at a time; whether there may be more. */
  #step(): Promise<boolean> {
    if (!this.#isOpen) return Promise.resolve(false);
    this.#slice ??= this.#follow().finally(() => {
      this.#slice = undefined;
    });
    return this.#slice;
  }

  async #follow(): Promise<boolean> {
    const { followers, clock } = this.#deps;
    const from = this.#position;
    const { kinds, commitsMax = READ_COMMITS_MAX } = this.follower;
    const limit = Math.min(this.#sliceCommits, commitsMax);
    const { commits, position } = await followers.read(from, limit, kinds);
    if (position === from) {
      this.#heldUpSinceMs = undefined;
      this.#handledLagMs = 0;
      return false;
    }
    const startedMs = clock.monoMs();
    this.#heldUpSinceMs ??= startedMs;
    const rows = await this.#handle(commits);
    this.#workedMs = clock.monoMs() - startedMs;
    this.#fitSlice(Math.max(this.#workedMs / SLICE_MS, rows.length / ROWS_MAX));
    // rows are keyed by what they came from: writing some of them again after a crash changes nothing
    // before the first checkpoint there is no place to stay at
    const pieceMax = from === undefined ? Number.POSITIVE_INFINITY : ROWS_MAX;
    let rest = rows;
    while (rest.length > pieceMax) {
      await followers.save(this.follower.name, this.#epoch, from ?? position, rest.slice(0, pieceMax));
      rest = rest.slice(pieceMax);
    }
    const saved = await followers.save(this.follower.name, this.#epoch, position, rest);
    if (saved === 'fenced') {
      this.stop();
      return false;
    }
    this.#position = position;
    this.#heldUpSinceMs = undefined;
    this.commits += commits.length;
    return true;
  }

  /** `share`: how much of what a slice may take the last one took. */
  #fitSlice(share: number): void {
    if (share > 1) this.#sliceCommits = Math.max(1, Math.floor(this.#sliceCommits / 2));
    else if (share < 0.5) this.#sliceCommits = Math.min(READ_COMMITS_MAX, this.#sliceCommits * 2);
  }

  async #handle(commits: readonly Commit[]): Promise<readonly ViewRow[]> {
    const { sealer, clock } = this.#deps;
    const rows: ViewRow[] = [];
    for (const stored of commits) {
      const { stream, seq } = parseCommitKey(stored._id);
      const { kind, realm, id } = parseStream(stream);
      const commit = stored.sealed === true ? await unsealCommit(stored, sealer) : stored;
      const place = { stream, kind, realm, id, seq };
      for (const row of this.follower.rows?.(commit, place) ?? []) {
        // only a commit with sealed texts can give a row one
        const value = stored.sealed === true ? await sealer.seal(row.value) : row.value;
        rows.push({ key: row.key, value });
      }
      await this.follower.handle?.(commit, place);
      this.#handledLagMs = Math.max(0, clock.nowMs() - commit.at);
      this.#heldUpSinceMs = clock.monoMs();
    }
    return rows;
  }
}

/** The rows of read models with their sealed texts opened. */
export const openViews = (followers: Pick<Followers, 'rows'>, sealer: Sealer): Pick<Followers, 'rows'> => ({
  async rows(name, prefix, options) {
    const rows = await followers.rows(name, prefix, options);
    const opened: ViewRow[] = [];
    for (const { key, value } of rows) opened.push({ key, value: await sealer.unseal(value) });
    return opened;
  },
});
