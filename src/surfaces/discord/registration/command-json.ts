import {
  PermissionFlagsBits,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  type APIApplicationCommandSubcommandOption,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import { type Access, rolesFor } from '#commands/access.ts';
import { ACCESS } from '#commands/access-table.ts';
import type { Choice, CommandDefinition, CommandOption } from '#commands/define-command.ts';
import { COMMAND_WORDS, OPTION_WORDS } from '#commands/language/de/names.ts';
import { textFor } from '#commands/language/index.ts';
import type { CommandTree } from '#commands/tree.ts';

/** A top-level slash command as it is registered. */
export type CommandJson = RESTPostAPIChatInputApplicationCommandsJSONBody;

/** Longest text option that Discord takes. */
const TEXT_MAX = 6_000;
const TEXT_DEFAULT = 100;
/** Amounts and quantities as text. */
const AMOUNT_MAX = 32;

/** What the areas say of themselves in Discord's list. */
const AREAS: Readonly<Record<string, string>> = {
  pet: 'Adopt, feed, train and send out pets',
  battle: 'Fight trainers and people, watch, replay and verify',
  eco: 'Coins, items, the shop and your history',
  profile: 'Who you are here, and who sees what',
  osrs: 'Old School RuneScape: stats, gear, damage',
  pokemon: 'Your Pokémon, your team, damage',
  notify: 'What you are told about, and where',
  settings: 'For those who manage this guild',
  admin: 'For those who run this service',
  'pet expedition': 'Send a pet out and see how it does',
  'osrs gear': 'What your character wears',
  'pokemon team': 'Your team of six',
  'admin actor': 'What runs inside',
  'admin guild': 'Guilds and their bans',
  'admin job': 'Commands that were put aside',
};

/** Areas that make no sense without the bot in the guild. */
const GUILD_ONLY: ReadonlySet<string> = new Set(['admin', 'settings']);

/** Names and descriptions in every language that has its own. */
const localized = (name: string, description: string, words: Readonly<Record<string, string>>) => {
  const said = textFor(description, 'de');
  const word = words[name] ?? name;
  return {
    name,
    description,
    ...(word === name ? {} : { name_localizations: { de: word } }),
    ...(said === description ? {} : { description_localizations: { de: said } }),
  };
};

const choiceJson = ({ label, value }: Choice) => {
  const said = textFor(label, 'de');
  return { name: label, value, ...(said === label ? {} : { name_localizations: { de: said } }) };
};

const base = ({ name, description, required }: CommandOption) => ({
  ...localized(name, description, OPTION_WORDS),
  ...(required === true ? { required: true } : {}),
});

const optionJson = (option: CommandOption): APIApplicationCommandBasicOption => {
  const common = base(option);
  switch (option.type) {
    case 'integer':
      return {
        type: ApplicationCommandOptionType.Integer,
        ...common,
        ...(option.min === undefined ? {} : { min_value: option.min }),
        ...(option.max === undefined ? {} : { max_value: option.max }),
      };
    case 'boolean':
      return { type: ApplicationCommandOptionType.Boolean, ...common };
    case 'user':
      return { type: ApplicationCommandOptionType.User, ...common };
    case 'channel':
      return { type: ApplicationCommandOptionType.Channel, ...common };
    case 'role':
      return { type: ApplicationCommandOptionType.Role, ...common };
    case 'choice':
      return {
        type: ApplicationCommandOptionType.String,
        ...common,
        choices: (option.choices ?? []).map(choiceJson),
      };
    case 'text':
    case 'amount':
    case 'quantity':
      return {
        type: ApplicationCommandOptionType.String,
        ...common,
        max_length: Math.min(
          TEXT_MAX,
          option.type === 'text' ? (option.maxLength ?? TEXT_DEFAULT) : AMOUNT_MAX,
        ),
        ...(option.autocomplete === undefined ? {} : { autocomplete: true as const }),
      };
  }
};

const optionsJson = (definition: CommandDefinition): APIApplicationCommandBasicOption[] =>
  definition.options.map(optionJson);

const describe = (path: string): string => AREAS[path] ?? `All about ${path}`;

const subcommand = (definition: CommandDefinition, name: string): APIApplicationCommandSubcommandOption => ({
  type: ApplicationCommandOptionType.Subcommand,
  ...localized(name, definition.summary, COMMAND_WORDS),
  options: optionsJson(definition),
});

/** The branches below an area: subcommands, and groups of them. */
const branches = (area: string, below: readonly CommandDefinition[]): APIApplicationCommandOption[] => {
  const groups = new Map<string, APIApplicationCommandSubcommandOption[]>();
  const found: APIApplicationCommandOption[] = [];
  for (const definition of below) {
    const [, word = '', verb] = definition.name.split(' ');
    if (verb === undefined) {
      found.push(subcommand(definition, word));
      continue;
    }
    let group = groups.get(word);
    if (group === undefined) {
      group = [];
      groups.set(word, group);
      found.push({
        type: ApplicationCommandOptionType.SubcommandGroup,
        ...localized(word, describe(`${area} ${word}`), COMMAND_WORDS),
        options: group,
      });
    }
    group.push(subcommand(definition, verb));
  }
  return found;
};

/** Where a command shows: everywhere, or only where the bot is a member. */
const places = (area: string) =>
  GUILD_ONLY.has(area)
    ? {
        integration_types: [ApplicationIntegrationType.GuildInstall],
        contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
      }
    : {
        integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
        contexts: [
          InteractionContextType.Guild,
          InteractionContextType.BotDM,
          InteractionContextType.PrivateChannel,
        ],
      };

/**
 * Who sees an area before a guild decides otherwise: nobody but administrators where only owners and operators may do
 * something, who manages the guild where managers may, else everybody. The desk checks roles itself.
 */
const permissionsOf = (
  below: readonly CommandDefinition[],
  access: Access,
): { readonly default_member_permissions?: string } => {
  const roles = new Set(below.flatMap(({ name }) => rolesFor(access, 'commands', name)));
  if (roles.has('member') || roles.has('everyone')) return {};
  const isForManagers = roles.has('manager') || roles.has('moderator');
  return { default_member_permissions: isForManagers ? String(PermissionFlagsBits.ManageGuild) : '0' };
};

const areaJson = (area: string, below: readonly CommandDefinition[], access: Access): CommandJson => {
  const [only] = below;
  const isPlain = below.length === 1 && only?.name === area;
  return {
    type: ApplicationCommandType.ChatInput,
    ...localized(area, isPlain ? only.summary : describe(area), COMMAND_WORDS),
    options: isPlain ? optionsJson(only) : branches(area, below),
    ...permissionsOf(below, access),
    ...places(area),
  };
};

/** Every command of the tree as Discord registers it: one a top-level name, with subcommands and groups. */
export const commandsJson = (tree: CommandTree, access: Access = ACCESS): readonly CommandJson[] => {
  const areas = new Map<string, CommandDefinition[]>();
  for (const definition of tree.commands) {
    const [area = ''] = definition.name.split(' ');
    const below = areas.get(area) ?? [];
    below.push(definition);
    areas.set(area, below);
  }
  return [...areas].map(([area, below]) => areaJson(area, below, access));
};
