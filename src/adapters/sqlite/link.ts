import { Worker } from 'node:worker_threads';
import { finalFault, toFault } from './explain.ts';
import type { Hello, Reply, Request } from './messages.ts';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A worker thread that answers requests. */
export interface Link<T> {
  /** The value that the worker opened with. @throws Fault */
  readonly ready: Promise<unknown>;
  /** @throws Fault */
  call(body: T): Promise<unknown>;
  /** Tells a thread that waits for it to open its database. */
  open(): void;
  /** Lets everything asked so far be answered, then ends the thread. */
  close(): Promise<void>;
}

interface LinkOptions {
  readonly file: URL;
  readonly data: unknown;
  /** Whether requests of one turn go out as one list; else each goes alone. */
  readonly gather: boolean;
}

/**
 * Those who wait for an answer, by a number that is free again once it has come. A map that is filled and emptied all the
 * time leaves old tables behind, and the answers that these still lead to would outlive every quick collection.
 */
class WaitingRoom {
  #places: (Waiting | undefined)[] = [];
  #free: number[] = [];

  enter(waiting: Waiting): number {
    const id = this.#free.pop() ?? this.#places.length;
    this.#places[id] = waiting;
    return id;
  }

  leave(id: number): Waiting | undefined {
    const waiting = this.#places[id];
    if (waiting === undefined) return undefined;
    this.#places[id] = undefined;
    this.#free.push(id);
    return waiting;
  }

  failAll(error: Error): void {
    for (const waiting of this.#places) waiting?.reject(error);
    this.#places = [];
    this.#free = [];
  }
}

/** Young heap of a thread, MB: what it makes is used at once, and room for more would only be kept from the process. */
const YOUNG_MAX_MB = 16;

const stopped = (why: string): Error =>
  finalFault(`the store's thread stopped (${why}): restart the service, its data is safe`);

/** Starts a worker thread and speaks with it. */
export const createLink = <T>({ file, data, gather }: LinkOptions): Link<T> => {
  // The process's own flags are not for its threads: some would stop them.
  const thread = new Worker(file, {
    workerData: data,
    execArgv: [],
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MAX_MB },
  });
  const waiting = new WaitingRoom();
  const exited = Promise.withResolvers<undefined>();
  const ready = Promise.withResolvers<unknown>();
  let down: Error | undefined;
  let gathered: Request<T>[] = [];

  const fail = (error: Error): void => {
    down ??= error;
    ready.reject(down);
    waiting.failAll(down);
  };
  const greet = (hello: Hello): void => {
    if ('failed' in hello) fail(toFault(hello.failed));
    else ready.resolve(hello.hello);
  };
  const settle = (replies: readonly Reply[]): void => {
    for (const reply of replies) {
      const held = waiting.leave(reply.id);
      if ('fault' in reply) held?.reject(toFault(reply.fault));
      else held?.resolve(reply.value);
    }
  };
  thread.on('message', (message: Hello | readonly Reply[]) => {
    if (Symbol.iterator in message) settle(message);
    else greet(message);
  });
  thread.on('error', (error: unknown) => fail(stopped(String(error))));
  thread.on('exit', () => {
    fail(stopped('it ended'));
    exited.resolve(undefined);
  });
  // Who opens the store hears of it; nobody else waits for this promise.
  ready.promise.catch(() => undefined);

  const post = (message: unknown): void => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    thread.postMessage(message);
  };
  const flush = (): void => {
    const requests = gathered;
    gathered = [];
    if (down === undefined) post(requests);
  };
  const send = (request: Request<T>): void => {
    if (!gather) {
      post(request);
      return;
    }
    gathered.push(request);
    if (gathered.length === 1) queueMicrotask(flush);
  };

  return {
    ready: ready.promise,
    open: () => post('open'),
    call: async (body) => {
      if (down !== undefined) throw down;
      return new Promise<unknown>((resolve, reject) => {
        send({ id: waiting.enter({ resolve, reject }), body });
      });
    },
    close: async () => {
      if (gathered.length > 0) flush();
      if (down === undefined) post('close');
      await exited.promise;
    },
  };
};
