import type { DomainCommand } from '#game/shared/decider.ts';
import type { EntityRef } from '#game/shared/ids.ts';
import type { Clock } from '#ports/clock.ts';
import type { ErrorCode } from '#game/shared/errors.ts';
import { Fault } from '#ports/fault.ts';
import { type Leases, SHARDS } from '#ports/leases.ts';
import type { Router } from '#ports/router.ts';
import type { Call } from './engine-api.ts';
import { notOurs } from './messages.ts';
import { streamOf } from './stream-id.ts';

/** How long to wait before looking again who looks after a shard that is between two owners, ms. */
const LOOK_AGAIN_MS = 25;
/** How long an answer of a shard's former owner may still be on its way, ms. */
const LAST_WORDS_MS = 100;

/** What one process asks of an entity that another one looks after. */
export type FarCall =
  | {
      readonly what: 'ask';
      readonly ref: EntityRef;
      readonly command: DomainCommand;
      readonly call: Omit<Call, 'scope' | 'deadlineMonoMs'>;
      readonly scope: string;
      /** The kit's own work: past the bounds of the inbox. */
      readonly isOwn: boolean;
    }
  | {
      readonly what: 'read' | 'waitFor';
      readonly ref: EntityRef;
      readonly name: string;
      readonly args: unknown;
      readonly scope: string;
    }
  | { readonly what: 'whisper'; readonly ref: EntityRef; readonly word: unknown; readonly scope: string }
  | { readonly what: 'resume'; readonly ref: EntityRef }
  | { readonly what: 'forget'; readonly userId: string };

/** What comes back: a value, why there is none, or that this process looks after the entity no more. */
type FarAnswer =
  | { readonly value: unknown }
  | {
      readonly fault: {
        readonly code: ErrorCode;
        readonly message: string;
        readonly retryable: boolean;
        readonly retryAfterMs?: number;
        readonly incident?: string;
        readonly source?: string;
      };
    }
  | { readonly bug: string }
  | { readonly isElsewhere: true };

/** Marks an answer of {@link Far.serve}'s handler: nobody looks after it here. */
export const ELSEWHERE = Symbol('elsewhere');

const answerOf = (error: unknown): FarAnswer => {
  if (!(error instanceof Fault)) return { bug: error instanceof Error ? error.message : String(error) };
  const { code, message, retryable, retryAfterMs, incident, source } = error;
  return {
    fault: {
      code,
      message,
      retryable,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      ...(incident === undefined ? {} : { incident }),
      ...(source === undefined ? {} : { source }),
    },
  };
};

/** The way to entities that other processes look after: calls go where the shard is, also while it moves. */
export class Far {
  readonly #router: Router;
  readonly #leases: Leases;
  readonly #clock: Clock;
  /** Shards that are about to be given up: nothing new is begun here. */
  readonly #leaving = new Set<number>();

  constructor(router: Router, leases: Leases, clock: Clock) {
    this.#router = router;
    this.#leases = leases;
    this.#clock = clock;
  }

  /** Whether a shard is about to be given up; nearly always none is, and that is cheap to say. */
  isLeaving(shard: number): boolean {
    return this.#leaving.size > 0 && this.#leaving.has(shard);
  }

  /** Other processes that own shards, as far as is known. */
  others(): readonly string[] {
    const owners = new Set<string>();
    for (let shard = 0; shard < SHARDS; shard += 1) {
      const owner = this.#leases.ownerOf(shard);
      if (owner !== undefined && owner !== this.#leases.self) owners.add(owner);
    }
    return [...owners];
  }

  leave(shards: Iterable<number>): void {
    for (const shard of shards) this.#leaving.add(shard);
  }

  /** A shard changed hands: it is here, or it is not. */
  settled(shard: number): void {
    this.#leaving.delete(shard);
  }

  /** Whether work for a shard is begun in this process. */
  isHere(shard: number): boolean {
    return this.#router.routeOf(shard).to === 'local' && !this.isLeaving(shard);
  }

  /** Whether another process may look after a shard, now or soon. */
  isElsewhere(shard: number): boolean {
    return !this.isHere(shard) && this.#router.routeOf(shard).to !== 'nowhere';
  }

  /**
   * Gives a call to whichever process looks after a shard, and looks again while it is between two owners or moves, until
   * time is up; `here` takes it when that is this one.
   * @throws Fault
   */
  async give(
    call: Exclude<FarCall, { readonly what: 'forget' }>,
    deadlineMonoMs: number,
    here: () => Promise<unknown>,
  ): Promise<unknown> {
    const { shard } = streamOf(call.ref);
    for (;;) {
      if (this.isHere(shard)) return here();
      const route = this.#router.routeOf(shard);
      if (route.to === 'nowhere') throw notOurs();
      if (route.to === 'remote') {
        const answer = await this.#call(route.processId, shard, call, deadlineMonoMs);
        if (answer !== ELSEWHERE) return answer;
        this.#leases.lookAgain();
      }
      if (this.#clock.monoMs() + LOOK_AGAIN_MS >= deadlineMonoMs) throw notOurs();
      await this.#pause();
    }
  }

  /** The answer of one process; {@link ELSEWHERE} when the shard is not there, or moved while it was asked. */
  async #call(processId: string, shard: number, call: FarCall, deadlineMonoMs: number): Promise<unknown> {
    const leftMs = Math.max(1, Math.floor(deadlineMonoMs - this.#clock.monoMs()));
    using moved = this.#whenMoved(processId, shard);
    try {
      return await Promise.race([this.tell(processId, call, leftMs), moved.elsewhere]);
    } catch (error) {
      // its former owner may or may not have done it: with the same id, asking the new one is safe
      const route = this.#router.routeOf(shard);
      const hasMoved = route.to !== 'remote' || route.processId !== processId;
      if (hasMoved && error instanceof Fault && error.retryable) return ELSEWHERE;
      throw error;
    }
  }

  /** Resolves soon after a process no longer has a shard: one that has ended answers nobody any more. */
  #whenMoved(
    processId: string,
    shard: number,
  ): Disposable & { readonly elsewhere: Promise<typeof ELSEWHERE> } {
    let cancel = (): void => undefined;
    const elsewhere = new Promise<typeof ELSEWHERE>((resolve) => {
      const look = (): void => {
        const route = this.#router.routeOf(shard);
        const isThere = route.to === 'remote' && route.processId === processId;
        cancel = this.#clock.after(
          isThere ? LOOK_AGAIN_MS : LAST_WORDS_MS,
          isThere ? look : () => resolve(ELSEWHERE),
        );
      };
      cancel = this.#clock.after(LOOK_AGAIN_MS, look);
    });
    return { elsewhere, [Symbol.dispose]: () => cancel() };
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      this.#clock.after(LOOK_AGAIN_MS, resolve);
    });
  }

  /** The answer of one process, whoever owns what. @throws Fault */
  async tell(processId: string, call: FarCall, timeoutMs: number): Promise<unknown> {
    const answer = (await this.#router.call(processId, call, timeoutMs)) as FarAnswer;
    if ('value' in answer) return answer.value;
    if ('isElsewhere' in answer) return ELSEWHERE;
    if ('bug' in answer) throw new Error(answer.bug);
    const { code, message, ...more } = answer.fault;
    throw new Fault(code, message, more);
  }

  /** Answers the calls of other processes; `take` may answer {@link ELSEWHERE}. */
  serve(take: (call: FarCall, deadlineMonoMs: number) => Promise<unknown>): void {
    this.#router.serve(async (payload, timeoutMs): Promise<FarAnswer> => {
      try {
        const value = await take(payload as FarCall, this.#clock.monoMs() + timeoutMs);
        return value === ELSEWHERE ? { isElsewhere: true } : { value };
      } catch (error) {
        return answerOf(error);
      }
    });
  }
}
