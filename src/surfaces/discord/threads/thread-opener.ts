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

/** Where a thread is to be. */
interface Where {
  readonly guildId: string;
  readonly channelId: string;
}

/**
 * Opens threads, each once: where Discord does not say whether it made one, or an earlier process may have asked for it, the
 * one that is there and empty is taken instead of a second.
 */
export class ThreadOpener {
  readonly #posting: Pick<Posting, 'createThread' | 'activeThreads' | 'selfId'>;
  readonly #clock: Pick<Clock, 'after'>;
  readonly #given = new Set<string>();
  /** Last of those who open one of the same name in the same channel: they could not be told apart. */
  readonly #last = new Map<string, Promise<unknown>>();

  constructor(
    posting: Pick<Posting, 'createThread' | 'activeThreads' | 'selfId'>,
    clock: Pick<Clock, 'after'>,
  ) {
    this.#posting = posting;
    this.#clock = clock;
  }

  /** Answers the thread's id. `mayBeThere`: an earlier process may have opened it. @throws when there is none within 5 s */
  open(where: Where, fullName: string, mayBeThere: boolean): Promise<string> {
    const name = fullName.slice(0, NAME_MAX);
    const key = `${where.channelId} ${name}`;
    const before = this.#last.get(key) ?? Promise.resolve();
    const opening = before.then(() => this.#open(where, name, mayBeThere));
    const settled = opening
      .catch(() => undefined)
      .finally(() => {
        if (this.#last.get(key) === settled) this.#last.delete(key);
      });
    this.#last.set(key, settled);
    return opening;
  }

  async #open(where: Where, name: string, mayBeThere: boolean): Promise<string> {
    const there = mayBeThere ? await this.#find(where, name) : undefined;
    if (there !== undefined) return this.#give(there);
    const signal = AbortSignal.timeout(THREAD_WITHIN_MS);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return this.#give(await this.#posting.createThread(where.channelId, name, signal));
      } catch (error) {
        if (!isUnclear(error) && !signal.aborted) throw error;
        const made = await this.#find(where, name);
        if (made !== undefined) return this.#give(made);
        if (signal.aborted || attempt === ATTEMPTS) throw error;
        await new Promise<void>((resolve) => {
          this.#clock.after(PAUSE_MS * attempt, resolve);
        });
      }
    }
  }

  /** The newest of our own threads of that name there that nobody has written in. */
  async #find({ guildId, channelId }: Where, name: string): Promise<string | undefined> {
    const [selfId, threads] = await Promise.all([
      this.#posting.selfId(),
      this.#posting.activeThreads(guildId),
    ]);
    const isMeant = (thread: ActiveThread): boolean =>
      thread.parentId === channelId &&
      thread.name === name &&
      thread.ownerId === selfId &&
      thread.messages === 0 &&
      !this.#given.has(thread.id);
    return threads
      .filter(isMeant)
      .map(({ id }) => id)
      .toSorted((one, other) => (BigInt(one) < BigInt(other) ? -1 : 1))
      .at(-1);
  }

  #give(id: string): string {
    this.#given.add(id);
    const [oldest] = this.#given;
    if (this.#given.size > GIVEN_MAX && oldest !== undefined) this.#given.delete(oldest);
    return id;
  }
}
