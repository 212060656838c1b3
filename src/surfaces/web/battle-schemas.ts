import { z } from 'zod';
import type { SeenPosition } from '#commands/battle/match-arena.ts';
import type { MatchView } from '#game/battle/match/match-reads.ts';
import type { BattleView } from '#game/battle/view.ts';
import { idText, limitUpTo, personaName } from './schemas.ts';

export const battleParams = z.strictObject({ id: idText });

export const battlesQuery = z.strictObject({
  state: z.enum(['live', 'finished'], '`live` or `finished`').default('live'),
  limit: limitUpTo(100, 20),
});

export const ladderQuery = z.strictObject({
  limit: limitUpTo(100, 20),
  rules: z.enum(['cross', 'pokemon'], '`cross` or `pokemon`').default('cross'),
});

export const watcherQuery = z.strictObject({
  persona: personaName.optional().describe('In the playground: who watches; players see their own side'),
});

const sideNumber = z.union([z.literal(0), z.literal(1)]);

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
      tempo: z.enum(['rounds', 'live', 'sim', 'turns']).optional(),
      tick: z.int().describe('Of a match its turn'),
      stake: z.int().optional(),
      startedAtMs: z.int().optional(),
      endedAtMs: z.int().optional(),
      isWatched: z.boolean().optional(),
      winner: sideNumber.nullable().optional(),
      how: z.string().optional(),
      isMatch: z.boolean().optional().describe('A battle by choices: see /api/matches'),
    }),
  ),
});

export const battleSchema = z.strictObject({
  view: z.custom<BattleView>(() => true).describe('The battle as its viewer may see it'),
  names: z.array(z.string()).describe('What both sides are called'),
  side: sideNumber.optional().describe('The side that the viewer plays'),
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
      course: z
        .array(z.int())
        .optional()
        .describe('Of the first 20: ratings before the last battles and after each of them, oldest first'),
    }),
  ),
});

/** A match as one viewer may see it, whole: so it is sent whenever something has changed. */
export interface MatchScreen {
  readonly view: MatchView;
  /** What both sides are called; stories name them `Side 1` and `Side 2`. */
  readonly names: readonly string[];
  readonly position?: SeenPosition;
  /** When it is chosen for whoever has not, ms since the epoch. */
  readonly dueAtMs?: number;
}

export const matchSchema = z
  .custom<MatchScreen>(() => true)
  .describe('The match as its viewer may see it: view, names, position and when the time to choose is over');
