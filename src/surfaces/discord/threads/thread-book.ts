import type { Answer } from '#actors/kit/engine-api.ts';
import type { Place } from '#actors/kit/define-entity.ts';
import { thread } from '#actors/thread/thread.ts';
import type { Desk } from '#commands/desk.ts';
import { newTraceId } from '#commands/trace.ts';
import type { ThreadCommand, ThreadMessage, ThreadReply, ThreadState } from '#game/battle/thread.ts';
import { Fault } from '#ports/fault.ts';
import type { GuildPlace, IncomingControl } from '../incoming.ts';
import type { SurfaceLog } from '../interactions.ts';
import type { BattleRef } from './sights.ts';

/** Who speaks to the entities of threads; no user id has this form. */
const SELF = 'discord:0:threads';
const SCOPE = 'threads';
/** What could not be written down is tried again after so long, ms. */
const AGAIN_MS = [200, 1_000, 5_000, 15_000] as const;

/** Where a battle is shown, as it was left. */
export interface KeptThread {
  readonly battle: BattleRef;
  readonly place: GuildPlace;
  readonly scope: string;
  readonly message: ThreadMessage | undefined;
  readonly isLost: boolean;
}

export interface ThreadBookParts {
  readonly desk: Desk;
  readonly realm: string;
  readonly log: SurfaceLog;
  /** Threads that are not closed; all of them when they are needed. */
  readonly open: (needsAll: boolean) => Promise<readonly Place[]>;
}

const keptOf = (id: string, state: ThreadState): KeptThread | undefined => {
  if (state.place === null) return undefined;
  const { scope, ...place } = state.place;
  const { battle: kind, message, isLost } = state;
  return { battle: { kind, id }, place, scope, message: message ?? undefined, isLost };
};

/** Writes down where battles are shown and who follows them, in an entity for each battle: both outlive the process. */
export class ThreadBook {
  readonly #parts: ThreadBookParts;

  constructor(parts: ThreadBookParts) {
    this.#parts = parts;
  }

  place(
    { kind, id }: BattleRef,
    { guildId, channelId, isThread, mayThread }: GuildPlace,
    scope: string,
  ): Promise<void> {
    const place = { guildId, channelId, isThread, mayThread, scope };
    return this.#write(id, { type: 'Place', battle: kind, place });
  }

  post(id: string, message: ThreadMessage): Promise<void> {
    return this.#write(id, { type: 'Post', message });
  }

  lose(id: string): Promise<void> {
    return this.#write(id, { type: 'Lose' });
  }

  /** Tells who follows, each once. */
  close(id: string): Promise<void> {
    return this.#write(id, { type: 'Close' });
  }

  /** A person's wish to hear of the end, or not to; they are enrolled, else nobody could find them again. @throws Fault */
  async follow(id: string, { caller, id: key, mintedMs }: IncomingControl): Promise<Answer<ThreadReply>> {
    const { desk, realm } = this.#parts;
    const { clock, engine } = desk.deps;
    const call = { scope: caller.scope, deadlineMonoMs: clock.monoMs() + desk.answerWithinMs };
    const { userId } = await desk.people.resolve(caller, { ...call, realm, traceId: newTraceId() });
    return engine.ask(
      thread,
      { realm, id },
      { type: 'Follow' },
      { ...call, commandId: `${userId}/${key}`, by: userId, mintedMs },
    );
  }

  /** What was not closed, as far as it can be read now; `isWanted`: of these battles alone. @throws Fault */
  async open(needsAll: boolean, isWanted: (id: string) => boolean): Promise<readonly KeptThread[]> {
    const { realm } = this.#parts;
    const places = await this.#parts.open(needsAll);
    const found: KeptThread[] = [];
    for (const place of places) {
      const kept = place.realm === realm && isWanted(place.id) ? await this.read(place.id) : undefined;
      if (kept !== undefined) found.push(kept);
    }
    return found;
  }

  /** Where one battle is shown; `undefined`: nowhere, or no longer. @throws Fault */
  async read(id: string): Promise<KeptThread | undefined> {
    const { desk, realm } = this.#parts;
    const state = await desk.deps.engine.read(thread, { realm, id }, 'open', {}, this.#call());
    return state === undefined ? undefined : keptOf(id, state);
  }

  #call() {
    const { deps, answerWithinMs } = this.#parts.desk;
    return { scope: SCOPE, deadlineMonoMs: deps.clock.monoMs() + answerWithinMs };
  }

  /** Gives a command under one id until it is answered; what stays impossible is logged. */
  async #write(id: string, command: ThreadCommand): Promise<void> {
    const { desk, realm, log } = this.#parts;
    const { engine, clock } = desk.deps;
    const commandId = `${SELF}/${desk.mintKey()}`;
    for (let attempt = 0; ; attempt += 1) {
      try {
        const place = { realm, id };
        // a rejection is one that has been closed meanwhile: nothing is left to write down
        await engine.ask(thread, place, command, { ...this.#call(), commandId, by: SELF });
        return;
      } catch (error) {
        const waitMs = AGAIN_MS[attempt];
        if (!(error instanceof Fault && error.retryable) || waitMs === undefined) {
          log('warn', 'the place of a thread could not be kept', { battle: id, err: error });
          return;
        }
        await new Promise<void>((resolve) => {
          clock.after(waitMs, resolve);
        });
      }
    }
  }
}
