import {
  type Choice,
  type CommandContext,
  type CommandDefinition,
  defineCommand,
} from '#commands/define-command.ts';
import { matching } from '#commands/matching.ts';
import type { Panel, PanelTable } from '#commands/panel.ts';
import type { CharacterView } from '#game/osrs/adventurer-reads.ts';
import { combatLevelOf, virtualLevelOf } from '#game/osrs/skills.ts';
import { Fault } from '#ports/fault.ts';
import { type Board, boardOf, boardOption, MAIN_BOARD } from './boards.ts';
import { demoPlayers } from './demo-source.ts';
import type { Found, HiscoresClient } from './hiscores.ts';
import { isOverall, levelsOf, type SkillRow } from './hiscores-schema.ts';
import { shareOption } from './options.ts';
import { ago, findCharacter, findPlayer, readCharacter, tellLevels, typedPlayer } from './person.ts';

const number = (value: number): string => value.toLocaleString('en-US');

const skillTable = (skills: readonly SkillRow[]): PanelTable => ({
  columns: [
    { label: 'Skill' },
    { label: 'Level', align: 'right' },
    { label: 'Virtual', align: 'right' },
    { label: 'Experience', align: 'right' },
    { label: 'Rank', align: 'right' },
  ],
  rows: skills.map((row) => {
    const { name, level, xp, rank } = row;
    const isRanked = rank !== null;
    return [
      name,
      String(level),
      isOverall(row) || !isRanked ? '–' : String(virtualLevelOf(xp)),
      isRanked ? number(xp) : 'unranked',
      isRanked ? number(rank) : '–',
    ];
  }),
});

const UNRANKED =
  'An unranked skill is too low for the hiscores, so its level is not known: it counts as 1, Hitpoints as 10.';

/** Whose figures, of which board. */
interface Looked {
  readonly player: string;
  readonly board: Board;
  readonly isDemo: boolean;
}

const statsPanel = ({ player, board, isDemo }: Looked, { hiscores, fault }: Found): Panel => {
  const { skills, readAtMs } = hiscores;
  const isUnranked = skills.some(({ rank }) => rank === null);
  const stale =
    fault === undefined
      ? []
      : [
          `**${fault.source ?? 'The source'}** gives no answer right now (${fault.code}); these are older figures.`,
        ];
  const text = [...stale, ...(isUnranked ? [UNRANKED] : [])].join('\n\n');
  return {
    title: player,
    ...(fault === undefined ? {} : { tone: 'warn' }),
    ...(text === '' ? {} : { text }),
    fields: [
      { name: 'Board', value: board.label, inline: true },
      { name: 'Combat level', value: String(combatLevelOf(levelsOf(skills))), inline: true },
      { name: 'Read', value: ago(readAtMs), inline: true },
    ],
    tables: [skillTable(skills)],
    ...(isDemo ? { footer: 'Demo figures: this playground asks nobody outside' } : {}),
    ephemeral: true,
  };
};

/** What the person's entity remembers, when nobody else answers. */
const rememberedPanel = ({ account, levels, combatLevel, readAtMs }: CharacterView, fault: Fault): Panel => ({
  title: account,
  tone: 'warn',
  text: `**${fault.source ?? 'The source'}** gives no answer right now (${fault.code}); these are the levels last read.`,
  fields: [
    { name: 'Combat level', value: String(combatLevel), inline: true },
    { name: 'Read', value: ago(readAtMs), inline: true },
  ],
  tables: [
    {
      columns: [{ label: 'Skill' }, { label: 'Level', align: 'right' }],
      rows: Object.entries(levels).map(([skill, level]) => [skill, String(level)]),
    },
  ],
  ephemeral: true,
});

const statsOf = async (
  client: HiscoresClient,
  player: string,
  board: Board,
  context: CommandContext,
): Promise<Panel> => {
  const found = await findPlayer(client, player, board === MAIN_BOARD ? 'rsn' : 'board', context, board);
  return statsPanel({ player, board, isDemo: client.isDemo }, found);
};

const ownStats = async (client: HiscoresClient, board: Board, context: CommandContext): Promise<Panel> => {
  const character = await readCharacter(context);
  // what one is in an event is not what one is: only the main game's levels are remembered
  if (board !== MAIN_BOARD) return statsOf(client, character.account, board, context);
  try {
    const found = await findPlayer(client, character.account, 'rsn', context);
    await tellLevels(context, found, character);
    return statsPanel({ player: character.account, board, isDemo: client.isDemo }, found);
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'E_UPSTREAM' || character.readAtMs === 0) throw error;
    return rememberedPanel(character, error);
  }
};

/** The caller's own account first, then those that a playground invents. */
const playerChoices = async (client: HiscoresClient, context: CommandContext): Promise<readonly Choice[]> => {
  const own = (await findCharacter(context))?.account;
  const invented = client.isDemo ? demoPlayers.filter((name) => name !== own?.toLowerCase()) : [];
  return [
    ...(own === undefined ? [] : [{ label: `${own} (yours)`, value: own }]),
    ...invented.map((name) => ({ label: `${name} (demo)`, value: name })),
  ];
};

/** `/osrs stats`: skills, combat level, and how old the figures are. */
export const osrsStats = (client: HiscoresClient): CommandDefinition =>
  defineCommand({
    name: 'osrs stats',
    summary: 'Skills and combat level of an OSRS account',
    options: [
      {
        name: 'rsn',
        type: 'text',
        description: 'Whose, by name in the game; yours unless you say so',
        takes: 'a name in the game, for example `Zezima`',
        maxLength: 40,
        autocomplete: async (partial, context) =>
          matching(await playerChoices(client, context), partial.trim()),
      },
      boardOption,
      shareOption,
    ],
    ephemeral: true,
    asksOutside: true,
    examples: ['/osrs stats', '/osrs stats rsn:zezima', '/osrs stats rsn:zezima board:seasonal'],
    run: async (input, context) => {
      const { rsn } = input;
      const board = boardOf(input);
      if (typeof rsn !== 'string') return ownStats(client, board, context);
      return statsOf(client, typedPlayer(rsn, 'rsn'), board, context);
    },
  });
