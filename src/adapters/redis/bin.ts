import type { RedisLink } from './link.ts';
import { discard } from './mail.ts';

/** Discards letters behind everybody's back: what comes while one batch is under way goes with the next. */
export class Bin {
  readonly #link: RedisLink;
  readonly #entryIds = new Map<string, string[]>();
  #emptying: Promise<void> | undefined;

  constructor(link: RedisLink) {
    this.#link = link;
  }

  put(key: string, entryIds: readonly string[]): void {
    if (entryIds.length === 0) return;
    const waiting = this.#entryIds.get(key);
    if (waiting === undefined) this.#entryIds.set(key, [...entryIds]);
    else waiting.push(...entryIds);
    this.#emptying ??= this.#empty();
  }

  /** Resolves when nothing is left in it. */
  async settled(): Promise<void> {
    await this.#emptying;
  }

  async #empty(): Promise<void> {
    while (this.#entryIds.size > 0) {
      const batches = [...this.#entryIds];
      this.#entryIds.clear();
      try {
        await Promise.all(batches.map(([key, entryIds]) => discard(this.#link, key, entryIds)));
      } catch (error) {
        // they come again, and then their callers have stopped waiting
        this.#link.report(error);
      }
    }
    this.#emptying = undefined;
  }
}
