import { randomBytes } from 'node:crypto';
import { type Document, Long, type Timestamp } from 'mongodb';
import { type Clock } from '#ports/clock.ts';
import { type Leases, SHARDS } from '#ports/leases.ts';
import { type Calls } from './calls.ts';
import { int64 } from './codec.ts';
import { type Collections } from './collections.ts';

/** How long a shard stays with an owner that is not heard of, ms. */
export const LEASE_TTL_MS = 10_000;
/** This process trusts its leases for this part of their time since it asked for them. */
const TRUST = 2 / 3;
const RENEWALS_A_TTL = 4;

/** The server's clock, ms: no process's own is asked. A number because one server in use compares dates wrongly. */
const SERVER_NOW = { $toLong: '$$NOW' };

const isFree: Document = { $expr: { $lte: ['$untilMs', SERVER_NOW] } };

const earlier = (a: Timestamp | undefined, b: Timestamp): Timestamp =>
  a === undefined || b.lessThan(a) ? b : a;

export interface MongoLeasesOptions {
  readonly calls: Calls;
  readonly collections: Collections;
  readonly clock: Clock;
  /** Names the place where this process runs; a second start there takes its shards again at once. `[a-z0-9-]{1,40}`. */
  readonly node: string;
  readonly ttlMs: number;
  /** Shards came; their side rows are there up to `since`. */
  readonly onTaken: (since: Timestamp) => void;
  /** Up to which time side rows of all own shards are there. */
  readonly sidesAt: () => Timestamp | undefined;
  readonly onError: (error: unknown) => void;
}

type Listener = (shard: number, epoch: number | undefined) => void;

/** One lease document a shard, claimed and renewed in one call for all of them, by the server's time alone. */
export class MongoLeases implements Leases {
  readonly isExclusive = false;
  /** This start of this node. */
  readonly owner: string;
  readonly #options: MongoLeasesOptions;
  readonly #epochs = new Map<number, number>();
  readonly #listeners = new Set<Listener>();
  /** Monotonic ms until which the leases are trusted. */
  #trustedUntilMs = 0;
  #cancel: (() => void) | undefined;
  #cancelExpiry: (() => void) | undefined;
  #isReleased = false;
  #renewing: Promise<void> | undefined;

  constructor(options: MongoLeasesOptions) {
    this.#options = options;
    this.owner = `${options.node}/${randomBytes(6).toString('hex')}`;
  }

  /** Takes every shard that is free or was this node's, and keeps them until {@link release}. @throws Fault E_UNAVAILABLE */
  async open(): Promise<void> {
    const { node } = this.#options;
    await this.#claim({ $or: [{ node }, isFree] });
    this.#renewLater();
  }

  epochOf(shard: number): number | undefined {
    return this.#isTrusted() ? this.#epochs.get(shard) : undefined;
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

  async release(): Promise<void> {
    if (this.#isReleased) return;
    this.#isReleased = true;
    this.#cancel?.();
    this.#cancelExpiry?.();
    await this.#renewing;
    this.#lose([...this.#epochs.keys()]);
    const { calls, collections } = this.#options;
    await calls.run('leases', () =>
      collections.leases.updateMany({ owner: this.owner }, [
        { $set: { untilMs: Long.ZERO, ...this.#place() } },
        { $unset: ['owner', 'node'] },
      ]),
    );
  }

  /** Ends the timers and nothing else, as a process that dies does. */
  abandon(): void {
    this.#isReleased = true;
    this.#cancel?.();
    this.#cancelExpiry?.();
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

  /** The place of the side rows as an expression; nothing while it is not known. */
  #place(): Document {
    const sidesAt = this.#options.sidesAt();
    return sidesAt === undefined ? {} : { sidesAt: { $literal: sidesAt } };
  }

  #until(): Document {
    return { untilMs: { $add: [SERVER_NOW, int64(this.#options.ttlMs)] } };
  }

  async #claim(free: Document): Promise<void> {
    const { calls, collections, clock, node } = this.#options;
    const me = { $literal: this.owner };
    const askedMs = clock.monoMs();
    await calls.run('leases', () =>
      collections.leases.updateMany({ $or: [{ owner: this.owner }, free] }, [
        {
          $set: {
            epoch: { $cond: [{ $eq: ['$owner', me] }, '$epoch', { $add: ['$epoch', Long.ONE] }] },
            owner: me,
            node: { $literal: node },
            ...this.#until(),
          },
        },
      ]),
    );
    await this.#readOwn(askedMs);
  }

  async #readOwn(askedMs: number): Promise<void> {
    const { calls, collections, ttlMs, onTaken } = this.#options;
    const rows = await calls.run('leases', () => collections.leases.find({ owner: this.owner }).toArray());
    if (this.#isReleased) return;
    this.#trust(askedMs + ttlMs * TRUST);
    const held = new Map(rows.map(({ _id, epoch }) => [_id, Number(epoch)]));
    this.#lose([...this.#epochs.keys()].filter((shard) => held.get(shard) !== this.#epochs.get(shard)));
    const taken = rows.filter(({ _id }) => !this.#epochs.has(_id));
    const since = taken.map(({ sidesAt }) => sidesAt).reduce(earlier, undefined);
    for (const [shard, epoch] of held) this.#epochs.set(shard, epoch);
    if (since !== undefined) onTaken(since);
    for (const { _id, epoch } of taken) this.#tell(_id, Number(epoch));
  }

  #trust(untilMs: number): void {
    const { clock } = this.#options;
    this.#trustedUntilMs = untilMs;
    this.#cancelExpiry?.();
    this.#cancelExpiry = clock.after(Math.max(0, untilMs - clock.monoMs()), () => {
      if (!this.#isTrusted()) this.#lose([...this.#epochs.keys()]);
    });
  }

  #renewLater(): void {
    if (this.#isReleased) return;
    const { clock, ttlMs, onError } = this.#options;
    this.#cancel = clock.after(ttlMs / RENEWALS_A_TTL, () => {
      this.#renewing = this.#renew()
        .catch((error: unknown) => {
          if (!this.#isReleased) onError(error);
        })
        .finally(() => this.#renewLater());
    });
  }

  /** One call for all shards; whatever is free by then is taken too. */
  async #renew(): Promise<void> {
    const { calls, collections, clock, ttlMs } = this.#options;
    const askedMs = clock.monoMs();
    const { matchedCount } = await calls.run('leases', () =>
      collections.leases.updateMany({ owner: this.owner }, [
        { $set: { ...this.#until(), ...this.#place() } },
      ]),
    );
    if (this.#isReleased) return;
    if (matchedCount === this.#epochs.size && this.#isTrusted()) this.#trust(askedMs + ttlMs * TRUST);
    else await this.#readOwn(askedMs);
    if (this.#epochs.size < SHARDS) await this.#claim(isFree);
  }
}
