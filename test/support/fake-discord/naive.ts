import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { Json } from './api-fault.ts';
import type { FakeDiscord } from './fake-discord.ts';

/** What the fake said to a client that knows no limits. */
export interface Said {
  readonly status: number;
  readonly code: number | undefined;
  readonly body: Json;
  readonly headers: Headers;
}

/** Sends one request as it stands, without looking at any limit. */
export const naively = async (
  fake: FakeDiscord,
  method: string,
  path: string,
  body?: unknown,
  token: string = fake.token,
): Promise<Said> => {
  const response = await fetch(`${fake.api}/v10${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token === '' ? {} : { authorization: `Bot ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const parsed = (text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : {}) as Json;
  const { code } = parsed;
  return {
    status: response.status,
    code: typeof code === 'number' ? code : undefined,
    body: parsed,
    headers: response.headers,
  };
};

/** A gateway client that sends what it is told. */
export interface NaiveSocket {
  send(packet: unknown): void;
  /** The next packet of an op (and, for dispatches, of a type). */
  next(
    op: number,
    type?: string,
  ): Promise<{ readonly op: number; readonly d: unknown; readonly t?: string; readonly s?: number }>;
  /** The code with which the fake closes it. */
  readonly closed: Promise<number>;
  drop(): void;
}

/** Opens a connection to the fake's gateway. */
export const naiveSocket = async (fake: FakeDiscord, query = '?v=10&encoding=json'): Promise<NaiveSocket> => {
  const socket = new WebSocket(`${fake.gateway.url}/${query}`);
  type Packet = Awaited<ReturnType<NaiveSocket['next']>>;
  const packets: Packet[] = [];
  const waiting: { fits: (packet: Packet) => boolean; resolve: (packet: Packet) => void }[] = [];
  socket.on('message', (data) => {
    const packet = JSON.parse((data as Buffer).toString()) as Packet;
    const index = waiting.findIndex(({ fits }) => fits(packet));
    const [waiter] = index < 0 ? [] : waiting.splice(index, 1);
    if (waiter === undefined) packets.push(packet);
    else waiter.resolve(packet);
  });
  const closed = new Promise<number>((resolve) => {
    socket.once('close', resolve);
  });
  await once(socket, 'open');
  return {
    send: (packet) => socket.send(typeof packet === 'string' ? packet : JSON.stringify(packet)),
    next: (op, type) => {
      const fits = (packet: Packet): boolean => packet.op === op && (type === undefined || packet.t === type);
      const index = packets.findIndex(fits);
      const [found] = index < 0 ? [] : packets.splice(index, 1);
      return found === undefined
        ? new Promise((resolve) => waiting.push({ fits, resolve }))
        : Promise.resolve(found);
    },
    closed,
    drop: () => socket.terminate(),
  };
};

/** The identify of a bot without special wishes. */
export const identify = (fake: FakeDiscord, more: Json = {}): Json => ({
  op: 2,
  d: {
    token: fake.token,
    intents: 1,
    properties: { os: 'linux', browser: 'naive', device: 'naive' },
    ...more,
  },
});
