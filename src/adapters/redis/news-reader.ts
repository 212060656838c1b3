import { BLOCK_MS, BlockingReader } from './blocking-reader.ts';
import type { EventKeys } from './event-keys.ts';
import { NEWS_SO_FAR } from './event-scripts.ts';
import type { RedisLink } from './link.ts';

const COUNT = 256;

type Read = readonly (readonly [Buffer, readonly (readonly [Buffer, readonly Buffer[]])[]])[] | null;

/** Hears every news from now on, and first what is kept of those before. */
export class NewsReader {
  readonly #link: RedisLink;
  readonly #keys: EventKeys;
  readonly #hear: (body: Buffer) => void;
  readonly #reader: BlockingReader;
  #after = '0-0';

  constructor(link: RedisLink, keys: EventKeys, hear: (body: Buffer) => void) {
    this.#link = link;
    this.#keys = keys;
    this.#hear = hear;
    this.#reader = new BlockingReader(
      link,
      () => this.#step(),
      (error) => {
        throw error;
      },
    );
  }

  async start(): Promise<void> {
    const { news, kept } = this.#keys;
    const found = await this.#link.callBytes('EVAL', NEWS_SO_FAR.text, 2, news, kept);
    const [last, bodies] = found as readonly [Buffer, readonly Buffer[]];
    this.#after = String(last);
    for (const body of bodies) this.#safely(body);
    await this.#reader.start();
  }

  stop(): Promise<void> {
    return this.#reader.stop();
  }

  async #step(): Promise<void> {
    const { news } = this.#keys;
    const args = ['COUNT', COUNT, 'BLOCK', BLOCK_MS, 'STREAMS', news, this.#after];
    const found = (await this.#reader.ask('XREAD', args)) as Read;
    for (const [, entries] of found ?? []) {
      for (const [id, fields] of entries) {
        this.#after = String(id);
        this.#safely(fields[1] ?? Buffer.alloc(0));
      }
    }
  }

  #safely(body: Buffer): void {
    try {
      this.#hear(body);
    } catch (error) {
      this.#link.report(error);
    }
  }
}
