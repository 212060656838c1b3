import { asyncScheduler, type Observable, Subject, type SchedulerLike } from 'rxjs';
import type { DomainEvent } from '#game/shared/decider.ts';
import type { Catalogue } from './catalogue.ts';
import type { Fact } from './fact.ts';

/** Facts that may wait for one reaction; of more the oldest are dropped and counted. */
const WAITING_MAX = 1_000;
/** Work of one reaction in one go, facts; then others get their turn. */
const SLICE = 64;

export interface ReactionStats {
  readonly name: string;
  readonly handled: number;
  readonly failed: number;
  readonly dropped: number;
  readonly waiting: number;
}

type Handler = (fact: Fact) => void | Promise<void>;

/** One subscriber: a bounded queue between the publisher and a handler that may throw, stall or never end. */
class Reaction {
  readonly name: string;
  readonly #handler: Handler;
  readonly #onError: (name: string, error: unknown) => void;
  readonly #scheduler: SchedulerLike;
  #waiting: Fact[] = [];
  #isRunning = false;
  #isEnded = false;
  handled = 0;
  failed = 0;
  dropped = 0;

  constructor(
    name: string,
    handler: Handler,
    onError: (name: string, error: unknown) => void,
    scheduler: SchedulerLike,
  ) {
    this.name = name;
    this.#handler = handler;
    this.#onError = onError;
    this.#scheduler = scheduler;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  take(fact: Fact): void {
    if (this.#isEnded) return;
    if (this.#waiting.length >= WAITING_MAX) {
      this.#waiting.shift();
      this.dropped += 1;
    }
    this.#waiting.push(fact);
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#scheduler.schedule(() => void this.#run());
  }

  /** Forgets what waits; nothing more is handled. */
  end(): void {
    this.#isEnded = true;
    this.#waiting = [];
  }

  #report(error: unknown): void {
    try {
      this.#onError(this.name, error);
    } catch {
      // whoever is told of errors must not end the reaction
    }
  }

  async #run(): Promise<void> {
    for (let left = SLICE; left > 0; left -= 1) {
      const fact = this.#waiting.shift();
      if (fact === undefined) {
        this.#isRunning = false;
        return;
      }
      try {
        const done = this.#handler(fact);
        if (done !== undefined) await done;
        this.handled += 1;
      } catch (error) {
        this.failed += 1;
        this.#report(error);
      }
    }
    this.#scheduler.schedule(() => void this.#run());
  }
}

/**
 * Carries facts between systems. A hint: it may drop and repeats nothing after a restart. What must happen follows the
 * log. A publisher is never harmed: handlers run later, behind a bounded queue, and their errors are counted.
 */
export class Bus<Topics extends { readonly [topic: string]: DomainEvent } = Catalogue> {
  readonly #topics = new Map<string, Subject<Fact>>();
  readonly #reactions: Reaction[] = [];
  readonly #onError: (name: string, error: unknown) => void;
  readonly #scheduler: SchedulerLike;

  constructor(onError: (name: string, error: unknown) => void, scheduler: SchedulerLike = asyncScheduler) {
    this.#onError = onError;
    this.#scheduler = scheduler;
  }

  /** Whether anybody would see a fact of this topic; spares building it. */
  isHeard(topic: string): boolean {
    return this.#topics.has(topic) || this.#topics.has('*');
  }

  publish(fact: Fact): void {
    this.#topics.get(fact.topic)?.next(fact);
    this.#topics.get('*')?.next(fact);
  }

  /** Runs `handler` for each fact of the topic (`*`: of all) until the returned function is called. `name` is for logs and metrics. */
  react<T extends keyof Topics & string>(
    name: string,
    topic: T,
    handler: (fact: Fact<T, Topics[T]>) => void | Promise<void>,
  ): () => void;
  react(name: string, topic: '*', handler: Handler): () => void;
  react(name: string, topic: string, handler: (fact: never) => void | Promise<void>): () => void {
    const reaction = new Reaction(name, handler as Handler, this.#onError, this.#scheduler);
    this.#reactions.push(reaction);
    const subscription = this.#topic(topic).subscribe((fact) => reaction.take(fact));
    return () => {
      subscription.unsubscribe();
      reaction.end();
      const place = this.#reactions.indexOf(reaction);
      if (place >= 0) this.#reactions.splice(place, 1);
      if (this.#topics.get(topic)?.observed === false) this.#topics.delete(topic);
    };
  }

  stats(): readonly ReactionStats[] {
    return this.#reactions.map(({ name, handled, failed, dropped, waiting }) => ({
      name,
      handled,
      failed,
      dropped,
      waiting,
    }));
  }

  #topic(topic: string): Observable<Fact> {
    let subject = this.#topics.get(topic);
    if (subject === undefined) {
      subject = new Subject<Fact>();
      this.#topics.set(topic, subject);
    }
    return subject;
  }
}
