import { ROOMS_MAX } from '#actors/battle/battle-watch.ts';
import type { Desk } from '#commands/desk.ts';
import type { Answering } from '../answering.ts';
import { type GuildPlace, type Incoming, snowflakeMs } from '../incoming.ts';
import type { CardPainter } from '#ports/card-painter.ts';
import type { SurfaceLog } from '../interactions.ts';
import type { RenderedMessage } from '../render/panel.ts';
import { Drawing } from './drawing.ts';
import { type Feed, newFeed } from './feed.ts';
import { type Finery, LiveMessage } from './live-message.ts';
import { isForGood, placeToRenew, type Posting } from './posting.ts';
import { PacedQueue } from './paced-queue.ts';
import { PlaceOpener } from './place-opener.ts';
import { PrivateViews } from './private-views.ts';
import { pictureOf } from './result-card.ts';
import { type BattleRef, type Sight, sightsOf, type Watches } from './sights.ts';
import type { KeptThread, ThreadBook } from './thread-book.ts';
import type { ThreadSharing } from './thread-sharing.ts';

/** Live edits of all battles together: the more battles, the longer each waits for its turn. */
const EDITS = { perSecond: 40, inFlightMax: 16 };
const CADENCE_MIN_MS = 2_000;
/** Battles with a thread at once, in one guild and in all. */
const GUILD_MAX = 40;
const ALL_MAX = Math.min(1_000, ROOMS_MAX / 2);
/** What is written down and not followed is looked for so often, ms. */
const RECOVER_MS = 60_000;

/** Redrawings of panels of those who only look, of all battles together; each costs about a millisecond. */
const ONLOOKERS = { perSecond: 50, inFlightMax: 64 };

export interface BattleThreadsParts {
  readonly desk: Desk;
  readonly watches: Watches;
  readonly book: ThreadBook;
  readonly posting: Posting;
  readonly answering: Answering;
  readonly realm: string;
  readonly log: SurfaceLog;
  /** Draws the picture of how a battle ended; default: none is shown. */
  readonly painter?: CardPainter;
  /** Least time between two edits of one message, ms; default 2,000. */
  readonly cadenceMinMs?: number;
  /** Without it every thread is this process's. */
  readonly sharing?: ThreadSharing;
}

/**
 * Public threads of battles: one a battle, with one message that shows the latest state. It follows what spectators see;
 * nothing here is waited for by a battle, and whatever Discord refuses leaves the battle as it is. Where each is shown is
 * in the book, so that the next process goes on with it.
 */
export class BattleThreads {
  readonly #parts: BattleThreadsParts;
  readonly #drawing: Drawing;
  /** Panels of those who only look. */
  readonly #onlookers: PacedQueue;
  readonly #edits: PacedQueue;
  readonly #places: PlaceOpener;
  readonly #feeds = new Map<string, Feed>();
  /** Battles whose end is being shown. */
  readonly #closing = new Set<string>();
  /** Guilds that cannot be reached: the bot was removed, or Discord is out of order there. */
  readonly #away = new Map<string, 'removed' | 'unavailable'>();
  #cancel: (() => void) | undefined;
  #stopSharing = (): void => undefined;
  #isStopped = false;

  constructor(parts: BattleThreadsParts) {
    this.#parts = parts;
    const drawing = new Drawing(parts.desk, parts.realm);
    this.#drawing = drawing;
    const { clock, customIds } = parts.desk.deps;
    this.#onlookers = new PacedQueue({ ...ONLOOKERS, clock });
    this.#edits = new PacedQueue({ ...EDITS, clock });
    this.#places = new PlaceOpener({ posting: parts.posting, clock, customIds, drawing, log: parts.log });
  }

  /** Battles with a feed. */
  get size(): number {
    return this.#feeds.size;
  }

  /** Goes on where the last process stopped, and looks for what was left out now and then. */
  async start(): Promise<void> {
    const { sharing } = this.#parts;
    if (sharing !== undefined) {
      const stops = [
        sharing.onPlaced((id) => void this.#takeUp(id)),
        sharing.onMoved(() => void this.#recover(false)),
      ];
      this.#stopSharing = () => stops.forEach((stop) => stop());
    }
    await this.#recover(true);
    this.#lookAgain();
  }

  /** Somebody plays a battle here: it gets its thread when it begins. `messageId`: its message, which is there already. */
  note(battle: BattleRef, place: GuildPlace, scope: string, messageId?: string): void {
    const here = [...this.#feeds.values()].filter((feed) => feed.place.guildId === place.guildId);
    if (here.length >= GUILD_MAX) return;
    const feed = this.#newFeed(battle, place, scope);
    if (feed === undefined) return;
    if (messageId === undefined) return void this.#lookUp(feed);
    if (place.isThread) feed.threadId = place.channelId;
    feed.message = this.#messageOf(feed, place.channelId, messageId);
    void this.#follow(feed);
  }

  /** Whether a battle is shown here and not over. */
  isShowing(battleId: string): boolean {
    const feed = this.#feeds.get(battleId);
    return feed !== undefined && feed.isPlaced && feed.stage !== 'over';
  }

  /** Keeps somebody's own panel about a battle up to date while its token lasts. */
  keepView(battleId: string, userId: string, to: Incoming, message: RenderedMessage): void {
    this.#feeds.get(battleId)?.views.keep(userId, to, message);
  }

  /** Leaves somebody's own panel about a battle alone: it asks or shows something else now. */
  dropView(battleId: string, externalId: string): void {
    this.#feeds.get(battleId)?.views.drop(externalId);
  }

  /** A guild cannot be reached; nothing is sent there until it is {@link back}. */
  leave(guildId: string, why: 'removed' | 'unavailable'): void {
    if (this.#away.get(guildId) === why) return;
    this.#away.set(guildId, why);
    const what = why === 'removed' ? 'the bot was removed from a guild' : 'a guild is out of order';
    this.#parts.log('info', `${what}: its battles go on unseen`, { guild: guildId });
  }

  /** A guild can be reached again: its battles are shown as they stand. */
  back(guildId: string): void {
    if (!this.#away.delete(guildId)) return;
    this.#parts.log('info', 'a guild is back', { guild: guildId });
    for (const feed of this.#feeds.values()) if (feed.place.guildId === guildId) this.#show(feed);
    void this.#recover(false);
  }

  stop(): void {
    this.#isStopped = true;
    this.#stopSharing();
    this.#cancel?.();
    this.#onlookers.stop();
    this.#edits.stop();
    for (const feed of this.#feeds.values()) this.#end(feed);
  }

  #newFeed(battle: BattleRef, place: GuildPlace, scope: string, of?: PrivateViews): Feed | undefined {
    if (this.#feeds.has(battle.id) || this.#closing.has(battle.id) || this.#feeds.size >= ALL_MAX)
      return undefined;
    const { answering, desk } = this.#parts;
    const views = of ?? new PrivateViews(answering, desk.deps.clock, this.#onlookers);
    const feed = newFeed(battle, place, scope, views, this.#isOurs(battle.id, place.guildId));
    this.#feeds.set(battle.id, feed);
    return feed;
  }

  #isOurs(battleId: string, guildId?: string): boolean {
    return this.#parts.sharing?.isOurs(battleId, guildId) ?? true;
  }

  /** Another process shows what it takes up from the book: feeds that came or went begin anew. */
  #dropMoved(): void {
    for (const feed of this.#feeds.values()) {
      if (feed.isOurs !== this.#isOurs(feed.battle.id, feed.place.guildId)) this.#end(feed);
    }
  }

  /** Somebody speaks of a battle: where an earlier process has shown it, that goes on. */
  async #lookUp(feed: Feed): Promise<void> {
    const { id } = feed.battle;
    const kept = feed.isOurs ? await this.#read(id) : undefined;
    if (this.#feeds.get(id) !== feed) return;
    if (kept === undefined) return this.#follow(feed);
    this.#feeds.delete(id);
    this.#goOn(kept, true, feed.views);
  }

  async #read(id: string): Promise<KeptThread | undefined> {
    try {
      return await this.#parts.book.read(id);
    } catch (error) {
      this.#parts.log('warn', 'threads could not be looked for', { err: error });
      return undefined;
    }
  }

  /** A battle got its place in whichever process: its owner shows it. */
  async #takeUp(id: string): Promise<void> {
    if (this.#isStopped || !this.#isOurs(id) || this.#feeds.has(id)) return;
    const kept = await this.#read(id);
    if (kept !== undefined) this.#goOn(kept, false);
  }

  #lookAgain(): void {
    if (this.#isStopped) return;
    this.#cancel = this.#parts.desk.deps.clock.after(RECOVER_MS, () => {
      void this.#recover(false).then(() => this.#lookAgain());
    });
  }

  async #recover(needsAll: boolean): Promise<void> {
    const { book, log } = this.#parts;
    this.#dropMoved();
    try {
      for (const kept of await book.open(needsAll, (id) => this.#isOurs(id))) this.#goOn(kept, true);
    } catch (error) {
      log('warn', 'threads could not be looked for', { err: error });
    }
  }

  /** `isResumed`: another process showed it until it ended, or was about to. */
  #goOn(kept: KeptThread, isResumed: boolean, views?: PrivateViews): void {
    const { battle, place, scope, message, isLost } = kept;
    if (this.#isStopped || !this.#isOurs(battle.id, place.guildId)) return;
    const feed = this.#newFeed(battle, place, scope, views);
    if (feed === undefined) return;
    feed.isPlaced = true;
    feed.isResumed = isResumed;
    feed.isLost = isLost;
    if (message !== undefined) {
      feed.threadId = message.threadId ?? undefined;
      feed.message = this.#messageOf(feed, message.channelId, message.messageId);
    }
    void this.#follow(feed);
  }

  async #follow(feed: Feed): Promise<void> {
    const { watches, realm, log, book } = this.#parts;
    try {
      const sights = await sightsOf(watches, feed.battle, realm);
      if (sights === undefined && feed.isPlaced && feed.isOurs) await book.close(feed.battle.id);
      if (sights === undefined || sights === 'full' || !this.#feeds.has(feed.battle.id))
        return this.#end(feed);
      feed.subscription = sights.subscribe({
        next: (sight) => this.#see(feed, sight),
        complete: () => this.#end(feed),
      });
    } catch (error) {
      log('warn', 'a battle cannot be shown', { battle: feed.battle.id, err: error });
      this.#end(feed);
    }
  }

  #see(feed: Feed, sight: Sight): void {
    if (sight.isStanding) {
      feed.stage = sight.stage;
      feed.players = sight.players;
      if (feed.stage === 'over') {
        // the subscription may not stand yet: the first sight comes while it is made
        queueMicrotask(() => void this.#close(feed));
        return;
      }
      this.#place(feed);
    }
    if (feed.stage === 'live') this.#show(feed);
  }

  #place(feed: Feed): void {
    if (feed.isPlaced) return;
    feed.isPlaced = true;
    void this.#parts.book.place(feed.battle, feed.place, feed.scope);
  }

  #show(feed: Feed): void {
    if (this.#away.has(feed.place.guildId) || feed.stage !== 'live') return;
    if (feed.isOurs) {
      if (feed.message === undefined && !feed.isLost) this.#open(feed);
      else feed.message?.touch();
    }
    void this.#redrawViews(feed);
  }

  #redrawViews(feed: Feed): Promise<void> {
    const plays = (userId: string): boolean =>
      feed.players.some((player) => player.kind === 'person' && player.userId === userId);
    return feed.views.redraw(
      (userId, { caller }, isLast) => this.#drawing.forOne(feed, userId, caller, isLast),
      plays,
    );
  }

  #open(feed: Feed): void {
    feed.opening ??= this.#openPlace(feed).finally(() => {
      feed.opening = undefined;
    });
  }

  async #openPlace(feed: Feed): Promise<void> {
    const { channelId, messageId } = await this.#places.open(feed);
    if (this.#feeds.get(feed.battle.id) !== feed && !this.#closing.has(feed.battle.id)) return;
    feed.message = this.#messageOf(feed, channelId, messageId);
    if (messageId !== undefined) this.#keep(feed, channelId, messageId);
    if (feed.stage === 'live') feed.message.touch(true);
  }

  /** Writes down which message shows a battle. */
  #keep({ battle, threadId }: Feed, channelId: string, messageId: string): void {
    void this.#parts.book.post(battle.id, { channelId, messageId, threadId: threadId ?? null });
  }

  #messageOf(feed: Feed, channelId: string, messageId?: string): LiveMessage {
    const { posting, desk, cadenceMinMs = CADENCE_MIN_MS } = this.#parts;
    const { clock } = desk.deps;
    const { id } = feed.battle;
    return new LiveMessage({
      posting,
      clock,
      channelId,
      ...(messageId === undefined
        ? {}
        : { messageId, ageMs: Math.max(0, clock.nowMs() - snowflakeMs(messageId)) }),
      nonce: feed.isRenewed ? `${id.slice(1)}r` : id,
      onPosted: (posted) => this.#keep(feed, channelId, posted),
      cadenceMs: cadenceMinMs,
      queue: this.#edits,
      draw: () => this.#drawing.forAll(feed),
      moved: () => this.#drawing.moved(feed),
      onTrouble: (error, isOver) => this.#trouble(feed, channelId, error, isOver),
    });
  }

  /** What was deleted or archived under a battle is opened anew once; whoever does it again means it. */
  #trouble(feed: Feed, channelId: string, error: unknown, isOver: boolean): void {
    const { log, book } = this.#parts;
    const about = { battle: feed.battle.id, err: error };
    if (!isOver) return log('warn', 'a battle could not be shown', about);
    const place = placeToRenew(error);
    if (feed.stage !== 'live' || feed.isRenewed || place === undefined) {
      feed.isLost = true;
      feed.message = undefined;
      log('warn', 'the message of a battle is gone', about);
      if (feed.stage !== 'over') void book.lose(feed.battle.id);
      return undefined;
    }
    feed.isRenewed = true;
    log('info', 'a battle is shown anew: its thread or message was deleted or archived', about);
    if (place === 'channel') {
      feed.threadId = undefined;
      feed.message = undefined;
      this.#open(feed);
    } else {
      feed.message = this.#messageOf(feed, channelId);
      feed.message.touch(true);
    }
    return undefined;
  }

  /** Shows the end, closes the thread, and tells those who follow; what Discord did not take is tried again later. */
  async #close(feed: Feed): Promise<void> {
    const { log, book } = this.#parts;
    const { battle, place } = feed;
    this.#feeds.delete(battle.id);
    feed.subscription?.unsubscribe();
    if (!feed.isOurs) return this.#redrawViews(feed);
    const away = this.#away.get(place.guildId);
    if (away === 'unavailable') return;
    this.#closing.add(battle.id);
    let isShown = true;
    try {
      if (away === undefined) {
        await Promise.all([feed.opening, this.#drawing.settled(feed)]);
        feed.message ??= await this.#left(feed);
        isShown = (await feed.message?.finish(this.#pictureOf(feed))) ?? true;
        await this.#redrawViews(feed);
      }
    } catch (error) {
      isShown = isForGood(error);
      log('warn', 'the end of a battle could not be shown', { battle: battle.id, err: error });
    }
    if (isShown && feed.isPlaced) await book.close(battle.id);
    this.#closing.delete(battle.id);
    if (isShown && away === undefined && feed.threadId !== undefined && !feed.isLost)
      await this.#places.archive(battle, feed.threadId);
  }

  /** The message of a battle that is over, left by a process that did not come to write it down. */
  async #left(feed: Feed): Promise<LiveMessage | undefined> {
    const found = feed.isResumed && !feed.isLost ? await this.#places.find(feed) : undefined;
    return found && this.#messageOf(feed, found.channelId, found.messageId);
  }

  #pictureOf(feed: Feed): Finery {
    const { painter, log } = this.#parts;
    const draw = () => this.#drawing.cardOf(feed);
    return pictureOf(draw, painter, (error) =>
      log('warn', 'a battle ends without its picture', { battle: feed.battle.id, err: error }),
    );
  }

  #end(feed: Feed): void {
    this.#feeds.delete(feed.battle.id);
    feed.message?.stop();
    feed.subscription?.unsubscribe();
  }
}
