import { battle } from '#actors/battle/battle.ts';
import { match } from '#actors/match/match.ts';
import { playerName } from '#commands/battle/arena.ts';
import type { Caller, Desk } from '#commands/desk.ts';
import { ANYONE, showTo } from '#commands/for-all.ts';
import { panelFor, textFor } from '#commands/language/index.ts';
import { languageFor } from '#commands/language/speaking.ts';
import { learnNames } from '#commands/names.ts';
import type { Panel } from '#commands/panel.ts';
import { peopleOf } from '#game/battle/parties.ts';
import type { Language } from '#game/guild/guild-protocol.ts';
import type { UserId } from '#game/shared/ids.ts';
import type { BattleCard } from '#ports/card-painter.ts';
import { renderPanel, type RenderedMessage } from '../render/panel.ts';
import type { Feed } from './feed.ts';
import { cardIn, resultCard } from './result-card.ts';
import { liveMessagePanel, movedPanel, standingStill } from './thread-panels.ts';

/** The end of a battle is shown after this long whatever ladder and ledger say, ms. */
const SETTLED_WITHIN_MS = 2_000;

/** Draws what a thread shows. */
export class Drawing {
  readonly #desk: Desk;
  readonly #realm: string;

  constructor(desk: Desk, realm: string) {
    this.#desk = desk;
    this.#realm = realm;
  }

  /** What a battle's thread is called. */
  async threadNameOf(feed: Feed): Promise<string> {
    return textFor(await this.#titleOf(feed), await this.#languageOf(feed));
  }

  /** Names of a battle's sides; those of people who have not been seen since the start are asked for. */
  async #titleOf({ players, scope }: Feed): Promise<string> {
    const { deps, answerWithinMs } = this.#desk;
    const deadlineMonoMs = deps.clock.monoMs() + answerWithinMs;
    await learnNames(peopleOf(players), { deps, scope, deadlineMonoMs });
    const [one, two] = this.#namesOf(players);
    return `${one} against ${two}`;
  }

  /** The language of what everybody in a guild sees; asks for what the guild has chosen if nothing of it is known yet. */
  async #languageOf({ place: { guildId: externalId, locale }, scope }: Feed): Promise<Language> {
    const { deps, answerWithinMs } = this.#desk;
    const guild = { externalId, ...(locale === undefined ? {} : { locale }) };
    try {
      const call = { scope, deadlineMonoMs: deps.clock.monoMs() + answerWithinMs };
      await deps.guilds.settingsOf(deps.guilds.idOf('discord', externalId), call);
    } catch {
      // a battle is shown all the same
    }
    return languageFor(this.#desk, { provider: 'discord', guild }, false);
  }

  /** Names of a battle's sides, as far as they are known. */
  #namesOf(players: Feed['players']): readonly [string, string] {
    const { deps } = this.#desk;
    const [one = '', two = ''] = players.map((player) => playerName(player, { deps, userId: '' }));
    return [one, two];
  }

  /** Waits a moment until the end has changed what it changes elsewhere, so that its message tells ratings and receipt. */
  async settled({ battle: { kind, id }, scope }: Feed): Promise<void> {
    const { engine, clock } = this.#desk.deps;
    const place = { realm: this.#realm, id };
    const call = { scope, deadlineMonoMs: clock.monoMs() + SETTLED_WITHIN_MS };
    try {
      await (kind === 'match'
        ? engine.waitFor(match, place, 'settled', undefined, call)
        : engine.waitFor(battle, place, 'settled', undefined, call));
    } catch {
      // the message tells what is known; whoever shows it says why nothing is
    }
  }

  /** The battle as everybody's message. @throws CommandRejection, Fault */
  async forAll(feed: Feed): Promise<RenderedMessage> {
    const { stage } = feed;
    const [title, seen, language] = await Promise.all([
      this.#titleOf(feed),
      this.#seenBy(feed, ANYONE),
      this.#languageOf(feed),
    ]);
    const panel = liveMessagePanel(this.#desk.deps.customIds, seen, feed.battle, stage, title);
    return this.#render(panelFor(panel, language));
  }

  /** The battle as one person's own panel; `isLast`: it says that it stands still from now on. @throws CommandRejection, Fault */
  async forOne(feed: Feed, userId: string, caller: Caller, isLast: boolean): Promise<RenderedMessage> {
    const seen = await this.#seenBy(feed, userId as UserId);
    const panel = isLast && feed.stage !== 'over' ? standingStill(seen) : seen;
    return this.#render(panelFor(panel, languageFor(this.#desk, caller, true)));
  }

  /** The last state of a message that goes on elsewhere. */
  async moved(feed: Feed): Promise<RenderedMessage> {
    const panel = movedPanel(await this.#titleOf(feed));
    return this.#render(panelFor(panel, await this.#languageOf(feed)));
  }

  /** How it ended as a picture for everybody; `undefined`: nothing to show of it. @throws Fault */
  async cardOf(feed: Feed): Promise<BattleCard | undefined> {
    const { scope, players } = feed;
    const card = await resultCard(this.#desk, feed.battle, this.#realm, scope, this.#namesOf(players));
    return card && cardIn(card, await this.#languageOf(feed));
  }

  #seenBy({ battle: { kind, id }, scope }: Feed, userId: UserId): Promise<Panel> {
    const onlooker = { userId, displayName: '', realm: this.#realm, scope };
    return showTo(this.#desk, onlooker, { feature: kind, verb: 'view', entity: id });
  }

  #render(panel: Panel): RenderedMessage {
    return renderPanel(panel, (userId) => this.#desk.directory.nameOf(userId));
  }
}
