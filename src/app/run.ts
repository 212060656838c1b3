import { join, resolve } from 'node:path';
import { styleText } from 'node:util';
import { Fault } from '#ports/fault.ts';
import { type Config, ConfigError, isGatewayAlone, readConfig } from './config.ts';
import { discordSurface, isRefusal } from './discord/open.ts';
import { endWith } from './ending.ts';
import { integrations } from './integrations.ts';
import { commandLog, createLogger, greet } from './logging.ts';
import { openBackends } from './open-backends.ts';
import { type OpenOptions, openStore, placeOfData } from './open-store.ts';
import { startService } from './service.ts';
import packageJson from '../../package.json' with { type: 'json' };

const PAGE_DIR = resolve(import.meta.dirname, '../../web/dist');
/** The realm of a deployment that knows no other. */
const HOME_REALM = 'home';

/** The part of `process` that the start needs. */
type Host = Pick<NodeJS.Process, 'env' | 'stdout' | 'stderr' | 'on' | 'once' | 'exit'>;

/** Runs the service until it is told to stop; a start that cannot be says why in one line and ends with 1. */
export const run = async (host: Host): Promise<void> => {
  try {
    const config = readConfig(host.env);
    const isWatched = host.stdout.isTTY;
    // on a terminal a person reads; the log goes beside the data
    const logFile = join(config.dataDir, 'guildhall.log');
    let tellError = (_error: unknown): void => undefined;
    const opening: OpenOptions = {
      onWait: (line) => host.stderr.write(`${line}\n`),
      onError: (error) => tellError(error),
    };
    if (isGatewayAlone(config)) {
      await (await import('./discord/gateway-process.ts')).runGateway(host, config);
      return;
    }
    const backends = await openBackends(config, await openStore(config, opening), opening);
    const { store } = backends;
    const logger = createLogger({
      level: config.logLevel,
      secrets: [...config.secrets, ...writtenForms(await store.keys.deployment())],
      ...(isWatched ? { to: logFile } : {}),
    });
    tellError = (error) => logger.warn({ err: error }, 'store');
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
      areas: integrations({ ...config, version: packageJson.version }),
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
    ending.end = endWith(host, service, logger);
    if (ending.isRefused === true) ending.end(1);
    logger.info(
      { url: service.url, playground: config.playground, store: await store.describe() },
      'listening',
    );
    greet(host.stdout, greeting(config, service.url, await placeOfData(config, store), logFile));
  } catch (error) {
    host.stderr.write(`${explain(error)}\n`);
    host.exit(1);
  }
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

/** One line that says what is wrong and what to do. */
const explain = (error: unknown): string => {
  if (error instanceof ConfigError || error instanceof Fault || isRefusal(error)) return error.message;
  const { code, port, address, message, stack } = error as NodeJS.ErrnoException & {
    port?: number;
    address?: string;
  };
  if (code === 'EADDRINUSE') {
    return `Port ${port} on ${address} is in use: stop the other program, or set GUILDHALL_PORT to a free one (0 takes any).`;
  }
  if (code === 'EACCES')
    return `Not allowed to listen on ${address}:${port}: set GUILDHALL_PORT to a port above 1023.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `GUILDHALL_HOST is not an address of this machine (${message}): use 127.0.0.1 or 0.0.0.0.`;
  }
  return `Guildhall could not start: ${stack ?? message}`;
};
