import { z } from 'zod';

/** Largest roll, hit or pool: keeps every product and draw an exact whole number. */
const ROLL_MAX = 1_000_000;
const HITPOINTS_MAX = 10_000;
export const FORMS_MAX = 4;
const NAME_MAX = 24;

const roll = z.int().min(0).max(ROLL_MAX);
const name = z.string().min(1).max(NAME_MAX);

/** What a protecting prayer keeps away, in the order of their numbers. */
export const PROTECTIONS = ['melee', 'ranged', 'magic'] as const;

const hitSchema = {
  attackRoll: roll,
  maxHit: z.int().min(0).max(HITPOINTS_MAX),
  speedTicks: z.int().min(1).max(20),
};

/** One way in which a player fights: a loadout with its figures against this monster worked out. */
const formSchema = z.strictObject({
  name,
  ...hitSchema,
  /** The monster's roll against it. */
  targetRoll: roll,
  /** The player's own roll against the monster's attack. */
  defenceRoll: roll,
});
export type Form = z.infer<typeof formSchema>;

const playerSchema = z.strictObject({
  hitpoints: z.int().min(1).max(HITPOINTS_MAX),
  /** Points of prayer: one keeps a protection up for {@link PRAYER_TICKS} ticks. */
  prayer: z.int().min(0).max(HITPOINTS_MAX),
  /** Pieces of food, and what each heals. */
  food: z.int().min(0).max(28),
  heals: z.int().min(0).max(99),
  forms: z.array(formSchema).min(1).max(FORMS_MAX),
});

const monsterSchema = z.strictObject({
  name: z.string().min(1).max(40),
  hitpoints: z.int().min(1).max(HITPOINTS_MAX),
  ...hitSchema,
  /** Index into {@link PROTECTIONS}. */
  style: z.int().min(0).max(2),
});

const seedSchema = z.tuple([z.int(), z.int(), z.int(), z.int()]);
/** Four words of 32 bits, from a hash. */
export type Seed = z.infer<typeof seedSchema>;

/** Everything that a battle follows from, beside its orders: rolls and hits worked out, so that later data changes nothing. */
export const setupSchema = z.strictObject({
  player: playerSchema,
  monster: monsterSchema,
  /** One stream of chance a side: the player's, the monster's. */
  seeds: z.tuple([seedSchema, seedSchema]),
});
export type Setup = z.infer<typeof setupSchema>;

/** Ticks for which one point of prayer lasts under a protection: 3 s. https://oldschool.runescape.wiki/w/Prayer#Prayer_drain */
export const PRAYER_TICKS = 5;
