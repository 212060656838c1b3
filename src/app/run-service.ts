import { join, resolve } from 'node:path';
import { styleText } from 'node:util';
import type { Config } from './config.ts';
import { discordSurface } from './discord/open.ts';
import { endWith } from './ending.ts';
import { integrations } from './integrations.ts';
import { commandLog, createLogger, greet } from './logging.ts';
import { openBackends } from './open-backends.ts';
import { openLogStream } from './log-stream.ts';
import { type OpenOptions, openStore, placeOfData } from './open-store.ts';
import { startService } from './service.ts';
import packageJson from '../../package.json' with { type: 'json' };

const PAGE_DIR = resolve(import.meta.dirname, '../../web/dist');
/** The realm of a deployment that knows no other. */
const HOME_REALM = 'home';

/** The part of `process` that the service needs. */
type Host = Pick<NodeJS.Process, 'stdout' | 'stderr' | 'on' | 'once' | 'exit'>;

/** Starts the service, greets, and leaves it to signals. @throws Fault, DiscordRefusal, or the error of the listening socket */
export const runService = async (host: Host, config: Config): Promise<void> => {
  const isWatched = host.stdout.isTTY;
  // on a terminal a person reads; the log goes beside the data
  const logFile = join(config.dataDir, 'guildhall.log');
  let tellError = (_error: unknown): void => undefined;
  const opening: OpenOptions = {
    onWait: (line) => host.stderr.write(`${line}\n`),
    onError: (error) => tellError(error),
  };
  const backends = await openBackends(config, await openStore(config, opening), opening);
  const { store } = backends;
  const lines = openLogStream(isWatched ? logFile : undefined);
  const logger = createLogger({
    level: config.logLevel,
    secrets: [...config.secrets, ...writtenForms(await store.keys.deployment())],
    to: lines,
  });
  tellError = (error) => logger.warn({ err: error }, 'store');
  // asked before the service is there: from then on it ends in order only, and not because nobody answers this
  const described = await store.describe();
  const ending: { end?: (code: number) => void; isRefused?: true } = {};
  const discord = discordSurface({
    config,
    realm: HOME_REALM,
    logger,
    limiter: backends.limiter,
    share: config.discordToken === undefined ? undefined : backends.shareOf?.(config.discordToken),
    onRefusal: (refusal) => {
      host.stderr.write(`${refusal.message}\n`);
      ending.isRefused = true;
      ending.end?.(1);
    },
  });
  const service = await startService({
    ...backends,
    areas: integrations({ ...config, version: packageJson.version, cache: backends.cache }),
    version: packageJson.version,
    owners: config.ownerIds,
    roles: config.roles,
    web: {
      host: config.host,
      port: config.port,
      playground: config.playground,
      realm: HOME_REALM,
      pageDir: PAGE_DIR,
      ...(config.publicUrl === undefined ? {} : { publicUrl: config.publicUrl }),
    },
    log: commandLog(logger),
    onAlarm: (what, self, error) => logger.warn({ alarm: what, entity: self, err: error }, 'alarm'),
    onError: (error, traceId, route) => logger.error({ traceId, route, err: error }, 'request failed'),
    onRefusal: (line) => logger.info(line, 'refused'),
    ...(discord === undefined ? {} : { openSurface: discord }),
  });
  // before anybody hears that it is there: who stops it at once is answered in order too
  ending.end = endWith(host, service, { logger, lines });
  if (ending.isRefused === true) ending.end(1);
  logger.info({ url: service.url, playground: config.playground, store: described }, 'listening');
  greet(host.stdout, greeting(config, service.url, placeOfData(config, described), logFile));
};

/** How the deployment's key would look if anybody wrote it down. */
const writtenForms = (key: Buffer): readonly string[] =>
  (['hex', 'base64', 'base64url'] as const).map((encoding) => key.toString(encoding));

const greeting = (config: Config, url: string, data: string, logFile: string): readonly string[] => [
  `${styleText('bold', 'Guildhall')} ${packageJson.version} is open at ${styleText('cyan', url)}`,
  config.playground
    ? 'Playground: everybody who can reach this address speaks as a demo persona.'
    : 'The playground is off; GUILDHALL_PLAYGROUND=on opens it.',
  `Data: ${data}   Log: ${resolve(logFile)}`,
  'Press Ctrl+C to stop; everything is kept.',
];
