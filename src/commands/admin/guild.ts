import { guild } from '#actors/guild/guild.ts';
import { AUDIT_MAX } from '#game/guild/guild-protocol.ts';
import { sealed } from '#game/shared/sealed.ts';
import { type CommandContext, type CommandOption, defineCommand } from '../define-command.ts';
import { guildPlace } from '../guild-book.ts';
import { shown, wrongInput } from '../options.ts';
import type { Panel } from '../panel.ts';
import { refuse } from '../rejected.ts';
import { changeGuildOf } from '../settings/guild-desk.ts';

const guildOption: CommandOption = {
  name: 'guild',
  type: 'text',
  description: 'Id of a guild on Discord, or the name of one in the playground',
  takes: 'the id of a guild on Discord, or the name of one in the playground',
  required: true,
  maxLength: 20,
};

/** The guild's entity by the name that its surface gives it. @throws CommandRejection E_INPUT */
const entityOf = ({ deps: { guilds } }: CommandContext, value: unknown): string => {
  const name = String(value).toLowerCase();
  if (/^\d{15,20}$/.test(name)) return guilds.idOf('discord', name);
  if (/^[a-z0-9]{1,14}$/.test(name)) return guilds.idOf('playground', name);
  return refuse(
    wrongInput('guild', name, 'a Discord id of 15 to 20 digits, or 1 to 14 characters a-z and 0-9'),
  );
};

const OWNER = { isOwner: true, isManager: false, roleIds: [] } as const;

const guildPanel = async (context: CommandContext, id: string, more: Partial<Panel>): Promise<Panel> => {
  const { engine } = context.deps;
  const [settings, audit] = await Promise.all([
    engine.read(guild, guildPlace(id), 'settings', undefined, context),
    engine.read(guild, guildPlace(id), 'audit', { limit: AUDIT_MAX }, context),
  ]);
  return {
    title: settings.bannedFor === null ? 'A guild' : 'A banned guild',
    ...(settings.bannedFor === null
      ? {}
      : { tone: 'warn' as const, text: `Banned for: ${settings.bannedFor}` }),
    fields: [
      { name: 'Entity', value: `\`guild:0:${id}\``, inline: true },
      { name: 'Rules of features', value: String(settings.features.length), inline: true },
      { name: 'Rules of channels', value: String(settings.channels.length), inline: true },
      { name: 'Changes kept', value: String(audit.length), inline: true },
    ],
    ephemeral: true,
    ...more,
  };
};

/** `/admin guild view`: how a guild stands with the service. */
export const guildView = defineCommand({
  name: 'admin guild view',
  summary: 'How a guild stands with this service',
  ephemeral: true,
  options: [guildOption],
  examples: ['/admin guild view guild:demo'],
  run: (input, context) => guildPanel(context, entityOf(context, input['guild']), {}),
});

/** `/admin guild ban`: from now on its commands are refused. */
export const guildBan = defineCommand({
  name: 'admin guild ban',
  summary: 'Refuse every command of a guild from now on',
  ephemeral: true,
  options: [
    guildOption,
    { name: 'reason', type: 'text', description: 'Shown to its people', required: true, maxLength: 200 },
  ],
  examples: ['/admin guild ban guild:123456789012345678 reason:Spam'],
  run: async (input, context) => {
    const id = entityOf(context, input['guild']);
    const reason = sealed(context.userId, String(input['reason']));
    const { changed } = await changeGuildOf(context, id, { type: 'Ban', reason, authority: OWNER });
    return guildPanel(context, id, {
      title: changed ? `Banned: ${shown(String(input['guild']))}` : 'It was banned already',
    });
  },
});

/** `/admin guild unban`: lets a guild in again. */
export const guildUnban = defineCommand({
  name: 'admin guild unban',
  summary: 'Let a banned guild in again',
  ephemeral: true,
  options: [guildOption],
  examples: ['/admin guild unban guild:123456789012345678'],
  run: async (input, context) => {
    const id = entityOf(context, input['guild']);
    const { changed } = await changeGuildOf(context, id, { type: 'Unban', authority: OWNER });
    return guildPanel(context, id, {
      title: changed ? 'Let in again' : 'It was not banned',
      tone: 'good',
    });
  },
});
