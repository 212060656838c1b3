import type { Clock } from '#ports/clock.ts';
import { Fault } from '#ports/fault.ts';
import type { RedisAddress } from './address.ts';
import { type ClientNeeds, clientOf, connectClient, type RedisClient } from './client.ts';
import { explain, passingFault } from './explain.ts';
import type { ServerFacts } from './inspect.ts';
import type { Script } from './script.ts';

/** How long an answer may take, ms. */
const ANSWER_WITHIN_MS = 800;
/** A server that did not answer is left alone for so long, ms. */
const REST_MS = 500;

type Argument = string | Buffer | number;

export interface LinkOptions {
  readonly address: RedisAddress;
  readonly server: ServerFacts;
  readonly deployment: string;
  readonly clock: Clock;
  readonly onError?: (error: unknown) => void;
}

/** Redis as the adapters see it: it answers soon or fails soon, and comes back by itself. */
export interface RedisLink {
  /** What every key begins with: `guildhall:<deployment>:`. */
  readonly prefix: string;
  readonly server: ServerFacts;
  readonly clock: Clock;
  /** Whether it would be asked now. */
  readonly isUp: boolean;
  /** @throws Fault E_UNAVAILABLE, at once while Redis is away; see {@link wasNotDone} */
  call(command: string, ...args: readonly Argument[]): Promise<unknown>;
  /** Runs a script on the server. @throws as `call` */
  run(script: Script, keys: readonly string[], args: readonly Argument[]): Promise<unknown>;
  /** As `call`, with texts as bytes. */
  callBytes(command: string, ...args: readonly Argument[]): Promise<unknown>;
  /** Told each time that Redis is there again. Returns the way to stop it. */
  onUp(listener: () => void): () => void;
  /** Told each time that the connection is lost. Returns the way to stop it. */
  onDown(listener: () => void): () => void;
  /** A further connection, for reads that block and for subscriptions; closed by who asked for it. */
  another(more?: ClientNeeds): RedisClient;
  /** Told of what failed in the background. */
  report(error: unknown): void;
  close(): Promise<void>;
}

/** A link that is still to be connected. */
interface NewLink extends RedisLink {
  connect(): Promise<void>;
}

const NEVER_SENT = /enableOfflineQueue|rests/;

/** Whether a failed call surely did nothing: it was never sent, or the server refused it. */
export const wasNotDone = (error: unknown): boolean => {
  const cause = error instanceof Fault ? (error.cause ?? error) : error;
  return cause instanceof Error && (NEVER_SENT.test(cause.message) || cause.name === 'ReplyError');
};

class Link implements NewLink {
  readonly prefix: string;
  readonly server: ServerFacts;
  readonly clock: Clock;
  readonly #options: LinkOptions;
  readonly #client: RedisClient;
  readonly #listeners = new Set<() => void>();
  readonly #downListeners = new Set<() => void>();
  #restsUntilMs = 0;
  #isTold = false;
  #isClosed = false;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.prefix = `guildhall:${options.deployment}:`;
    this.server = options.server;
    this.clock = options.clock;
    this.#client = this.another();
    this.#client.on('ready', () => this.#back());
    this.#client.on('close', () => {
      this.report(passingFault('the connection to Redis is lost'));
      for (const listener of this.#downListeners) listener();
    });
  }

  get isUp(): boolean {
    return this.#client.status === 'ready' && this.clock.monoMs() >= this.#restsUntilMs;
  }

  async connect(): Promise<void> {
    await connectClient(this.#client, this.clock);
  }

  call(command: string, ...args: readonly Argument[]): Promise<unknown> {
    return this.#limit(command, () => this.#client.call(command, [...args]));
  }

  callBytes(command: string, ...args: readonly Argument[]): Promise<unknown> {
    return this.#limit(command, () => this.#client.callBuffer(command, [...args]));
  }

  async run(script: Script, keys: readonly string[], args: readonly Argument[]): Promise<unknown> {
    const rest = [keys.length, ...keys, ...args];
    try {
      return await this.call('EVALSHA', script.sha, ...rest);
    } catch (error) {
      const { cause } = error as Fault;
      if (!(cause instanceof Error && cause.message.startsWith('NOSCRIPT'))) throw error;
      return this.call('EVAL', script.text, ...rest);
    }
  }

  onUp(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onDown(listener: () => void): () => void {
    this.#downListeners.add(listener);
    return () => this.#downListeners.delete(listener);
  }

  another(more: ClientNeeds = {}): RedisClient {
    const client = clientOf(this.#options.address, this.server.isCluster, more);
    client.on('error', (error: unknown) => this.report(error));
    return client;
  }

  report(error: unknown): void {
    if (this.#isTold || this.#isClosed) return;
    this.#isTold = true;
    this.#options.onError?.(explain(error));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#client.disconnect();
    return Promise.resolve();
  }

  async #limit(name: string, call: () => Promise<unknown>): Promise<unknown> {
    if (this.clock.monoMs() < this.#restsUntilMs) throw passingFault('Redis rests: it did not answer');
    try {
      const answer = await this.#inTime(name, call());
      if (this.#restsUntilMs > 0) this.#back();
      return answer;
    } catch (error) {
      throw explain(error);
    }
  }

  #back(): void {
    this.#isTold = false;
    this.#restsUntilMs = 0;
    for (const listener of this.#listeners) listener();
  }

  #inTime(name: string, answer: Promise<unknown>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const cancel = this.clock.after(ANSWER_WITHIN_MS, () => {
        this.#restsUntilMs = this.clock.monoMs() + REST_MS;
        reject(passingFault(`Redis did not answer within ${ANSWER_WITHIN_MS} ms (${name})`));
      });
      answer.then(resolve, reject).finally(cancel);
    });
  }
}

/** Makes the way to a Redis that was found good. */
export const createLink = (options: LinkOptions): NewLink => new Link(options);
