import type { DomainCommand, Effect, EffectOutcome } from '#game/shared/decider.ts';
import { Fault } from '#ports/fault.ts';
import { Waiting } from './deadlines.ts';
import type { Answer } from './engine-api.ts';

/** A command on its way, with the way back in it: no reply ids that could be mixed up. */
export class Ask extends Waiting {
  readonly command: DomainCommand;
  readonly id: string;
  readonly by: string;
  readonly cause: string | undefined;
  readonly mintedMs: number | undefined;
  readonly meaning: string | undefined;
  readonly hash: string | undefined;
  /** The log of its sender vouches for its payload, which may have lost an erased person's texts since: hashes do not count. */
  readonly isVouched: boolean;
  /** Whether a decision may have been made; decides between "surely not applied" and "unknown" when time is up. */
  isDecided = false;
  readonly #resolve: (answer: Answer<unknown>) => void;
  readonly #reject: (fault: Fault) => void;

  constructor(
    command: DomainCommand,
    call: {
      readonly commandId: string;
      readonly by: string;
      readonly cause?: string;
      readonly mintedMs?: number;
      readonly meaning?: string;
      readonly hash?: string;
    },
    resolve: (answer: Answer<unknown>) => void,
    reject: (fault: Fault) => void,
  ) {
    super();
    this.command = command;
    this.id = call.commandId;
    this.by = call.by;
    // entities are named by their key, people by an id without a colon
    this.isVouched = call.by.includes(':');
    this.cause = call.cause;
    this.mintedMs = call.mintedMs;
    this.meaning = call.meaning;
    this.hash = call.hash;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  answer(answer: Answer<unknown>): void {
    if (this.settle()) this.#resolve(answer);
  }

  fail(fault: Fault): void {
    if (this.settle()) this.#reject(fault);
  }

  expire(): void {
    this.fail(this.isDecided ? unknownOutcome() : notApplied('It took too long to get to your turn.'));
  }
}

/** A question to the state; with `isPatient`, it waits over further commits for a result that is not `undefined`. */
export class Read extends Waiting {
  readonly name: string;
  readonly args: unknown;
  readonly isPatient: boolean;
  /** The answer, while it is on its way. */
  found: unknown;
  readonly #resolve: (value: unknown) => void;
  readonly #reject: (error: unknown) => void;

  constructor(
    name: string,
    args: unknown,
    isPatient: boolean,
    resolve: (value: unknown) => void,
    reject: (error: unknown) => void,
  ) {
    super();
    this.name = name;
    this.args = args;
    this.isPatient = isPatient;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  answer(value: unknown): void {
    if (this.settle()) this.#resolve(value);
  }

  fail(fault: Fault): void {
    if (this.settle()) this.#reject(fault);
  }

  /** The read itself is broken: its caller learns of the bug as it is, for no part of the outside has failed. */
  break(error: unknown): void {
    if (this.settle()) this.#reject(error);
  }

  expire(): void {
    if (this.isPatient) this.answer(undefined);
    else this.fail(notApplied('It took too long to get to your turn.'));
  }
}

/** How an effect of this entity ended; `done` is called once that is durable here, `failed` when it has to be told again. */
export interface Ack {
  readonly effectId: string;
  readonly effect: Effect;
  readonly outcome: EffectOutcome;
  /** Time of the commit that caused the effect: its answer cannot be older. */
  readonly effectAtMs: number;
  readonly done: () => void;
  readonly failed: () => void;
}

/** Faults the entity on purpose. */
export const CRASH = Symbol('crash');

/**
 * A word to an entity that is heard at most once: not answered, not committed by itself, gone with a crash or a move. The
 * next command that listens (see `KindOptions.listens`) decides with it, and what it decides is committed.
 */
export class Whisper {
  readonly word: unknown;
  constructor(word: unknown) {
    this.word = word;
  }
}

export type Message = Ask | Read | Whisper | { readonly ack: Ack } | typeof CRASH;

export const notApplied = (why: string): Fault =>
  new Fault('E_RETRY', `${why} Nothing was changed; please try again.`, { retryable: true });

/** A command that broke our own code and is kept for operators under this letter. */
export const poisoned = (letter: string, cause: unknown): Fault => {
  const text = `This ran into a bug of ours and was put aside as ${letter}. Nothing was changed.`;
  return new Fault('E_UNAVAILABLE', text, { retryable: false, incident: letter, cause });
};

/** A command whose commit no journal can take: trying again does not help. */
export const tooLarge = (cause: Fault): Fault =>
  new Fault('E_LIMIT', 'This is more than one step can hold. Nothing was changed; ask for less at once.', {
    retryable: false,
    cause,
  });

/** The answer of a quarantined entity. */
export const frozen = (incident: string | undefined): Fault =>
  new Fault('E_FROZEN', 'This is halted until an operator has looked at it; what you own is safe.', {
    retryable: true,
    ...(incident === undefined ? {} : { incident }),
  });

/** The answer when another process looks after an entity. */
export const notOurs = (): Fault =>
  new Fault('E_UNAVAILABLE', 'Another process looks after this; please try again.', { retryable: true });

/** Why an entity takes no more: it is quarantined, or too much waits for it. */
export const fullOf = (entity: { readonly status: string; frozen(): Fault }): Fault => {
  if (entity.status === 'quarantined') return entity.frozen();
  return new Fault('E_OVERLOAD', 'Too much is waiting for this one right now. Nothing was started.', {
    retryable: true,
    retryAfterMs: 100,
  });
};

/** The answer of a process that ends, or that has lost a shard. */
export const ending = (): Fault =>
  new Fault('E_UNAVAILABLE', 'The service is restarting; please try again in a moment.', {
    retryable: true,
  });

/** Tells whoever waits for a message why it is not handled. */
export const refuseMessage = (message: Message, fault: Fault): void => {
  if (message instanceof Ask || message instanceof Read) message.fail(fault);
  else if (message !== CRASH && !(message instanceof Whisper)) message.ack.failed();
};

export const unknownOutcome = (): Fault =>
  new Fault('E_UNKNOWN', 'The answer did not arrive in time. Press Check to see whether it went through.', {
    retryable: true,
  });

/** What an error says. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
