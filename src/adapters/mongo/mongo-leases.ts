import { randomBytes } from 'node:crypto';
import type { Clock } from '#ports/clock.ts';
import { type Leases, SHARDS } from '#ports/leases.ts';
import type { Calls } from './calls.ts';
import type { Collections } from './collections.ts';
import { LeaseRows } from './lease-rows.ts';
import type { LeaseNews } from './lease-watch.ts';
import type { Sides } from './sides.ts';
import { OnceMore } from './once-more.ts';
import { planShare, RENEWALS_A_TTL, RETRIES_A_TTL, someOf, splitAmong, TRUST } from './sharing.ts';

export interface MongoLeasesOptions {
  readonly calls: Pick<Calls, 'run'>;
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
  /** Called with every renewal, for what else must be renewed; nothing waits for it but the end. */
  readonly onRenew: () => Promise<void>;
  /** Called when nothing is renewed any more, before the shards are given back. */
  readonly onRelease: () => Promise<void>;
  readonly onError: (error: unknown) => void;
}

const EVERY_SHARD = Array.from({ length: SHARDS }, (_, shard) => shard);

type Listener = (shard: number, epoch: number | undefined) => void;
type LeavingListener = (shards: ReadonlySet<number>) => Promise<void>;

/** Whoever waits for a shard has the leases looked at so often at most, ms: news usually come sooner. */
const LOOK_EVERY_MS = 100;
/** What follows the log waits so long when shards were given here, ms: people wait for those. */
const PEOPLE_FIRST_MS = 500;
/** How long whoever holds entities of a shard may take to let go of it, ms. */
const LEAVE_MAX_MS = 5_000;

/**
 * One lease document a shard, judged by the server's time alone. Each process takes up to its share of the 256 and gives
 * what is above it to those that have less, so that no more moves than must when a process comes or goes.
 */
export class MongoLeases implements Leases {
  readonly isExclusive = false;
  readonly #options: MongoLeasesOptions;
  readonly #rows: LeaseRows;
  readonly #epochs = new Map<number, number>();
  readonly #listeners = new Set<Listener>();
  readonly #leaving = new Set<LeavingListener>();
  /** What else is renewed. */
  readonly #others: OnceMore;
  /** As they were read last, and what was heard since: a hint. */
  #owners = new Map<number, string>();
  /** Monotonic ms until which the leases are trusted. */
  #trustedUntilMs = 0;
  #cancel: (() => void) | undefined;
  #cancelExpiry: (() => void) | undefined;
  #isReleased = false;
  #working: Promise<void> | undefined;
  /** When the leases were looked at last because somebody asked, by the monotonic clock, ms. */
  #lookedMs = Number.NEGATIVE_INFINITY;
  #isNews = false;
  /** Another process gave some of its shards to this one. */
  #isGift = false;
  #hasFailed = false;
  /** When the leases were renewed last, by the monotonic clock, ms. */
  #renewedMs: number;

  constructor(options: MongoLeasesOptions) {
    this.#options = options;
    this.#renewedMs = options.clock.monoMs();
    this.#rows = new LeaseRows(options);
    this.#others = new OnceMore(options.onRenew, (error) => {
      this.#failed(error);
      if (this.#working === undefined) this.#workLater();
    });
  }

  /** Joins, and takes this process's share of what is free or was this node's. @throws Fault E_UNAVAILABLE */
  async open(): Promise<void> {
    await this.#rows.bury();
    if (!this.#options.isTaking) {
      this.#owners = await this.#rows.owners();
      return this.#workLater();
    }
    await this.#rows.join();
    await this.#balance(await this.#rows.others(), (take) => this.#someFree(take, true), true);
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
    await this.#others.end();
    // whoever takes the shards looks for these in the same go
    await this.#options.onRelease();
    const own = [...this.#epochs.keys()];
    const others = await this.#rows.others();
    await this.#options.sides.last(async (markMs) => {
      this.#lose(own);
      // whoever looks next must not count this one
      await this.#rows.leave();
      await this.#give(own, markMs, others, [...others.keys()]);
    });
    // and whatever the database counts as ours
    await this.#rows.free(this.self);
    await this.#freeOfGone(others.keys());
  }

  /** Ends the timers and nothing else, as a process that dies does. */
  abandon(): void {
    this.#isReleased = true;
    this.#cancel?.();
    this.#cancelExpiry?.();
    void this.#others.end();
  }

  lookAgain(): void {
    const nowMs = this.#options.clock.monoMs();
    if (nowMs - this.#lookedMs < LOOK_EVERY_MS) return;
    this.#lookedMs = nowMs;
    this.#isNews = true;
    this.#lookNow();
  }

  /** Takes up what others did with the leases. */
  hear({ owners, isMore }: LeaseNews): void {
    let isNews = isMore;
    let isGift = false;
    for (const [shard, owner] of owners) {
      // a renewal
      if (owner === this.#owners.get(shard)) continue;
      if (owner === undefined) this.#owners.delete(shard);
      else this.#owners.set(shard, owner);
      if (owner === this.self) isGift ||= !this.#epochs.has(shard);
      // it may be taken, or it was ours
      else isNews ||= owner === undefined || this.#epochs.has(shard);
    }
    this.#isGift ||= isGift;
    this.#isNews ||= isNews;
    if (isNews || isGift) this.#lookNow();
  }

  #lookNow(): void {
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
    if (this.#isNews || this.#isGift) return 0;
    return Math.max(0, this.#renewedMs + ttlMs / RENEWALS_A_TTL - clock.monoMs());
  }

  #work(): void {
    // news that came while it was opened have begun it already
    if (this.#working !== undefined) return;
    const [isGift, isNews] = [this.#isGift, this.#isNews];
    const isHurried = (isGift || isNews) && !this.#hasFailed && this.#isFresh();
    this.#isNews = false;
    this.#isGift = false;
    this.#hasFailed = false;
    this.#working = (isHurried ? this.#react(isGift, isNews) : this.#renew())
      .catch((error: unknown) => this.#failed(error))
      .finally(() => {
        this.#working = undefined;
        this.#workLater();
      });
  }

  #failed(error: unknown): void {
    this.#hasFailed = true;
    if (!this.#isReleased) this.#options.onError(error);
  }

  /** Whether the next renewal has time until after one more look. */
  #isFresh(): boolean {
    const { clock, ttlMs, isTaking } = this.#options;
    return isTaking && this.#isTrusted() && clock.monoMs() - this.#renewedMs < ttlMs / RENEWALS_A_TTL;
  }

  /** Takes or gives what the news are about, and nothing else: people wait for these shards. */
  async #react(isGift: boolean, isNews: boolean): Promise<void> {
    // they are held for longer than what was renewed last
    if (isGift) await this.#readOwn(this.#renewedMs);
    // whoever gave them may have left more
    if (!isNews) {
      this.#options.clock.after(PEOPLE_FIRST_MS, () => this.#others.ask());
      return;
    }
    const owners = await this.#rows.owners();
    this.#owners = owners;
    // one of ours is somebody else's now, or one was given to us meanwhile
    const isOdd = (shard: number): boolean => (owners.get(shard) === this.self) !== this.#epochs.has(shard);
    if (EVERY_SHARD.some((shard) => isOdd(shard))) return this.#renew();
    // behind the owners: who gives everything back says first that it leaves
    const others = await this.#rows.others();
    const vacant = EVERY_SHARD.filter((shard) => !owners.has(shard));
    const names = [this.self, ...others.keys()];
    await this.#balance(others, () => splitAmong(names, vacant, owners).get(this.self) ?? []);
    this.#others.ask();
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
    await this.#balance(await this.#rows.others(), (take) => this.#someFree(take));
    this.#owners = await this.#rows.owners();
    this.#others.ask();
  }

  /** Takes what is free up to this process's share, or gives what is above it to those that have less. */
  async #balance(
    others: ReadonlyMap<string, string>,
    choose: (take: number) => readonly number[] | Promise<readonly number[]>,
    isStart = false,
  ): Promise<void> {
    const { give, take } = planShare([...this.#epochs.keys()], others.size + 1);
    if (this.#isReleased || give.length + take === 0) return;
    if (give.length > 0) {
      await this.#prepare(give);
      await this.#options.sides.last(async (markMs) => {
        this.#lose(give);
        await this.#give(give, markMs, others, [this.self, ...others.keys()]);
      });
      return this.#freeOfGone(others.keys());
    }
    const chosen = await choose(take);
    if (chosen.length === 0) {
      if (isStart) this.#trust(this.#options.clock.monoMs());
      return;
    }
    // what is held already was renewed before
    const askedMs = this.#epochs.size === 0 ? this.#options.clock.monoMs() : this.#renewedMs;
    await this.#rows.claim(chosen, isStart);
    await this.#readOwn(askedMs);
    // others took some of them: there may be more
    if (chosen.some((shard) => !this.#epochs.has(shard))) this.#isNews = true;
  }

  /** Gives shards to those of `names` that have less than their share, and back what is left over. */
  async #give(
    shards: readonly number[],
    markMs: number | undefined,
    nodes: ReadonlyMap<string, string>,
    names: readonly string[],
  ): Promise<void> {
    const left = new Set(shards);
    for (const [name, part] of splitAmong(names, shards, this.#owners)) {
      const node = nodes.get(name);
      if (node === undefined || part.length === 0) continue;
      await this.#rows.giveTo(name, node, markMs, part);
      for (const shard of part) left.delete(shard);
    }
    if (left.size > 0) await this.#rows.giveBack(markMs, [...left]);
  }

  /** Whoever was given shards and has left since says so before it gives back what it has: it may not have had these. */
  async #freeOfGone(receivers: Iterable<string>): Promise<void> {
    const alive = await this.#rows.others();
    for (const name of receivers) if (!alive.has(name)) await this.#rows.free(name);
  }

  /** Free ones, wherever they are: those that nobody takes whose part they were. */
  async #someFree(take: number, withNode = false): Promise<readonly number[]> {
    return someOf(await this.#rows.vacant(withNode), take, randomBytes(1).readUInt8() / SHARDS);
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
