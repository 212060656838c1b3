import { connectClient, type RedisClient } from './client.ts';
import { textOf } from './explain.ts';
import type { RedisLink } from './link.ts';
import { type Box, boxOf, GROUP, type Letter, lettersOf, makeBoxes, type Streams } from './mail.ts';

const BOXES: readonly Box[] = ['calls', 'answers'];
/** A read waits so long for something to come, ms. */
const BLOCK_MS = 1_000;
/** A read that does not come back so long after that is on a dead connection, ms. */
const DEAD_AFTER_MS = 1_500;
/** After a failed read, ms. */
const PAUSE_MS = 100;
const COUNT = 512;
/** Everything that was given to this process and is not discarded yet. */
const COUNT_GIVEN = 10_000;

/** Brings this process what comes for it, on a connection of its own. */
export class Postman {
  readonly #link: RedisLink;
  readonly #self: string;
  readonly #client: RedisClient;
  readonly #take: (letters: readonly Letter[]) => void;
  #isClosed = false;
  #running: Promise<void> = Promise.resolve();

  constructor(link: RedisLink, self: string, take: (letters: readonly Letter[]) => void) {
    this.#link = link;
    this.#self = self;
    this.#take = take;
    this.#client = link.another();
  }

  async start(): Promise<void> {
    await makeBoxes(this.#link, this.#self);
    await connectClient(this.#client, this.#link.clock);
    this.#running = this.#run();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#client.disconnect();
    await this.#running;
  }

  async #run(): Promise<void> {
    // first what was given before and got lost on the way, or belonged to this process before it started again
    let from = '0';
    while (!this.#isClosed) {
      try {
        const letters = await this.#read(from);
        if (letters.length > 0) this.#take(letters);
        from = '>';
      } catch (error) {
        from = '0';
        await this.#recover(error);
      }
    }
  }

  async #read(from: string): Promise<readonly Letter[]> {
    const keys = BOXES.map((box) => boxOf(this.#link.prefix, box, this.#self));
    const count = from === '0' ? COUNT_GIVEN : COUNT;
    const head = ['GROUP', GROUP, this.#self, 'COUNT', count, 'BLOCK', BLOCK_MS, 'STREAMS'];
    const ids = keys.map(() => from);
    const streams = (await this.#inTime(
      this.#client.callBuffer('XREADGROUP', [...head, ...keys, ...ids]),
    )) as Streams;
    return (streams ?? []).flatMap(([key, entries]) =>
      lettersOf(BOXES[keys.indexOf(String(key))] ?? 'calls', entries),
    );
  }

  #inTime<T>(answer: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const cancel = this.#link.clock.after(BLOCK_MS + DEAD_AFTER_MS, () => {
        this.#client.disconnect(true);
        reject(new Error('Redis did not answer a read'));
      });
      answer.then(resolve, reject).finally(cancel);
    });
  }

  /** Boxes that are gone, as after a restart without data, are made again. */
  async #recover(error: unknown): Promise<void> {
    if (this.#isClosed) return;
    try {
      if (/NOGROUP|UNBLOCKED/.test(textOf(error))) {
        await makeBoxes(this.#link, this.#self);
        return;
      }
      this.#link.report(error);
    } catch (failed) {
      this.#link.report(failed);
    }
    await new Promise<void>((resolve) => this.#link.clock.after(PAUSE_MS, resolve));
  }
}
