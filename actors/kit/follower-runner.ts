import { type Clock } from '#ports/clock.ts';
import { type Commit, parseCommitKey, parseStream } from '#ports/commit.ts';
import { type Followers, type Position, type ViewRow } from '#ports/followers.ts';
import { unsealCommit } from './activation.ts';
import { Sealer } from './sealer.ts';

const READ_COMMITS = 500;
const LOOK_EVERY_MS = 1_000;
/** The log may gather this long before it is read, so that a busy log is read in large pieces. */
const GATHER_MS = 20;

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
  /** Fixed for ever: the checkpoint is kept under it. */
  readonly name: string;
  readonly kinds: readonly string[];
  rows?(commit: Commit, place: CommitPlace): readonly ViewRow[];
  /** Runs at least once for each commit; must be harmless when repeated. */
  handle?(commit: Commit, place: CommitPlace): void | Promise<void>;
}

/** Reads the log for one follower: handler first, then the checkpoint together with the rows. */
export class FollowerRunner {
  readonly follower: Follower;
  readonly #followers: Followers;
  readonly #sealer: Sealer;
  readonly #clock: Clock;
  readonly #alarm: (error: unknown) => void;
  #epoch = 0;
  #position: Position | undefined;
  #unlisten: (() => void) | undefined;
  #cancel: (() => void) | undefined;
  #isRunning = false;
  #isStopped = false;
  commits = 0;
  /** Age of the newest commit handled when it was handled, ms. */
  lagMs = 0;

  constructor(
    follower: Follower,
    followers: Followers,
    sealer: Sealer,
    clock: Clock,
    alarm: (error: unknown) => void,
  ) {
    this.follower = follower;
    this.#followers = followers;
    this.#sealer = sealer;
    this.#clock = clock;
    this.#alarm = alarm;
  }

  async start(): Promise<void> {
    const session = await this.#followers.open(this.follower.name);
    this.#epoch = session.epoch;
    this.#position = session.position;
    this.#unlisten = this.#followers.onAppend(() => this.#lookIn(GATHER_MS));
    this.#lookIn(0);
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel?.();
    this.#unlisten?.();
  }

  /** Reads until nothing new is there. */
  async catchUp(): Promise<void> {
    while (!this.#isStopped && (await this.#step())) {
      // each step reads one piece
    }
  }

  #lookIn(delayMs: number): void {
    if (this.#isStopped || this.#isRunning) return;
    if (this.#cancel !== undefined && delayMs > 0 && delayMs !== GATHER_MS) return;
    this.#cancel?.();
    this.#cancel = this.#clock.after(delayMs, () => void this.#look());
  }

  async #look(): Promise<void> {
    this.#cancel = undefined;
    if (this.#isRunning || this.#isStopped) return;
    this.#isRunning = true;
    try {
      await this.catchUp();
    } catch (error) {
      this.#alarm(error);
    } finally {
      this.#isRunning = false;
    }
    this.#lookIn(LOOK_EVERY_MS);
  }

  /** Whether there may be more. */
  async #step(): Promise<boolean> {
    const { commits, position } = await this.#followers.read(this.#position, READ_COMMITS);
    if (commits.length === 0) return false;
    const rows: ViewRow[] = [];
    for (const stored of commits) {
      const { stream, seq } = parseCommitKey(stored._id);
      const { kind, realm, id } = parseStream(stream);
      if (!this.follower.kinds.includes(kind)) continue;
      const commit = await unsealCommit(stored, this.#sealer);
      const place = { stream, kind, realm, id, seq };
      rows.push(...(this.follower.rows?.(commit, place) ?? []));
      await this.follower.handle?.(commit, place);
      this.lagMs = Math.max(0, this.#clock.nowMs() - commit.at);
    }
    const sealedRows: ViewRow[] = [];
    for (const row of rows) {
      const isMarked = Sealer.isMarked(JSON.stringify(row.value));
      sealedRows.push(isMarked ? { key: row.key, value: await this.#sealer.seal(row.value) } : row);
    }
    const saved = await this.#followers.save(this.follower.name, this.#epoch, position, sealedRows);
    if (saved === 'fenced') {
      this.stop();
      return false;
    }
    this.#position = position;
    this.commits += commits.length;
    return commits.length >= READ_COMMITS;
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
