import { type Document, type Filter, Long } from 'mongodb';
import type { Calls } from './calls.ts';
import { int64 } from './codec.ts';
import type { Collections, StoredLease } from './collections.ts';

/** The server's clock, ms: no process's own is asked. A number because one server in use compares dates wrongly. */
export const SERVER_NOW = { $toLong: '$$NOW' };
/** Nobody has it by the server's time. */
export const IS_FREE: Document = { $expr: { $lte: ['$untilMs', SERVER_NOW] } };
const IS_ALIVE: Document = { $expr: { $gt: ['$untilMs', SERVER_NOW] } };

export interface LeaseRowsOptions {
  readonly calls: Pick<Calls, 'run'>;
  readonly collections: Collections;
  /** This start of this node. */
  readonly owner: string;
  readonly node: string;
  readonly ttlMs: number;
}

/** What the database knows about owners and members; every change is judged by the server's time. */
export class LeaseRows {
  readonly #options: LeaseRowsOptions;

  constructor(options: LeaseRowsOptions) {
    this.#options = options;
  }

  /** Says that this process is alive. */
  async join(): Promise<void> {
    const { calls, collections, owner, node } = this.#options;
    const member = { $set: { node: { $literal: node }, ...this.#until() } };
    await calls.run('members', () =>
      collections.members.updateOne({ _id: owner }, [member], { upsert: true }),
    );
  }

  /** Says that former starts of this node are over, whoever knows that. */
  async bury(): Promise<void> {
    const { calls, collections, owner, node } = this.#options;
    await calls.run('members', () => collections.members.deleteMany({ node, _id: { $ne: owner } }));
  }

  /** Tells the others that this process has less than its share. */
  async ask(): Promise<void> {
    const { calls, collections, owner } = this.#options;
    await calls.run('leases', () => collections.leases.updateOne({ _id: 0 }, { $set: { asked: owner } }));
  }

  async leave(): Promise<void> {
    const { calls, collections, owner } = this.#options;
    await calls.run('members', () => collections.members.deleteOne({ _id: owner }));
  }

  /** Other processes that are alive now, and where they run. */
  async others(): Promise<ReadonlyMap<string, string>> {
    const { calls, collections, owner } = this.#options;
    const rows = await calls.run('members', () =>
      collections.members
        .find({ _id: { $ne: owner }, ...IS_ALIVE })
        .sort({ _id: 1 })
        .toArray(),
    );
    return new Map(rows.map(({ _id, node }) => [_id, node]));
  }

  /** Shards that nobody has now, and those of former starts of this node when they are asked for. */
  async vacant(withNode: boolean): Promise<readonly number[]> {
    const { calls, collections, owner, node } = this.#options;
    const filter = withNode ? { $or: [{ node, owner: { $ne: owner } }, IS_FREE] } : IS_FREE;
    const rows = await calls.run('leases', () =>
      collections.leases.find(filter).project<{ _id: number }>({ _id: 1 }).toArray(),
    );
    return rows.map(({ _id }) => _id);
  }

  /** Takes those of the shards that are still free, under a new epoch each. */
  async claim(shards: readonly number[], withNode: boolean): Promise<void> {
    const { calls, collections, owner, node } = this.#options;
    const isFree = withNode ? { $or: [{ node }, IS_FREE] } : IS_FREE;
    const claim = [{ $set: this.#taken(owner, node) }];
    await calls.run('leases', () =>
      collections.leases.updateMany({ _id: { $in: shards }, owner: { $ne: owner }, ...isFree }, claim),
    );
  }

  /**
   * Holds all own shards for longer, in one call; how many those are. `sidesMs`: mark of the side rows of these shards,
   * others that the database counts as ours keep theirs.
   */
  async renew(sidesMs: number | undefined, shards: readonly number[]): Promise<number> {
    const { calls, collections, owner } = this.#options;
    const { matchedCount } = await calls.run('leases', () =>
      collections.leases.updateMany({ owner }, [
        { $set: { ...this.#until(), ...markOfSome(sidesMs, shards) } },
      ]),
    );
    return matchedCount;
  }

  async own(): Promise<readonly StoredLease[]> {
    const { calls, collections, owner } = this.#options;
    return calls.run('leases', () => collections.leases.find({ owner }).toArray());
  }

  /** Who has each shard now, by the server's time. */
  async owners(): Promise<Map<number, string>> {
    const { calls, collections } = this.#options;
    const rows = await calls.run('leases', () =>
      collections.leases
        .find(IS_ALIVE)
        .project<{ _id: number; owner?: string }>({ _id: 1, owner: 1 })
        .toArray(),
    );
    return new Map(rows.flatMap(({ _id, owner }) => (owner === undefined ? [] : [[_id, owner] as const])));
  }

  /** Lowers the mark of the side rows of all own shards; lower ones stay. */
  async lowerSides(sidesMs: number): Promise<void> {
    const { calls, collections, owner } = this.#options;
    await calls.run('leases', () =>
      collections.leases.updateMany({ owner }, { $min: { sidesMs: int64(sidesMs) } }),
    );
  }

  /** Gives these shards back with the mark of their side rows. */
  async giveBack(sidesMs: number | undefined, shards: readonly number[]): Promise<void> {
    await this.#free({ _id: { $in: shards }, owner: this.#options.owner }, markOf(sidesMs));
  }

  /** Gives these shards to another process, under a new epoch and for as long as if it had taken them. */
  async giveTo(
    owner: string,
    node: string,
    sidesMs: number | undefined,
    shards: readonly number[],
  ): Promise<void> {
    const { calls, collections, owner: self } = this.#options;
    const gift = { ...this.#taken(owner, node), ...markOf(sidesMs) };
    await calls.run('leases', () =>
      collections.leases.updateMany({ _id: { $in: shards }, owner: self }, [{ $set: gift }]),
    );
  }

  /** Frees whatever the database counts as a process's. */
  async free(owner: string): Promise<void> {
    await this.#free({ owner }, {});
  }

  async #free(filter: Filter<StoredLease>, mark: { readonly sidesMs?: Long }): Promise<void> {
    const { calls, collections } = this.#options;
    const freed = { $set: { untilMs: Long.ZERO, ...mark }, $unset: { owner: '', node: '' } } as const;
    await calls.run('leases', () => collections.leases.updateMany(filter, freed));
  }

  #taken(owner: string, node: string): Document {
    return {
      epoch: { $add: ['$epoch', Long.ONE] },
      owner: { $literal: owner },
      node: { $literal: node },
      ...this.#until(),
    };
  }

  #until(): Document {
    return { untilMs: { $add: [SERVER_NOW, int64(this.#options.ttlMs)] } };
  }
}

/** The mark of the side rows; nothing while it is not known. */
const markOf = (sidesMs: number | undefined): { readonly sidesMs?: Long } =>
  sidesMs === undefined ? {} : { sidesMs: int64(sidesMs) };

/** The same for some shards alone, as an expression. */
const markOfSome = (sidesMs: number | undefined, shards: readonly number[]): Document => {
  if (sidesMs === undefined) return {};
  const isOne = { $in: ['$_id', { $literal: shards }] };
  return { sidesMs: { $cond: [isOne, int64(sidesMs), '$sidesMs'] } };
};
