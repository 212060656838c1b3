import { TooMany } from './api-fault.ts';

/** How often something may be asked for. */
export interface Limit {
  readonly count: number;
  readonly windowMs: number;
}

/** Where a bucket stands after a request. */
export interface Standing {
  readonly bucket: string;
  readonly limit: number;
  readonly remaining: number;
  readonly resetAfterMs: number;
}

interface Window {
  untilMs: number;
  used: number;
}

/** Fixed windows, one a key, as Discord's headers describe them. */
export class Buckets {
  readonly #windows = new Map<string, Window>();

  /** @throws TooMany when the window is used up */
  take(key: string, limit: Limit, nowMs: number, scope: TooMany['scope'] = 'user', code = 0): Standing {
    let window = this.#windows.get(key);
    if (window === undefined || nowMs >= window.untilMs) {
      window = { untilMs: nowMs + limit.windowMs, used: 0 };
      this.#windows.set(key, window);
    }
    const resetAfterMs = window.untilMs - nowMs;
    if (window.used >= limit.count) throw new TooMany(resetAfterMs, scope, code);
    window.used += 1;
    return {
      bucket: bucketName(key),
      limit: limit.count,
      remaining: limit.count - window.used,
      resetAfterMs,
    };
  }
}

/** Buckets are named by their route; what they count is told apart by the ids in it. */
const bucketName = (key: string): string => key.split(' ')[0] ?? key;
