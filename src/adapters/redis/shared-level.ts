import type { Clock } from '#ports/clock.ts';
import { DROP, KEEP_LOADED, READ, SET } from './cache-scripts.ts';
import type { RedisLink } from './link.ts';
import type { Entry } from './local-level.ts';

/** Values are kept beyond their time to live for callers that take stale ones, ms. */
const KEPT_BEYOND_MS = 60_000;
/** Longer than any load takes, ms. */
const DROPPED_FOR_MS = 60_000;
/** Keys that are remembered while Redis is away. */
const OWED_MAX = 10_000;

/** What Redis holds: an entry, or the id of a write that dropped it, or nothing. */
export interface Shared {
  /** Empty: nothing was ever written, as far as is known. */
  readonly id: string;
  readonly entry?: Omit<Entry, 'trustedUntilMs'>;
}

interface Place {
  readonly link: RedisLink;
  readonly clock: Pick<Clock, 'monoMs'>;
  /** Where processes tell each other what they wrote. */
  readonly channel: string;
  /** This process. */
  readonly self: string;
}

/** The level that processes share. Keys that could not be written are dropped there as soon as Redis is back. */
export class SharedLevel {
  readonly #place: Place;
  readonly #link: RedisLink;
  readonly #owed = new Set<string>();
  readonly #stop: () => void;
  #writes = 0;

  constructor(place: Place) {
    this.#place = place;
    this.#link = place.link;
    this.#stop = place.link.onUp(() => void this.#settleOwed());
  }

  /** An id for a write of this process. */
  mint(): string {
    this.#writes += 1;
    return `${this.#place.self}.${this.#writes}`;
  }

  /** `undefined`: Redis cannot be asked. */
  async read(key: string): Promise<Shared | undefined> {
    if (!this.#link.isUp || this.#owed.has(key)) return undefined;
    try {
      const reply = (await this.#link.run(READ, [this.#keyOf(key)], [])) as readonly (
        | string
        | number
        | null
      )[];
      const [json = null, id = '', ttlMs, keepMs, leftMs] = reply;
      if (json === null) return { id: String(id ?? '') };
      const setMs = this.#place.clock.monoMs() - (Number(keepMs) - Number(leftMs));
      return {
        id: String(id),
        entry: { json: String(json), id: String(id), setMs, freshUntilMs: setMs + Number(ttlMs) },
      };
    } catch (error) {
      this.#link.report(error);
      return undefined;
    }
  }

  async set(key: string, json: string, id: string, ttlMs: number): Promise<void> {
    const args = [json, id, ttlMs, keepOf(ttlMs, 0), this.#place.channel, this.#message(key)];
    if (await this.#write(key, SET, args)) this.#owed.delete(key);
    else this.#owe(key);
  }

  async drop(key: string): Promise<void> {
    const args = [this.mint(), DROPPED_FOR_MS, this.#place.channel, this.#message(key)];
    if (await this.#write(key, DROP, args)) this.#owed.delete(key);
    else this.#owe(key);
  }

  /** `false`: something else was written meanwhile. */
  async keepLoaded(
    key: string,
    loaded: { readonly json: string; readonly id: string; readonly ttlMs: number; readonly staleMs: number },
    seenId: string,
  ): Promise<boolean> {
    if (!this.#link.isUp || this.#owed.has(key)) return true;
    const { json, id, ttlMs, staleMs } = loaded;
    try {
      const args = [json, id, ttlMs, keepOf(ttlMs, staleMs), seenId];
      return (await this.#link.run(KEEP_LOADED, [this.#keyOf(key)], args)) === 1;
    } catch (error) {
      this.#link.report(error);
      return true;
    }
  }

  close(): void {
    this.#stop();
  }

  /** The key of a message from another process; `undefined`: from this one. */
  keyIn(message: string): string | undefined {
    const end = message.indexOf('\n');
    return message.slice(0, end) === this.#place.self ? undefined : message.slice(end + 1);
  }

  #message(key: string): string {
    return `${this.#place.self}\n${key}`;
  }

  #keyOf(key: string): string {
    return `${this.#link.prefix}cache:{${key}}`;
  }

  async #write(key: string, script: typeof SET, args: readonly (string | number)[]): Promise<boolean> {
    try {
      await this.#link.run(script, [this.#keyOf(key)], args);
      return true;
    } catch (error) {
      this.#link.report(error);
      return false;
    }
  }

  #owe(key: string): void {
    // beyond that a value may be stale until its time is over
    if (this.#owed.size < OWED_MAX) this.#owed.add(key);
  }

  async #settleOwed(): Promise<void> {
    for (const key of this.#owed) {
      if (!this.#link.isUp) return;
      await this.drop(key);
    }
  }
}

const keepOf = (ttlMs: number, staleMs: number): number =>
  Math.ceil(ttlMs + Math.max(staleMs, KEPT_BEYOND_MS));
