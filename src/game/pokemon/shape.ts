import { NO_TYPE, TYPES, type TypeName } from '../battle/cross/v1/chart.ts';
import { EFFECTS, type Move } from '../battle/cross/v1/sheet.ts';
import { EFFECT_CHANCE, type Shape } from '../battle/shape.ts';
import type { Ailment, Dex, MoveFacts, Species, Stats } from './dex.ts';
import { type Mon, statsOf } from './mon.ts';

/** Longest name in a cross battle. */
const NAME_MAX = 24;
/** Power in percent of the main attack, of the second one, and of those that leave something. */
const POWER = { main: 100, second: 92, ailing: 50 } as const;
/** What a Pokémon of a type leaves when its own moves say nothing, and what that is called. */
const LEAVES: Readonly<Record<TypeName, Ailment>> = {
  normal: 'paralysis',
  fire: 'burn',
  water: 'burn',
  electric: 'paralysis',
  grass: 'sleep',
  ice: 'paralysis',
  fighting: 'paralysis',
  poison: 'poison',
  ground: 'paralysis',
  flying: 'sleep',
  psychic: 'sleep',
  bug: 'poison',
  rock: 'paralysis',
  ghost: 'burn',
  dragon: 'burn',
  dark: 'poison',
  steel: 'paralysis',
  fairy: 'sleep',
};
const PLAIN_NAMES: Readonly<Record<Ailment, string>> = {
  poison: 'venom',
  burn: 'scorch',
  paralysis: 'jolt',
  sleep: 'lull',
};
/** Whose own moves and types leave too little takes these. */
const USUAL: readonly Ailment[] = ['paralysis', 'poison'];

const numberOf = (type: TypeName): number => TYPES.indexOf(type);
const named = (name: string): string => name.slice(0, NAME_MAX).trim();
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** How hard a move hits with these stats, for comparing moves of one Pokémon. */
const weight = ({ power, accuracy, category }: MoveFacts, stats: Stats): number =>
  power * accuracy * (category === 'physical' ? stats.atk : stats.spa);

const attacksOf = (dex: Dex, mon: Mon, stats: Stats): readonly MoveFacts[] =>
  mon.moves
    .flatMap((name) => dex.move(name) ?? [])
    .filter(({ category, power }) => category !== 'status' && power > 0)
    .toSorted((one, other) => weight(other, stats) - weight(one, stats));

/** The two plain attacks: the best of an own type, then the best of another type. */
const plainAttacks = (
  species: Species,
  attacks: readonly MoveFacts[],
): { readonly main: MoveFacts | undefined; readonly moves: readonly [Move, Move] } => {
  const [own = 'normal'] = species.types;
  const main = attacks.find(({ type }) => species.types.includes(type));
  const mainType = main?.type ?? own;
  const second = attacks.find(({ type }) => type !== mainType);
  const secondType = second?.type ?? species.types.find((type) => type !== mainType);
  const strike = (type: TypeName | undefined): string =>
    `${type === undefined ? 'Plain' : capital(type)} strike`;
  const fallback = mainType === 'normal' ? NO_TYPE : numberOf('normal');
  return {
    main,
    moves: [
      {
        name: named(main?.name ?? strike(own)),
        type: numberOf(mainType),
        power: POWER.main,
        effect: 0,
        chance: 0,
      },
      {
        name: named(second?.name ?? strike(secondType)),
        type: secondType === undefined ? fallback : numberOf(secondType),
        power: POWER.second,
        effect: 0,
        chance: 0,
      },
    ],
  };
};

interface Ailing {
  readonly name: string;
  readonly type: TypeName;
  readonly ailment: Ailment;
}

const plain = (type: TypeName, ailment: Ailment): Ailing => ({
  name: `${capital(type)} ${PLAIN_NAMES[ailment]}`,
  type,
  ailment,
});

/** What it leaves on others, its own moves first; each ailment once, and no name that a plain attack bears already. */
const ailing = (dex: Dex, species: Species, mon: Mon, taken: readonly Move[]): readonly Ailing[] => {
  const [own = 'normal'] = species.types;
  const byMoves = mon.moves.flatMap((name): readonly Ailing[] => {
    const { type, inflicts } = dex.move(name) ?? {};
    if (type === undefined || inflicts === undefined) return [];
    return [
      taken.some((move) => move.name === name) ? plain(type, inflicts) : { name, type, ailment: inflicts },
    ];
  });
  const all = [
    ...byMoves,
    ...species.types.map((type) => plain(type, LEAVES[type])),
    ...USUAL.map((ailment) => plain(own, ailment)),
  ];
  return all.filter(({ ailment }, at) => all.findIndex((one) => one.ailment === ailment) === at);
};

const ailingMove = (one: Ailing | undefined): Move => ({
  name: named(one?.name ?? 'Plain jolt'),
  type: one === undefined ? NO_TYPE : numberOf(one.type),
  power: POWER.ailing,
  effect: EFFECTS.indexOf(one?.ailment ?? 'paralysis'),
  chance: EFFECT_CHANCE[one?.ailment ?? 'paralysis'],
});

const intervalOf = (speed: number): number => {
  if (speed >= 110) return 3;
  if (speed >= 70) return 4;
  return speed >= 45 ? 5 : 6;
};

const MELEE = 0;
const RANGED = 1;
const MAGIC = 2;

const classOf = (main: MoveFacts | undefined, stats: Stats): number => {
  if (main === undefined) return stats.atk >= stats.spa ? MELEE : MAGIC;
  if (main.category === 'special') return MAGIC;
  return main.isContact ? MELEE : RANGED;
};

/**
 * A Pokémon's proportions for cross battles: HP against the higher of Attack and Special Attack against the mean of
 * Defense and Special Defense, interval by base Speed, class by its main attack, types its own. Two attacks of different
 * types (power 100 and 92), then two of power 50 that leave what its moves or types leave.
 * `undefined`: the species is not in the tables.
 */
export const pokemonShape = (dex: Dex, mon: Mon): Shape | undefined => {
  const species = dex.species(mon.species);
  if (species === undefined) return undefined;
  const stats = statsOf(species, mon);
  const { main, moves } = plainAttacks(species, attacksOf(dex, mon, stats));
  const [first, second] = ailing(dex, species, mon, moves);
  const [one = 'normal', two] = species.types;
  return {
    name: named(species.name),
    kind: 'pokemon',
    level: mon.level,
    weights: {
      hp: stats.hp,
      attack: Math.max(stats.atk, stats.spa),
      defence: Math.max(1, Math.floor((stats.def + stats.spd) / 2)),
    },
    interval: intervalOf(species.base.spe),
    class: classOf(main, stats),
    types: [numberOf(one), two === undefined ? NO_TYPE : numberOf(two)],
    moves: [...moves, ailingMove(first), ailingMove(second)],
  };
};
