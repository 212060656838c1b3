import { peopleOf } from '#game/battle/parties.ts';
import { type CommandContext, defineCommand } from '../define-command.ts';
import { learnNames } from '../names.ts';
import type { Panel } from '../panel.ts';
import { battleOption, playerName } from './arena.ts';
import { showEither } from './either.ts';
import { battleButton, matchButton } from './fight-button.ts';

const SHOWN = 10;
/** Buttons in a row. */
const ROW = 5;

/** One button for each live battle, by its number in the table. */
const watchButtons = (
  context: CommandContext,
  live: ReturnType<typeof liveOf>,
): NonNullable<Panel['controls']> => {
  const buttons = live.map(({ id, isMatch }, index) => {
    const look = { label: `Watch ${index + 1}`, style: 'secondary' } as const;
    return isMatch ? matchButton(context, 'view', id, look) : battleButton(context, 'view', id, look);
  });
  return Array.from({ length: Math.ceil(buttons.length / ROW) }, (_, row) =>
    buttons.slice(row * ROW, (row + 1) * ROW),
  );
};

/** Battles and matches that run now and that everybody may watch (or `all`, for operators), those that began last first. */
export const liveOf = (
  { deps, realm }: CommandContext,
  limit: number,
  which: 'public' | 'all' = 'public',
) => {
  const battles = deps.battles.live(realm, limit, which).map(({ id, players, startedAtMs, tempo, tick }) => ({
    id,
    players,
    startedAtMs,
    tempo,
    stands: `tick ${tick}`,
    isMatch: false,
  }));
  const matches = deps.matches.live(realm, limit, which).map(({ id, players, startedAtMs, turn }) => ({
    id,
    players,
    startedAtMs,
    tempo: 'turns',
    stands: `turn ${turn}`,
    isMatch: true,
  }));
  return [...battles, ...matches]
    .toSorted((one, other) => other.startedAtMs - one.startedAtMs)
    .slice(0, limit);
};

/** `/battle spectate`: what runs now, or one of them. */
export const battleSpectate = defineCommand({
  name: 'battle spectate',
  summary: 'Watch a battle; without one, what runs now',
  options: [battleOption('battle')],
  ephemeral: true,
  examples: ['/battle spectate'],
  run: async (input, context) => {
    const wanted = input['battle'];
    if (typeof wanted === 'string') return showEither(context, wanted);
    const live = liveOf(context, SHOWN);
    await learnNames(peopleOf(live.flatMap(({ players }) => players)), context);
    return {
      title: 'Battles under way',
      ...(live.length === 0
        ? { text: 'Nobody fights right now. `/battle npc` changes that.' }
        : {
            tables: [
              {
                columns: [
                  { label: '#', align: 'right' as const },
                  { label: 'Who' },
                  { label: 'Tempo' },
                  { label: 'Stands', align: 'right' as const },
                  { label: 'Battle' },
                ],
                rows: live.map(({ id, players, tempo, stands }, index) => [
                  String(index + 1),
                  players.map((player) => playerName(player, context)).join(' against '),
                  tempo,
                  stands,
                  id,
                ]),
              },
            ],
            controls: watchButtons(context, live),
          }),
      footer: 'The page shows them live under Battles.',
      ephemeral: true,
    };
  },
});
