import type { Document } from 'mongodb';
import type { Clock } from '#ports/clock.ts';
import { LogStream, type StreamSource } from './log-stream.ts';

/** How long one look waits for news, ms. */
const WAIT_MS = 1_000;
const AGAIN_AFTER_MS = 1_000;

/** An owner came or went, or somebody asks for a share; of renewals only those that the server tells as a whole. */
const MATCH = {
  $or: [
    { operationType: 'replace' },
    { 'updateDescription.updatedFields.owner': { $exists: true } },
    { 'updateDescription.updatedFields.asked': { $exists: true } },
    { 'updateDescription.removedFields': 'owner' },
  ],
};

/** What was heard of the leases. */
export interface LeaseNews {
  /** Owners of shards as they are now; `undefined`: nobody. */
  readonly owners: ReadonlyMap<number, string | undefined>;
  /** Somebody asks for a share, or what happened is not to be understood: whoever wants to know has to look. */
  readonly isMore: boolean;
}

interface LeaseChange {
  readonly documentKey?: { readonly _id?: unknown };
  /** Of what was changed as a whole, as some servers tell every update by a pipeline. */
  readonly fullDocument?: { readonly owner?: unknown };
  readonly updateDescription?: {
    readonly updatedFields?: { readonly owner?: unknown };
    readonly removedFields?: readonly string[];
  };
}

/** The owner that a change names; `false`: it names none. */
const ownerIn = ({ fullDocument, updateDescription }: LeaseChange): string | undefined | false => {
  const { owner } = fullDocument ?? updateDescription?.updatedFields ?? {};
  if (typeof owner === 'string') return owner;
  const isGone = fullDocument !== undefined || updateDescription?.removedFields?.includes('owner');
  return isGone === true ? undefined : false;
};

/** Reads changes of the leases as the server tells them, oldest first. */
export const leaseNewsOf = (changes: readonly Document[]): LeaseNews => {
  const owners = new Map<number, string | undefined>();
  let isMore = false;
  for (const change of changes as readonly LeaseChange[]) {
    const shard = change.documentKey?._id;
    const owner = ownerIn(change);
    if (typeof shard === 'number' && owner !== false) owners.set(shard, owner);
    else isMore = true;
  }
  return { owners, isMore };
};

/** Tells soon when a shard changes hands or is asked for, so that nobody waits for the next renewal. Only a hint. */
export class LeaseWatch {
  readonly #source: StreamSource;
  readonly #clock: Clock;
  readonly #onNews: (news: LeaseNews) => void;
  readonly #opened = Promise.withResolvers<undefined>();
  #isStopped = false;
  #wake: (() => void) | undefined;

  constructor(source: Omit<StreamSource, 'collection'>, clock: Clock, onNews: (news: LeaseNews) => void) {
    this.#source = { ...source, collection: 'leases' };
    this.#clock = clock;
    this.#onNews = onNews;
  }

  /** Resolves when everything from now on is told, or when that cannot be. */
  async start(): Promise<void> {
    void this.#run();
    await this.#opened.promise;
  }

  stop(): void {
    this.#isStopped = true;
    this.#wake?.();
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      try {
        await this.#follow();
      } catch {
        this.#opened.resolve(undefined);
        // renewals look by themselves meanwhile
        await this.#rest();
      }
    }
  }

  async #follow(): Promise<void> {
    const stream = await LogStream.open(this.#source, undefined, MATCH);
    this.#opened.resolve(undefined);
    try {
      while (!this.#isStopped) {
        const events = await stream.next(500, WAIT_MS);
        if (events.length > 0) this.#onNews(leaseNewsOf(events.map(({ raw }) => raw)));
      }
    } finally {
      await stream.close();
    }
  }

  async #rest(): Promise<void> {
    if (this.#isStopped) return;
    await new Promise<void>((resolve) => {
      const cancel = this.#clock.after(AGAIN_AFTER_MS, resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
  }
}
