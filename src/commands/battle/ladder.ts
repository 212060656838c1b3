import { ladder } from '#actors/ladder/ladder.ts';
import { defineCommand } from '../define-command.ts';
import { learnNames } from '../names.ts';
import { playerName } from './arena.ts';
import { rulesOption } from './match-opening.ts';

const SHOWN = 10;

/** Rule sets that have a ladder, and what each is called. */
export const LADDERS = {
  cross: 'Ladder of battles',
  pokemon: 'Ladder of Pokémon battles',
} as const;

/** `/battle ladder`: ratings by Glicko-2. */
export const battleLadder = defineCommand({
  name: 'battle ladder',
  summary: 'Ratings of all who fought people at even levels',
  options: [
    rulesOption,
    { name: 'around_me', type: 'boolean', description: 'The places around yours' },
    { name: 'share', type: 'boolean', description: 'Show it to everybody' },
  ],
  ephemeral: true,
  examples: ['/battle ladder'],
  run: async (input, context) => {
    const place = { realm: context.realm, id: input['rules'] === 'pokemon' ? 'pokemon' : 'cross' };
    const around = input['around_me'] === true ? { around: context.userId } : {};
    const rows = await context.deps.engine.read(ladder, place, 'table', { limit: SHOWN, ...around }, context);
    await learnNames(
      rows.map(({ userId }) => userId),
      context,
    );
    return {
      title: 'Ladder',
      ...(rows.length === 0
        ? {
            text: 'Nobody has a rating yet. It takes a battle between two people at even levels: `/battle challenge` or `/battle queue`.',
          }
        : {
            tables: [
              {
                columns: [
                  { label: '#', align: 'right' as const },
                  { label: 'Who' },
                  { label: 'Rating', align: 'right' as const },
                  { label: 'Won', align: 'right' as const },
                  { label: 'Lost', align: 'right' as const },
                ],
                rows: rows.map(({ rank, userId, rating, deviation, wins, losses }) => [
                  String(rank),
                  playerName({ kind: 'person', userId }, context),
                  `${rating} ± ${deviation}`,
                  String(wins),
                  String(losses),
                ]),
              },
            ],
          }),
      footer: 'Glicko-2; sorted by what is sure: rating less twice its deviation.',
      ephemeral: true,
    };
  },
});
