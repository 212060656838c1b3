import { randomBytes } from 'node:crypto';
import { Fault } from '#ports/fault.ts';
import { type CallHandler, type Knowing, routeBy, type Router } from '#ports/router.ts';
import { type RedisLink, wasNotDone } from './link.ts';
import { Absences } from './absences.ts';
import { Bin } from './bin.ts';
import { boxOf, type Letter, post } from './mail.ts';
import { Postman } from './postman.ts';
import { createSeal, type Seal } from './seal.ts';
import { LIFE_TIMES, type LifeTimes, Undertaker } from './undertaker.ts';

/** An answer that cannot be sent is tried again after so long, ms. */
const SEND_AGAIN_MS = 100;
/** Redis may be away so long before those who wait for an answer are told that none comes, ms. */
const PATIENCE_MS = 600;

export interface RedisRouterOptions {
  readonly link: RedisLink;
  readonly leases: Knowing;
  /** Of the deployment: what travels is encrypted under a key that follows from it. */
  readonly deploymentKey: Buffer;
  readonly lifeTimes?: LifeTimes;
  /** How long Redis may be away before open calls end as unknown, ms; default 600. */
  readonly patienceMs?: number;
}

/** A router that is closed with the service. */
export interface RedisRouter extends Router {
  /** Leaves in good order: who still waits for an answer from here is told to ask somebody else. */
  close(): Promise<void>;
}

interface Waiting {
  readonly processId: string;
  readonly resolve: (value: unknown) => void;
  readonly reject: (fault: Fault) => void;
}

const givenToNobody = (cause?: unknown): Fault =>
  new Fault('E_UNAVAILABLE', 'The process that looks after this cannot be reached; please try again.', {
    retryable: true,
    ...(cause === undefined ? {} : { cause }),
  });

const unknown = (): Fault =>
  new Fault('E_UNKNOWN', 'The answer did not arrive in time.', { retryable: true });

class OnStreams implements RedisRouter {
  readonly #routeOf: Router['routeOf'];
  readonly #link: RedisLink;
  readonly #self: string;
  readonly #seal: Seal;
  readonly #postman: Postman;
  readonly #undertaker: Undertaker;
  readonly #waiting = new Map<string, Waiting>();
  /** Entries of calls that are being handled. */
  readonly #inHand = new Set<string>();
  readonly #name = randomBytes(6).toString('base64url');
  readonly #absences: Absences;
  readonly #bin: Bin;
  #handler: CallHandler | undefined;
  #calls = 0;
  #isClosed = false;
  readonly #stopGivingUp: () => void;

  constructor({
    link,
    leases,
    deploymentKey,
    lifeTimes = LIFE_TIMES,
    patienceMs = PATIENCE_MS,
  }: RedisRouterOptions) {
    this.#routeOf = routeBy(leases);
    this.#link = link;
    this.#absences = new Absences(link.clock);
    this.#bin = new Bin(link);
    this.#self = leases.self;
    this.#seal = createSeal(deploymentKey);
    this.#undertaker = new Undertaker(link, this.#self, lifeTimes);
    this.#postman = new Postman(link, this.#self, (letters) => this.#take(letters));
    this.#stopGivingUp = this.#giveUpWhileAway(patienceMs);
  }

  /** While Redis stays away no answer comes: those who wait need not wait for their own deadline. */
  #giveUpWhileAway(patienceMs: number): () => void {
    let cancel: (() => void) | undefined;
    const stay = (): void => {
      cancel?.();
      cancel = undefined;
    };
    const stops = [
      this.#link.onUp(stay),
      // every try to come back ends in one more loss
      this.#link.onDown(() => {
        cancel ??= this.#link.clock.after(patienceMs, () => this.#endAll());
      }),
    ];
    return () => {
      stay();
      for (const stop of stops) stop();
    };
  }

  #endAll(): void {
    for (const { reject } of this.#waiting.values()) reject(unknown());
    this.#waiting.clear();
  }

  async start(): Promise<void> {
    await this.#undertaker.start();
    await this.#postman.start();
  }

  routeOf(shard: number): ReturnType<Router['routeOf']> {
    const route = this.#routeOf(shard);
    return route.to === 'remote' && this.#absences.has(route.processId) ? { to: 'nobody' } : route;
  }

  async call(processId: string, payload: unknown, timeoutMs: number): Promise<unknown> {
    if (this.#isClosed || !this.#link.isUp) throw givenToNobody();
    this.#calls += 1;
    const id = `${this.#name}.${this.#calls}`;
    const body = this.#seal.close(payload, `call ${id}`);
    return new Promise((resolve, reject) => {
      const cancel = this.#link.clock.after(timeoutMs, () => this.#end(id)?.reject(unknown()));
      this.#waiting.set(id, {
        processId,
        resolve: (value) => {
          cancel();
          resolve(value);
        },
        reject: (fault) => {
          cancel();
          reject(fault);
        },
      });
      void this.#send(processId, id, body, timeoutMs);
    });
  }

  async others(): Promise<readonly string[]> {
    if (this.#isClosed || !this.#link.isUp) throw givenToNobody();
    return this.#undertaker.living();
  }

  serve(handler: CallHandler): void {
    this.#handler = handler;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#postman.close();
    await this.#bin.settled();
    try {
      await this.#undertaker.close();
    } catch (error) {
      // the others find out by themselves
      this.#link.report(error);
    }
    this.#stopGivingUp();
    this.#endAll();
  }

  /** Whoever asks for the way next is told that nobody is there, and looks again until the leases know better. */
  #missed(waiting: Waiting | undefined, fault: Fault): void {
    if (waiting === undefined) return;
    this.#absences.note(waiting.processId);
    waiting.reject(fault);
  }

  #end(id: string): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  async #send(processId: string, id: string, body: Buffer, leftMs: number): Promise<void> {
    try {
      const letter = { box: 'calls', id, from: this.#self, leftMs, fate: '', body } as const;
      if (!(await post(this.#link, processId, letter))) this.#missed(this.#end(id), givenToNobody());
    } catch (error) {
      // whatever else happened: it may have been given, and its answer may still come
      if (wasNotDone(error)) this.#end(id)?.reject(givenToNobody(error));
    }
  }

  #take(letters: readonly Letter[]): void {
    const answers = letters.filter(({ box }) => box === 'answers');
    for (const answer of answers) this.#settle(answer);
    this.#discard('answers', answers);
    for (const letter of letters) {
      if (letter.box !== 'calls' || this.#inHand.has(letter.entryId)) continue;
      this.#inHand.add(letter.entryId);
      void this.#handle(letter).finally(() => this.#inHand.delete(letter.entryId));
    }
  }

  #settle({ id, fate, body }: Letter): void {
    const waiting = this.#end(id);
    if (waiting === undefined) return;
    if (fate !== '') {
      this.#missed(waiting, fate === 'moved' ? givenToNobody() : unknown());
      return;
    }
    try {
      waiting.resolve(this.#seal.open(body, `answer ${id}`));
    } catch (error) {
      this.#link.report(error);
      waiting.reject(unknown());
    }
  }

  /** Answers a call unless its caller has stopped waiting. */
  async #handle(letter: Letter): Promise<void> {
    const sentMs = Number(letter.entryId.split('-')[0]);
    const leftMs = Math.min(letter.leftMs, sentMs + letter.leftMs - this.#undertaker.serverMs());
    const untilMs = this.#link.clock.monoMs() + leftMs;
    try {
      if (leftMs > 0) await this.#answer(letter, leftMs, untilMs);
    } catch (error) {
      this.#link.report(error);
    }
    this.#discard('calls', [letter]);
  }

  async #answer({ id, from, body }: Letter, leftMs: number, untilMs: number): Promise<void> {
    const handler = this.#handler;
    const payload = this.#seal.open(body, `call ${id}`);
    const answer =
      handler === undefined
        ? { fate: 'moved', body: Buffer.alloc(0) }
        : { fate: '', body: this.#seal.close(await handler(payload, leftMs), `answer ${id}`) };
    const reply = { box: 'answers', id, from: this.#self, leftMs: 0, ...answer } as const;
    while (!(await this.#reply(from, reply))) {
      if (this.#isClosed || this.#link.clock.monoMs() + SEND_AGAIN_MS > untilMs) return;
      await new Promise<void>((resolve) => this.#link.clock.after(SEND_AGAIN_MS, resolve));
    }
  }

  /** `false`: not now. After a restart of Redis without data the caller has no box until it makes one again. */
  async #reply(from: string, reply: Omit<Letter, 'entryId'>): Promise<boolean> {
    try {
      return await post(this.#link, from, reply);
    } catch (error) {
      this.#link.report(error);
      return false;
    }
  }

  #discard(box: Letter['box'], letters: readonly Letter[]): void {
    this.#bin.put(
      boxOf(this.#link.prefix, box, this.#self),
      letters.map(({ entryId }) => entryId),
    );
  }
}

/**
 * Calls between processes over Redis Streams: each process has a box for calls and one for answers. Calls to a process
 * that died are answered by the others, so that callers can ask its successor.
 */
export const createRedisRouter = async (options: RedisRouterOptions): Promise<RedisRouter> => {
  const router = new OnStreams(options);
  await router.start();
  return router;
};
