import type { ClientSession, Document, MongoClient } from 'mongodb';
import type { Clock } from '#ports/clock.ts';
import type { Calls } from './calls.ts';
import { int64 } from './codec.ts';
import type { Collections, StoredFollower } from './collections.ts';
import { isDuplicate, passingFault } from './explain.ts';
import { IS_FREE, SERVER_NOW } from './lease-rows.ts';
import { TRUST } from './sharing.ts';

export interface FollowerLeasesOptions {
  readonly calls: Pick<Calls, 'run'>;
  readonly client: MongoClient;
  readonly collections: Collections;
  readonly clock: Clock;
  /** This start of this node. */
  readonly owner: string;
  readonly node: string;
  readonly ttlMs: number;
}

/**
 * Which followers this process runs. One that another process runs is waited for: what was opened is taken over as soon as
 * the other lets go or is not heard of any more.
 */
export class FollowerLeases {
  readonly #options: FollowerLeasesOptions;
  /** The session that was opened last, by follower. */
  readonly #sessions = new Map<string, number>();
  /** The epoch under which this process holds a follower now. */
  readonly #held = new Map<string, number>();
  /** For the transactions of each follower, so that a next owner can end them. */
  readonly #transactions = new Map<string, ClientSession>();
  #trustedUntilMs = 0;

  constructor(options: FollowerLeasesOptions) {
    this.#options = options;
  }

  /** Takes a follower over from this process's own earlier sessions and from nobody else. */
  async open(name: string): Promise<{ readonly session: number; readonly row: StoredFollower | undefined }> {
    const { calls, collections } = this.#options;
    const row = await this.#claim(name);
    const known = row ?? (await calls.run('followers', () => collections.followers.findOne({ _id: name })));
    const session = Number(known?.epoch ?? 0);
    this.#sessions.set(name, session);
    return { session, row };
  }

  /** Whether this process runs the follower now. */
  isHeld(name: string): boolean {
    return this.#held.has(name) && this.#options.clock.monoMs() < this.#trustedUntilMs;
  }

  /**
   * Epoch under which a session may write; `undefined`: a newer session took over.
   * @throws Fault E_UNAVAILABLE when another process runs the follower for now
   */
  epochOf(name: string, session: number): number | undefined {
    if (this.#sessions.get(name) !== session) return undefined;
    const epoch = this.#held.get(name);
    if (epoch !== undefined) return epoch;
    throw passingFault(`another process runs the follower ${name}: this one waits for it`);
  }

  /** Where the follower's transactions run. */
  transactionsOf(name: string): ClientSession {
    const known = this.#transactions.get(name);
    // one that was given up may still be under way
    if (known?.inTransaction() === false) return known;
    const session = this.#options.client.startSession();
    this.#transactions.set(name, session);
    return session;
  }

  /** The database knows better: somebody else has it. */
  lost(name: string): void {
    this.#held.delete(name);
  }

  /** Holds all own followers for longer and takes over what nobody runs. */
  async renew(): Promise<void> {
    const { calls, collections, owner } = this.#options;
    if (this.#held.size > 0) {
      const askedMs = this.#options.clock.monoMs();
      const { matchedCount } = await calls.run('followers', () =>
        collections.followers.updateMany({ owner }, [{ $set: this.#until() }]),
      );
      if (matchedCount < this.#held.size) await this.#dropLost();
      this.#trust(askedMs);
    }
    for (const name of await this.#free()) await this.#claim(name);
  }

  /** Followers that were opened here and that nobody runs now. */
  async #free(): Promise<readonly string[]> {
    const { calls, collections } = this.#options;
    const waiting = [...this.#sessions.keys()].filter((name) => !this.#held.has(name));
    if (waiting.length === 0) return [];
    const rows = await calls.run('followers', () =>
      collections.followers
        .find({ _id: { $in: waiting }, ...this.#isFree() })
        .project<{ _id: string }>({ _id: 1 })
        .toArray(),
    );
    return rows.map(({ _id }) => _id);
  }

  async release(): Promise<void> {
    const { calls, collections, owner } = this.#options;
    this.#held.clear();
    await calls.run('followers', () =>
      collections.followers.updateMany({ owner }, [
        { $set: { untilMs: int64(0) } },
        { $unset: ['owner', 'node'] },
      ]),
    );
  }

  #isFree(): Document {
    return { $or: [{ node: this.#options.node }, { owner: { $exists: false } }, IS_FREE] };
  }

  #until(): Document {
    return { untilMs: { $add: [SERVER_NOW, int64(this.#options.ttlMs)] } };
  }

  #trust(askedMs: number): void {
    this.#trustedUntilMs = Math.max(this.#trustedUntilMs, askedMs + this.#options.ttlMs * TRUST);
  }

  async #dropLost(): Promise<void> {
    const { calls, collections, owner } = this.#options;
    const rows = await calls.run('followers', () => collections.followers.find({ owner }).toArray());
    const own = new Set(rows.map(({ _id }) => _id));
    for (const name of this.#held.keys()) if (!own.has(name)) this.#held.delete(name);
  }

  /** Ends what a killed owner left half done: a transaction holds its rows, and the server forgets it only after a minute. */
  async #endTransactions(name: string, isFree: Document): Promise<void> {
    const { calls, collections, client, owner } = this.#options;
    const row = await calls.run('followers', () =>
      collections.followers.findOne({ _id: name, owner: { $exists: true, $ne: owner }, ...isFree }),
    );
    if (row?.lsid === undefined) return;
    try {
      await calls.run('followers', () => client.db('admin').command({ killSessions: [{ id: row.lsid }] }));
    } catch {
      // a server or a role without it: the claim waits until the transaction is over
    }
  }

  /** The follower under a new epoch; `undefined`: another process runs it. */
  async #claim(name: string): Promise<StoredFollower | undefined> {
    const { calls, collections, owner, node } = this.#options;
    const isFree = this.#isFree();
    await this.#endTransactions(name, isFree);
    const askedMs = this.#options.clock.monoMs();
    const claim = {
      $set: {
        lsid: { $literal: this.transactionsOf(name).id?.id },
        epoch: { $add: [{ $ifNull: ['$epoch', int64(0)] }, int64(1)] },
        owner: { $literal: owner },
        node: { $literal: node },
        ...this.#until(),
      },
    };
    const row = await calls.run('followers', async () => {
      try {
        return await collections.followers.findOneAndUpdate({ _id: name, ...isFree }, [claim], {
          upsert: true,
          returnDocument: 'after',
        });
      } catch (error) {
        // it is there and somebody else's
        if (isDuplicate(error)) return null;
        throw error;
      }
    });
    if (row === null) return undefined;
    this.#held.set(name, Number(row.epoch));
    this.#trust(askedMs);
    return row;
  }
}
