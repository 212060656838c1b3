import {
  Client,
  DiscordjsError,
  DiscordjsErrorCodes,
  Events,
  GatewayDispatchEvents,
  GatewayIntentBits,
  Options,
  type APIInteraction,
  type CacheWithLimitsOptions,
} from 'discord.js';
import type { Clock } from '#ports/clock.ts';
import type { SurfaceLog } from './interactions.ts';
import { type BotBudget, withinBudget } from './bot-budget.ts';
import { IdentifyTurns, type IdentifyTurnsParts } from './identify-turns.ts';
import { type GuildFate, guildNews } from './guild-news.ts';
import { type LostNews, lostNews } from './lost-places.ts';
import { leaveGateway } from './leave-gateway.ts';
import { TwinWatch } from './twin-watch.ts';
import { type DiscordRefusal, refusalOf, tokenRefused } from './refusal.ts';

/** Which guilds a connection hears of. */
export interface ShardChoice {
  /** Of all processes together. */
  readonly count: number;
  /** Of this process. */
  readonly ids: readonly number[];
}

/** All guilds by one connection. */
const ONE_SHARD: ShardChoice = { count: 1, ids: [0] };

export interface GatewayOptions {
  readonly token: string;
  /** Default: one shard. */
  readonly shards?: ShardChoice;
  readonly budget: BotBudget;
  /** Whose turn it is to begin a session. */
  readonly turns: Omit<IdentifyTurnsParts, 'maxConcurrency'>;
  /** REST base; default: Discord's own. */
  readonly api?: string;
  readonly clock: Clock;
  readonly deliver: (payload: APIInteraction) => void;
  /** A guild is there (again), is out of order, or has removed the bot. */
  readonly onGuild: (guildId: string, how: GuildFate) => void;
  /** A channel, thread or role was deleted. */
  readonly onLost: (news: LostNews) => void;
  readonly log: SurfaceLog;
  /** The connection ended for good after it had stood. */
  readonly onRefusal: (refusal: DiscordRefusal) => void;
}

/** A standing connection to the gateway. */
export interface GatewaySource {
  readonly client: Client;
  /** Resolves when Discord is ready for the first time. @throws DiscordRefusal */
  readonly ready: Promise<void>;
  /** Resolves when Discord is ready, or plainly not to be had now and tried on. @throws DiscordRefusal */
  readonly started: Promise<void>;
  /** No more interactions come after this. */
  stop(): Promise<void>;
}

/** No event of Discord's: nothing in the library listens to it. */
const TAKEN = 'TAKEN';

/** Waits between attempts to log in, ms; the last one stays. */
const RETRY_MS = [1_000, 2_000, 5_000, 15_000, 60_000] as const;
/** A start waits for Discord no longer than this, ms. */
const START_MS = 10_000;
const SWEEP_S = 600;
const THREAD_LIFETIME_S = 1_800;

/** Nothing here reads Discord's caches; what has to be kept is kept small. */
const CACHES: CacheWithLimitsOptions = {
  MessageManager: 0,
  GuildMemberManager: { maxSize: 50, keepOverLimit: (member) => member.id === member.client.user.id },
  UserManager: { maxSize: 1_000, keepOverLimit: (user) => user.id === user.client.user.id },
  GuildTextThreadManager: 50,
  ThreadMemberManager: 0,
  ReactionManager: 0,
  PresenceManager: 0,
  VoiceStateManager: 0,
  GuildEmojiManager: 0,
  GuildStickerManager: 0,
  GuildScheduledEventManager: 0,
  ApplicationCommandManager: 0,
  EntitlementManager: 0,
  GuildBanManager: 0,
};

const clientOf = ({ api, budget, turns, shards = ONE_SHARD }: GatewayOptions): Client =>
  new Client({
    // guilds and their channels; no intent that needs Discord's leave
    intents: [GatewayIntentBits.Guilds],
    // by ourselves: the library reads SHARDS and SHARD_COUNT when nothing is said
    shards: [...shards.ids],
    shardCount: shards.count,
    allowedMentions: { parse: [] },
    rest: { ...withinBudget(budget), ...(api === undefined ? {} : { api }) },
    ws: {
      buildIdentifyThrottler: async (manager) => {
        const { session_start_limit: limit } = await manager.fetchGatewayInformation();
        return new IdentifyTurns({ ...turns, maxConcurrency: Math.max(1, limit.max_concurrency) });
      },
    },
    makeCache: Options.cacheWithLimits(CACHES),
    sweepers: {
      ...Options.DefaultSweeperSettings,
      threads: { interval: SWEEP_S, lifetime: THREAD_LIFETIME_S },
    },
  });

const isTokenRefused = (error: unknown): boolean =>
  error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid;

/** One connection of the real client; it comes back by itself, and says for good when it may not. */
export const openGateway = (options: GatewayOptions): GatewaySource => {
  const { clock, deliver, log, token } = options;
  const client = clientOf(options);
  const { promise: refused, reject } = Promise.withResolvers<never>();
  // whoever waits hears of it; nobody needs to
  refused.catch(() => undefined);
  const twins = new TwinWatch(clock, log);
  const state = { hasStarted: false, isOver: false };
  let wake = (): void => undefined;
  const refuse = (refusal: DiscordRefusal): void => {
    if (state.isOver) return;
    state.isOver = true;
    reject(refusal);
    if (state.hasStarted) options.onRefusal(refusal);
  };
  // taken out before the library makes objects of it: they would be cached, and what it cannot read would end the process
  const raw: NodeJS.EventEmitter = client;
  raw.on(Events.Raw, (packet: { t: string | null; readonly d: unknown }, shardId: number) => {
    if (packet.t === GatewayDispatchEvents.Ready) twins.sessionBegan(shardId);
    const guild = guildNews(packet);
    if (guild !== undefined) options.onGuild(guild.id, guild.how);
    const lost = lostNews(packet);
    if (lost !== undefined) options.onLost(lost);
    if (packet.t !== GatewayDispatchEvents.InteractionCreate) return;
    packet.t = TAKEN;
    if (!state.isOver) deliver(packet.d as APIInteraction);
  });
  client.on(Events.Error, (error) => log('error', 'the client failed', { err: error }));
  client.on(Events.Warn, (text) => log('warn', text));
  client.on(Events.ShardError, (error) => log('warn', 'the connection to Discord failed', { err: error }));
  client.on(Events.ShardReconnecting, () => {
    if (!state.isOver) log('warn', 'the connection to Discord is gone and will be back');
  });
  client.on(Events.ShardResume, (_id, replayed) => log('info', 'back on Discord', { replayed }));
  client.on(Events.ShardDisconnect, ({ code }) => {
    const refusal = refusalOf(code);
    if (refusal !== undefined) refuse(refusal);
  });
  const { promise: goOn, resolve: startAnyway } = Promise.withResolvers<void>();
  const online = new Promise<void>((resolve) => {
    client.once(Events.ClientReady, () => resolve());
  });
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const cancel = clock.after(ms, resolve);
      wake = () => {
        cancel();
        resolve();
      };
    });
  const login = async (): Promise<void> => {
    for (let attempt = 0; !state.isOver; attempt += 1) {
      try {
        await client.login(token);
        return;
      } catch (error) {
        if (isTokenRefused(error)) return refuse(tokenRefused());
        const waitMs = RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)] ?? 60_000;
        const problem = TwinWatch.loginProblem(error);
        if (problem === undefined)
          log('warn', 'Discord cannot be reached; trying again', { waitMs, err: error });
        else log('error', problem, { waitMs });
        startAnyway();
        await pause(waitMs);
      }
    }
  };
  void login();
  const cancelStart = clock.after(START_MS, startAnyway);
  const ready = Promise.race([online, refused]);
  // nobody has to wait for it
  ready.catch(() => undefined);
  const started = Promise.race([ready, goOn]).then(() => {
    state.hasStarted = true;
    cancelStart();
  });
  return {
    client,
    ready,
    started,
    stop: async () => {
      state.isOver = true;
      cancelStart();
      wake();
      await leaveGateway(() => client.destroy(), clock);
    },
  };
};
