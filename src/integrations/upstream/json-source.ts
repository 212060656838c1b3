import type { ZodType } from 'zod';
import type { Upstream } from '#commands/upstream.ts';
import { randomBelow, type Rng } from '#game/shared/rng.ts';
import type { Clock } from '#ports/clock.ts';
import { Fault } from '#ports/fault.ts';
import { boundedFetch, type Fetched } from './bounded-fetch.ts';
import { Breaker } from './breaker.ts';
import { UpstreamMeter } from './upstream-meter.ts';

export interface JsonSourceOptions {
  /** In words for people: `The OSRS hiscores`. */
  readonly name: string;
  readonly userAgent: string;
  readonly clock: Clock;
  /** Spreads retries. */
  readonly rng: Rng;
  /** For one attempt, ms; default 2,000. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 2_000;
const MAX_BYTES = 262_144;
const ATTEMPTS = 3;
/** First wait between attempts, ms; each further one is twice as long, half of it by chance. */
const BACKOFF_MS = 200;
/** A source that wants us to wait for longer than this gets its rest, and people an answer. */
const WAIT_MAX_MS = 1_000;
/** Nobody is kept away for longer, ms. */
const REST_MAX_MS = 600_000;
/** Rest after a 429 that says no time, ms. */
const REST_MS = 30_000;

/** One attempt that brought nothing. */
class Miss extends Error {
  readonly again: boolean;
  readonly waitMs: number | undefined;

  constructor(message: string, again: boolean, waitMs?: number, cause?: unknown) {
    super(message, { cause });
    this.again = again;
    this.waitMs = waitMs;
  }
}

/** `Retry-After` in ms: seconds or a date. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
export const retryAfterMs = (header: string | null, nowMs: number): number => {
  if (header === null) return REST_MS;
  const waitMs = /^\d{1,6}$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - nowMs;
  return Number.isNaN(waitMs) ? REST_MS : Math.min(Math.max(waitMs, 0), REST_MAX_MS);
};

/**
 * A source of JSON over HTTP that may fail: bounded time and size, three attempts with backoff and jitter, a breaker, and
 * obedience to `Retry-After`. What does not fit the schema counts as a failure, for it is mostly a page in HTML.
 */
export class JsonSource {
  readonly #options: JsonSourceOptions;
  /** Of the whole source: it asked for a rest. */
  readonly #rest: Breaker;
  /** Of each part of it. */
  readonly #breakers = new Map<string, Breaker>();
  readonly #meter: UpstreamMeter;

  constructor(options: JsonSourceOptions) {
    this.#options = options;
    this.#rest = new Breaker(options.clock);
    this.#meter = new UpstreamMeter(options.name, options.clock);
  }

  /** How it stands, by its part that is worst off; asks nothing. */
  look(): Upstream {
    const breakers = [this.#rest, ...this.#breakers.values()];
    return this.#meter.look(Math.max(...breakers.map(({ restsForMs }) => restsForMs)));
  }

  /**
   * The value at a URL; `undefined`: the source knows of none (404). Parts of a source, of which there are few, fail each
   * for itself; the rest that it asks for counts for all of them. @throws Fault E_UPSTREAM
   */
  async get<T>(url: string, schema: ZodType<T>, part = ''): Promise<T | undefined> {
    const breaker = this.#breakerOf(part);
    const refusedMs = this.#rest.refusal() ?? breaker.refusal();
    if (refusedMs !== undefined) throw this.#fault('has its rest', refusedMs);
    for (let attempt = 1; ; attempt += 1) {
      try {
        const value = await this.#attempt(url, schema);
        breaker.succeeded();
        this.#meter.answered();
        return value;
      } catch (error) {
        const miss = error instanceof Miss ? error : new Miss('cannot be reached', true, undefined, error);
        const waitMs = miss.waitMs ?? this.#backoffMs(attempt);
        if (miss.again && attempt < ATTEMPTS && waitMs <= WAIT_MAX_MS) {
          await this.#pause(waitMs);
          continue;
        }
        breaker.failed();
        this.#meter.failed();
        if (miss.waitMs !== undefined) this.#rest.pause(miss.waitMs);
        throw this.#fault(miss.message, miss.waitMs, miss);
      }
    }
  }

  #breakerOf(part: string): Breaker {
    const known = this.#breakers.get(part);
    if (known !== undefined) return known;
    const made = new Breaker(this.#options.clock);
    this.#breakers.set(part, made);
    return made;
  }

  async #attempt<T>(url: string, schema: ZodType<T>): Promise<T | undefined> {
    const { clock, userAgent, timeoutMs = TIMEOUT_MS } = this.#options;
    const fetched = await boundedFetch(url, { clock, userAgent, timeoutMs, maxBytes: MAX_BYTES });
    const { status } = fetched;
    if (status === 404) return undefined;
    if (status === 429)
      throw new Miss('asks for a rest', true, retryAfterMs(fetched.retryAfter, clock.nowMs()));
    if (status !== 200) throw new Miss(`answers ${status}`, status >= 500);
    return readJson(fetched, schema);
  }

  #backoffMs(attempt: number): number {
    const wholeMs = BACKOFF_MS * 2 ** (attempt - 1);
    return wholeMs / 2 + randomBelow(this.#options.rng, wholeMs / 2 + 1);
  }

  async #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#options.clock.after(ms, resolve);
    });
  }

  #fault(what: string, retryAfter?: number, cause?: unknown): Fault {
    const { name } = this.#options;
    return new Fault('E_UPSTREAM', `${name}: ${what}`, {
      retryable: true,
      source: name,
      ...(retryAfter === undefined ? {} : { retryAfterMs: retryAfter }),
      ...(cause === undefined ? {} : { cause }),
    });
  }
}

/** @throws Miss for what is no JSON or of another form */
const readJson = <T>({ text }: Fetched, schema: ZodType<T>): T => {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    throw new Miss('answers no JSON', true, undefined, error);
  }
  const { data, error } = schema.safeParse(raw);
  if (error !== undefined) throw new Miss('answers in another form', false, undefined, error);
  return data;
};
