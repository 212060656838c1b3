import type { Battle, Pokemon, Side } from '@pkmn/sim';
import { randomBelow, type Rng, sfc32 } from '#game/shared/rng.ts';
import type { PokemonSetup, LegalChoice, SideRequest } from '#game/battle/match/rules-words.ts';
import { faceOf } from './faces.ts';

/** What a stranger's Pokémon is taken for: perfect genes, a third of all training, no leaning. */
const GUESSED_IV = 31;
const GUESSED_EV = 84;
/** Scores are damage in thousandths of the target's health; choices this near to the best one are as good. */
const AS_GOOD_AS = 50;
/** A move that does nothing to the foe is worth this much: better than hitting what is immune. */
const STATUS_SCORE = 40;
/** Leaving costs a turn: only worth it when staying does next to nothing. */
const STAY_BELOW = 30;

const guessed = (base: number, level: number): number =>
  Math.floor(((2 * base + GUESSED_IV + Math.floor(GUESSED_EV / 4)) * level) / 100) + 5;

const guessedHp = (base: number, level: number): number =>
  Math.floor(((2 * base + GUESSED_IV + Math.floor(GUESSED_EV / 4) + 100) * level) / 100) + 10;

const boosted = (value: number, boost: number): number =>
  boost >= 0 ? (value * (2 + boost)) / 2 : (value * 2) / (2 - boost);

/** Expected damage of a move in thousandths of the whole health of who is hit, by the games' base formula. */
const damageOf = (
  battle: Battle,
  user: Pokemon,
  foe: Pokemon,
  moveId: string,
  tera: string | undefined,
): number => {
  const move = battle.dex.moves.get(moveId);
  const face = faceOf(foe);
  const { baseStats } = face.species;
  const types = face.terastallized === undefined ? face.species.types : [face.terastallized];
  // what stands in for a move, such as a pause to recharge, has no numbers
  if (!move.exists || !battle.dex.getImmunity(move.type, types)) return 0;
  if (typeof move.damage === 'number') return (1_000 * move.damage) / guessedHp(baseStats.hp, face.level);
  if (move.damage === 'level') return (1_000 * user.level) / guessedHp(baseStats.hp, face.level);
  if (move.category === 'Status' || move.basePower === 0) return 0;
  const isPhysical = move.category === 'Physical';
  const attack = boosted(
    isPhysical ? user.storedStats.atk : user.storedStats.spa,
    isPhysical ? user.boosts.atk : user.boosts.spa,
  );
  const guard = boosted(
    guessed(isPhysical ? baseStats.def : baseStats.spd, face.level),
    isPhysical ? foe.boosts.def : foe.boosts.spd,
  );
  const { multihit = 1 } = move;
  const [fewest = 1, most = 1] = typeof multihit === 'number' ? [multihit, multihit] : multihit;
  const own = [...user.getTypes(), ...(tera === undefined ? [] : [tera])];
  const same = own.filter((type) => type === move.type).length;
  const stab = same === 0 ? 1 : same === 1 ? 1.5 : 2;
  const matchup = 2 ** battle.dex.getEffectiveness(move.type, types);
  const accuracy = move.accuracy === true ? 1 : move.accuracy / 100;
  const base = (((2 * user.level) / 5 + 2) * move.basePower * attack) / guard / 50 + 2;
  return (
    (1_000 * base * ((fewest + most) / 2) * stab * matchup * accuracy * 0.925) /
    guessedHp(baseStats.hp, face.level)
  );
};

const livingFoes = (side: Side): readonly Pokemon[] => side.foe.active.filter((mon) => !mon.fainted);

/** How well somebody from the bench stands against those on the field: the best that its moves would do. */
const standing = (battle: Battle, side: Side, mon: Pokemon): number =>
  Math.max(
    0,
    ...livingFoes(side).flatMap((foe) =>
      mon.moves.map((moveId) => damageOf(battle, mon, foe, moveId, undefined)),
    ),
  );

const MOVE = /^move (\d)(?: ([+-]\d))?(?: (\w+))?$/;

const moveScore = (battle: Battle, side: Side, place: number, { choice }: LegalChoice): number => {
  const [, number = '1', target, variant] = MOVE.exec(choice) ?? [];
  const user = side.active[place];
  const request = side.activeRequest;
  if (user === undefined || request === null || !('active' in request)) return 0;
  const moveId = request.active[place]?.moves[Number(number) - 1]?.id;
  if (moveId === undefined) return 0;
  const move = battle.dex.moves.get(moveId);
  const loc = Number(target ?? 0);
  const isHarmless = move.category === 'Status';
  // nobody aims at their own side but to help it, which this mind does not know how to
  if (loc < 0) return isHarmless ? 1 : -1_000;
  if (isHarmless) return STATUS_SCORE;
  const foes = loc > 0 ? side.foe.active.slice(loc - 1, loc) : livingFoes(side);
  const tera = variant === 'terastallize' ? user.teraType : undefined;
  const worth = foes.reduce(
    (sum, foe) => sum + Math.min(1_000, damageOf(battle, user, foe, moveId, tera)),
    0,
  );
  const isSpread = foes.length > 1;
  // what can be used once a battle must be worth it
  return (isSpread ? worth * 0.75 : worth) - (variant === undefined ? 0 : AS_GOOD_AS);
};

const score = (
  battle: Battle,
  side: Side,
  place: number,
  choice: LegalChoice,
  kind: SideRequest['kind'],
): number => {
  if (choice.kind === 'pass') return -500;
  if (choice.kind === 'move') return moveScore(battle, side, place, choice);
  const mon = side.pokemon[Number(choice.choice.split(' ')[1]) - 1];
  if (mon === undefined || choice.kind === 'team') return 0;
  return kind === 'switch' ? standing(battle, side, mon) : Math.min(STAY_BELOW, standing(battle, side, mon));
};

const ONCE = /terastallize|dynamax|mega|zmove|ultra/;

const pick = (scored: readonly { readonly choice: string; readonly worth: number }[], rng: Rng): string => {
  const best = Math.max(...scored.map(({ worth }) => worth));
  const good = scored.filter(({ worth }) => worth >= best - AS_GOOD_AS / 2 && (worth >= 0 || worth === best));
  return good[randomBelow(rng, Math.max(1, good.length))]?.choice ?? scored[0]?.choice ?? 'pass';
};

/**
 * What a side without a player does: the move that should do most, someone who stands better when it must or had better
 * switch, chance (from the battle's seed and its log's length) between what is about as good. It knows its own side, and
 * of the other one what stands on the field and looks like.
 */
export const autoChoice = (
  battle: Battle,
  side: Side,
  request: SideRequest,
  seed: PokemonSetup['seed'],
  length: number,
): string => {
  const rng = sfc32(seed[0] * 0x10000 + seed[1], seed[2] * 0x10000 + seed[3], length, side.n);
  const chosen: string[] = [];
  for (const [place, slot] of request.slots.entries()) {
    const isOnceUsed = chosen.some((choice) => ONCE.test(choice));
    const free = slot.choices.filter(
      ({ choice }) =>
        !(choice.startsWith('switch') && chosen.includes(choice)) && !(isOnceUsed && ONCE.test(choice)),
    );
    const scored = free.map((one) => ({
      choice: one.choice,
      worth: score(battle, side, place, one, request.kind),
    }));
    chosen.push(pick(scored, rng));
  }
  return chosen.join(', ');
};
