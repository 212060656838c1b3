import { type Config } from '../config.ts';
import { type Logger } from '../logging.ts';
import { type ServiceOptions } from '../service.ts';

export interface DiscordSettings {
  readonly config: Pick<
    Config,
    | 'discordToken'
    | 'discordApi'
    | 'discordPublicKey'
    | 'discordPort'
    | 'discordSource'
    | 'discordShards'
    | 'host'
    | 'roles'
  >;
  readonly realm: string;
  readonly logger: Logger;
  /** Discord would not have us any more, after the start. */
  readonly onRefusal: (refusal: Error) => void;
}

/** How the service opens Discord; `undefined` without a token, or when another process is its gateway. */
export const discordSurface = (settings: DiscordSettings): ServiceOptions['openSurface'] | undefined => {
  const { config, realm, logger, onRefusal } = settings;
  const {
    discordToken: token,
    discordApi: api,
    discordPublicKey: publicKey,
    discordPort: port,
    discordSource: source,
    discordShards: shards,
    host,
  } = config;
  if (token === undefined || !config.roles.includes('gateway')) return undefined;
  return async ({ desk, battleWatch, matchWatch, openThreads, follow }) => {
    // who plays in the browser alone does not pay for it
    const { openDiscord } = await import('#surfaces/discord/surface.ts');
    return openDiscord({
      desk,
      token,
      realm,
      watching: { watches: { battles: battleWatch, matches: matchWatch }, openThreads },
      follow,
      onRefusal,
      ...(api === undefined ? {} : { api }),
      shards,
      ...(source === 'http' && publicKey !== undefined ? { http: { publicKey, host, port } } : {}),
      log: (level, what, about) => logger[level]({ ...about, surface: 'discord' }, what),
    });
  };
};

/** Whether an error is Discord's refusal, whose message is for operators. */
export const isRefusal = (error: unknown): error is Error =>
  error instanceof Error && error.name === 'DiscordRefusal';
