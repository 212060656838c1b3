import { EVEN_LEVEL, type Player } from '#game/battle/battle-protocol.ts';
import type { MatchView } from '#game/battle/match/match-reads.ts';
import type { BattleView } from '#game/battle/view.ts';
import type { PanelField } from '../panel.ts';

/** Whether a battle changes ratings: trainers have no place on the ladder. */
const countsFor = (players: readonly Player[], isRated: boolean): string =>
  isRated && players.every(({ kind }) => kind === 'person') ? 'counts' : 'does not count';

const visibleText = (isPrivate: boolean): string => (isPrivate ? 'only to its players' : 'to everybody');

/** What somebody agrees to who takes a challenge: what they bring, at which levels, and who hears of it. */
export const battleTerms = ({ sides, isEven, isPrivate, tempo }: BattleView): readonly PanelField[] => {
  const size = sides[0]?.fighters.length ?? 0;
  const players = sides.map(({ player }) => player);
  return [
    { name: 'Each side brings', value: size === 1 ? 'one fighter' : `${size} fighters`, inline: true },
    { name: 'Levels', value: isEven ? `even: all at ${EVEN_LEVEL}` : 'as they are', inline: true },
    { name: 'Ladder', value: countsFor(players, isEven && tempo !== 'sim'), inline: true },
    { name: 'Shown', value: visibleText(isPrivate), inline: true },
  ];
};

/** The same of a battle by choices; a hunt is alone with its monster and has no terms. */
export const matchTerms = ({ rules, players, isEven, isPrivate }: MatchView): readonly PanelField[] =>
  rules === 'osrs'
    ? []
    : [
        ...(players[1].kind === 'person'
          ? [
              {
                name: 'Levels',
                value: isEven ? `own teams: all at ${EVEN_LEVEL}` : 'as they are',
                inline: true,
              },
            ]
          : []),
        { name: 'Ladder', value: countsFor(players, true), inline: true },
        { name: 'Shown', value: visibleText(isPrivate), inline: true },
      ];
