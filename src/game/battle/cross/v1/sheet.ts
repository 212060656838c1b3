import { z } from 'zod';
import { NO_TYPE } from './chart.ts';

/** What a fighter is; decides how its attacks roll. */
export const FIGHTER_KINDS = ['osrs', 'pokemon', 'pet'] as const;
export type FighterKind = (typeof FIGHTER_KINDS)[number];

/** How a fighter fights, in the order of their numbers. */
export const CLASSES = ['melee', 'ranged', 'magic'] as const;

/** What an attack can leave behind, in the order of their numbers. */
export const EFFECTS = ['none', 'poison', 'burn', 'paralysis', 'sleep'] as const;

/** Parts of one point of HP: rounding cannot favour a side. */
export const UNITS_PER_POINT = 64;
/** Most HP of a fighter, units. */
export const HP_MAX = 1_000_000;
/** Most of attack and defence. */
const STAT_MAX = 4_095;
export const TEAM_MAX = 3;
export const MOVES = 4;
const NAME_MAX = 24;

/** Up to 24 characters that any JSON can hold. */
const nameSchema = z
  .string()
  .min(1)
  .max(NAME_MAX)
  .refine((name) => name.isWellFormed(), 'a text without lone surrogates');
const typeSchema = z.int().min(0).max(NO_TYPE);

/** One of a fighter's four attacks. */
const moveSchema = z.strictObject({
  name: nameSchema,
  type: typeSchema,
  /** Percent of the usual damage. */
  power: z.int().min(0).max(255),
  /** Index into {@link EFFECTS}. */
  effect: z.int().min(0).max(4),
  /** Sixteenths of a hit's chance to leave its effect, at interval 6; at others in proportion to it. */
  chance: z.int().min(0).max(16),
});

/** A fighter as a battle knows it: whole numbers only, made once when the battle starts and kept in its replay. */
export const sheetSchema = z.strictObject({
  name: nameSchema,
  kind: z.enum(FIGHTER_KINDS),
  level: z.int().min(1).max(100),
  /** Units, {@link UNITS_PER_POINT} a point. */
  hp: z.int().min(UNITS_PER_POINT).max(HP_MAX),
  attack: z.int().min(1).max(STAT_MAX),
  defence: z.int().min(1).max(STAT_MAX),
  /** Ticks of 0.6 s from one attack to the next. */
  interval: z.int().min(3).max(7),
  /** Index into {@link CLASSES}. */
  class: z.int().min(0).max(2),
  types: z.tuple([typeSchema, typeSchema]),
  moves: z.tuple([moveSchema, moveSchema, moveSchema, moveSchema]),
});

export type Move = z.infer<typeof moveSchema>;
export type Sheet = z.infer<typeof sheetSchema>;

/** What a side does when its player gives no order. */
export const standingSchema = z.strictObject({
  /** 0: the attack with the best expected damage; 1 to 4: that attack. */
  focus: z.int().min(0).max(4),
  /** Eats below so many percent of HP; 0: never by itself. */
  healBelow: z.int().min(0).max(100),
  /** Takes an antidote against a status. */
  cure: z.boolean(),
  /** Brings in who stands better when the matchup is bad, and the best one after a fall. */
  switching: z.boolean(),
});
export type Standing = z.infer<typeof standingSchema>;

/** What a player who gives no orders has: the autopilot. */
export const AUTOPILOT: Standing = { focus: 0, healBelow: 25, cure: true, switching: false };

/** Items of a side. */
export const suppliesSchema = z.strictObject({
  food: z.int().min(0).max(9),
  antidotes: z.int().min(0).max(9),
});
export type Supplies = z.infer<typeof suppliesSchema>;

/** Three items a team. */
export const SUPPLIES: Supplies = { food: 2, antidotes: 1 };

const wordSchema = z.int().min(-0x8000_0000).max(0xffff_ffff);
const seedSchema = z.tuple([wordSchema, wordSchema, wordSchema, wordSchema]);
/** Four words of 32 bits, from a hash. */
export type Seed = z.infer<typeof seedSchema>;

export const teamSchema = z.strictObject({
  fighters: z.array(sheetSchema).min(1).max(TEAM_MAX),
  seed: seedSchema,
  supplies: suppliesSchema,
  standing: standingSchema,
});
export type Team = z.infer<typeof teamSchema>;

/** Everything that a battle follows from, beside its orders. */
export const setupSchema = z.tuple([teamSchema, teamSchema]);
export type Setup = readonly [Team, Team];
