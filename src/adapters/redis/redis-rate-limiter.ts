import { type Admission, checkRate, type Rate, type RateLimiter } from '#ports/rate-limiter.ts';
import { gcraScript } from './gcra-script.ts';
import type { RedisLink } from './link.ts';
import type { Script } from './script.ts';

const SECOND_US = 1_000_000;

export interface RedisRateLimiterOptions {
  readonly link: RedisLink;
  /** Decides while Redis is away. It is charged with what Redis admits, so that it does not begin with a full burst. */
  readonly local: RateLimiter;
  /** Told at which time of the server each decision was made, ms. */
  readonly onDecision?: (atMs: number) => void;
  readonly script?: Script;
}

/** Microseconds between admissions, rounded up to a quarter: never more is admitted than the rate says. */
const intervalOf = ({ perSecond }: Rate): number => Math.ceil((SECOND_US / perSecond) * 4) / 4;

/**
 * GCRA for all processes together, on the clock of the Redis server. While Redis is away each process limits by itself.
 * @throws RangeError for a rate or cost out of range
 */
export const createRedisRateLimiter = (options: RedisRateLimiterOptions): RateLimiter => {
  const { link, local, onDecision, script = gcraScript() } = options;
  const ask = async (key: string, rate: Rate, cost: number): Promise<Admission> => {
    const intervalUs = intervalOf(rate);
    const args = [intervalUs, rate.burst * intervalUs, cost];
    const reply = await link.run(script, [`${link.prefix}rate:{${key}}`], args);
    const [admitted, waitUs, atUs] = reply as readonly [number, string, string];
    onDecision?.(Number(atUs) / 1_000);
    return admitted === 1 ? { ok: true } : { ok: false, retryAfterMs: Math.ceil(Number(waitUs) / 1_000) };
  };
  return {
    take: async (key, rate, cost = 1) => {
      checkRate(key, rate, cost);
      if (!link.isUp) return local.take(key, rate, cost);
      try {
        const admission = await ask(key, rate, cost);
        if (admission.ok) await local.take(key, rate, cost);
        return admission;
      } catch (error) {
        link.report(error);
        return local.take(key, rate, cost);
      }
    },
  };
};
