import type { Rejection } from './errors.ts';
import type { EntityRef } from './ids.ts';
import type { Rng } from './rng.ts';

/** Something that happened, in the past tense; `type` and the version in the catalogue name its form for ever. */
export interface DomainEvent {
  readonly type: string;
}

/** Something asked for, in the imperative. Plain JSON: it may travel through the log as an effect. */
export interface DomainCommand {
  readonly type: string;
}

/**
 * A command for another entity, durable in the commit that causes it and delivered at least once.
 * The receiver's durable answer comes back through {@link Decider.settle} exactly once.
 */
export interface Effect {
  readonly to: EntityRef;
  readonly command: DomainCommand;
  /** Free JSON for the sender's own use when the answer comes back, at most 200 bytes. */
  readonly tag?: string;
}

/** Sets (or with `dueMs: null` cancels) the reminder of that name; it comes back as `command` at or after its time. */
export interface ReminderChange {
  readonly name: string;
  readonly dueMs: number | null;
  readonly command?: DomainCommand;
}

/** What a rule may know of the world. */
export interface Context {
  /** Ms since the epoch, never before the stream's last commit. */
  readonly nowMs: number;
  readonly rng: Rng;
  /** The entity that decides. */
  readonly self: EntityRef;
  /** User id of the caller, or the sending entity's key (`ledger:home:0`) for effects and reminders. */
  readonly by: string;
  /** The command's own id: unique, stable over retries; good as the id of what it creates. */
  readonly commandId: string;
  /** What was whispered to this entity since the last command that listened, oldest first. Nobody vouches for it. */
  readonly heard?: readonly unknown[];
}

export interface Accepted<E, R> {
  readonly ok: true;
  readonly events: readonly E[];
  readonly effects?: readonly Effect[];
  readonly reminders?: readonly ReminderChange[];
  /** A domain value of at most 1 KB as JSON, stored with the commit and given to every repeat of the command. */
  readonly reply: R;
}

export interface Refused {
  readonly ok: false;
  readonly rejection: Rejection;
}

export type Decision<E, R> = Accepted<E, R> | Refused;

/** How an effect ended: the receiver's durable reply, its rejection, or `gaveUp` after 24 h (it is a dead letter then). */
export type EffectOutcome =
  | { readonly ok: true; readonly reply: unknown }
  | { readonly ok: false; readonly rejection: Rejection; readonly gaveUp?: true };

/**
 * The rules of one kind of entity. Everything here is pure: no clock, no I/O, no randomness but `context.rng`,
 * so the same code runs live, in replay, in the simulator and in the verifier.
 */
export interface Decider<S, C extends DomainCommand, E extends DomainEvent, R = unknown> {
  initial(self: EntityRef): S;
  decide(state: S, command: C, context: Context): Decision<E, R>;
  /** Total: it accepts every event ever written. May return the same, mutated state when the kind has a draft. */
  evolve(state: S, event: E, atMs: number): S;
  /** Told once how an effect of this entity ended. Absent: the answer is recorded and nothing else happens. */
  settle?(state: S, effect: Effect, outcome: EffectOutcome, context: Context): Accepted<E, R>;
}

/** Accepts with events and a reply. */
export const accept = <E, R>(
  events: readonly E[],
  reply: R,
  more?: { readonly effects?: readonly Effect[]; readonly reminders?: readonly ReminderChange[] },
): Accepted<E, R> => ({ ok: true, events, reply, ...more });

/** Refuses; `message` tells the player what to do next. */
export const reject = (rejection: Rejection): Refused => ({ ok: false, rejection });
