import { formatCoins } from '../shared/amount.ts';
import type { BattleCommand, Player } from './battle-protocol.ts';
import { npcById } from './npcs.ts';

/** Why a battle is void whose log and whose rules disagree. */
export const UNREPLAYABLE = 'its log could not be replayed.';

/**
 * How a notice names a player: a person as `<@userId>`, which becomes a name where it is shown, so that a name that has
 * changed is right and one that is gone stays away; one of ours by name.
 */
export const calledIn = (player: Player | undefined): string => {
  if (player?.kind === 'person') return `<@${player.userId}>`;
  return (player === undefined ? undefined : npcById(player.trainerId)?.name) ?? 'a trainer';
};

type Terms = Pick<
  Extract<BattleCommand, { type: 'Open' }>,
  'tempo' | 'stake' | 'isEven' | 'isPrivate' | 'series'
>;

const levelsText = (isEven: boolean): string => (isEven ? 'even levels' : 'own levels');
const PRIVATE_TEXT = 'Nobody else may watch it.';

const sentences = (...all: readonly (string | undefined)[]): string =>
  all.filter((one) => one !== undefined).join(' ');

/** What somebody reads who is challenged to a battle of any against any. */
export const challengeText = (
  challenger: Player,
  { tempo, stake, isEven, isPrivate, series }: Terms,
): string => {
  const who = calledIn(challenger);
  return sentences(
    `You are challenged by ${who} to a battle of any against any (${tempo}, ${levelsText(isEven)}).`,
    stake > 0 ? `Each side stakes ${formatCoins(stake)}.` : undefined,
    series === undefined ? undefined : `It is a series of up to ${series.of} battles.`,
    isPrivate ? PRIVATE_TEXT : undefined,
  );
};

/** The same of a Pokémon battle in a format. */
export const pokemonChallengeText = (
  challenger: Player,
  {
    format,
    isEven,
    isPrivate,
  }: { readonly format: string; readonly isEven: boolean; readonly isPrivate: boolean },
): string => {
  const who = calledIn(challenger);
  return sentences(
    `You are challenged by ${who} to a Pokémon battle in \`${format}\` (${levelsText(isEven)}).`,
    isPrivate ? PRIVATE_TEXT : undefined,
  );
};

/** What somebody reads for whom the lobby has found an opponent; `look`: how to see the battle. */
export const foundText = (other: Player, look: string): string =>
  `The lobby has found you ${calledIn(other)}: press Ready. ${look}`;

/** How a battle ended for one side; `stake`: coins that it had put up, `prize`: that the winner gets. */
export const endText = (
  against: Player,
  result: 'won' | 'lost' | 'drawn',
  { stake, prize }: { readonly stake: number; readonly prize: number },
): string => {
  const who = calledIn(against);
  switch (result) {
    case 'won':
      return prize === 0
        ? `You won your battle against ${who}.`
        : `You won your battle against ${who}, and ${formatCoins(prize)}.`;
    case 'lost':
      return stake === 0
        ? `You lost your battle against ${who}.`
        : `You lost your battle against ${who}, and ${formatCoins(stake)}.`;
    case 'drawn':
      return sentences(
        `Your battle against ${who} ended in a draw.`,
        stake === 0 ? undefined : 'Your stake is back.',
      );
  }
};

/** How a hunt ended. */
export const huntText = (monster: Player, result: 'won' | 'lost' | 'drawn'): string => {
  const who = calledIn(monster);
  switch (result) {
    case 'won':
      return `You won your hunt for ${who}.`;
    case 'lost':
      return `You lost your hunt for ${who}.`;
    case 'drawn':
      return `Your hunt for ${who} ended without a winner.`;
  }
};

/** How a battle ended for a side. */
export const resultFor = (winner: 0 | 1 | null, side: number): 'won' | 'lost' | 'drawn' =>
  winner === null ? 'drawn' : winner === side ? 'won' : 'lost';

/** Why a challenge came to nothing, as both sides read it. */
export const closedText = (why: 'declined' | 'withdrawn' | 'expired', other: Player): string => {
  const who = calledIn(other);
  switch (why) {
    case 'declined':
      return `The challenge between you and ${who} was declined.`;
    case 'withdrawn':
      return `The challenge between you and ${who} was withdrawn.`;
    case 'expired':
      return `The challenge between you and ${who} was not taken up in time.`;
  }
};

/** What both sides read of a battle without a result. */
export const voidText = (reason: string, other: Player): string =>
  `Your battle with ${calledIn(other)} was voided: ${reason}`;
