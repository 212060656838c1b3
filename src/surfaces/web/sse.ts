import type { FastifyReply } from 'fastify';
import type { Observable } from 'rxjs';
import type { WatchMessage } from '#actors/battle/watch-room.ts';
import type { Clock } from '#ports/clock.ts';
import type { WebApp } from './app.ts';

/** How often silent connections hear that they are alive, ms. */
export const BEAT_MS = 15_000;
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
    this.#isFull = !this.#reply.raw.write(text);
    return true;
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
  readonly #clients = new Set<SseClient>();
  readonly #clock: Clock;

  #stopBeating: () => void = () => undefined;

  constructor(app: WebApp, clock: Clock) {
    this.#clock = clock;
    app.addHook('preClose', async () => {
      this.#stopBeating();
      for (const client of this.#clients) client.close();
    });
    this.#beat();
  }

  /** There is no room for one more. */
  get isFull(): boolean {
    return this.#clients.size >= CLIENTS_MAX;
  }

  /** `undefined`: there are too many. */
  open(reply: FastifyReply): SseClient | undefined {
    if (this.isFull) return undefined;
    const client = new SseClient(reply);
    this.#clients.add(client);
    client.onClose(() => this.#clients.delete(client));
    client.send('retry: 2000\n\n');
    return client;
  }

  #beat(): void {
    for (const client of this.#clients) client.send(': beat\n\n');
    this.#stopBeating = this.#clock.after(BEAT_MS, () => this.#beat());
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
