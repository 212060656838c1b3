import { NO_TYPE, TYPES, type TypeName } from '../battle/cross/v1/chart.ts';
import { CLASSES, EFFECTS, type Move } from '../battle/cross/v1/sheet.ts';
import { EFFECT_CHANCE, type Shape } from '../battle/shape.ts';
import { invariant } from '../shared/errors.ts';
import { type Skill, SKILL_LEVEL_MAX, skillLevel, SKILLS } from './routes.ts';
import type { Species } from './species.ts';

type Effect = Exclude<(typeof EFFECTS)[number], 'none'>;

/** Percent of the usual damage by a move's place: the main attack, another type, two that leave something behind. */
const POWER = [100, 92, 50, 50] as const;

type Attack = readonly [name: string, type: TypeName];
type Leaving = readonly [name: string, type: TypeName, effect: Effect];

interface Design {
  /** Staying power, attack and defence relative to each other. */
  readonly weights: readonly [hp: number, attack: number, defence: number];
  /** Ticks of 0.6 s from one attack to the next, 3 to 6. */
  readonly interval: number;
  readonly class: (typeof CLASSES)[number];
  readonly types: readonly [TypeName] | readonly [TypeName, TypeName];
  readonly moves: readonly [Attack, Attack, Leaving, Leaving];
}

/** How each species fights, by its id. */
const DESIGNS: Readonly<Record<string, Design>> = {
  cinderlynx: {
    weights: [90, 120, 90],
    interval: 3,
    class: 'melee',
    types: ['fire'],
    moves: [
      ['Ember Pounce', 'fire'],
      ['Rake', 'normal'],
      ['Singe', 'fire', 'burn'],
      ['Ear Flare', 'electric', 'paralysis'],
    ],
  },
  lanternfox: {
    weights: [90, 110, 100],
    interval: 4,
    class: 'magic',
    types: ['fire', 'psychic'],
    moves: [
      ['Tail Lamp', 'fire'],
      ['Read Aloud', 'psychic'],
      ['Wick Lash', 'fire', 'burn'],
      ['Lullaby Light', 'psychic', 'sleep'],
    ],
  },
  brookpup: {
    weights: [115, 95, 90],
    interval: 4,
    class: 'melee',
    types: ['water'],
    moves: [
      ['Splash Tackle', 'water'],
      ['Shake Dry', 'ice'],
      ['Murky Mouthful', 'water', 'poison'],
      ['Wet Nose', 'normal', 'paralysis'],
    ],
  },
  coralhorn: {
    weights: [95, 90, 120],
    interval: 5,
    class: 'melee',
    types: ['water', 'rock'],
    moves: [
      ['Reef Charge', 'water'],
      ['Coral Butt', 'rock'],
      ['Sting Comb', 'poison', 'poison'],
      ['Tide Hum', 'water', 'sleep'],
    ],
  },
  mossback: {
    weights: [120, 75, 125],
    interval: 6,
    class: 'melee',
    types: ['grass', 'ground'],
    moves: [
      ['Garden Slam', 'grass'],
      ['Old Stomp', 'ground'],
      ['Spore Cloud', 'grass', 'poison'],
      ['Shade Nap', 'grass', 'sleep'],
    ],
  },
  thistlehog: {
    weights: [110, 100, 95],
    interval: 4,
    class: 'ranged',
    types: ['grass'],
    moves: [
      ['Quill Volley', 'grass'],
      ['Burr Toss', 'bug'],
      ['Nettle Spine', 'grass', 'poison'],
      ['Numbing Thorn', 'grass', 'paralysis'],
    ],
  },
  cobblemole: {
    weights: [100, 120, 90],
    interval: 5,
    class: 'melee',
    types: ['rock', 'ground'],
    moves: [
      ['Cobble Claw', 'rock'],
      ['Undermine', 'ground'],
      ['Hot Gravel', 'rock', 'burn'],
      ['Dust Cloud', 'ground', 'sleep'],
    ],
  },
  quartzling: {
    weights: [95, 115, 100],
    interval: 6,
    class: 'magic',
    types: ['rock', 'fairy'],
    moves: [
      ['Prism Beam', 'rock'],
      ['Glitter', 'fairy'],
      ['Static Facet', 'electric', 'paralysis'],
      ['Snore Chime', 'fairy', 'sleep'],
    ],
  },
  kitewing: {
    weights: [90, 115, 85],
    interval: 3,
    class: 'ranged',
    types: ['flying'],
    moves: [
      ['Wind Dart', 'flying'],
      ['Stoop', 'normal'],
      ['Hot Updraft', 'fire', 'burn'],
      ['Crosswind', 'flying', 'paralysis'],
    ],
  },
  puffmouse: {
    weights: [105, 100, 85],
    interval: 3,
    class: 'magic',
    types: ['flying', 'fairy'],
    moves: [
      ['Puff', 'flying'],
      ['Sparkle', 'fairy'],
      ['Itch Fluff', 'grass', 'poison'],
      ['Down Pillow', 'fairy', 'sleep'],
    ],
  },
  snowhare: {
    weights: [95, 110, 90],
    interval: 3,
    class: 'ranged',
    types: ['ice'],
    moves: [
      ['Icicle Kick', 'ice'],
      ['Double Hop', 'fighting'],
      ['Frostbite', 'ice', 'burn'],
      ['Cold Snap', 'ice', 'paralysis'],
    ],
  },
  rimebear: {
    weights: [125, 105, 80],
    interval: 6,
    class: 'melee',
    types: ['ice', 'normal'],
    moves: [
      ['Glacier Paw', 'ice'],
      ['Great Hug', 'normal'],
      ['Chilblain', 'ice', 'burn'],
      ['Winter Sleep', 'ice', 'sleep'],
    ],
  },
  voltbeetle: {
    weights: [85, 105, 120],
    interval: 4,
    class: 'magic',
    types: ['electric', 'bug'],
    moves: [
      ['Hum in G', 'electric'],
      ['Lockpick', 'bug'],
      ['Acid Drip', 'bug', 'poison'],
      ['Static Shell', 'electric', 'paralysis'],
    ],
  },
  duskowl: {
    weights: [100, 105, 100],
    interval: 5,
    class: 'magic',
    types: ['dark', 'flying'],
    moves: [
      ['Night Stare', 'dark'],
      ['Silent Wing', 'flying'],
      ['Ill Omen', 'ghost', 'poison'],
      ['Dream Feather', 'dark', 'sleep'],
    ],
  },
};

const numberOf = (type: TypeName | undefined): number => (type === undefined ? NO_TYPE : TYPES.indexOf(type));

const moveOf = (place: number, [name, type, effect]: Attack | Leaving): Move => ({
  name,
  type: numberOf(type),
  power: POWER[place] ?? 0,
  effect: effect === undefined ? 0 : EFFECTS.indexOf(effect),
  chance: effect === undefined ? 0 : EFFECT_CHANCE[effect],
});

/** What a pet has learned and whom it trusts. */
export interface Upbringing {
  /** Thousandths of a point, 0 to 100,000, as in its meters. */
  readonly bond: number;
  /** Experience of each skill. */
  readonly skills: Readonly<Record<Skill, number>>;
}

const BOND_FULL = 100_000;
/** Half of a pet's levels come from its bond, half from its skills. */
const LEVELS_BY_BOND = 49;
const LEVELS_BY_SKILLS = 50;

/** A pet's level as a fighter, 1 to 100. */
export const petLevel = ({ bond, skills }: Upbringing): number => {
  const learned = SKILLS.reduce((sum, skill) => sum + skillLevel(skills[skill]), 0);
  const trust = Math.min(BOND_FULL, Math.max(0, bond));
  return (
    1 +
    Math.floor((LEVELS_BY_BOND * trust) / BOND_FULL) +
    Math.floor((LEVELS_BY_SKILLS * learned) / (SKILLS.length * SKILL_LEVEL_MAX))
  );
};

/** A pet as a fighter: its species decides how it fights, its upbringing the level. */
export const petShape = (species: Species, upbringing: Upbringing): Shape => {
  const design = DESIGNS[species.id];
  invariant(design !== undefined, `nobody designed how ${species.id} fights`);
  const [hp, attack, defence] = design.weights;
  const [main, second, third, fourth] = design.moves;
  return {
    name: species.name,
    kind: 'pet',
    level: petLevel(upbringing),
    weights: { hp, attack, defence },
    interval: design.interval,
    class: CLASSES.indexOf(design.class),
    types: [numberOf(design.types[0]), numberOf(design.types[1])],
    moves: [moveOf(0, main), moveOf(1, second), moveOf(2, third), moveOf(3, fourth)],
  };
};
