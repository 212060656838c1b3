import type { Clock } from '#ports/clock.ts';
import { isUnclear } from '../bot-budget.ts';
import type { ActiveThread, Posting } from './posting.ts';

/** Discord gives a channel fifty threads in five minutes: a battle does not wait for the next one, ms. */
const THREAD_WITHIN_MS = 5_000;
/** Times that a thread is asked for whose fate is unclear, and the wait between, ms. */
const ATTEMPTS = 3;
const PAUSE_MS = 250;
/** Longest name of a thread, UTF-16 units. */
const NAME_MAX = 100;
/** Threads that are remembered as given out; by then they have their first message long since. */
const GIVEN_MAX = 1_000;
/** Threads of one name that are looked into for one message, the newest first. */
const LOOKED_INTO_MAX = 10;

/** Where a thread is to be. */
interface Where {
  readonly guildId: string;
  readonly channelId: string;
}

/** A thread, and the message that stands first in it where that is there already. */
export interface Opened {
  readonly threadId: string;
  readonly messageId?: string;
}

/** Tells by the ids of its controls whether a message of ours is the one that is looked for. */
export type IsMeant = (customIds: readonly string[]) => boolean;

interface OwnThreads {
  readonly selfId: string;
  readonly threads: readonly ActiveThread[];
}

type Threads = Pick<Posting, 'createThread' | 'activeThreads' | 'firstMessage' | 'selfId'>;

/**
 * Opens threads, each once: where Discord does not say whether it made one, or an earlier process may have asked for it, the
 * one that is there is taken instead of a second.
 */
export class ThreadOpener {
  readonly #posting: Threads;
  readonly #clock: Pick<Clock, 'after'>;
  readonly #given = new Set<string>();
  /** Last of those who open one of the same name in the same channel: they could not be told apart. */
  readonly #last = new Map<string, Promise<unknown>>();

  constructor(posting: Threads, clock: Pick<Clock, 'after'>) {
    this.#posting = posting;
    this.#clock = clock;
  }

  /** `isMeant`: an earlier process may have opened it, and written this message in it. @throws when there is none within 5 s */
  open(where: Where, fullName: string, isMeant?: IsMeant): Promise<Opened> {
    const name = fullName.slice(0, NAME_MAX);
    const key = `${where.channelId} ${name}`;
    const before = this.#last.get(key) ?? Promise.resolve();
    const opening = before.then(() => this.#open(where, name, isMeant));
    const settled = opening
      .catch(() => undefined)
      .finally(() => {
        if (this.#last.get(key) === settled) this.#last.delete(key);
      });
    this.#last.set(key, settled);
    return opening;
  }

  /** The thread in which an earlier process wrote this message; `undefined`: there is none that we may read. */
  async find(where: Where, fullName: string, isMeant: IsMeant): Promise<Opened | undefined> {
    return this.#written(await this.#look(where, fullName.slice(0, NAME_MAX)), isMeant);
  }

  async #open(where: Where, name: string, isMeant: IsMeant | undefined): Promise<Opened> {
    const there = isMeant === undefined ? undefined : await this.#findEarlier(where, name, isMeant);
    if (there !== undefined) return there;
    const signal = AbortSignal.timeout(THREAD_WITHIN_MS);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return this.#give(await this.#posting.createThread(where.channelId, name, signal));
      } catch (error) {
        if (!isUnclear(error) && !signal.aborted) throw error;
        const made = this.#empty(await this.#look(where, name));
        if (made !== undefined) return made;
        if (signal.aborted || attempt === ATTEMPTS) throw error;
        await new Promise<void>((resolve) => {
          this.#clock.after(PAUSE_MS * attempt, resolve);
        });
      }
    }
  }

  /** The message goes before: an empty thread may be another battle's of that name. */
  async #findEarlier(where: Where, name: string, isMeant: IsMeant): Promise<Opened | undefined> {
    const own = await this.#look(where, name);
    return (await this.#written(own, isMeant)) ?? this.#empty(own);
  }

  /** Our own threads of that name there, the newest first. */
  async #look({ guildId, channelId }: Where, name: string): Promise<OwnThreads> {
    const [selfId, active] = await Promise.all([
      this.#posting.selfId(),
      this.#posting.activeThreads(guildId),
    ]);
    const threads = active
      .filter((thread) => thread.parentId === channelId && thread.name === name && thread.ownerId === selfId)
      .toSorted((one, other) => (BigInt(one.id) < BigInt(other.id) ? 1 : -1));
    return { selfId, threads };
  }

  /** The newest that nobody has written in. */
  #empty({ threads }: OwnThreads): Opened | undefined {
    const found = threads.find(({ id, messages }) => messages === 0 && !this.#given.has(id));
    return found === undefined ? undefined : this.#give(found.id);
  }

  /** The newest whose first message is ours and the one that is meant. */
  async #written({ selfId, threads }: OwnThreads, isMeant: IsMeant): Promise<Opened | undefined> {
    const written = threads.filter(({ messages }) => messages > 0);
    for (const { id } of written.slice(0, LOOKED_INTO_MAX)) {
      const message = await this.#firstMessage(id);
      if (message?.authorId === selfId && isMeant(message.customIds))
        return { ...this.#give(id), messageId: message.id };
    }
    return undefined;
  }

  /** What Discord does not show us is as good as not there. */
  async #firstMessage(threadId: string): ReturnType<Posting['firstMessage']> {
    try {
      return await this.#posting.firstMessage(threadId);
    } catch {
      return undefined;
    }
  }

  #give(threadId: string): Opened {
    this.#given.add(threadId);
    const [oldest] = this.#given;
    if (this.#given.size > GIVEN_MAX && oldest !== undefined) this.#given.delete(oldest);
    return { threadId };
  }
}
