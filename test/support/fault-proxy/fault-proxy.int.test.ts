import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';
import { mongoFrames } from './frames.ts';

/** A message with its length in front. */
const frame = (text: string): Buffer => {
  const body = Buffer.from(text);
  const head = Buffer.alloc(4);
  head.writeInt32LE(body.length + 4);
  return Buffer.concat([head, body]);
};

let proxy: FaultProxy;
let heard: string[] = [];
let hearing: (() => void)[] = [];
const servers: { close(): unknown }[] = [];
const sockets: Socket[] = [];

/** Waits until the server has heard so many messages. */
const untilHeard = async (count: number): Promise<readonly string[]> => {
  while (heard.length < count) await new Promise<void>((resolve) => hearing.push(resolve));
  return heard;
};

beforeEach(async () => {
  heard = [];
  hearing = [];
  // answers every whole message with the same in capitals
  const server = createServer((socket) => {
    const frames = mongoFrames();
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      for (const message of frames.push(chunk)) {
        const text = message.subarray(4).toString();
        heard.push(text);
        for (const tell of hearing.splice(0)) tell();
        socket.write(frame(text.toUpperCase()));
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  proxy = await startFaultProxy({ targetPort: address.port, frames: mongoFrames });
});

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await proxy.close();
  for (const server of servers.splice(0)) server.close();
});

const dial = async (): Promise<Socket> => {
  const socket = connect(proxy.port, '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
};

/** The next message that comes back; `undefined`: the connection broke. */
const answer = (socket: Socket): Promise<string | undefined> =>
  new Promise((resolve) => {
    const frames = mongoFrames();
    socket.on('data', (chunk: Buffer) => {
      const [message] = frames.push(chunk);
      if (message !== undefined) resolve(message.subarray(4).toString());
    });
    socket.once('close', () => resolve(undefined));
  });

const ask = async (socket: Socket, text: string): Promise<string | undefined> => {
  const answered = answer(socket);
  socket.write(frame(text));
  return answered;
};

describe('the fault proxy', () => {
  it('carries messages both ways, late and slow ones too', async () => {
    const socket = await dial();
    expect(await ask(socket, 'hello')).toBe('HELLO');
    proxy.faults = { delayMs: 5, bytesPerSecond: 2_000 };
    const startedMs = performance.now();
    expect(await ask(await dial(), 'x'.repeat(60))).toBe('X'.repeat(60));
    expect(performance.now() - startedMs).toBeGreaterThan(70);
  });

  it('loses an answer while the request was done', async () => {
    proxy.faults = { fate: (_message, direction) => (direction === 'answer' ? 'reset' : 'pass') };
    expect(await ask(await dial(), 'pay')).toBeUndefined();
    expect(heard).toEqual(['pay']);
  });

  it('swallows one direction and leaves the other alone', async () => {
    proxy.faults = { fate: (message) => (message.includes('ANYBODY') ? 'drop' : 'pass') };
    const socket = await dial();
    let isAnswered = false;
    void ask(socket, 'anybody').then(() => {
      isAnswered = true;
    });
    await untilHeard(1);
    expect(await ask(await dial(), 'there')).toBe('THERE');
    expect(isAnswered).toBe(false);
  });

  it('holds a request and delivers it when its client is long gone', async () => {
    proxy.faults = { fate: (message) => (message.includes('ghost') ? 'hold' : 'pass') };
    const socket = await dial();
    socket.write(frame('ghost'));
    await proxy.untilHeld();
    socket.destroy();
    expect(await ask(await dial(), 'later')).toBe('LATER');
    await proxy.release();
    expect(await untilHeard(2)).toEqual(['later', 'ghost']);
  });

  it('cuts a message in the middle', async () => {
    proxy.faults = { fate: (_message, direction) => (direction === 'request' ? 'cut' : 'pass') };
    expect(await ask(await dial(), 'half of this')).toBeUndefined();
    expect(heard).toEqual([]);
  });

  it('refuses, resets, and lets in again on the same port', async () => {
    const socket = await dial();
    const broken = answer(socket);
    await proxy.refuse();
    expect(await broken).toBeUndefined();
    const refused = connect(proxy.port, '127.0.0.1');
    expect(await once(refused, 'error')).toMatchObject([{ code: 'ECONNREFUSED' }]);
    await proxy.accept();
    expect(await ask(await dial(), 'again')).toBe('AGAIN');
    const reset = await dial();
    expect(await ask(reset, 'first')).toBe('FIRST');
    const ended = answer(reset);
    proxy.reset();
    expect(await ended).toBeUndefined();
  });
});
