import { createCardPainter } from '#adapters/canvas/card-painter.ts';
import type { RateLimiter } from '#ports/rate-limiter.ts';
import type { SurfaceLog } from '#surfaces/discord/interactions.ts';
import type { Config } from '../config.ts';
import type { Logger } from '../logging.ts';
import type { ServiceOptions, Surface } from '../service.ts';
import { botNameOf } from './bot-name.ts';
import type { BotShare } from './bot-share.ts';
import { openFeederOf } from './open-feeder.ts';
import { withSeats } from './take-seats.ts';
import { sharingOf } from './thread-sharing.ts';

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
    | 'mongodbUri'
    | 'roles'
  >;
  readonly realm: string;
  readonly logger: Logger;
  readonly limiter: RateLimiter;
  /** What the processes of the bot share; `undefined`: this one is alone. */
  readonly share: BotShare | undefined;
  /** Discord would not have us any more, after the start. */
  readonly onRefusal: (refusal: Error) => void;
}

type OpenSurface = NonNullable<ServiceOptions['openSurface']>;

/** Said by a process that takes signed interactions and has no entities. */
const SHOWN_ELSEWHERE =
  'battles are shown by the processes with the role engine, which need DISCORD_TOKEN and DISCORD_PUBLIC_KEY too';

const answering =
  (settings: DiscordSettings, token: string): OpenSurface =>
  async (parts) => {
    const { config, realm, logger, limiter, share, onRefusal } = settings;
    const { desk, battleWatch, matchWatch, openThreads, follow, addUpstream } = parts;
    const { discordApi: api, discordPublicKey: publicKey, discordPort: port, host } = config;
    const { discordSource: source, discordShards: shards } = config;
    // who plays in the browser alone does not pay for it
    const { openDiscord } = await import('#surfaces/discord/surface.ts');
    const isStream = source === 'stream' && share !== undefined;
    const sharing = sharingOf(parts, realm, config);
    const listens = config.roles.includes('gateway');
    const log: SurfaceLog = (level, what, about) => logger[level]({ ...about, surface: 'discord' }, what);
    if (source === 'http' && !config.roles.includes('engine')) log('info', SHOWN_ELSEWHERE);
    const open = (): Promise<Surface> =>
      openDiscord({
        desk,
        token,
        bot: botNameOf(token),
        limiter,
        realm,
        watching: {
          watches: { battles: battleWatch, matches: matchWatch },
          openThreads,
          ...(sharing === undefined ? {} : { sharing }),
        },
        follow,
        addUpstream,
        painter: createCardPainter(),
        onRefusal,
        shards,
        ...(api === undefined ? {} : { api }),
        ...(isStream ? { stream: share.stream } : {}),
        ...(source === 'http' && publicKey !== undefined
          ? { http: listens ? { publicKey, host, port } : 'elsewhere' }
          : {}),
        log,
      });
    return source === 'client' && share !== undefined
      ? withSeats({ share, shards, log, onRefusal }, open)
      : open();
  };

/** Several parts of one bot in a process; they end in reverse. */
const together =
  (opens: readonly OpenSurface[]): OpenSurface =>
  async (parts) => {
    const open: Surface[] = [];
    const stop = async (): Promise<void> => {
      for (const surface of open.splice(0).toReversed()) await surface.stop();
    };
    try {
      for (const next of opens) open.push(await next(parts));
    } catch (error) {
      await stop();
      throw error;
    }
    return { stop };
  };

/** Whether a process that takes no interactions shows battles: others take them in, and have no entities perhaps. */
const showsBattles = ({
  discordSource,
  mongodbUri,
  roles,
}: Pick<Config, 'discordSource' | 'mongodbUri' | 'roles'>): boolean =>
  discordSource === 'http' && mongodbUri !== undefined && roles.includes('engine');

/**
 * How the service opens Discord; `undefined` without a token, or when other processes see to it. With a stream the role
 * `gateway` feeds it and the role `engine` answers what is in it. By HTTP the role `gateway` answers, and of several
 * processes those with the role `engine` show the battles that they have.
 */
export const discordSurface = (settings: DiscordSettings): OpenSurface | undefined => {
  const { config, share } = settings;
  const { discordToken: token, roles, discordSource: source } = config;
  if (token === undefined) return undefined;
  if (source !== 'stream' || share === undefined)
    return roles.includes('gateway') || showsBattles(config) ? answering(settings, token) : undefined;
  const opens: OpenSurface[] = [];
  if (roles.includes('engine')) opens.push(answering(settings, token));
  if (roles.includes('gateway'))
    opens.push(({ addUpstream }) => openFeederOf({ ...settings, token, share, addUpstream }));
  return opens.length === 0 ? undefined : together(opens);
};
