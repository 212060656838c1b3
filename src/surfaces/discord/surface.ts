import { type APIInteraction, type REST, Routes } from 'discord.js';
import type { Follower } from '#actors/kit/follower-runner.ts';
import type { CardPainter } from '#ports/card-painter.ts';
import type { Desk } from '#commands/desk.ts';
import type { LookUpstream } from '#commands/upstream.ts';
import type { EventStream } from '#ports/event-stream.ts';
import type { RateLimiter } from '#ports/rate-limiter.ts';
import { type Answering, answeringBy } from './answering.ts';
import { BotBudget, budgetedRest } from './bot-budget.ts';
import { type GatewayOptions, openGateway, type ShardChoice } from './gateway-source.ts';
import { GuildLanguages } from './guild-languages.ts';
import type { GuildFate, GuildNews } from './guild-news.ts';
import { type HttpOptions, openHttpSource } from './http-source.ts';
import { Interactions, type SurfaceLog } from './interactions.ts';
import { isLostNews, type LostNews, LostPlaces } from './lost-places.ts';
import { inviteLink } from './registration/invite.ts';
import { newsOnDiscord } from './letters/news.ts';
import { registrationState } from './registration/register.ts';
import { BattleThreads } from './threads/battle-threads.ts';
import type { ThreadSharing } from './threads/thread-sharing.ts';
import { Letters } from './letters/letters.ts';
import { type Posting, postingBy } from './threads/posting.ts';
import { ThreadBook, type ThreadBookParts } from './threads/thread-book.ts';
import type { Watches } from './threads/sights.ts';
import { DiscordRefusal, tokenRefused } from './refusal.ts';
import { TwinWatch } from './twin-watch.ts';

/** What the Discord surface is told. */
export interface DiscordOptions {
  readonly desk: Desk;
  readonly token: string;
  /** Names the bot in what its processes share; no secret. Default: one that nobody else has. */
  readonly bot?: string;
  /** Shared by the processes of the bot, or of this one alone. */
  readonly limiter: RateLimiter;
  /** REST base; default: Discord's own. */
  readonly api?: string;
  readonly realm: string;
  /** Interactions come signed by HTTP instead of by the gateway, here or at other processes. */
  readonly http?: Pick<HttpOptions, 'publicKey' | 'host' | 'port'> | 'elsewhere';
  /** Of the connection to the gateway; default: one. */
  readonly shards?: ShardChoice;
  /** Interactions come out of a stream that another process, or another part of this one, feeds. */
  readonly stream?: EventStream;
  /** Where spectators see battles; without it battles have no threads. */
  readonly watching?: {
    readonly watches: Watches;
    readonly openThreads: ThreadBookParts['open'];
    /** Which threads are this process's, when several answer for one bot; without it all are. */
    readonly sharing?: ThreadSharing;
  };
  /** Lets something follow the log; without it nobody is written to alone. */
  readonly follow?: (follower: Follower) => Promise<() => void>;
  /** Told how to see how Discord stands. */
  readonly addUpstream?: (look: LookUpstream) => void;
  readonly log: SurfaceLog;
  /** Draws the picture of how a battle ended; default: none is shown. */
  readonly painter?: CardPainter;
  /** Least time between two edits of a battle's message, ms; default 2,000. */
  readonly cadenceMinMs?: number;
  /** Discord would not have us any more, after the start. */
  readonly onRefusal: (refusal: DiscordRefusal) => void;
}

/** The running surface. */
export interface DiscordSurface {
  readonly interactions: Interactions;
  readonly threads: BattleThreads | undefined;
  /** Where signed interactions are to be sent; `undefined`: they come by the gateway. */
  readonly url: string | undefined;
  /** Takes no more interactions and gives the answers that are due. */
  stop(): Promise<void>;
}

/** Where interactions come from. */
interface Source {
  readonly rest: REST;
  /** Begins to hand them over, when it does not do so by itself. @throws Fault E_UNAVAILABLE */
  begin?(
    interactions: Pick<Interactions, 'take'>,
    tellGuild: (news: GuildNews) => void,
    places: Pick<LostPlaces, 'hear'>,
  ): Promise<void>;
  readonly url?: string;
  /** The application, as soon as Discord has told it. */
  readonly applicationId: Promise<string>;
  stop(): Promise<void>;
}

/** A bot without other processes. */
const ALONE = 'alone';
/** Answers that are due may take this long at the end, ms. */
const FINISH_MS = 5_000;
/** What an operator types when Discord shows an old list of commands. */
export const REGISTER_COMMAND = 'npm run discord:register';

const viaGateway = async (
  { desk, token, api, shards, log, limiter, onRefusal, bot = ALONE }: DiscordOptions,
  budget: BotBudget,
  deliver: (payload: APIInteraction) => void,
  about: Pick<GatewayOptions, 'onGuild' | 'onLost'>,
): Promise<Source> => {
  const given = { ...(api === undefined ? {} : { api }), ...(shards === undefined ? {} : { shards }) };
  const { clock } = desk.deps;
  const turns = { limiter, clock, bot };
  const gateway = openGateway({ ...given, ...about, budget, turns, token, clock, log, onRefusal, deliver });
  try {
    await gateway.started;
  } catch (error) {
    await gateway.stop();
    throw error;
  }
  const { client } = gateway;
  return {
    rest: client.rest,
    applicationId: gateway.ready.then(() => client.application?.id ?? ''),
    stop: () => gateway.stop(),
  };
};

/** A bot's REST client without a connection to the gateway, and the application that it finds by it. @throws DiscordRefusal */
const byRestAlone = async (
  { token, api, log }: DiscordOptions,
  budget: BotBudget,
): Promise<Pick<Source, 'rest' | 'applicationId'>> => {
  const rest = budgetedRest(token, api, budget);
  const applicationId = (async (): Promise<string> => {
    try {
      return ((await rest.get(Routes.currentApplication())) as { readonly id: string }).id;
    } catch (error) {
      throw (error as { readonly status?: unknown }).status === 401 ? tokenRefused() : error;
    }
  })();
  // only a refusal ends the start; who cannot be reached now may be later
  await applicationId.catch((error: unknown) => {
    if (error instanceof DiscordRefusal) throw error;
    log('warn', 'Discord cannot be reached; its interactions will be taken all the same', { err: error });
  });
  return { rest, applicationId };
};

/** A worker of the stream: what it has taken has its last answer before the stream lets it go. */
const viaStream = async (
  options: DiscordOptions,
  budget: BotBudget,
  stream: EventStream,
): Promise<Source> => {
  let stop: (() => Promise<void>) | undefined;
  return {
    ...(await byRestAlone(options, budget)),
    begin: async (interactions, tellGuild, places) => {
      stop = await stream.work({
        take: (payload, arrival) =>
          isLostNews(payload) ? places.hear(payload) : interactions.take(payload as APIInteraction, arrival),
        hear: (payload) => tellGuild(payload as GuildNews),
      });
      options.log('info', 'interactions are taken out of the stream');
    },
    stop: async () => stop?.(),
  };
};

const viaHttp = async (
  options: DiscordOptions,
  budget: BotBudget,
  http: Exclude<DiscordOptions['http'], 'elsewhere' | undefined>,
  deliver: (payload: APIInteraction) => void,
): Promise<Source> => {
  const { desk, log } = options;
  const { rest, applicationId } = await byRestAlone(options, budget);
  const source = await openHttpSource({ ...http, clock: desk.deps.clock, deliver, log });
  log('info', 'signed interactions are taken', { url: source.url });
  return { rest, url: source.url, applicationId, stop: () => source.stop() };
};

/** Others take the interactions; what is shown without one is shown from here. */
const viaOthers = async (options: DiscordOptions, budget: BotBudget): Promise<Source> => ({
  ...(await byRestAlone(options, budget)),
  stop: () => Promise.resolve(),
});

/**
 * Opens the surface: one connection to the gateway, or a listener for signed interactions. A Discord that cannot be
 * reached holds nothing up. @throws DiscordRefusal when it never will; Error of the listening socket
 */
export const openDiscord = async (options: DiscordOptions): Promise<DiscordSurface> => {
  const { desk, realm, log, api, http, stream } = options;
  const { clock } = desk.deps;
  const budget = new BotBudget({ limiter: options.limiter, clock, bot: options.bot ?? ALONE, log });
  options.addUpstream?.(() => budget.look());
  const answering = answeringBy(api, budget);
  const twins = new TwinWatch(clock, log);
  const early: APIInteraction[] = [];
  let tellGuild: GatewayOptions['onGuild'] = () => undefined;
  const places = new LostPlaces(desk, log);
  const about = {
    onGuild: (guildId: string, how: GuildFate) => tellGuild(guildId, how),
    onLost: (news: LostNews) => void places.hear(news),
  };
  const door = { take: (payload: APIInteraction): unknown => early.push(payload) };
  const deliver = (payload: APIInteraction): void => void door.take(payload);
  const source = await (stream !== undefined
    ? viaStream(options, budget, stream)
    : http === undefined
      ? viaGateway(options, budget, deliver, about)
      : http === 'elsewhere'
        ? viaOthers(options, budget)
        : viaHttp(options, budget, http, deliver));
  const posting = postingBy(source.rest);
  const shown = threadsOf(options, posting, answering);
  const interactions = new Interactions({
    desk,
    realm,
    log,
    answering,
    languages: new GuildLanguages(desk, log),
    onAnsweredByOther: () => twins.answeredByOther(),
    ...(shown === undefined ? {} : { threads: shown }),
  });
  door.take = (payload) => interactions.take(payload);
  // what came while the surface was being opened
  for (const payload of early.splice(0)) deliver(payload);
  tellGuild = (guildId, how) =>
    how === 'back' ? shown?.threads.back(guildId) : shown?.threads.leave(guildId, how);
  await shown?.threads.start();
  await source.begin?.(interactions, ({ id, how }) => tellGuild(id, how), places);
  const letters = new Letters({ desk, posting, realm, log });
  const news = newsOnDiscord({ desk, posting, log, places });
  const stopFollowing = [await options.follow?.(letters.follower), await options.follow?.(news.follower)];
  source.applicationId.then(
    (applicationId) =>
      tellState(options, source.rest, applicationId, (ids) => {
        interactions.commandIds = ids;
      }),
    () => undefined,
  );
  return {
    interactions,
    threads: shown?.threads,
    url: source.url,
    stop: async () => {
      shown?.threads.stop();
      for (const stop of stopFollowing) stop?.();
      letters.stop();
      news.stop();
      const { promise: late, resolve } = Promise.withResolvers<void>();
      const cancel = clock.after(FINISH_MS, resolve);
      await Promise.race([source.stop().then(() => interactions.settled()), late]);
      cancel();
      if (interactions.open > 0) log('warn', 'answers were due at the end', { open: interactions.open });
    },
  };
};

/** The threads of battles and their book; `undefined`: battles have none. */
const threadsOf = (
  { desk, realm, log, watching, cadenceMinMs, painter }: DiscordOptions,
  posting: Posting,
  answering: Answering,
): { readonly threads: BattleThreads; readonly book: ThreadBook } | undefined => {
  if (watching === undefined) return undefined;
  const { watches, openThreads, sharing } = watching;
  const book = new ThreadBook({ desk, realm, log, open: openThreads });
  const more = {
    ...(cadenceMinMs === undefined ? {} : { cadenceMinMs }),
    ...(painter === undefined ? {} : { painter }),
    ...(sharing === undefined ? {} : { sharing }),
  };
  const threads = new BattleThreads({ desk, watches, book, posting, answering, realm, log, ...more });
  return { threads, book };
};

/** Says at the start how somebody gets the bot, and whether its list of commands is the one that is registered. */
const tellState = async (
  { desk, log }: DiscordOptions,
  rest: REST,
  applicationId: string,
  learn: (ids: ReadonlyMap<string, string>) => void,
): Promise<void> => {
  log('info', 'on Discord', { invite: inviteLink(applicationId) });
  try {
    const { isFresh, ids } = await registrationState(desk.tree, rest, applicationId);
    learn(ids);
    if (isFresh) return;
    log('warn', `Discord shows an old list of commands: run \`${REGISTER_COMMAND}\``);
  } catch (error) {
    log('warn', 'could not compare the list of commands with the one that Discord shows', { err: error });
  }
};
