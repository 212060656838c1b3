import type { CustomIds } from '#commands/custom-id.ts';
import type { Clock } from '#ports/clock.ts';
import type { SurfaceLog } from '../interactions.ts';
import type { Drawing } from './drawing.ts';
import type { Feed } from './feed.ts';
import type { Posting } from './posting.ts';
import type { BattleRef } from './sights.ts';
import { type IsMeant, ThreadOpener } from './thread-opener.ts';
import { showsToAll } from './thread-panels.ts';

/** Where a battle is shown, and its message where that is there already. */
export interface ShownAt {
  readonly channelId: string;
  readonly messageId?: string;
}

export interface PlaceOpenerParts {
  readonly posting: Posting;
  readonly clock: Clock;
  readonly customIds: CustomIds;
  readonly drawing: Pick<Drawing, 'threadNameOf'>;
  readonly log: SurfaceLog;
}

/** Gives each battle its place, a thread of its own or else the channel in which it is played, and closes threads. */
export class PlaceOpener {
  readonly #parts: PlaceOpenerParts;
  readonly #opener: ThreadOpener;
  /** Guilds that were told that threads are not allowed there. */
  readonly #told = new Set<string>();

  constructor(parts: PlaceOpenerParts) {
    this.#parts = parts;
    this.#opener = new ThreadOpener(parts.posting, parts.clock);
  }

  /** Opens the thread; where that is not allowed, or there were too many lately, the battle is shown in the channel itself. */
  async open(feed: Feed): Promise<ShownAt> {
    const { place, battle } = feed;
    const { log, drawing } = this.#parts;
    if (place.mayThread && !place.isThread) {
      try {
        const title = await drawing.threadNameOf(feed);
        const isMeant = feed.isResumed ? this.#isMessageOf(feed) : undefined;
        const { threadId, ...message } = await this.#opener.open(place, title, isMeant);
        feed.threadId = threadId;
        return { channelId: threadId, ...message };
      } catch (error) {
        log('warn', 'a thread could not be opened', { battle: battle.id, err: error });
      }
    } else if (!place.mayThread && !this.#told.has(place.guildId)) {
      this.#told.add(place.guildId);
      log('info', 'threads are not allowed here: battles show in the channel', { guild: place.guildId });
    }
    return { channelId: place.channelId };
  }

  /** The thread in which an earlier process has shown it, and not written that down. @throws what Discord answers */
  async find(feed: Feed): Promise<ShownAt | undefined> {
    const { place } = feed;
    if (!place.mayThread || place.isThread) return undefined;
    const title = await this.#parts.drawing.threadNameOf(feed);
    const found = await this.#opener.find(place, title, this.#isMessageOf(feed));
    if (found === undefined) return undefined;
    const { threadId, ...message } = found;
    feed.threadId = threadId;
    return { channelId: threadId, ...message };
  }

  /** When Discord has nothing else to take; what is left open closes itself after an hour. */
  async archive(battle: BattleRef, threadId: string): Promise<void> {
    try {
      await this.#parts.posting.archive(threadId);
    } catch (error) {
      const about = { battle: battle.id, err: error };
      this.#parts.log('warn', 'the thread of a battle could not be closed', about);
    }
  }

  #isMessageOf({ battle }: Feed): IsMeant {
    return (customIds) => showsToAll(this.#parts.customIds, customIds, battle);
  }
}
