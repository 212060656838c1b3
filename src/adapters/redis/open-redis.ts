import type { Clock } from '#ports/clock.ts';
import { Fault } from '#ports/fault.ts';
import { addressOf, type RedisAddress } from './address.ts';
import { probeOf } from './client.ts';
import { explain, passingFault, textOf } from './explain.ts';
import { inspect, type ServerFacts } from './inspect.ts';
import { createLink, type RedisLink } from './link.ts';

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 4_000;

export interface RedisOptions {
  /** `redis://…`, with a password: a secret. */
  readonly url: string;
  /** Which service the keys belong to: they begin with `guildhall:<deployment>:`. */
  readonly deployment: string;
  readonly clock: Clock;
  /** Work waits there that must not be lost: a server that drops keys when it is full is refused. */
  readonly mayNotEvict?: boolean;
  /** How long a server that is out of reach is tried again, ms; default 30,000. */
  readonly reachWithinMs?: number;
  /** Told before each wait, ms. */
  readonly onWait?: (waitMs: number, why: Fault) => void;
  /** Told of what failed in the background, once for each time that the connection is lost. */
  readonly onError?: (error: unknown) => void;
}

const REACH_WITHIN_MS = 30_000;

/** What went wrong while connecting is said by events; the promise only knows that it is over. */
const tryOnce = async (address: RedisAddress, mayNotEvict: boolean): Promise<ServerFacts> => {
  const probe = probeOf(address);
  let told: unknown;
  probe.on('error', (error: unknown) => {
    told ??= error;
  });
  try {
    await probe.connect();
    return await inspect(probe, mayNotEvict);
  } catch (error) {
    throw startFault(told ?? error, address.tls);
  } finally {
    probe.disconnect();
  }
};

const startFault = (error: unknown, isTls: boolean): Fault => {
  const text = textOf(error);
  // a server without TLS keeps silent until its client gives up
  if (/certificate|SSL|TLS|wrong version number/i.test(text) || (isTls && /TIMEDOUT/.test(text))) {
    return new Fault(
      'E_UNAVAILABLE',
      `Redis and this process do not agree about TLS: REDIS_URL takes rediss:// with it and redis:// without (${text})`,
      { retryable: false },
    );
  }
  return error instanceof Fault ? error : explain(error);
};

const stayAwake = (): Disposable => {
  const timer = setInterval(() => undefined, LONGEST_WAIT_MS);
  return { [Symbol.dispose]: () => clearInterval(timer) };
};

const reach = async (address: RedisAddress, options: RedisOptions): Promise<ServerFacts> => {
  const { clock, reachWithinMs = REACH_WITHIN_MS, mayNotEvict = false, onWait } = options;
  const startedMs = clock.monoMs();
  // while nothing is connected, nothing else keeps the process from ending
  using _awake = stayAwake();
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2)) {
    try {
      return await tryOnce(address, mayNotEvict);
    } catch (error) {
      const fault = error instanceof Fault ? error : passingFault(textOf(error), error);
      if (!fault.retryable) throw fault;
      const goneMs = clock.monoMs() - startedMs;
      if (goneMs + waitMs > reachWithinMs) {
        throw new Fault(
          'E_UNAVAILABLE',
          `${fault.message}; tried for ${Math.round(goneMs / 1_000)} s: check REDIS_URL, or unset it to run without Redis`,
          { retryable: false, cause: error },
        );
      }
      onWait?.(waitMs, fault);
      await new Promise<void>((resolve) => clock.after(waitMs, resolve));
    }
  }
};

/**
 * Connects to Redis and looks whether it can be used; a server that cannot be reached is tried again with growing waits.
 * Once connected, a lost connection comes back by itself.
 * @throws Fault E_UNAVAILABLE that says what to do: address, password, TLS, too old, replica, evicting, out of reach
 */
export const openRedis = async (options: RedisOptions): Promise<RedisLink> => {
  const address = addressOf(options.url);
  const server = await reach(address, options);
  const link = createLink({ ...options, address, server });
  try {
    await link.connect();
  } catch (error) {
    await link.close();
    throw explain(error);
  }
  return link;
};
