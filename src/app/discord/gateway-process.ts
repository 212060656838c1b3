import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createMemoryRateLimiter } from '#adapters/memory/memory-rate-limiter.ts';
import { systemClock } from '#adapters/memory/system-clock.ts';
import { openRedis } from '#adapters/redis/open-redis.ts';
import { createRedisRateLimiter } from '#adapters/redis/redis-rate-limiter.ts';
import { processReadings } from '#surfaces/web/process-readings.ts';
import { registryOf } from '#surfaces/web/readings.ts';
import type { Config } from '../config.ts';
import { endWith } from '../ending.ts';
import { endInSteps } from '../ending-steps.ts';
import { createLogger } from '../logging.ts';
import { openLogStream } from '../log-stream.ts';
import { botShareOn } from './bot-share.ts';
import { openFeederOf } from './open-feeder.ts';

/** A process that is told to end has ten seconds, ms. */
const CLOSE_WITHIN_MS = 8_500;

type Host = Pick<NodeJS.Process, 'stderr' | 'on' | 'once' | 'exit'>;

/** Says whether it lives and takes work, and what it takes itself: this process has no page. */
const openHealth = async ({ host, port }: Config, isReady: () => boolean) => {
  const metrics = registryOf(processReadings());
  const answer = async (
    url: string | undefined,
  ): Promise<readonly [status: number, type: string, body: string]> => {
    if (url === '/metrics') return [200, metrics.contentType, await metrics.metrics()];
    const isKnown = url === '/healthz' || url === '/readyz';
    const isWell = isKnown && (url === '/healthz' || isReady());
    const state = { ready: isReady(), waitingFor: isReady() ? [] : ['discord'] };
    return [isKnown ? (isWell ? 200 : 503) : 404, 'application/json', JSON.stringify(state)];
  };
  const server = createServer((request, response) => {
    void answer(request.url).then(([status, type, body]) => {
      response.writeHead(status, { 'content-type': type });
      response.end(body);
    });
  });
  server.listen(port, host);
  await once(server, 'listening');
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

/**
 * Runs a process that carries events from Discord into the stream and nothing more: no store, no entities, so that it is
 * back within a moment. @throws ConfigError, Fault, DiscordRefusal, or the error of the listening socket
 */
export const runGateway = async (host: Host, config: Config): Promise<void> => {
  const { discordToken: token, redisUrl: url, deployment } = config;
  if (token === undefined || url === undefined) throw new Error('a gateway needs a token and Redis');
  const lines = openLogStream();
  const logger = createLogger({ level: config.logLevel, secrets: config.secrets, to: lines });
  const link = await openRedis({
    url,
    deployment,
    clock: systemClock,
    mayNotEvict: true,
    onError: (error) => logger.warn({ err: error }, 'redis'),
    onWait: (waitMs, why) => host.stderr.write(`${why.message}; trying again in ${waitMs / 1_000} s\n`),
  });
  const ending: { end?: (code: number) => void; isRefused?: true } = {};
  const state = { isReady: false };
  const health = await openHealth(config, () => state.isReady);
  const feeder = await openFeederOf({
    config,
    token,
    share: botShareOn(link, token),
    limiter: createRedisRateLimiter({ link, local: createMemoryRateLimiter(systemClock) }),
    logger,
    onRefusal: (refusal) => {
      host.stderr.write(`${refusal.message}\n`);
      ending.isRefused = true;
      ending.end?.(1);
    },
  });
  state.isReady = true;
  const close = (): Promise<boolean> => {
    state.isReady = false;
    const onTrouble = (error: unknown): void => logger.warn({ err: error }, 'ending');
    return endInSteps({ clock: systemClock, withinMs: CLOSE_WITHIN_MS, onTrouble }, [
      { what: 'the connection to Discord', keepsMs: 1_500, run: () => feeder.stop() },
      { what: 'Redis', keepsMs: 500, run: () => link.close() },
      { what: 'the health check', keepsMs: 0, run: () => health.close() },
    ]);
  };
  const end = endWith(host, { close }, { logger, lines });
  ending.end = end;
  if (ending.isRefused === true) end(1);
  logger.info({ url: health.url, shards: config.discordShards }, 'listening');
};
