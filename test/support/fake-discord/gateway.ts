import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { Json } from './api-fault.ts';
import { guildJson, userJson } from './payloads.ts';
import type { World } from './world.ts';

const OP = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  resume: 6,
  reconnect: 7,
  invalid: 9,
  hello: 10,
  ack: 11,
} as const;
/** Close codes that the fake sends. */
const CLOSE = {
  unknownOpcode: 4_001,
  decode: 4_002,
  notAuthenticated: 4_003,
  authenticationFailed: 4_004,
  alreadyAuthenticated: 4_005,
  invalidSequence: 4_007,
  rateLimited: 4_008,
  invalidShard: 4_010,
  shardingRequired: 4_011,
  invalidVersion: 4_012,
  invalidIntents: 4_013,
  disallowedIntents: 4_014,
} as const;

const PAYLOAD_MAX = 4_096;
const SENDS = { count: 120, windowMs: 60_000 };
const ALL_INTENTS = (1 << 26) - 1;
/** Members, presences, message contents: only by leave of the portal. */
const PRIVILEGED = (1 << 1) | (1 << 8) | (1 << 15);
const MS_BETWEEN_IDENTIFIES = 5_000;

interface Session {
  readonly id: string;
  readonly intents: number;
  readonly shard: number;
  readonly count: number;
  sequence: number;
  readonly sent: { readonly s: number; readonly t: string; readonly d: unknown }[];
  socket: WebSocket | undefined;
}

interface Line {
  session: Session | undefined;
  sends: number;
  windowUntilMs: number;
}

export interface GatewayOptions {
  readonly world: World;
  readonly token: () => string;
  readonly heartbeatMs: number;
  /** Privileged intents that the portal allows. */
  readonly allowedIntents: number;
  /** Identifies at once, each of another remainder of its shard. */
  readonly maxConcurrency: number;
  /** Fewer shards are refused (4011). */
  readonly shardsMin: number;
}

/** Events that only come to those who asked for the intent `GUILDS`. */
const OF_GUILDS = /^(?:GUILD_(?:CREATE|UPDATE|DELETE|ROLE_\w+)|CHANNEL_\w+|THREAD_\w+)$/;
const GUILDS = 1;

/** The guild that an event is about. */
const guildOf = (type: string, payload: Json): string | undefined => {
  const id = payload['guild_id'] ?? (/^GUILD_(?:CREATE|DELETE)$/.test(type) ? payload['id'] : undefined);
  return typeof id === 'string' ? id : undefined;
};

/** Which shard of so many hears of a guild; what belongs to none is the first one's. */
const shardOf = (guildId: string | undefined, count: number): number =>
  guildId === undefined ? 0 : Number((BigInt(guildId) >> 22n) % BigInt(count));

/** The gateway side: sessions that can be resumed, and everything it closes a connection for. */
export class Gateway {
  readonly #server: WebSocketServer;
  readonly #options: GatewayOptions;
  readonly #sessions = new Map<string, Session>();
  /** When somebody last identified, by the remainder of the shard. */
  readonly #lastIdentifyMs = new Map<number, number>();
  /** Identifies and resumes so far. */
  identifies = 0;
  resumes = 0;
  /** Tests: no acknowledgement of heartbeats. */
  isDeaf = false;
  /** Tests: no word to who connects. */
  isMute = false;
  url = '';

  constructor(server: Server, options: GatewayOptions) {
    this.#options = options;
    this.#server = new WebSocketServer({ server });
    this.#server.on('connection', (socket, request) => {
      const version = new URL(request.url ?? '/', 'http://fake').searchParams.get('v');
      if (version !== '10') return socket.close(CLOSE.invalidVersion);
      this.#open(socket);
      return undefined;
    });
  }

  #open(socket: WebSocket): void {
    const line: Line = { session: undefined, sends: 0, windowUntilMs: 0 };
    if (!this.isMute)
      socket.send(JSON.stringify({ op: OP.hello, d: { heartbeat_interval: this.#options.heartbeatMs } }));
    socket.on('message', (data) => this.#hear(socket, line, data));
    socket.on('close', () => {
      if (line.session?.socket === socket) line.session.socket = undefined;
    });
    socket.on('error', () => undefined);
  }

  #hear(socket: WebSocket, line: Line, data: RawData): void {
    const nowMs = this.#options.world.nowMs();
    if (nowMs >= line.windowUntilMs) {
      line.windowUntilMs = nowMs + SENDS.windowMs;
      line.sends = 0;
    }
    line.sends += 1;
    if (line.sends > SENDS.count) return socket.close(CLOSE.rateLimited);
    const bytes = data as Buffer;
    if (bytes.length > PAYLOAD_MAX) return socket.close(CLOSE.decode);
    let packet: { readonly op?: unknown; readonly d?: unknown };
    try {
      packet = JSON.parse(bytes.toString()) as typeof packet;
    } catch {
      return socket.close(CLOSE.decode);
    }
    const payload = (packet.d ?? {}) as Json;
    if (packet.op === OP.heartbeat) {
      if (!this.isDeaf) socket.send(JSON.stringify({ op: OP.ack }));
      return undefined;
    }
    if (packet.op === OP.identify) return this.#identify(socket, line, payload);
    if (packet.op === OP.resume) return this.#resume(socket, line, payload);
    const isKnown = typeof packet.op === 'number' && [3, 4, 8, 31].includes(packet.op);
    if (!isKnown) return socket.close(CLOSE.unknownOpcode);
    return line.session === undefined ? socket.close(CLOSE.notAuthenticated) : undefined;
  }

  #identify(socket: WebSocket, line: Line, payload: Json): void {
    const { world, token, allowedIntents, maxConcurrency, shardsMin } = this.#options;
    if (line.session !== undefined) return socket.close(CLOSE.alreadyAuthenticated);
    if (payload['token'] !== token()) return socket.close(CLOSE.authenticationFailed);
    const intents = Number(payload['intents']);
    if (!Number.isInteger(intents) || (intents & ~ALL_INTENTS) !== 0)
      return socket.close(CLOSE.invalidIntents);
    if ((intents & PRIVILEGED & ~allowedIntents) !== 0) return socket.close(CLOSE.disallowedIntents);
    const [shard = 0, count = 1] = (payload['shard'] ?? [0, 1]) as readonly number[];
    if (shard >= count || shard < 0) return socket.close(CLOSE.invalidShard);
    if (count < shardsMin) return socket.close(CLOSE.shardingRequired);
    const nowMs = world.nowMs();
    const turn = shard % maxConcurrency;
    if (nowMs - (this.#lastIdentifyMs.get(turn) ?? Number.NEGATIVE_INFINITY) < MS_BETWEEN_IDENTIFIES) {
      socket.send(JSON.stringify({ op: OP.invalid, d: false }));
      return undefined;
    }
    this.#lastIdentifyMs.set(turn, nowMs);
    this.identifies += 1;
    const id = randomBytes(8).toString('hex');
    const session: Session = { id, intents, shard, count, sequence: 0, sent: [], socket };
    this.#sessions.set(session.id, session);
    line.session = session;
    const guilds = [...world.guilds.values()].filter((guild) => shardOf(guild.id, count) === shard);
    this.#dispatch(session, 'READY', {
      v: 10,
      user: { ...userJson(world.bot), verified: true, mfa_enabled: true, email: null, flags: 0 },
      guilds: guilds.map((guild) => ({ id: guild.id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: this.url,
      shard: [shard, count],
      application: { id: world.applicationId, flags: 0 },
    });
    for (const guild of guilds) this.#dispatch(session, 'GUILD_CREATE', guildJson(guild, world));
    return undefined;
  }

  #resume(socket: WebSocket, line: Line, payload: Json): void {
    if (line.session !== undefined) return socket.close(CLOSE.alreadyAuthenticated);
    if (payload['token'] !== this.#options.token()) return socket.close(CLOSE.authenticationFailed);
    const session = this.#sessions.get(String(payload['session_id']));
    if (session === undefined) {
      socket.send(JSON.stringify({ op: OP.invalid, d: false }));
      return undefined;
    }
    const after = Number(payload['seq']);
    if (after > session.sequence) return socket.close(CLOSE.invalidSequence);
    session.socket = socket;
    line.session = session;
    this.resumes += 1;
    for (const { s, t, d } of session.sent.filter((one) => one.s > after)) {
      socket.send(JSON.stringify({ op: OP.dispatch, s, t, d }));
    }
    this.#dispatch(session, 'RESUMED', {});
    return undefined;
  }

  #dispatch(session: Session, t: string, d: unknown): void {
    session.sequence += 1;
    const packet = { s: session.sequence, t, d };
    session.sent.push(packet);
    if (session.sent.length > 10_000) session.sent.shift();
    if (session.socket?.readyState === 1) session.socket.send(JSON.stringify({ op: OP.dispatch, ...packet }));
  }

  /** Sends an event to every session whose shard hears of it; those that are away get it when they resume. */
  send(type: string, payload: Json): void {
    const guildId = guildOf(type, payload);
    for (const session of this.#sessions.values()) {
      if (OF_GUILDS.test(type) && (session.intents & GUILDS) === 0) continue;
      if (shardOf(guildId, session.count) === session.shard) this.#dispatch(session, type, payload);
    }
  }

  /** Connections, whether they have a session or not. */
  get sockets(): number {
    return this.#server.clients.size;
  }

  /** Sessions with a connection. */
  get connected(): number {
    return [...this.#sessions.values()].filter(({ socket }) => socket !== undefined).length;
  }

  /** Shards that are connected, as `0/1`; one name twice: two sessions of one shard. */
  get shards(): readonly string[] {
    return [...this.#sessions.values()]
      .filter(({ socket }) => socket !== undefined)
      .map(({ shard, count }) => `${shard}/${count}`)
      .toSorted();
  }

  /** Cuts every connection: without a word, or with a close code. */
  cut(code?: number): void {
    for (const socket of this.#server.clients) {
      if (code === undefined) socket.terminate();
      else socket.close(code);
    }
  }

  /** Asks every client to connect again (op 7). */
  askToReconnect(): void {
    for (const socket of this.#server.clients) socket.send(JSON.stringify({ op: OP.reconnect, d: null }));
  }

  /** Ends all sessions, as after a long absence: nobody can resume. */
  forget(): void {
    this.#sessions.clear();
  }

  /** Lets the next identify follow at once. */
  allowIdentify(): void {
    this.#lastIdentifyMs.clear();
  }

  close(): void {
    this.cut();
    this.#server.close();
  }
}
