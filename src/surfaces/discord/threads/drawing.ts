import { playerName } from '#commands/battle/arena.ts';
import type { Desk } from '#commands/desk.ts';
import { ANYONE, showTo } from '#commands/for-all.ts';
import { learnNames } from '#commands/names.ts';
import type { Panel } from '#commands/panel.ts';
import { peopleOf } from '#game/battle/parties.ts';
import type { UserId } from '#game/shared/ids.ts';
import { renderPanel, type RenderedMessage } from '../render/panel.ts';
import type { Feed } from './feed.ts';
import { liveMessagePanel, movedPanel } from './thread-panels.ts';

/** Draws what a thread shows. */
export class Drawing {
  readonly #desk: Desk;
  readonly #realm: string;

  constructor(desk: Desk, realm: string) {
    this.#desk = desk;
    this.#realm = realm;
  }

  /** Names of a battle's sides; those of people who have not been seen since the start are asked for. */
  async titleOf({ players, scope }: Feed): Promise<string> {
    const { deps, answerWithinMs } = this.#desk;
    const deadlineMonoMs = deps.clock.monoMs() + answerWithinMs;
    await learnNames(peopleOf(players), { deps, scope, deadlineMonoMs });
    return this.namesOf(players).join(' against ');
  }

  /** Names of a battle's sides, as far as they are known. */
  namesOf(players: Feed['players']): readonly [string, string] {
    const { deps } = this.#desk;
    const [one = '', two = ''] = players.map((player) => playerName(player, { deps, userId: '' }));
    return [one, two];
  }

  /** The battle as everybody's message. @throws CommandRejection, Fault */
  async forAll(feed: Feed): Promise<RenderedMessage> {
    const { battle, stage } = feed;
    const [title, seen] = await Promise.all([this.titleOf(feed), this.#seenBy(feed, ANYONE)]);
    return this.#render(liveMessagePanel(this.#desk.deps.customIds, seen, battle, stage, title));
  }

  /** The battle as one person's own panel. @throws CommandRejection, Fault */
  async forOne(feed: Feed, userId: string): Promise<RenderedMessage> {
    return this.#render(await this.#seenBy(feed, userId as UserId));
  }

  /** The last state of a message that goes on elsewhere. */
  async moved(feed: Feed): Promise<RenderedMessage> {
    return this.#render(movedPanel(await this.titleOf(feed)));
  }

  #seenBy({ battle, scope }: Feed, userId: UserId): Promise<Panel> {
    const onlooker = { userId, displayName: '', realm: this.#realm, scope };
    return showTo(this.#desk, onlooker, { feature: battle.kind, verb: 'view', entity: battle.id });
  }

  #render(panel: Panel): RenderedMessage {
    return renderPanel(panel, (userId) => this.#desk.directory.nameOf(userId));
  }
}
