import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { type Frames, rawFrames } from './frames.ts';

/** From the client to the server, or from the server to the client. */
export type Direction = 'request' | 'answer';

/**
 * What becomes of a message.
 * - `pass`: it goes on.
 * - `drop`: it is lost; the connection lives.
 * - `hold`: it waits for {@link FaultProxy.release} and is delivered then, even when its client has gone.
 * - `reset`: it is lost and both ends are reset.
 * - `cut`: half of it goes on, then both ends are reset.
 */
export type Fate = 'pass' | 'drop' | 'hold' | 'reset' | 'cut';

export interface Faults {
  /** Asked for each message; default: it passes. */
  readonly fate?: (message: Buffer, direction: Direction) => Fate;
  /** Every message is that late, ms. */
  readonly delayMs?: number;
  /** Bytes a second in each direction. */
  readonly bytesPerSecond?: number;
}

/** Something between a client and a server that breaks on demand. Timers are real: tests wait for what happens, not for time. */
export interface FaultProxy {
  readonly port: number;
  /** What goes wrong from now on; nothing by default. */
  faults: Faults;
  /** Messages held back. */
  readonly held: number;
  /** Resolves when a message is held. */
  untilHeld(): Promise<void>;
  /** Delivers what is held, to the server even after the client hung up. */
  release(): Promise<void>;
  /** Resets all connections. */
  reset(): void;
  /** Nobody can connect any more, and who is connected is reset. */
  refuse(): Promise<void>;
  /** Lets connections in again. */
  accept(): Promise<void>;
  close(): Promise<void>;
}

export interface FaultProxyOptions {
  readonly targetPort: number;
  /** How messages are told apart; default: every piece is one. */
  readonly frames?: () => Frames;
}

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
}

class Proxy implements FaultProxy {
  port = 0;
  faults: Faults = {};
  readonly #options: FaultProxyOptions;
  readonly #pairs = new Set<Pair>();
  #held: (() => Promise<void>)[] = [];
  #tellHeld: (() => void)[] = [];
  #server: Server | undefined;

  constructor(options: FaultProxyOptions) {
    this.#options = options;
  }

  get held(): number {
    return this.#held.length;
  }

  async untilHeld(): Promise<void> {
    if (this.#held.length > 0) return;
    await new Promise<void>((resolve) => this.#tellHeld.push(resolve));
  }

  async release(): Promise<void> {
    const held = this.#held;
    this.#held = [];
    for (const deliver of held) await deliver();
  }

  reset(): void {
    for (const pair of this.#pairs) breakOff(pair);
    this.#pairs.clear();
  }

  async refuse(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    const closed = once(server, 'close');
    server.close();
    this.reset();
    await closed;
  }

  async accept(): Promise<void> {
    if (this.#server !== undefined) return;
    const server = createServer((client) => this.#join(client));
    this.#server = server;
    server.listen(this.port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address !== null && typeof address !== 'string') this.port = address.port;
  }

  async close(): Promise<void> {
    this.#held = [];
    await this.refuse();
  }

  #join(client: Socket): void {
    const server = connect(this.#options.targetPort, '127.0.0.1');
    const pair = { client, server };
    this.#pairs.add(pair);
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      socket.on('error', () => breakOff(pair));
    }
    // a held message must reach the server after its client has gone
    client.on('close', () => {
      if (this.#held.length === 0) server.destroy();
    });
    server.on('close', () => {
      client.destroy();
      this.#pairs.delete(pair);
    });
    this.#carry(pair, client, server, 'request');
    this.#carry(pair, server, client, 'answer');
  }

  #carry(pair: Pair, from: Socket, to: Socket, direction: Direction): void {
    const frames = (this.#options.frames ?? rawFrames)();
    let last = Promise.resolve();
    from.on('data', (chunk: Buffer) => {
      for (const message of frames.push(chunk)) {
        last = last.then(() => this.#carryOne(pair, to, message, direction));
      }
    });
  }

  async #carryOne(pair: Pair, to: Socket, message: Buffer, direction: Direction): Promise<void> {
    const { fate, delayMs = 0, bytesPerSecond } = this.faults;
    const slowMs = delayMs + (bytesPerSecond === undefined ? 0 : (message.length / bytesPerSecond) * 1_000);
    if (slowMs > 0) await new Promise((resolve) => setTimeout(resolve, slowMs));
    switch (fate?.(message, direction) ?? 'pass') {
      case 'pass':
        to.write(message);
        return;
      case 'drop':
        return;
      case 'hold':
        this.#hold(to, message);
        return;
      case 'reset':
        breakOff(pair);
        return;
      case 'cut':
        await new Promise<void>((resolve) => {
          to.write(message.subarray(0, Math.ceil(message.length / 2)), () => resolve());
        });
        breakOff(pair);
    }
  }

  #hold(to: Socket, message: Buffer): void {
    this.#held.push(async () => {
      if (to.destroyed) return;
      await new Promise<void>((resolve) => {
        to.write(message, () => resolve());
      });
    });
    for (const tell of this.#tellHeld.splice(0)) tell();
  }
}

const breakOff = ({ client, server }: Pair): void => {
  for (const socket of [client, server]) if (!socket.destroyed) socket.resetAndDestroy();
};

/** Starts a proxy in front of a port of this machine. */
export const startFaultProxy = async (options: FaultProxyOptions): Promise<FaultProxy> => {
  const proxy = new Proxy(options);
  await proxy.accept();
  return proxy;
};
