import { ComponentType, type APIComponentInContainer } from 'discord.js';
import { battle } from '#actors/battle/battle.ts';
import { match } from '#actors/match/match.ts';
import type { Desk } from '#commands/desk.ts';
import { textFor } from '#commands/language/index.ts';
import { TYPES } from '#game/battle/cross/v1/chart.ts';
import type { FieldSide } from '#game/battle/match/rules-words.ts';
import type { Language } from '#game/guild/guild-protocol.ts';
import type { FighterView } from '#game/battle/view.ts';
import type { BattleCard, CardFighter, CardPainter, CardSide } from '#ports/card-painter.ts';
import { COMPONENTS_MAX, type RenderedMessage } from '../render/panel.ts';
import type { Finery } from './live-message.ts';
import type { BattleRef } from './sights.ts';

const FILE_NAME = 'battle.png';
/** Discord takes descriptions of at most 1,024 characters. */
const ALT_MAX = 1_000;

type Names = readonly [string, string];

const lifeOf = (hp: number | undefined, full: number | undefined): number | null =>
  hp === undefined || full === undefined || full <= 0 ? null : Math.max(0, hp) / full;

const ofBattle = ({ shown, name, types, hp, hpFull }: FighterView): CardFighter => ({
  name: shown ? (name ?? null) : null,
  types: [...new Set(types ?? [])].flatMap((type) => TYPES[type] ?? []),
  life: lifeOf(hp, hpFull),
});

const titleOf = (names: Names, winner: 0 | 1 | null): string =>
  winner === null ? `${names[0]} and ${names[1]} draw` : `${names[winner]} beats ${names[1 - winner]}`;

type Lineup = Pick<CardSide, 'fighters' | 'note'>;

const standingOf = (standing: number, all: number): string => `${standing} of ${all} standing`;

const ofTeam = (fighters: readonly CardFighter[]): Lineup => ({
  fighters,
  note: standingOf(fighters.filter(({ life }) => life !== 0).length, fighters.length),
});

/** Of a battle by choices everybody sees those on the field, and how many stand. */
const ofField = ({ active, standing, fighters }: FieldSide): Lineup => ({
  fighters: active.map(({ name, healthPercent }) => ({ name, types: [], life: healthPercent / 100 })),
  note: standingOf(standing, fighters),
});

const NOBODY: Lineup = { fighters: [], note: '' };

const cardOf = (
  names: Names,
  winner: 0 | 1 | null,
  lineups: readonly Lineup[],
  footer: string,
): BattleCard => {
  const side = (n: 0 | 1): CardSide => ({
    name: names[n],
    isWinner: winner === n,
    ...(lineups[n] ?? NOBODY),
  });
  return { title: titleOf(names, winner), sides: [side(0), side(1)], footer };
};

/** How a battle ended, as everybody may see it; `undefined`: nothing to show of it. @throws Fault */
export const resultCard = async (
  { deps, answerWithinMs }: Pick<Desk, 'deps' | 'answerWithinMs'>,
  { kind, id }: BattleRef,
  realm: string,
  scope: string,
  names: Names,
): Promise<BattleCard | undefined> => {
  const place = { realm, id };
  const call = { scope, deadlineMonoMs: deps.clock.monoMs() + answerWithinMs };
  if (kind === 'match') {
    const [view, position] = await Promise.all([
      deps.engine.read(match, place, 'view', {}, call),
      deps.matches.position(place),
    ]);
    if (view?.outcome === undefined || view.outcome === null || position === undefined) return undefined;
    const { winner, turns } = view.outcome;
    const sides = position.field.map(ofField);
    const footer = `${view.about} · ${turns} ${turns === 1 ? 'turn' : 'turns'} · battle ${id}`;
    return cardOf(names, winner, sides, footer);
  }
  const view = await deps.engine.read(battle, place, 'view', {}, call);
  if (view?.outcome === undefined || view.outcome === null) return undefined;
  const { winner, tick } = view.outcome;
  const sides = view.sides.map(({ fighters }) => ofTeam(fighters.map(ofBattle)));
  return cardOf(names, winner, sides, `Cross battle · ${tick} ticks · battle ${id}`);
};

/** A card in a language; names stay as they are. */
export const cardIn = ({ title, sides: [one, two], footer }: BattleCard, language: Language): BattleCard => {
  const side = (of: CardSide): CardSide => ({ ...of, note: textFor(of.note, language) });
  return {
    title: textFor(title, language),
    sides: [side(one), side(two)],
    footer: textFor(footer, language),
  };
};

/** What the picture says, for those who do not see it. */
const altOf = ({ title, sides, footer }: BattleCard): string =>
  `${title}. ${sides.map(({ name, note }) => `${name}: ${note}`).join('. ')}. ${footer}.`.slice(0, ALT_MAX);

/** Components of a message, those within others included. */
const countOf = ({ body }: RenderedMessage): number =>
  body.components[0].components.reduce(
    (sum, part) => sum + 1 + ('components' in part ? part.components.length : 0),
    1,
  );

/** A message with a card as a picture above its controls, which says the same in words. @throws whatever keeps it from being drawn */
const withCard = async (
  message: RenderedMessage,
  painter: CardPainter,
  card: BattleCard,
): Promise<RenderedMessage> => {
  if (countOf(message) >= COMPONENTS_MAX) return message;
  const data = await painter.paint(card);
  const description = altOf(card);
  const { body, files } = message;
  const [container] = body.components;
  const { components } = container;
  const rowsAt = components.findIndex(({ type }) => type === ComponentType.ActionRow);
  const above = rowsAt < 0 ? components : components.slice(0, rowsAt);
  const gallery: APIComponentInContainer = {
    type: ComponentType.MediaGallery,
    items: [{ media: { url: `attachment://${FILE_NAME}` }, description }],
  };
  return {
    body: {
      ...body,
      components: [{ ...container, components: [...above, gallery, ...components.slice(above.length)] }],
      attachments: [...body.attachments, { id: `${files.length}`, filename: FILE_NAME, description }],
    },
    files: [...files, { name: FILE_NAME, data, contentType: 'image/png' }],
  };
};

/** A battle's end as a picture, which says the same as the words: without it nothing is missing. */
export const pictureOf = (
  cardOfEnd: () => Promise<BattleCard | undefined>,
  painter: CardPainter | undefined,
  refused: Finery['refused'],
): Finery => ({
  dress: async (message) => {
    if (painter === undefined) return message;
    try {
      const card = await cardOfEnd();
      return card === undefined ? message : await withCard(message, painter, card);
    } catch (error) {
      refused(error);
      return message;
    }
  },
  refused,
});
