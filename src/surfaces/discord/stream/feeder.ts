import { type SessionInfo, WebSocketManager, WebSocketShardEvents } from '@discordjs/ws';
import { GatewayDispatchEvents, GatewayIntentBits, type GatewayDispatchPayload, type REST } from 'discord.js';
import type { Clock } from '#ports/clock.ts';
import type { EventStream } from '#ports/event-stream.ts';
import type { RateLimiter } from '#ports/rate-limiter.ts';
import type { ShardChoice } from '../gateway-source.ts';
import { guildNews } from '../guild-news.ts';
import { IdentifyTurns } from '../identify-turns.ts';
import type { SurfaceLog } from '../interactions.ts';
import { leaveGateway } from '../leave-gateway.ts';
import { lostNews } from '../lost-places.ts';
import { type DiscordRefusal, refusalOf, tokenRefused } from '../refusal.ts';
import { TwinWatch } from '../twin-watch.ts';
import { Line } from './line.ts';

export interface FeederOptions {
  readonly token: string;
  /** With the bot's token. */
  readonly rest: REST;
  readonly shards: ShardChoice;
  readonly stream: EventStream;
  readonly limiter: RateLimiter;
  /** Names the bot in what processes share; no secret. */
  readonly bot: string;
  readonly clock: Clock;
  readonly log: SurfaceLog;
  /** The connection ended for good after the start. */
  readonly onRefusal: (refusal: DiscordRefusal) => void;
}

/** A process's connections to Discord, whose events go into the stream. */
export interface Feeder {
  /** Resolves when Discord is ready, or plainly not to be had now and tried on. @throws DiscordRefusal */
  readonly started: Promise<void>;
  /** Leaves the sessions as they are for the next process, with all that came in the stream. */
  stop(): Promise<void>;
}

/** Waits between attempts to connect, ms; the last one stays. */
const RETRY_MS = [500, 1_000, 2_000, 5_000, 15_000, 60_000] as const;
/** A start waits for Discord no longer than this, ms. */
const START_MS = 10_000;
/** Closes a connection and keeps its session: 1000 and 1001 would end it. */
const GO_ON_LATER = 4_200;

const isTokenRefused = (error: unknown): boolean => (error as { readonly status?: unknown }).status === 401;

class Feeding implements Feeder {
  readonly started: Promise<void>;
  readonly #options: FeederOptions;
  readonly #manager: WebSocketManager;
  readonly #lines: ReadonlyMap<number, Line>;
  /** Shards that are being told what they missed. */
  readonly #replaying = new Set<number>();
  readonly #over = Promise.withResolvers<never>();
  readonly #goOn = Promise.withResolvers<void>();
  #isOver = false;
  #hasStarted = false;
  #wake = (): void => undefined;

  constructor(options: FeederOptions) {
    this.#options = options;
    const { shards, stream, clock, log } = options;
    this.#lines = new Map(
      shards.ids.map((id) => [id, new Line({ name: `${id}/${shards.count}`, stream, clock, log })]),
    );
    this.#manager = this.#managerOf(options);
    this.#listen();
    // whoever waits hears of it; nobody needs to
    this.#over.promise.catch(() => undefined);
    const cancel = clock.after(START_MS, () => this.#goOn.resolve());
    this.started = Promise.race([this.#connect(), this.#goOn.promise, this.#over.promise]).then(() => {
      cancel();
      this.#hasStarted = true;
    });
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    this.#wake();
    const manager = this.#manager;
    await leaveGateway(
      () => manager.destroy({ code: GO_ON_LATER, reason: 'back soon' }),
      this.#options.clock,
    );
    for (const line of this.#lines.values()) await line.settled();
  }

  #managerOf({ token, rest, shards, limiter, clock, bot }: FeederOptions): WebSocketManager {
    return new WebSocketManager({
      token,
      rest,
      intents: GatewayIntentBits.Guilds,
      shardCount: shards.count,
      shardIds: [...shards.ids],
      retrieveSessionInfo: (id) => {
        const session = this.#lines.get(id)?.session;
        if (session === undefined) return null;
        const { id: sessionId, seq: sequence, resumeUrl: resumeURL, shardCount } = session;
        return { shardId: id, sessionId, sequence, resumeURL, shardCount };
      },
      updateSessionInfo: (id, info) => this.#move(id, info),
      buildIdentifyThrottler: async (manager) => {
        const { session_start_limit: limit } = await manager.fetchGatewayInformation();
        return new IdentifyTurns({ limiter, clock, bot, maxConcurrency: Math.max(1, limit.max_concurrency) });
      },
    });
  }

  #move(shardId: number, info: SessionInfo | null): void {
    // the next process goes on with it
    if (this.#isOver) return;
    const line = this.#lines.get(shardId);
    if (info === null) return line?.move(undefined);
    const { sessionId, sequence, resumeURL, shardCount } = info;
    return line?.move({ id: sessionId, seq: sequence, resumeUrl: resumeURL, shardCount });
  }

  #listen(): void {
    const { log, clock } = this.#options;
    const manager = this.#manager;
    manager.on(WebSocketShardEvents.Hello, ({ shardId }) => {
      if (this.#lines.get(shardId)?.session !== undefined) this.#replaying.add(shardId);
    });
    manager.on(WebSocketShardEvents.Resumed, ({ shardId }) =>
      log('info', 'back on Discord', { shard: shardId }),
    );
    const twins = new TwinWatch(clock, log);
    manager.on(WebSocketShardEvents.Ready, ({ shardId }) => {
      twins.sessionBegan(shardId);
      log('info', 'a session on Discord begins', { shard: shardId });
    });
    manager.on(WebSocketShardEvents.Error, ({ error, shardId }) =>
      log('warn', 'the connection to Discord failed', { shard: shardId, err: error }),
    );
    manager.on(WebSocketShardEvents.Closed, ({ code, shardId }) => {
      if (this.#isOver) return;
      const refusal = refusalOf(code);
      if (refusal !== undefined) return this.#refuse(refusal);
      log('warn', 'the connection to Discord is gone and will be back', { shard: shardId, code });
    });
    manager.on(WebSocketShardEvents.Dispatch, ({ data, shardId }) => this.#take(shardId, data));
  }

  #take(shardId: number, { t, d, s: seq }: GatewayDispatchPayload): void {
    const line = this.#lines.get(shardId);
    if (line === undefined || this.#isOver) return;
    // as they come: the events of the library overtake what was sent before
    if (t === GatewayDispatchEvents.Resumed || t === GatewayDispatchEvents.Ready)
      this.#replaying.delete(shardId);
    const isReplayed = this.#replaying.has(shardId);
    if (t === GatewayDispatchEvents.InteractionCreate) {
      line.take({ to: 'one', seq, isReplayed, payload: d });
      return;
    }
    const lost = lostNews({ t, d });
    if (lost !== undefined) return line.take({ to: 'one', seq, isReplayed, payload: lost });
    const news = guildNews({ t, d });
    if (news === undefined) line.pass(seq);
    else line.take({ to: 'all', seq, isReplayed, payload: news, key: news.id, isOver: news.how === 'back' });
  }

  #refuse(refusal: DiscordRefusal): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#over.reject(refusal);
    if (this.#hasStarted) this.#options.onRefusal(refusal);
  }

  async #connect(): Promise<void> {
    const { clock, log } = this.#options;
    for (let attempt = 0; !this.#isOver; attempt += 1) {
      try {
        for (const line of this.#lines.values()) if (line.session === undefined) await line.load();
        await this.#manager.connect();
        return;
      } catch (error) {
        if (isTokenRefused(error)) return this.#refuse(tokenRefused());
        if (this.#hasEnded()) return;
        const waitMs = RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)] ?? 60_000;
        const problem = TwinWatch.loginProblem(error);
        if (problem === undefined)
          log('warn', 'Discord cannot be reached; trying again', { waitMs, err: error });
        else log('error', problem, { waitMs });
        this.#goOn.resolve();
        await new Promise<void>((resolve) => {
          const cancel = clock.after(waitMs, resolve);
          this.#wake = () => {
            cancel();
            resolve();
          };
        });
      }
    }
  }

  #hasEnded(): boolean {
    return this.#isOver;
  }
}

/**
 * Connects to the gateway and carries what it says into the stream. The sessions are kept there too: after a crash the next
 * process resumes them and is told what it missed.
 */
export const openFeeder = (options: FeederOptions): Feeder => new Feeding(options);
