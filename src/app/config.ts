import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { nearest } from '#commands/nearest.ts';
import {
  type DiscordSourceName,
  discordWayOf,
  shardIdsOf,
  type Shards,
  SHARDS_MAX,
  SOURCES,
} from './discord/settings.ts';

/** A configuration that the service cannot start with; the message names variable, value and accepted form. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export const ROLES = ['gateway', 'engine', 'web', 'jobs'] as const;
/** Nobody else may open the embedded store, so these cannot be left to another process. */
const EMBEDDED_ROLES = ['engine', 'web', 'jobs'] as const satisfies readonly (typeof ROLES)[number][];
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const PLAYGROUND = ['auto', 'on', 'off'] as const;

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const OWNER = /^(?:(?:discord:)?\d{15,20}|playground:[a-z][a-z0-9-]{0,31})$/;

const isHost = (text: string): boolean =>
  /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i.test(text) ||
  /^[0-9a-f:.]+$/i.test(text);

const isPublicUrl = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, pathname, search, hash, username } = new URL(text);
  return /^https?:$/.test(protocol) && pathname === '/' && search === '' && hash === '' && username === '';
};

/** An address to which paths are added: it may have one of its own, without a slash at its end. */
const isBaseUrl = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, search, hash, username } = new URL(text);
  return /^https?:$/.test(protocol) && search === '' && hash === '' && username === '' && !text.endsWith('/');
};

const isMongoUri = (text: string): boolean => /^mongodb(?:\+srv)?:\/\/[^/?#\s]+(?:[/?]\S*)?$/.test(text);

const isRedisUrl = (text: string): boolean => /^rediss?:\/\/[^/?#\s]+(?:\/\d{0,5})?$/.test(text);

/** The password of an address, as it is written there and as it is meant. */
const passwordsOf = (uri: string): readonly string[] => {
  const written = /^[^:]+:\/\/[^:@/?]*:([^@/?]*)@/.exec(uri)?.[1];
  if (written === undefined || written === '') return [];
  try {
    return [written, decodeURIComponent(written)];
  } catch {
    return [written];
  }
};

/** What of an address nobody may see. */
const secretsOf = (uri: string | undefined): readonly string[] =>
  uri === undefined ? [] : [uri, ...passwordsOf(uri)];

interface Variable {
  readonly schema: z.ZodType<unknown, string>;
  /** What it takes, in words; the message of every refusal. */
  readonly takes: string;
  /** Its value never appears in messages or logs. */
  readonly secret?: true;
}

/** Every variable that the service reads, with what it takes. Absent or empty means the default. */
export const VARIABLES = {
  GUILDHALL_HOST: {
    schema: z.string().max(255).refine(isHost),
    takes: 'an address or host name to listen on, for example 127.0.0.1 or 0.0.0.0',
  },
  GUILDHALL_PORT: {
    schema: z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number)
      .refine((port) => port <= 65_535),
    takes: 'a port from 0 to 65535; 0 takes any free one',
  },
  GUILDHALL_DATA_DIR: {
    schema: z
      .string()
      .min(1)
      .max(4_096)
      .refine((path) => !path.includes('\0')),
    takes: 'a folder for the data, for example ./data',
  },
  GUILDHALL_ROLES: {
    schema: z
      .string()
      .transform(listOf)
      .pipe(z.array(z.enum(ROLES)).min(1)),
    takes: `roles of ${ROLES.join(', ')}, separated by commas`,
  },
  GUILDHALL_OWNER_IDS: {
    schema: z
      .string()
      .transform(listOf)
      .pipe(z.array(z.string().regex(OWNER)).max(100))
      .transform((ids) => ids.map((id) => (id.includes(':') ? id : `discord:${id}`))),
    takes:
      'Discord user ids of 15 to 20 digits, or personas of the playground like playground:ash, separated by commas',
  },
  GUILDHALL_PUBLIC_URL: {
    schema: z.string().refine(isPublicUrl),
    takes:
      'the address under which people reach the page, without a path, for example https://guildhall.example',
  },
  GUILDHALL_OSRS_URL: {
    schema: z.string().max(200).refine(isBaseUrl),
    takes:
      'the address of the OSRS hiscores without a slash at its end, for example https://secure.runescape.com/m=hiscore_oldschool',
  },
  GUILDHALL_LOG_LEVEL: {
    schema: z.enum(LOG_LEVELS),
    takes: `one of ${LOG_LEVELS.join(', ')}`,
  },
  GUILDHALL_PLAYGROUND: {
    schema: z.enum(PLAYGROUND),
    takes: '`on`, `off` or `auto` (on without DISCORD_TOKEN)',
  },
  GUILDHALL_DEPLOYMENT: {
    schema: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/),
    takes: 'a name of 1 to 40 letters a-z, digits and dashes, the same for every process of one service',
  },
  MONGODB_URI: {
    schema: z.string().max(2_000).refine(isMongoUri),
    takes:
      'the address of a MongoDB replica set, for example mongodb://user:password@host:27017/guildhall?replicaSet=rs0; special letters of a password are written as %XX',
    secret: true,
  },
  REDIS_URL: {
    schema: z.string().max(2_000).refine(isRedisUrl),
    takes:
      'the address of Redis, for example redis://user:password@host:6379, or rediss:// with TLS; special letters of a password are written as %XX',
    secret: true,
  },
  GUILDHALL_DISCORD_API: {
    schema: z.string().max(200).refine(isBaseUrl),
    takes: 'the REST address of a Discord without a slash at its end, for example https://discord.com/api',
  },
  GUILDHALL_DISCORD_PORT: {
    schema: z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number)
      .refine((port) => port <= 65_535),
    takes: 'a port from 0 to 65535 for signed interactions; 0 takes any free one',
  },
  GUILDHALL_DISCORD_SOURCE: {
    schema: z.enum(SOURCES),
    takes: `one of ${SOURCES.join(', ')}`,
  },
  GUILDHALL_DISCORD_SHARDS: {
    schema: z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number)
      .refine((count) => count >= 1 && count <= SHARDS_MAX),
    takes: `the number of shards of all processes together, from 1 to ${SHARDS_MAX}`,
  },
  GUILDHALL_DISCORD_SHARD_IDS: {
    schema: z.string().transform((text, context) => {
      const ids = shardIdsOf(text);
      if (ids === undefined) context.addIssue('no list of shards');
      return ids ?? z.NEVER;
    }),
    takes: 'the shards of this process, each once, for example 0,1 or 0-3,6',
  },
  DISCORD_PUBLIC_KEY: {
    schema: z
      .string()
      .regex(/^[0-9a-f]{64}$/i)
      .transform((key) => key.toLowerCase()),
    takes: 'the public key of the Discord developer portal, 64 hex digits; interactions then come by HTTP',
  },
  DISCORD_TOKEN: {
    schema: z.string().regex(/^[\w-]{10,}\.[\w-]+\.[\w-]{10,}$/),
    takes: 'the bot token of the Discord developer portal: three parts with dots between them',
    secret: true,
  },
} as const satisfies Readonly<Record<string, Variable>>;

/** Names left to tests. */
const TEST_PREFIX = 'GUILDHALL_TEST_';

export type ServiceRole = (typeof ROLES)[number];
export type LogLevel = (typeof LOG_LEVELS)[number];

/** How this process runs. */
export interface Config {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly dataDir: string;
  readonly roles: readonly ServiceRole[];
  /** As `provider:externalId`. */
  readonly ownerIds: readonly string[];
  readonly publicUrl: string | undefined;
  /** Where the OSRS hiscores are; `undefined`: the official ones, in the playground a demo. */
  readonly osrsUrl: string | undefined;
  readonly logLevel: LogLevel;
  readonly playground: boolean;
  readonly discordToken: string | undefined;
  /** Address of MongoDB with its password; `undefined`: the embedded store. */
  readonly mongodbUri: string | undefined;
  /** Address of Redis with its password; `undefined`: cache and limits are of this process alone. */
  readonly redisUrl: string | undefined;
  /** Which service a database belongs to. */
  readonly deployment: string;
  /** REST base of the Discord to use; `undefined`: the real one. */
  readonly discordApi: string | undefined;
  /** Key by which Discord signs interactions that it sends by HTTP; `undefined`: they come by the gateway. */
  readonly discordPublicKey: string | undefined;
  /** Where those are taken; 0: any free port. */
  readonly discordPort: number;
  readonly discordSource: DiscordSourceName;
  readonly discordShards: Shards;
  /** Values that must never be shown, for the log's last guard. */
  readonly secrets: readonly string[];
}

type Name = keyof typeof VARIABLES;
type Value<N extends Name> = z.output<(typeof VARIABLES)[N]['schema']>;

const read = <N extends Name>(env: NodeJS.ProcessEnv, name: N): Value<N> | undefined => {
  const text = env[name]?.trim();
  if (text === undefined || text === '') return undefined;
  const variable: Variable = VARIABLES[name];
  const parsed = variable.schema.safeParse(text);
  if (parsed.success) return parsed.data as Value<N>;
  const value = variable.secret === true ? 'its value (not shown)' : JSON.stringify(text.slice(0, 100));
  throw new ConfigError(`${name} cannot be ${value}: it takes ${variable.takes}.`);
};

const FILE = '_FILE';
/** A secret is one line; a larger file is another one. */
const SECRET_BYTES_MAX = 4_096;

const secretIn = (variable: string, path: string): string => {
  const named = `${variable} names the file ${JSON.stringify(path.slice(0, 200))}`;
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigError(
      `${named}, which cannot be read (${code ?? 'unknown error'}): it takes a file that this user may read, with the value alone in it.`,
    );
  }
  const text = bytes.toString('utf8').trim();
  if (text !== '' && bytes.length <= SECRET_BYTES_MAX) return text;
  throw new ConfigError(
    `${named}, which ${text === '' ? 'is empty' : `has more than ${SECRET_BYTES_MAX} bytes`}: it takes a file with the value alone in it.`,
  );
};

/** The environment with secrets that lie in files, as containers get them: `X_FILE` names the file with `X`. */
const withSecretFiles = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => {
  const found: NodeJS.ProcessEnv = {};
  for (const [name, variable] of Object.entries<Variable>(VARIABLES)) {
    if (variable.secret !== true) continue;
    const path = env[name + FILE]?.trim() ?? '';
    if (path === '') continue;
    if ((env[name]?.trim() ?? '') !== '') {
      throw new ConfigError(`${name} and ${name}${FILE} are both set: unset one of them.`);
    }
    found[name] = secretIn(name + FILE, path);
  }
  return { ...env, ...found };
};

const PREFIX = 'GUILDHALL_';

const refuseUnknown = (env: NodeJS.ProcessEnv): void => {
  for (const name of Object.keys(env).toSorted()) {
    if (!name.startsWith(PREFIX) || name.startsWith(TEST_PREFIX) || Object.hasOwn(VARIABLES, name)) continue;
    const all = Object.keys(VARIABLES);
    const known = all.filter((variable) => variable.startsWith(PREFIX));
    const others = all.filter((variable) => !variable.startsWith(PREFIX));
    const guess = nearest(
      name.slice(PREFIX.length),
      known.map((variable) => variable.slice(PREFIX.length)),
    );
    const hint = guess === undefined ? '' : ` Did you mean ${PREFIX}${guess}?`;
    throw new ConfigError(
      `${name.slice(0, 100)} is not a setting: unset it or use one of ${known.join(', ')}.${hint} Settings without the prefix: ${others.join(', ')}.`,
    );
  }
};

const rolesOf = (
  env: NodeJS.ProcessEnv,
  mongodbUri: string | undefined,
  redisUrl: string | undefined,
  source: DiscordSourceName,
): readonly ServiceRole[] => {
  const roles = [...new Set(read(env, 'GUILDHALL_ROLES') ?? ROLES)];
  const missing = EMBEDDED_ROLES.filter((role) => !roles.includes(role));
  if (mongodbUri === undefined && missing.length > 0 && !isGatewayAlone({ roles, discordSource: source })) {
    throw new ConfigError(
      `GUILDHALL_ROLES cannot be ${JSON.stringify(roles.join(','))}: the embedded store belongs to one process, which needs ${EMBEDDED_ROLES.join(', ')} together; set MONGODB_URI to run several.`,
    );
  }
  if (mongodbUri !== undefined && redisUrl === undefined && !roles.includes('engine')) {
    throw new ConfigError(
      `GUILDHALL_ROLES cannot be ${JSON.stringify(roles.join(','))} without REDIS_URL: a process without the role engine has no entities, and reaches those of other processes by Redis alone; set REDIS_URL for all of them, or add engine.`,
    );
  }
  return roles;
};

/** Whether this process only carries events from Discord into the stream: it opens no store. */
export const isGatewayAlone = ({ roles, discordSource }: Pick<Config, 'roles' | 'discordSource'>): boolean =>
  discordSource === 'stream' && roles.length === 1 && roles[0] === 'gateway';

const discordWay = (env: NodeJS.ProcessEnv, redisUrl: string | undefined) => {
  const way = discordWayOf({
    source: read(env, 'GUILDHALL_DISCORD_SOURCE'),
    publicKey: read(env, 'DISCORD_PUBLIC_KEY'),
    redisUrl,
    shards: read(env, 'GUILDHALL_DISCORD_SHARDS'),
    shardIds: read(env, 'GUILDHALL_DISCORD_SHARD_IDS'),
  });
  if (typeof way === 'string') throw new ConfigError(way);
  return way;
};

/** Reads the configuration from environment variables and the files that they name. @throws ConfigError for unknown names and bad values */
export const readConfig = (environment: NodeJS.ProcessEnv): Config => {
  refuseUnknown(environment);
  const env = withSecretFiles(environment);
  const discordToken = read(env, 'DISCORD_TOKEN');
  const mongodbUri = read(env, 'MONGODB_URI');
  const redisUrl = read(env, 'REDIS_URL');
  const playground = read(env, 'GUILDHALL_PLAYGROUND') ?? 'auto';
  const { source, shards } = discordWay(env, redisUrl);
  const roles = rolesOf(env, mongodbUri, redisUrl, source);
  if (discordToken === undefined && isGatewayAlone({ roles, discordSource: source })) {
    throw new ConfigError(
      'DISCORD_TOKEN is not set: a process with the role gateway alone and GUILDHALL_DISCORD_SOURCE "stream" has nothing else to do.',
    );
  }
  return {
    host: read(env, 'GUILDHALL_HOST') ?? '127.0.0.1',
    port: read(env, 'GUILDHALL_PORT') ?? 7770,
    dataDir: read(env, 'GUILDHALL_DATA_DIR') ?? './data',
    roles,
    ownerIds: read(env, 'GUILDHALL_OWNER_IDS') ?? [],
    publicUrl: read(env, 'GUILDHALL_PUBLIC_URL'),
    osrsUrl: read(env, 'GUILDHALL_OSRS_URL'),
    logLevel: read(env, 'GUILDHALL_LOG_LEVEL') ?? 'info',
    playground: playground === 'on' || (playground === 'auto' && discordToken === undefined),
    discordToken,
    mongodbUri,
    redisUrl,
    deployment: read(env, 'GUILDHALL_DEPLOYMENT') ?? 'guildhall',
    discordApi: read(env, 'GUILDHALL_DISCORD_API'),
    discordPublicKey: read(env, 'DISCORD_PUBLIC_KEY'),
    discordPort: read(env, 'GUILDHALL_DISCORD_PORT') ?? 7771,
    discordSource: source,
    discordShards: shards,
    secrets: [
      ...(discordToken === undefined ? [] : [discordToken]),
      ...secretsOf(mongodbUri),
      ...secretsOf(redisUrl),
    ],
  };
};
