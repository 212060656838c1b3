import { randomBytes } from 'node:crypto';
import { type Clock } from '#ports/clock.ts';
import { type Leases, SHARDS } from '#ports/leases.ts';
import { type Calls } from './calls.ts';
import { type Collections } from './collections.ts';
import { LeaseRows } from './lease-rows.ts';
import { type Sides } from './sides.ts';
import { planShare, RENEWALS_A_TTL, RETRIES_A_TTL, someOf, TRUST } from './sharing.ts';

export interface MongoLeasesOptions {
  readonly calls: Calls;
  readonly collections: Collections;
  readonly clock: Clock;
  /** This start of this node. */
  readonly owner: string;
  /** Names the place where this process runs; a second start there takes its shards again at once. `[a-z0-9-]{1,40}`. */
  readonly node: string;
  readonly ttlMs: number;
  /** Whether this process takes shards; one that does not still knows who has them. */
  readonly isTaking: boolean;
  /** Told which shards came, with the marks of their side rows, and asked for the marks of own ones. */
  readonly sides: Pick<Sides, 'take' | 'mark' | 'last'>;
  /** Called with every renewal, for what else must be renewed. */
  readonly onRenew: () => Promise<void>;
  /** Called when nothing is renewed any more, before the shards are given back. */
  readonly onRelease: () => Promise<void>;
  readonly onError: (error: unknown) => void;
}

type Listener = (shard: number, epoch: number | undefined) => void;
type LeavingListener = (shards: ReadonlySet<number>) => Promise<void>;

/** How long whoever holds entities of a shard may take to let go of it, ms. */
const LEAVE_MAX_MS = 5_000;

/**
 * One lease document a shard, judged by the server's time alone. Each process takes up to its share of the 256 and gives
 * back what is above it, so that no more moves than must when a process comes or goes.
 */
export class MongoLeases implements Leases {
  readonly isExclusive = false;
  readonly #options: MongoLeasesOptions;
  readonly #rows: LeaseRows;
  readonly #epochs = new Map<number, number>();
  readonly #listeners = new Set<Listener>();
  readonly #leaving = new Set<LeavingListener>();
  #owners: ReadonlyMap<number, string> = new Map();
  /** Monotonic ms until which the leases are trusted. */
  #trustedUntilMs = 0;
  #cancel: (() => void) | undefined;
  #cancelExpiry: (() => void) | undefined;
  #isReleased = false;
  #working: Promise<void> | undefined;
  #isNews = false;
  #hasFailed = false;
  /** When the leases were renewed last, by the monotonic clock, ms. */
  #renewedMs: number;

  constructor(options: MongoLeasesOptions) {
    this.#options = options;
    this.#renewedMs = options.clock.monoMs();
    this.#rows = new LeaseRows(options);
  }

  /** Joins, and takes this process's share of what is free or was this node's. @throws Fault E_UNAVAILABLE */
  async open(): Promise<void> {
    await this.#rows.bury();
    if (!this.#options.isTaking) {
      this.#owners = await this.#rows.owners();
      return this.#workLater();
    }
    await this.#rows.join();
    await this.#balance(true);
    if (this.#epochs.size < SHARDS) await this.#rows.ask();
    this.#owners = await this.#rows.owners();
    this.#workLater();
  }

  epochOf(shard: number): number | undefined {
    return this.#isTrusted() ? this.#epochs.get(shard) : undefined;
  }

  get self(): string {
    return this.#options.owner;
  }

  ownerOf(shard: number): string | undefined {
    return this.epochOf(shard) === undefined ? this.#owners.get(shard) : this.self;
  }

  owned(): ReadonlySet<number> {
    return new Set(this.#isTrusted() ? this.#epochs.keys() : []);
  }

  onChange(listener: Listener): () => void {
    const mine: Listener = (shard, epoch) => listener(shard, epoch);
    this.#listeners.add(mine);
    return () => {
      this.#listeners.delete(mine);
    };
  }

  onLeaving(listener: LeavingListener): () => void {
    const mine: LeavingListener = (shards) => listener(shards);
    this.#leaving.add(mine);
    return () => {
      this.#leaving.delete(mine);
    };
  }

  async release(): Promise<void> {
    if (this.#isReleased) return;
    this.abandon();
    await this.#working;
    // whoever takes the shards looks for these in the same go
    await this.#options.onRelease();
    const own = [...this.#epochs.keys()];
    await this.#options.sides.last(async (markMs) => {
      this.#lose(own);
      // whoever looks next must not count this one
      await this.#rows.leave();
      await this.#rows.giveBack(markMs, own);
    });
    await this.#rows.giveBackAll();
  }

  /** Ends the timers and nothing else, as a process that dies does. */
  abandon(): void {
    this.#isReleased = true;
    this.#cancel?.();
    this.#cancelExpiry?.();
  }

  lookAgain(): void {
    this.#isNews = true;
    if (this.#working !== undefined || this.#isReleased) return;
    this.#cancel?.();
    this.#work();
  }

  #isTrusted(): boolean {
    return this.#options.clock.monoMs() < this.#trustedUntilMs;
  }

  #tell(shard: number, epoch: number | undefined): void {
    for (const listener of this.#listeners) listener(shard, epoch);
  }

  #lose(shards: readonly number[]): void {
    for (const shard of shards) if (this.#epochs.delete(shard)) this.#tell(shard, undefined);
  }

  #workLater(): void {
    if (this.#isReleased) return;
    this.#cancel?.();
    const waitMs = this.#waitMs();
    this.#cancel = this.#options.clock.after(waitMs, () => this.#work());
  }

  /** Until the next look: news are looked at once, a failure is tried again soon. */
  #waitMs(): number {
    const { clock, ttlMs } = this.#options;
    if (this.#hasFailed) return ttlMs / RETRIES_A_TTL;
    if (this.#isNews) return 0;
    return Math.max(0, this.#renewedMs + ttlMs / RENEWALS_A_TTL - clock.monoMs());
  }

  #work(): void {
    // news that came while it was opened have begun it already
    if (this.#working !== undefined) return;
    const isNews = this.#isNews && !this.#hasFailed;
    this.#isNews = false;
    this.#hasFailed = false;
    this.#working = (isNews && this.#isFresh() ? this.#react() : this.#renew())
      .catch((error: unknown) => {
        this.#hasFailed = true;
        if (!this.#isReleased) this.#options.onError(error);
      })
      .finally(() => {
        this.#working = undefined;
        this.#workLater();
      });
  }

  /** Whether the next renewal has time until after one more look. */
  #isFresh(): boolean {
    const { clock, ttlMs, isTaking } = this.#options;
    return isTaking && this.#isTrusted() && clock.monoMs() - this.#renewedMs < ttlMs / RENEWALS_A_TTL;
  }

  /** Takes or gives what the news are about, and nothing else: people wait for these shards. */
  async #react(): Promise<void> {
    const owners = await this.#rows.owners();
    for (const shard of this.#epochs.keys()) {
      // one of ours is somebody else's now
      if (owners.get(shard) !== this.self) return this.#renew();
    }
    await this.#balance(false);
    this.#owners = await this.#rows.owners();
    await this.#options.onRenew();
  }

  async #renew(): Promise<void> {
    const askedMs = this.#options.clock.monoMs();
    this.#renewedMs = askedMs;
    if (!this.#options.isTaking) {
      this.#owners = await this.#rows.owners();
      return;
    }
    // what was not trusted for a while begins anew: rows may have been skipped meanwhile
    if (!this.#isTrusted()) this.#lose([...this.#epochs.keys()]);
    const own = [...this.#epochs.keys()];
    const count = await this.#options.sides.mark((markMs) => this.#rows.renew(markMs, own));
    if (count === this.#epochs.size && this.#isTrusted()) this.#trust(askedMs);
    else {
      if (!this.#isTrusted()) this.#lose([...this.#epochs.keys()]);
      await this.#readOwn(askedMs);
    }
    await this.#rows.join();
    await this.#balance(false);
    this.#owners = await this.#rows.owners();
    await this.#options.onRenew();
  }

  /** Takes what is free up to this process's share, or gives back what is above it. */
  async #balance(isStart: boolean): Promise<void> {
    const alive = await this.#rows.alive();
    const { give, take } = planShare([...this.#epochs.keys()], alive);
    if (this.#isReleased || give.length + take === 0) return;
    if (give.length > 0) {
      await this.#prepare(give);
      await this.#options.sides.last(async (markMs) => {
        this.#lose(give);
        await this.#rows.giveBack(markMs, give);
      });
      return;
    }
    const free = await this.#rows.free(isStart);
    if (free.length === 0) {
      if (isStart) this.#trust(this.#options.clock.monoMs());
      return;
    }
    const askedMs = this.#options.clock.monoMs();
    await this.#rows.claim(someOf(free, take, randomBytes(1).readUInt8() / SHARDS), isStart);
    await this.#readOwn(askedMs);
  }

  /** Lets whoever holds entities of these shards finish with them. */
  async #prepare(shards: readonly number[]): Promise<void> {
    const given = new Set(shards);
    let cancel: (() => void) | undefined;
    const isOver = new Promise<void>((resolve) => {
      cancel = this.#options.clock.after(LEAVE_MAX_MS, resolve);
    });
    const all = Promise.all([...this.#leaving].map((listener) => listener(given)));
    try {
      await Promise.race([all, isOver]);
    } catch (error) {
      this.#options.onError(error);
    } finally {
      cancel?.();
    }
  }

  /** Learns what this process owns; `askedMs`: monotonic ms before it was renewed. */
  async #readOwn(askedMs: number): Promise<void> {
    const rows = await this.#rows.own();
    if (this.#isReleased) return;
    const held = new Map(rows.map(({ _id, epoch }) => [_id, Number(epoch)]));
    this.#lose([...this.#epochs.keys()].filter((shard) => held.get(shard) !== this.#epochs.get(shard)));
    const taken = rows.filter(({ _id }) => !this.#epochs.has(_id));
    this.#trust(askedMs);
    for (const [shard, epoch] of held) this.#epochs.set(shard, epoch);
    if (taken.length > 0) this.#options.sides.take(taken.map(({ sidesMs }) => Number(sidesMs)));
    for (const { _id, epoch } of taken) this.#tell(_id, Number(epoch));
  }

  #trust(askedMs: number): void {
    this.#trustedUntilMs = askedMs + this.#options.ttlMs * TRUST;
    this.#expireLater();
  }

  #expireLater(): void {
    const { clock } = this.#options;
    this.#cancelExpiry?.();
    if (this.#isReleased) return;
    // a timer may come a little early
    const waitMs = Math.max(1, Math.ceil(this.#trustedUntilMs - clock.monoMs()));
    this.#cancelExpiry = clock.after(waitMs, () => {
      if (this.#isTrusted()) this.#expireLater();
      else this.#lose([...this.#epochs.keys()]);
    });
  }
}
