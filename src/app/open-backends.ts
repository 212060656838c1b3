import { createMemoryCache } from '#adapters/memory/memory-cache.ts';
import { createMemoryRateLimiter } from '#adapters/memory/memory-rate-limiter.ts';
import { systemClock } from '#adapters/memory/system-clock.ts';
import type { Store } from '#ports/store.ts';
import type { Config } from './config.ts';
import type { BotShare } from './discord/bot-share.ts';
import type { OpenOptions } from './open-store.ts';
import type { ServiceOptions } from './service.ts';

/** What processes of one service share beside the store; closed with it. */
export type Backends = Required<Pick<ServiceOptions, 'store' | 'cache' | 'limiter'>> &
  Pick<ServiceOptions, 'others'> & {
    /** What the processes of a bot share, by its token. */
    readonly shareOf?: (token: string) => BotShare;
  };

const alone = (store: Store): Backends => ({
  store,
  cache: createMemoryCache({ clock: systemClock }),
  limiter: createMemoryRateLimiter(systemClock),
});

const openOnRedis = async (
  url: string,
  { deployment, discordSource, mongodbUri }: Config,
  store: Store,
  { onWait, onError }: OpenOptions,
): Promise<Backends> => {
  // loaded only where it is used: the driver costs the start of everybody else
  const { openSharedRedis } = await import('./shared-redis.ts');
  return openSharedRedis(store, {
    url,
    deployment,
    clock: systemClock,
    // what people do on Discord, and commands on their way to another process, lie there until they are answered
    mayNotEvict: discordSource === 'stream' || mongodbUri !== undefined,
    onError,
    onWait: (waitMs, why) => onWait(`${why.message}; trying again in ${waitMs / 1_000} s`),
  });
};

/**
 * Opens what the configuration names beside the store, which is closed when that fails.
 * @throws Fault E_UNAVAILABLE that says what to do
 */
export const openBackends = async (config: Config, store: Store, options: OpenOptions): Promise<Backends> => {
  if (config.redisUrl === undefined) return alone(store);
  try {
    return await openOnRedis(config.redisUrl, config, store, options);
  } catch (error) {
    await store.close();
    throw error;
  }
};
