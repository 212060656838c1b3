import type { DomainCommand } from '#game/shared/decider.ts';
import type { EntityRef } from '#game/shared/ids.ts';
import type { Clock } from '#ports/clock.ts';
import { Fault } from '#ports/fault.ts';
import type { AnyKind, Place } from './define-entity.ts';
import type { Answer, Call } from './engine-api.ts';
import { ELSEWHERE, type Far, type FarCall } from './far.ts';
import { type Ack, Ask, notApplied, Read } from './messages.ts';
import { streamOf } from './stream-id.ts';

/** How long a call is on its way that nobody here waits for, ms. */
const UNWATCHED_MS = 30_000;
/** Scope of what was let in once already. */
const OWN_SCOPE = '';

type ReadCall = Pick<Call, 'scope' | 'deadlineMonoMs'>;

/** How calls reach entities of this process. */
export interface NearDoor {
  /** Whether calls are taken still. */
  isOpen(): boolean;
  kindOf(name: string): AnyKind | undefined;
  ask(
    kind: string,
    place: Place,
    command: DomainCommand,
    call: Omit<Call, 'scope'>,
    scope: string,
    isOwn: boolean,
  ): Promise<Answer<unknown>>;
  read(
    kind: AnyKind,
    place: Place,
    name: string,
    args: unknown,
    call: ReadCall,
    isPatient: boolean,
  ): Promise<unknown>;
  whisper(kind: string, place: Place, word: unknown, scope: string): boolean;
  resume(kind: string, place: Place): Promise<void>;
  forget(userId: string): Promise<void>;
}

const refOf = (kind: string, { realm, id }: Place): EntityRef => ({ kind, realm, id });

/** The engine's calls for entities of other processes, and theirs for entities of this one. */
export class FarDoor {
  readonly #far: Far;
  readonly #near: NearDoor;
  readonly #clock: Clock;

  constructor(far: Far, near: NearDoor, clock: Clock) {
    this.#far = far;
    this.#near = near;
    this.#clock = clock;
  }

  /** Takes the calls of other processes from now on. */
  open(): void {
    this.#far.serve((call, deadlineMonoMs) => this.#take(call, deadlineMonoMs));
  }

  ask(
    kind: string,
    place: Place,
    command: DomainCommand,
    call: Omit<Call, 'scope'>,
    scope: string,
    isOwn: boolean,
  ): Promise<Answer<unknown>> {
    const { deadlineMonoMs, ...how } = call;
    const far: FarCall = { what: 'ask', ref: refOf(kind, place), command, call: how, scope, isOwn };
    const here = (): Promise<unknown> => this.#near.ask(kind, place, command, call, scope, isOwn);
    return this.#far.give(far, deadlineMonoMs, here) as Promise<Answer<unknown>>;
  }

  read(
    kind: AnyKind,
    place: Place,
    name: string,
    args: unknown,
    call: ReadCall,
    isPatient: boolean,
  ): Promise<unknown> {
    const ref = refOf(kind.kind, place);
    const far: FarCall = { what: isPatient ? 'waitFor' : 'read', ref, name, args, scope: call.scope };
    const here = (): Promise<unknown> => this.#near.read(kind, place, name, args, call, isPatient);
    return this.#far.give(far, call.deadlineMonoMs, here);
  }

  /** Heard at most once: a word that does not get there is a word that was not heard. */
  whisper(kind: string, place: Place, word: unknown, scope: string): void {
    const far: FarCall = { what: 'whisper', ref: refOf(kind, place), word, scope };
    const here = async (): Promise<boolean> => Promise.resolve(this.#near.whisper(kind, place, word, scope));
    this.#far.give(far, this.#unwatched(), here).catch(() => undefined);
  }

  async resume(kind: string, place: Place): Promise<void> {
    const here = (): Promise<void> => this.#near.resume(kind, place);
    if (!this.isElsewhere(kind, place)) return here();
    await this.#far.give({ what: 'resume', ref: refOf(kind, place) }, this.#unwatched(), here);
  }

  isElsewhere(kind: string, place: Place): boolean {
    return this.#far.isElsewhere(streamOf(refOf(kind, place)).shard);
  }

  /** Gives a message that waited here to the process that looks after its entity now, and the answer to whoever waits for it. */
  sendAfter(self: EntityRef, message: Ask | Read | { readonly ack: Ack }): void {
    const deadlineMonoMs = this.#unwatched();
    if (message instanceof Ask) {
      const { id, by, cause, mintedMs, meaning, hash, command } = message;
      const call = {
        commandId: id,
        by,
        deadlineMonoMs,
        ...(cause === undefined ? {} : { cause }),
        ...(mintedMs === undefined ? {} : { mintedMs }),
        ...(meaning === undefined ? {} : { meaning }),
        ...(hash === undefined ? {} : { hash }),
      };
      settle(message, this.ask(self.kind, self, command, call, OWN_SCOPE, true));
    } else if (message instanceof Read) {
      const kind = this.#near.kindOf(self.kind);
      if (kind === undefined) return;
      const { name, args, isPatient } = message;
      settle(message, this.read(kind, self, name, args, { scope: OWN_SCOPE, deadlineMonoMs }, isPatient));
    } else {
      message.ack.failed();
    }
  }

  /** Lets a message take the answer of a call that went elsewhere. */
  tell(message: Ask, kind: string, place: Place, call: Omit<Call, 'deadlineMonoMs'>): void {
    const how = { ...call, deadlineMonoMs: this.#unwatched() };
    settle(message, this.ask(kind, place, message.command, how, call.scope, false));
  }

  /** Makes every other process forget a person whose key is gone. @throws Fault when one could not be told */
  async forget(userId: string): Promise<void> {
    // whoever holds entities holds texts; a process that dies instead has forgotten too
    for (const other of this.#far.others())
      await this.#far.tell(other, { what: 'forget', userId }, UNWATCHED_MS);
  }

  #unwatched(): number {
    return this.#clock.monoMs() + UNWATCHED_MS;
  }

  /** What another process asks of an entity that it believes to be here. */
  async #take(call: FarCall, deadlineMonoMs: number): Promise<unknown> {
    if (call.what === 'forget') return this.#near.forget(call.userId);
    const { ref } = call;
    if (!this.#near.isOpen() || !this.#far.isHere(streamOf(ref).shard)) return ELSEWHERE;
    switch (call.what) {
      case 'ask': {
        const how = { ...call.call, deadlineMonoMs };
        return this.#near.ask(ref.kind, ref, call.command, how, call.scope, call.isOwn);
      }
      case 'read':
      case 'waitFor': {
        const kind = this.#near.kindOf(ref.kind);
        // a newer release may know kinds that this one does not
        if (kind === undefined) return ELSEWHERE;
        const how = { scope: call.scope, deadlineMonoMs };
        return this.#near.read(kind, ref, call.name, call.args, how, call.what === 'waitFor');
      }
      case 'whisper':
        return this.#near.whisper(ref.kind, ref, call.word, call.scope);
      case 'resume':
        return this.#near.resume(ref.kind, ref);
    }
  }
}

const settle = <T>(
  message: { answer(value: T): void; fail(fault: Fault): void },
  answer: Promise<T>,
): void => {
  answer.then(
    (value) => message.answer(value),
    (error: unknown) => message.fail(error instanceof Fault ? error : notApplied('It moved away.')),
  );
};
