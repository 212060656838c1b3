import { z } from 'zod';
import { FORMS_MAX } from './setup.ts';
import type { Words } from './stream.ts';

/** How a battle stands. */
export const RESULTS = ['running', 'won', 'lost', 'draw', 'fled'] as const;
export type Result = (typeof RESULTS)[number];

const count = z.int().nonnegative();
const wordsSchema: z.ZodType<Words> = z.tuple([z.int(), z.int(), z.int(), z.int()]);

/** What a saved battle must satisfy. Times are ticks of the battle. */
export const stateSchema = z.strictObject({
  tick: count,
  result: z.enum(RESULTS),
  player: z.strictObject({
    hitpoints: z.int(),
    prayer: count,
    food: count,
    form: z
      .int()
      .min(0)
      .max(FORMS_MAX - 1),
    /** Index into the protections; -1: none. */
    protection: z.int().min(-1).max(2),
    /** Ticks for which the point of prayer in use has lasted. */
    prayed: count,
    attackAt: count,
    eatAt: count,
    /** 0: does not flee. */
    fleeAt: count,
    /** Orders for the next tick, -1 for none: to eat, to take a form, to protect (5: no more), to flee (0 or 1). */
    orders: z.strictObject({ eat: z.int(), form: z.int(), protect: z.int(), flee: z.int() }),
  }),
  monster: z.strictObject({ hitpoints: z.int(), attackAt: count }),
  streams: z.tuple([wordsSchema, wordsSchema]),
});
export type State = z.infer<typeof stateSchema>;

const HASH_START = 0x811c_9dc5;

const mix = (hash: number, word: number): number => {
  const mixed = Math.imul(hash ^ word, 0x9e37_79b1);
  return mixed ^ (mixed >>> 15);
};

/** Hash of a battle's state, 32 bits unsigned: equal states, equal futures. Finds errors; no protection from an attacker. */
export const hashOf = ({ tick, result, player, monster, streams }: State): number => {
  const { eat, form, protect, flee } = player.orders;
  const words = [
    tick,
    RESULTS.indexOf(result),
    player.hitpoints,
    player.prayer,
    player.food,
    player.form,
    player.protection,
    player.prayed,
    player.attackAt,
    player.eatAt,
    player.fleeAt,
    eat,
    form,
    protect,
    flee,
    monster.hitpoints,
    monster.attackAt,
    ...streams[0],
    ...streams[1],
  ];
  return words.reduce(mix, HASH_START) >>> 0;
};
