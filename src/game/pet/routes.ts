import type { PetType } from './species.ts';

export const SKILLS = ['agility', 'strength', 'wit', 'charm', 'courage'] as const;
export type Skill = (typeof SKILLS)[number];

/** Where a pet can go by itself. */
export interface Route {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  /** Pets of this type bring more. */
  readonly type: PetType;
  /** Coins for each effective hour. */
  readonly coinsPerHour: number;
  /** Chance of a mishap in percent before skill. */
  readonly risk: number;
  /** The skill that lowers the risk, a point a level. */
  readonly skill: Skill;
  /** Bond, 0 to 100, from which a pet dares to go there. */
  readonly minBond: number;
}

/** Every route, the easy ones first. */
export const ROUTES: readonly Route[] = [
  {
    id: 'meadow',
    name: 'Mill meadow',
    text: 'Grass, crickets and lost buttons.',
    type: 'grove',
    coinsPerHour: 26,
    risk: 4,
    skill: 'agility',
    minBond: 0,
  },
  {
    id: 'shore',
    name: 'Pebble shore',
    text: 'The tide brings something every day.',
    type: 'tide',
    coinsPerHour: 30,
    risk: 8,
    skill: 'strength',
    minBond: 0,
  },
  {
    id: 'market',
    name: 'Night market',
    text: 'Sweet talk pays better than carrying.',
    type: 'dusk',
    coinsPerHour: 34,
    risk: 12,
    skill: 'charm',
    minBond: 10,
  },
  {
    id: 'ruins',
    name: 'Clockwork ruins',
    text: 'The doors ask questions.',
    type: 'spark',
    coinsPerHour: 38,
    risk: 18,
    skill: 'wit',
    minBond: 20,
  },
  {
    id: 'pass',
    name: 'Snowline pass',
    text: 'Cold, steep, and nobody has been there since autumn.',
    type: 'frost',
    coinsPerHour: 42,
    risk: 24,
    skill: 'strength',
    minBond: 35,
  },
  {
    id: 'caldera',
    name: 'Sleeping caldera',
    text: 'Warm ground, bright stones, no noise please.',
    type: 'ember',
    coinsPerHour: 48,
    risk: 32,
    skill: 'courage',
    minBond: 50,
  },
];

const byId: ReadonlyMap<string, Route> = new Map(ROUTES.map((route) => [route.id, route]));

/** The route of that id, if there is one. */
export const routeById = (id: string): Route | undefined => byId.get(id);

/** Highest level of a skill. */
export const SKILL_LEVEL_MAX = 30;

/** Level of a skill, 0 to 30: level L takes 10 · L² experience, of which one training gives about 20. */
export const skillLevel = (xp: number): number =>
  Math.min(SKILL_LEVEL_MAX, Math.floor(Math.sqrt(Math.max(0, xp) / 10)));
