import { type Subscription } from 'rxjs';
import { ROOMS_MAX } from '#actors/battle/battle-watch.ts';
import { type Desk } from '#commands/desk.ts';
import { ANYONE, showTo } from '#commands/for-all.ts';
import { playerName } from '#commands/battle/arena.ts';
import { learnNames } from '#commands/names.ts';
import { type Panel } from '#commands/panel.ts';
import { type Player } from '#game/battle/battle-protocol.ts';
import { peopleOf } from '#game/battle/parties.ts';
import { type UserId } from '#game/shared/ids.ts';
import { type Answering } from '../answering.ts';
import { type GuildPlace, type Incoming } from '../incoming.ts';
import { type SurfaceLog } from '../interactions.ts';
import { renderPanel, type RenderedMessage } from '../render/panel.ts';
import { LiveMessage } from './live-message.ts';
import { isForGood, type Posting } from './posting.ts';
import { PrivateViews } from './private-views.ts';
import { type BattleRef, type Sight, sightsOf, type Watches } from './sights.ts';
import { liveMessagePanel, movedPanel, type Stage } from './thread-panels.ts';

/** Live edits of all battles together, a second: what is left of a bot's budget belongs to answers. */
const EDITS_PER_SECOND = 40;
const CADENCE_MIN_MS = 2_000;
/** Battles with a thread at once, in one guild and in all. */
const GUILD_MAX = 40;
const ALL_MAX = Math.min(1_000, ROOMS_MAX / 2);
const FOLLOWERS_MAX = 100;

export interface BattleThreadsParts {
  readonly desk: Desk;
  readonly watches: Watches;
  readonly posting: Posting;
  readonly answering: Answering;
  readonly realm: string;
  readonly log: SurfaceLog;
  /** Least time between two edits of one message, ms; default 2,000. */
  readonly cadenceMinMs?: number;
}

interface Feed {
  readonly battle: BattleRef;
  readonly place: GuildPlace;
  readonly scope: string;
  readonly views: PrivateViews;
  /** Discord user ids of those who get a message at the end. */
  readonly followers: Set<string>;
  stage: Stage;
  players: readonly Player[];
  threadId: string | undefined;
  message: LiveMessage | undefined;
  subscription: Subscription | undefined;
  isOpening: boolean;
}

/**
 * Public threads of battles: one a battle, with one message that shows the latest state. It follows what spectators see;
 * nothing here is waited for by a battle, and whatever Discord refuses leaves the battle as it is.
 */
export class BattleThreads {
  readonly #parts: BattleThreadsParts;
  readonly #feeds = new Map<string, Feed>();
  /** Guilds that were told that threads are not allowed there. */
  readonly #told = new Set<string>();

  constructor(parts: BattleThreadsParts) {
    this.#parts = parts;
  }

  /** Battles with a feed. */
  get size(): number {
    return this.#feeds.size;
  }

  /** Ms between two edits of one message, by how many are edited. */
  get cadenceMs(): number {
    const live = [...this.#feeds.values()].filter(({ message }) => message !== undefined).length;
    return Math.max(this.#parts.cadenceMinMs ?? CADENCE_MIN_MS, (live / EDITS_PER_SECOND) * 1_000);
  }

  /** Somebody plays a battle here: it gets its thread when it begins. `messageId`: its message, which is there already. */
  note(battle: BattleRef, place: GuildPlace, scope: string, messageId?: string): void {
    if (this.#feeds.has(battle.id) || this.#feeds.size >= ALL_MAX) return;
    const here = [...this.#feeds.values()].filter((feed) => feed.place.guildId === place.guildId);
    if (here.length >= GUILD_MAX) return;
    const { answering, desk } = this.#parts;
    const feed: Feed = {
      battle,
      place,
      scope,
      views: new PrivateViews(answering, desk.deps.clock),
      followers: new Set(),
      stage: 'waiting',
      players: [],
      threadId: undefined,
      message: undefined,
      subscription: undefined,
      isOpening: false,
    };
    this.#feeds.set(battle.id, feed);
    if (messageId !== undefined) {
      if (place.isThread) feed.threadId = place.channelId;
      feed.message = this.#messageOf(feed, place.channelId, messageId);
    }
    void this.#follow(feed);
  }

  /** Keeps somebody's own panel about a battle up to date while its token lasts. */
  keepView(battleId: string, userId: string, to: Incoming, message: RenderedMessage): void {
    this.#feeds.get(battleId)?.views.keep(userId, to, message);
  }

  /** Leaves somebody's own panel about a battle alone: it asks or shows something else now. */
  dropView(battleId: string, externalId: string): void {
    this.#feeds.get(battleId)?.views.drop(externalId);
  }

  /** Turns a message at the end on or off; `undefined`: the battle has no feed, or too many follow. */
  follow(battleId: string, externalId: string): boolean | undefined {
    const feed = this.#feeds.get(battleId);
    if (feed === undefined || feed.stage === 'over') return undefined;
    if (feed.followers.delete(externalId)) return false;
    if (feed.followers.size >= FOLLOWERS_MAX) return undefined;
    feed.followers.add(externalId);
    return true;
  }

  stop(): void {
    for (const feed of this.#feeds.values()) this.#end(feed);
  }

  async #follow(feed: Feed): Promise<void> {
    const { watches, realm, log } = this.#parts;
    try {
      const sights = await sightsOf(watches, feed.battle, realm);
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
      const wasLive = feed.stage === 'live' || feed.message !== undefined;
      feed.stage = sight.stage;
      feed.players = sight.players;
      if (feed.stage === 'over') {
        // the subscription may not stand yet: the first sight comes while it is made
        queueMicrotask(() => void this.#close(feed, wasLive));
        return;
      }
      if (feed.stage === 'live' && feed.message === undefined) {
        void this.#open(feed);
        return;
      }
    }
    if (feed.stage !== 'live') return;
    feed.message?.touch();
    void feed.views.redraw((userId) => this.#own(feed, userId));
  }

  /** Names of a battle's sides; those of people who have not been seen since the start are asked for. */
  async #titleOf({ players, scope }: Feed): Promise<string> {
    const { desk } = this.#parts;
    const { deps, answerWithinMs } = desk;
    const deadlineMonoMs = deps.clock.monoMs() + answerWithinMs;
    await learnNames(peopleOf(players), { deps, scope, deadlineMonoMs });
    return players.map((player) => playerName(player, { deps, userId: '' })).join(' against ');
  }

  /** Opens the thread, or, where that is not allowed, shows the battle in the channel itself. */
  async #open(feed: Feed): Promise<void> {
    if (feed.isOpening) return;
    feed.isOpening = true;
    const { place } = feed;
    const { posting, log } = this.#parts;
    let { channelId } = place;
    if (place.mayThread && !place.isThread) {
      try {
        feed.threadId = await posting.openThread(place.channelId, await this.#titleOf(feed));
        channelId = feed.threadId;
      } catch (error) {
        log('warn', 'a thread could not be opened', { battle: feed.battle.id, err: error });
      }
    } else if (!place.mayThread && !this.#told.has(place.guildId)) {
      this.#told.add(place.guildId);
      log('info', 'threads are not allowed here: battles show in the channel', { guild: place.guildId });
    }
    if (!this.#feeds.has(feed.battle.id)) return;
    feed.message = this.#messageOf(feed, channelId);
    feed.message.touch(true);
  }

  #messageOf(feed: Feed, channelId: string, messageId?: string): LiveMessage {
    const { posting, desk, log } = this.#parts;
    return new LiveMessage({
      posting,
      clock: desk.deps.clock,
      channelId,
      ...(messageId === undefined ? {} : { messageId }),
      cadenceMs: () => this.cadenceMs,
      draw: async () => this.#render(await this.#publicPanel(feed)),
      moved: async () => this.#render(movedPanel(await this.#titleOf(feed))),
      onTrouble: (error, isOver) =>
        log('warn', isOver ? 'the message of a battle is gone' : 'a battle could not be shown', {
          battle: feed.battle.id,
          err: error,
        }),
    });
  }

  async #publicPanel(feed: Feed): Promise<Panel> {
    const { battle, stage } = feed;
    const [title, seen] = await Promise.all([this.#titleOf(feed), this.#seenBy(feed, ANYONE)]);
    return liveMessagePanel(this.#parts.desk.deps.customIds, seen, battle, stage, title);
  }

  #seenBy({ battle, scope }: Feed, userId: UserId): Promise<Panel> {
    const { desk, realm } = this.#parts;
    const onlooker = { userId, displayName: '', realm, scope };
    return showTo(desk, onlooker, { feature: battle.kind, verb: 'view', entity: battle.id });
  }

  async #own(feed: Feed, userId: string): Promise<RenderedMessage> {
    return this.#render(await this.#seenBy(feed, userId as UserId));
  }

  #render(panel: Panel): RenderedMessage {
    const { directory } = this.#parts.desk;
    return renderPanel(panel, (userId) => directory.nameOf(userId));
  }

  /** Shows the end, tells those who follow, and closes the thread. */
  async #close(feed: Feed, wasShown: boolean): Promise<void> {
    const { posting, log } = this.#parts;
    const { message, threadId, followers, views } = feed;
    this.#feeds.delete(feed.battle.id);
    feed.subscription?.unsubscribe();
    if (!wasShown) return;
    try {
      await message?.finish();
      await views.redraw((userId) => this.#own(feed, userId));
      const panel = this.#render(await this.#publicPanel(feed));
      for (const follower of followers) await posting.write(follower, panel, feed.battle.id);
      if (threadId !== undefined) await posting.archive(threadId);
    } catch (error) {
      log(
        'warn',
        isForGood(error) ? 'the thread of a battle is gone' : 'the end of a battle could not be shown',
        {
          battle: feed.battle.id,
          err: error,
        },
      );
    }
  }

  #end(feed: Feed): void {
    this.#feeds.delete(feed.battle.id);
    feed.message?.stop();
    feed.subscription?.unsubscribe();
  }
}
