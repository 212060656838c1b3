import { finalFault } from './explain.ts';

/** Where a Redis is and who asks it. */
export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  readonly username?: string;
  readonly password?: string;
  readonly db: number;
  readonly tls: boolean;
}

const DEFAULT_PORT = 6_379;

const meant = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
};

const noAddress = (): Error =>
  finalFault(
    'REDIS_URL is not an address of Redis (its value is not shown): it takes redis://[user:password@]host[:port][/number of the database], rediss:// with TLS; special letters of a password are written as %XX',
  );

/** Reads `redis://[user:password@]host[:port][/db]`, `rediss://` with TLS. @throws Fault E_UNAVAILABLE that does not repeat it */
export const addressOf = (url: string): RedisAddress => {
  if (!/^rediss?:\/\/\S+$/.test(url) || !URL.canParse(url)) throw noAddress();
  const parsed = new URL(url);
  const database = /^\/?(\d{0,5})$/.exec(parsed.pathname)?.[1];
  const [username, password] = [meant(parsed.username), meant(parsed.password)];
  if (parsed.hostname === '' || database === undefined || username === undefined || password === undefined) {
    throw noAddress();
  }
  return {
    host: parsed.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: parsed.port === '' ? DEFAULT_PORT : Number(parsed.port),
    ...(username === '' ? {} : { username }),
    ...(password === '' ? {} : { password }),
    db: Number(database),
    tls: parsed.protocol === 'rediss:',
  };
};
