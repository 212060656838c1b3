import { type Clock } from '#ports/clock.ts';
import { LogStream, type StreamSource } from './log-stream.ts';

/** How long one look waits for news, ms. */
const WAIT_MS = 1_000;
const AGAIN_AFTER_MS = 1_000;

/** An owner came or went, or somebody asks for a share; renewals change none of it. */
const MATCH = {
  $or: [
    { operationType: 'replace' },
    { 'updateDescription.updatedFields.owner': { $exists: true } },
    { 'updateDescription.updatedFields.asked': { $exists: true } },
    { 'updateDescription.removedFields': 'owner' },
  ],
};

/** Tells soon when a shard changes hands or is asked for, so that nobody waits for the next renewal. Only a hint. */
export class LeaseWatch {
  readonly #source: StreamSource;
  readonly #clock: Clock;
  readonly #onNews: () => void;
  readonly #opened = Promise.withResolvers<undefined>();
  #isStopped = false;
  #wake: (() => void) | undefined;

  constructor(source: Omit<StreamSource, 'collection'>, clock: Clock, onNews: () => void) {
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
      while (!this.#isStopped) if ((await stream.next(500, WAIT_MS)).length > 0) this.#onNews();
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
