import type { FastifyReply } from 'fastify';
import type { Observable } from 'rxjs';
import type { WatchMessage } from '#actors/battle/watch-room.ts';
import type { Clock } from '#ports/clock.ts';
import type { WebApp } from './app.ts';

/** How often silent connections hear that they are alive, ms. */
export const BEAT_MS = 15_000;
/** Connections are looked at in so many parts, one after the other: thousands of writes at once would hold up battles. */
const BEAT_PARTS = 60;
/** Connections at once. */
const CLIENTS_MAX = 10_000;

/** Takes an answer over from the server and begins a stream of server-sent events. */
export const beginStream = (reply: FastifyReply): void => {
  reply.hijack();
  reply.raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
};

/** One connection of server-sent events. What it cannot take now it never gets: there is no queue. */
export class SseClient {
  readonly #reply: FastifyReply;
  readonly #closers: (() => void)[] = [];
  #isFull = false;
  #isClosed = false;
  #isSilent = false;
  #drained: () => void = () => undefined;

  constructor(reply: FastifyReply) {
    this.#reply = reply;
    const { raw } = reply;
    beginStream(reply);
    raw.on('drain', () => {
      this.#isFull = false;
      this.#drained();
    });
    raw.on('close', () => this.close());
    raw.on('error', () => this.close());
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** `false`: it is slow and did not get this. */
  send(text: string): boolean {
    if (this.#isFull || this.#isClosed) return false;
    this.#isSilent = false;
    this.#isFull = !this.#reply.raw.write(text);
    return true;
  }

  /** Says that it is alive, unless it has said something since the last beat. */
  beat(): void {
    if (this.#isSilent) this.send(': beat\n\n');
    this.#isSilent = true;
  }

  /** Told when a slow one can take more. */
  onDrain(drained: () => void): void {
    this.#drained = drained;
  }

  onClose(closer: () => void): void {
    if (this.#isClosed) closer();
    else this.#closers.push(closer);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const closer of this.#closers) closer();
    this.#reply.raw.end();
  }
}

/** All connections of the server's event streams but the feed's. */
export class SseClients {
  readonly #parts = Array.from({ length: BEAT_PARTS }, () => new Set<SseClient>());
  readonly #clock: Clock;
  #size = 0;
  #opened = 0;

  #stopBeating: () => void = () => undefined;

  constructor(app: WebApp, clock: Clock) {
    this.#clock = clock;
    app.addHook('preClose', async () => {
      this.#stopBeating();
      for (const part of this.#parts) for (const client of part) client.close();
    });
    this.#beat(0);
  }

  /** There is no room for one more. */
  get isFull(): boolean {
    return this.#size >= CLIENTS_MAX;
  }

  /** `undefined`: there are too many. */
  open(reply: FastifyReply): SseClient | undefined {
    if (this.isFull) return undefined;
    const client = new SseClient(reply);
    const part = this.#parts[this.#opened % BEAT_PARTS];
    part?.add(client);
    this.#opened += 1;
    this.#size += 1;
    client.onClose(() => {
      part?.delete(client);
      this.#size -= 1;
    });
    client.send('retry: 2000\n\n');
    return client;
  }

  #beat(part: number): void {
    for (const client of this.#parts[part] ?? []) client.beat();
    const next = (part + 1) % BEAT_PARTS;
    this.#stopBeating = this.#clock.after(BEAT_MS / BEAT_PARTS, () => this.#beat(next));
  }
}

/** A message as text, made once for all who get it. */
const texts = new WeakMap<WatchMessage, string>();

const textOf = (message: WatchMessage): string => {
  let text = texts.get(message);
  if (text === undefined) {
    const { type, ...data } = message;
    text = `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
    texts.set(message, text);
  }
  return text;
};

/** Sends a battle to a connection. One that is slow misses frames and gets a summary when it can take more. */
export const streamTo = (client: SseClient, stream: Observable<WatchMessage>): void => {
  let hasMissed = false;
  const subscribe = () =>
    stream.subscribe({
      next: (message) => {
        if (!client.send(textOf(message))) hasMissed = true;
      },
      complete: () => client.close(),
    });
  let subscription = subscribe();
  client.onDrain(() => {
    if (!hasMissed) return;
    hasMissed = false;
    // subscribing anew begins with a summary; the old one ends after it, so that the last viewer does not leave
    const before = subscription;
    subscription = subscribe();
    before.unsubscribe();
  });
  client.onClose(() => subscription.unsubscribe());
};
