import type { Fault } from '#ports/fault.ts';
import type { Rejection } from '#game/shared/errors.ts';
import type { AnyKind, CommandOf, ReadArgs, ReadNames, ReadResult, ReplyOf, Place } from './define-entity.ts';

/** How a command or read travels. */
export interface Call {
  /** `<caller>/<key>`: idempotency key. The same id with another payload answers `E_STALE`. */
  readonly commandId: string;
  /** User id of the caller. */
  readonly by: string;
  /** Fair sharing: the guild, or the user in a DM. */
  readonly scope: string;
  /** Monotonic ms after which the caller no longer waits. */
  readonly deadlineMonoMs: number;
  readonly traceId?: string;
  /**
   * Ms since the epoch before which the command id cannot have existed, when the id itself proves it (a signed nonce, a
   * snowflake). Never taken from what a caller typed. It saves the search of the log for a repeat.
   */
  readonly mintedMs?: number;
  /** Command id of what caused this one. */
  readonly cause?: string;
  /**
   * What the caller said, as text. Repeats are compared by it instead of by the command: a share of a balance or a default
   * comes to something else when it is worked out again, and is the same command all the same.
   */
  readonly meaning?: string;
  /** By the kit: the hash itself that repeats are compared by, when what was said is no longer at hand. */
  readonly hash?: string;
}

/** A durable answer: the reply, or a rule's rejection; `seq` is the commit that holds it. */
export type Answer<R> =
  | { readonly ok: true; readonly value: R; readonly seq: number; readonly repeated: boolean }
  | { readonly ok: false; readonly rejection: Rejection; readonly seq: number; readonly repeated: boolean };

/** One admitted piece of outside work; release it when its answer has left. */
export interface Ticket {
  release(): void;
}

/** A node of the actor tree as operators see it. */
export interface EntityInfo {
  readonly kind: string;
  readonly realm: string;
  readonly id: string;
  readonly status: 'waking' | 'ready' | 'resolving' | 'stopping' | 'quarantined';
  readonly seq: number;
  readonly inboxDepth: number;
  readonly restarts: number;
  readonly lastError?: string;
  readonly incident?: string;
}

export interface EngineStats {
  readonly liveByKind: Readonly<Record<string, number>>;
  readonly inboxDepth: number;
  readonly inFlight: number;
  readonly admissionLimit: number;
  readonly refused: number;
  /** Durable commits, and the commands in them: those of people, effects, answers and reminders. */
  readonly commits: number;
  readonly commands: number;
  readonly batches: number;
  readonly restarts: number;
  readonly quarantined: number;
  readonly deadLetters: number;
}

/**
 * The kit's door: find or wake an entity and give it a command. Faults: `E_OVERLOAD` (not started; `retryAfterMs`),
 * `E_RETRY` (surely not applied), `E_UNKNOWN` (ask again with the same id), `E_FROZEN` (quarantined; `incident`),
 * `E_UNAVAILABLE` (store or owner out of reach).
 */
export interface Engine {
  /**
   * Asks for room for one piece of work from outside, before it is parsed. A refusal is a value, because it must cost next
   * to nothing: Fault `E_OVERLOAD` (`retryAfterMs`), or `E_UNAVAILABLE` while the process ends.
   */
  admit(scope: string): Ticket | Fault;
  /** Gives a command and answers once its commit is durable. @throws Fault */
  ask<K extends AnyKind>(
    kind: K,
    place: Place,
    command: CommandOf<K>,
    call: Call,
  ): Promise<Answer<ReplyOf<K>>>;
  /** Answers from the state once the head it saw is durable. @throws Fault, and what the read itself throws: a bug */
  read<K extends AnyKind, N extends ReadNames<K>>(
    kind: K,
    place: Place,
    name: N,
    args: ReadArgs<K, N>,
    call: Pick<Call, 'scope' | 'deadlineMonoMs'>,
  ): Promise<ReadResult<K, N>>;
  /** Like `read`, but waits over further commits until the result is not `undefined` or the deadline is over (then `undefined`). */
  waitFor<K extends AnyKind, N extends ReadNames<K>>(
    kind: K,
    place: Place,
    name: N,
    args: ReadArgs<K, N>,
    call: Pick<Call, 'scope' | 'deadlineMonoMs'>,
  ): Promise<ReadResult<K, N> | undefined>;
  /** The stored answer of a command id, if it is in the log; never runs anything. @throws Fault */
  check<K extends AnyKind>(kind: K, place: Place, commandId: string): Promise<Answer<ReplyOf<K>> | undefined>;
  /** Fire and forget, inbox bounds only. `false`: the inbox is full and nothing was queued. */
  tell<K extends AnyKind>(
    kind: K,
    place: Place,
    command: CommandOf<K>,
    call: Omit<Call, 'deadlineMonoMs'>,
  ): boolean;
  /**
   * Says a word to an entity, inbox bounds only: heard at most once, by its next command that listens, and gone with a
   * crash. For what its sender can say again, never for what a person was promised. `false`: nothing was queued.
   */
  whisper(kind: AnyKind, place: Place, word: unknown, scope: string): boolean;
  /** Live entities of this process, at most `limit`, of a kind or all. */
  entities(filter: { readonly kind?: string; readonly limit: number }): readonly EntityInfo[];
  entity(kind: string, place: Place): EntityInfo | undefined;
  /** Brings a quarantined entity back from its log. */
  resume(kind: string, place: Place): Promise<void>;
  /** Faults a live entity on purpose (playground); it reloads from its log. */
  crash(kind: string, place: Place): boolean;
  /** Gives a dead letter's command to its entity again, under its own id; the letter goes when it is answered. */
  replay(deadLetterId: string): Promise<Answer<unknown>>;
  /** Deletes a person's key and makes every live entity forget the plain text. */
  erase(userId: string): Promise<void>;
  stats(): EngineStats;
}

export type { Place } from './define-entity.ts';
