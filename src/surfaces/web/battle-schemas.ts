import { z } from 'zod';
import { type BattleView } from '#game/battle/view.ts';

export const battleParams = z.strictObject({
  id: z.string().regex(/^[a-z0-9]{1,14}$/, '1 to 14 characters a-z0-9'),
});

export const battlesQuery = z.strictObject({
  state: z.enum(['live', 'finished']).default('live'),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

export const ladderQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(100).default(20) });

export const watcherQuery = z.strictObject({
  persona: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,31}$/, 'the name of a persona, for example ash')
    .optional()
    .describe('In the playground: who watches; players see their own side'),
});

const player = z.strictObject({
  name: z.string(),
  userId: z.string().optional(),
  trainerId: z.string().optional(),
});

export const battleListSchema = z.strictObject({
  battles: z.array(
    z.strictObject({
      id: z.string(),
      state: z.enum(['live', 'finished']),
      players: z.array(player),
      tempo: z.enum(['rounds', 'live', 'sim']).optional(),
      tick: z.int(),
      stake: z.int().optional(),
      startedAtMs: z.int().optional(),
      endedAtMs: z.int().optional(),
      isWatched: z.boolean().optional(),
      winner: z
        .union([z.literal(0), z.literal(1)])
        .nullable()
        .optional(),
      how: z.string().optional(),
    }),
  ),
});

export const battleSchema = z.strictObject({
  view: z.custom<BattleView>(() => true).describe('The battle as its viewer may see it'),
  names: z.array(z.string()).describe('What both sides are called'),
  side: z.int().min(0).max(1).optional().describe('The side that the viewer plays'),
  dueInMs: z.int().optional().describe('Until its next window is played'),
});

export const ladderSchema = z.strictObject({
  places: z.array(
    z.strictObject({
      userId: z.string(),
      name: z.string(),
      rank: z.int(),
      rating: z.int(),
      deviation: z.int(),
      wins: z.int(),
      losses: z.int(),
      draws: z.int(),
    }),
  ),
});
