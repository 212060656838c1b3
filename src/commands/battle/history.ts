import type { EndRow } from '#actors/followers/battles.ts';
import { readRatings } from '#actors/followers/ratings.ts';
import { npcById } from '#game/battle/npcs.ts';
import { peopleOf } from '#game/battle/parties.ts';
import { battlesText } from '../counted.ts';
import { type CommandContext, defineCommand } from '../define-command.ts';
import { learnNames } from '../names.ts';
import type { PanelField } from '../panel.ts';
import { playerName, readHistory } from './arena.ts';
import { LADDERS } from './ladder.ts';
import { sparkline } from './sparkline.ts';

const SHOWN = 10;
/** Rows that are looked through for those of one rule set. */
const SEARCHED = 200;

/** The rules by which a battle was played. */
const rulesOf = ({ players, isMatch }: EndRow): 'cross' | 'pokemon' | 'osrs' => {
  if (isMatch !== true) return 'cross';
  const isHunt = players.some((one) => one.kind === 'trainer' && npcById(one.trainerId)?.rules === 'osrs');
  return isHunt ? 'osrs' : 'pokemon';
};

/** Battles that the line of a rating goes back. */
const COURSE = 30;

/** How somebody's rating went on the ladders of these rules; nothing where they have none. @throws Fault */
const ratingFields = async (
  { deps, realm }: CommandContext,
  userId: string,
  wanted: unknown,
): Promise<readonly PanelField[]> => {
  const ladders = (['cross', 'pokemon'] as const).filter((rules) => wanted === undefined || wanted === rules);
  const fields = await Promise.all(
    ladders.map(async (rules): Promise<PanelField | undefined> => {
      const rows = await readRatings(deps.views, { realm, rules, userId }, COURSE);
      const [first, last] = [rows[0], rows.at(-1)];
      if (first === undefined || last === undefined) return undefined;
      const values = [first.before, ...rows.map(({ rating }) => rating)];
      const [low, high] = [Math.min(...values), Math.max(...values)];
      return {
        name: LADDERS[rules],
        value: `${last.rating} ± ${last.deviation} ${sparkline(values)} ${low} to ${high} in ${battlesText(rows.length)}`,
      };
    }),
  );
  return fields.filter((field) => field !== undefined);
};

/** `/battle history`: how somebody's battles ended. */
export const battleHistory = defineCommand({
  name: 'battle history',
  summary: 'How your battles ended and your rating went, or somebody else’s',
  options: [
    { name: 'user', type: 'user', description: 'Whose; yours if left out' },
    {
      name: 'rules',
      type: 'choice',
      description: 'Those by one set of rules; all if left out',
      choices: ['cross', 'pokemon', 'osrs'].map((name) => ({ label: name, value: name })),
    },
    { name: 'share', type: 'boolean', description: 'Show it to everybody' },
  ],
  ephemeral: true,
  examples: ['/battle history', '/battle history rules:pokemon'],
  run: async (input, context) => {
    const userId = typeof input['user'] === 'string' ? input['user'] : context.userId;
    const isPublic = input['share'] === true;
    const { rules } = input;
    const limit = rules === undefined ? SHOWN : SEARCHED;
    const rows = (await readHistory(context, { userId, isPublic, limit }))
      .filter((row) => rules === undefined || rulesOf(row) === rules)
      .slice(0, SHOWN);
    const [fields] = await Promise.all([
      ratingFields(context, userId, rules),
      learnNames(peopleOf(rows.flatMap(({ players }) => players)), context),
    ]);
    const result = (winner: 0 | 1 | null, players: (typeof rows)[number]['players']): string => {
      if (winner === null) return 'draw';
      const player = players[winner];
      return player.kind === 'person' && player.userId === userId ? 'won' : 'lost';
    };
    return {
      title: 'Battles',
      ...(fields.length === 0 ? {} : { fields }),
      ...(rows.length === 0
        ? { text: 'No battle has ended yet. `/battle npc` is a good place to begin.' }
        : {
            tables: [
              {
                columns: [
                  { label: 'When' },
                  { label: 'Sides' },
                  { label: 'Result' },
                  { label: 'Length', align: 'right' as const },
                  { label: 'Battle' },
                ],
                rows: rows.map(({ id, players, winner, ticks, atMs, how, isMatch }) => [
                  `<t:${Math.floor(atMs / 1_000)}:R>`,
                  players.map((player) => playerName(player, context)).join(' against '),
                  `${result(winner, players)}${how === 'knockout' ? '' : ` (${how})`}`,
                  `${ticks} ${isMatch === true ? 'turns' : 'ticks'}`,
                  id,
                ]),
              },
            ],
          }),
      ephemeral: true,
    };
  },
});
