import { connectClient, type RedisClient } from './client.ts';
import type { RedisLink } from './link.ts';

/** A read waits so long for something to come, ms. */
export const BLOCK_MS = 1_000;
/** A read that does not come back so long after that is on a dead connection, ms. */
const DEAD_AFTER_MS = 1_500;
/** After a failed read, ms. */
const PAUSE_MS = 100;

/** Reads again and again on a connection of its own, because its reads wait for something to come. */
export class BlockingReader {
  readonly #link: RedisLink;
  readonly #client: RedisClient;
  readonly #step: () => Promise<void>;
  readonly #mend: (error: unknown) => Promise<void>;
  #isStopped = false;
  #running: Promise<void> = Promise.resolve();

  /** `step` reads once; `mend` puts right what a failed read says, or throws. */
  constructor(link: RedisLink, step: () => Promise<void>, mend: (error: unknown) => Promise<void>) {
    this.#link = link;
    this.#client = link.another();
    this.#step = step;
    this.#mend = mend;
  }

  async start(): Promise<void> {
    await connectClient(this.#client, this.#link.clock);
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#client.disconnect();
    await this.#running;
  }

  /** Asks on the connection of its own. */
  ask(command: string, args: readonly (string | number)[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const cancel = this.#link.clock.after(BLOCK_MS + DEAD_AFTER_MS, () => {
        this.#client.disconnect(true);
        reject(new Error('Redis did not answer a read'));
      });
      this.#client
        .callBuffer(command, [...args])
        .then(resolve, reject)
        .finally(cancel);
    });
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      try {
        await this.#step();
      } catch (error) {
        await this.#recover(error);
      }
    }
  }

  async #recover(error: unknown): Promise<void> {
    if (this.#isStopped) return;
    try {
      await this.#mend(error);
    } catch (failed) {
      this.#link.report(failed);
    }
    await new Promise<void>((resolve) => this.#link.clock.after(PAUSE_MS, resolve));
  }
}
