import { speciesById, type Temperament } from './species.ts';
import { type Care, type Meter, METERS, type Meters, type PetState } from './pet-state.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A full meter in thousandths of a point. */
export const FULL = 100_000;
/** No meter of a need falls below this: a neglected pet waits, it does not die. */
export const FLOOR = 5_000;
/** Below this a need is low and perks pause. */
export const LOW = 20_000;
/** Below this health a pet is sick: no training, no expeditions, until it had medicine or rest. */
const SICK = 50_000;

/** Needs that fall with time, with the hours from full to empty at the usual temperament. */
const NEED_HOURS = { food: 48, hygiene: 36, joy: 30, energy: 60 } as const;
export type Need = keyof typeof NEED_HOURS;
export const NEEDS = ['food', 'hygiene', 'joy', 'energy'] as const satisfies readonly Need[];

/** Health falls this fast, full to empty, once food or hygiene lies on the floor. */
const ILLNESS_HOURS = 48;
/** Without care for this long a bond begins to fade … */
const BOND_GRACE_MS = 2 * DAY_MS;
/** … by this much a day. */
const BOND_FADE = 2_000;

/** Effect of a care by how often it was given lately, in percent: returns diminish. */
const FRESHNESS = [100, 70, 45, 25, 10] as const;
const FORGET_MS = 3 * HOUR_MS;
const TIREDNESS_MAX = 5_000;

const USUAL: Pick<Temperament, 'decay'> = { decay: { food: 100, hygiene: 100, joy: 100, energy: 100 } };

const decayOf = (state: PetState, need: Need): number =>
  (speciesById(state.species)?.temperament ?? USUAL).decay[need];

/** Wall time as the pet lives it: it stands still on vacation and in the sanctuary, and never runs backwards. */
export const petTime = (state: PetState, wallMs: number): number => {
  const { pause } = state;
  const paused =
    pause === null ? 0 : Math.max(0, Math.min(wallMs, pause.untilMs) - Math.min(wallMs, pause.fromMs));
  return Math.max(state.stampMs, wallMs - state.pausedMs - paused);
};

/** When, in wall time, the pet's own time reaches a moment. */
const wallTime = (state: PetState, petMs: number): number => {
  const wallMs = petMs + state.pausedMs;
  const { pause } = state;
  return pause === null || wallMs <= pause.fromMs ? wallMs : wallMs + pause.untilMs - pause.fromMs;
};

/** Ms until a need falls from a value to another, rounded up; 0 when it is there. */
const fallMs = (from: number, to: number, hours: number, percent: number): number =>
  from <= to ? 0 : Math.ceil(((from - to) * hours * HOUR_MS * 100) / (FULL * percent));

const fallen = (from: number, elapsedMs: number, hours: number, percent: number): number =>
  Math.max(Math.min(from, FLOOR), from - Math.floor((FULL * percent * elapsedMs) / (hours * HOUR_MS * 100)));

const needAt = (state: PetState, need: Need, elapsedMs: number): number =>
  fallen(state.meters[need], elapsedMs, NEED_HOURS[need], decayOf(state, need));

const healthAt = (state: PetState, elapsedMs: number): number => {
  const wellMs = Math.min(
    ...(['food', 'hygiene'] as const).map((need) =>
      fallMs(state.meters[need], FLOOR, NEED_HOURS[need], decayOf(state, need)),
    ),
  );
  return fallen(state.meters.health, Math.max(0, elapsedMs - wellMs), ILLNESS_HOURS, 100);
};

const bondAt = (state: PetState, petMs: number): number => {
  const fadesFrom = Math.max(state.lastCareMs + BOND_GRACE_MS, state.stampMs);
  const lost = Math.floor((BOND_FADE * Math.max(0, petMs - fadesFrom)) / DAY_MS);
  return Math.max(0, state.meters.bond - lost);
};

/** All meters at a wall time, in thousandths; derived from stored times, so nothing ticks. */
export const metersAt = (state: PetState, wallMs: number): Meters => {
  const petMs = petTime(state, wallMs);
  const elapsedMs = petMs - state.stampMs;
  return {
    food: needAt(state, 'food', elapsedMs),
    hygiene: needAt(state, 'hygiene', elapsedMs),
    joy: needAt(state, 'joy', elapsedMs),
    energy: needAt(state, 'energy', elapsedMs),
    health: healthAt(state, elapsedMs),
    bond: bondAt(state, petMs),
  };
};

const clamp = (meter: Meter, value: number): number =>
  Math.min(FULL, Math.max(meter === 'bond' ? 0 : FLOOR, value));

/** Meters after a change, each within its bounds. */
export const changed = (meters: Meters, gains: Meters): Meters => ({
  food: clamp('food', meters.food + gains.food),
  hygiene: clamp('hygiene', meters.hygiene + gains.hygiene),
  joy: clamp('joy', meters.joy + gains.joy),
  energy: clamp('energy', meters.energy + gains.energy),
  health: clamp('health', meters.health + gains.health),
  bond: clamp('bond', meters.bond + gains.bond),
});

/** A change of some meters, nothing elsewhere. */
export const gains = (some: Partial<Meters>): Meters => {
  const all = { food: 0, hygiene: 0, joy: 0, energy: 0, health: 0, bond: 0 };
  for (const meter of METERS) all[meter] = Math.round(some[meter] ?? 0);
  return all;
};

/** When a need runs low (below 20), wall time; in the past when it is low. */
export const runsLowAtMs = (state: PetState, need: Need): number =>
  wallTime(
    state,
    state.stampMs + fallMs(state.meters[need], LOW - 1, NEED_HOURS[need], decayOf(state, need)),
  );

/** Needs that are low now, the lowest first. */
export const lowNeeds = (meters: Meters): readonly Need[] =>
  NEEDS.filter((need) => meters[need] < LOW).toSorted((a, b) => meters[a] - meters[b]);

export const isSick = (meters: Meters): boolean => meters.health < SICK;

/** How often a care was given lately, in thousandths of a time. */
const tirednessAt = (state: PetState, care: Care, wallMs: number): number => {
  const { level, atMs } = state.tiredness[care];
  return Math.max(0, level - Math.floor((1_000 * Math.max(0, wallMs - atMs)) / FORGET_MS));
};

/** That number after one more time. */
export const tireAfter = (state: PetState, care: Care, wallMs: number): number =>
  Math.min(TIREDNESS_MAX, tirednessAt(state, care, wallMs) + 1_000);

/** What a care is worth now, in percent. */
export const freshness = (state: PetState, care: Care, wallMs: number): number =>
  FRESHNESS[Math.min(FRESHNESS.length - 1, Math.floor(tirednessAt(state, care, wallMs) / 1_000))] ?? 10;

/** Perks of a bond: percent more coins from expeditions. They pause while a need is low or the pet is sick. */
export const bondPerk = (meters: Meters): { readonly percent: number; readonly isPaused: boolean } => {
  const bond = meters.bond / 1_000;
  const percent = bond >= 100 ? 25 : bond >= 75 ? 15 : bond >= 50 ? 10 : bond >= 25 ? 5 : 0;
  return { percent, isPaused: lowNeeds(meters).length > 0 || isSick(meters) };
};

export type Mood = 'delighted' | 'content' | 'restless' | 'grumpy' | 'miserable' | 'poorly' | 'away';

/** One word for how it is. */
export const moodOf = (state: PetState, meters: Meters): Mood => {
  if (state.pause !== null) return 'away';
  if (isSick(meters)) return 'poorly';
  const mean = NEEDS.reduce((sum, need) => sum + meters[need], 0) / NEEDS.length / 1_000;
  if (mean >= 80) return 'delighted';
  if (mean >= 60) return 'content';
  if (mean >= 40) return 'restless';
  return mean >= 20 ? 'grumpy' : 'miserable';
};
