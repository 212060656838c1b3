import { type CommandContext, type CommandDefinition, defineCommand } from '#commands/define-command.ts';
import type { Panel, PanelTable } from '#commands/panel.ts';
import type { CharacterView } from '#game/osrs/adventurer-reads.ts';
import { combatLevelOf, virtualLevelOf } from '#game/osrs/skills.ts';
import { Fault } from '#ports/fault.ts';
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

const statsPanel = (player: string, { hiscores, fault }: Found, isDemo: boolean): Panel => {
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

const ownStats = async (client: HiscoresClient, context: CommandContext): Promise<Panel> => {
  const character = await readCharacter(context);
  try {
    const found = await findPlayer(client, character.account, 'rsn', context);
    await tellLevels(context, found, character);
    return statsPanel(character.account, found, client.isDemo);
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'E_UPSTREAM' || character.readAtMs === 0) throw error;
    return rememberedPanel(character, error);
  }
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
        autocomplete: async (partial, context) => {
          const character = await findCharacter(context);
          const isMeant = character?.account.toLowerCase().includes(partial.toLowerCase());
          return character === undefined || isMeant !== true
            ? []
            : [{ label: `${character.account} (yours)`, value: character.account }];
        },
      },
      shareOption,
    ],
    ephemeral: true,
    asksOutside: true,
    examples: ['/osrs stats', '/osrs stats rsn:zezima'],
    run: async ({ rsn }, context) => {
      if (typeof rsn !== 'string') return ownStats(client, context);
      const player = typedPlayer(rsn, 'rsn');
      return statsPanel(player, await findPlayer(client, player, 'rsn', context), client.isDemo);
    },
  });
