import { guild } from '#actors/guild/guild.ts';
import { type AuditEntry, AUDIT_MAX, type GuildSettings } from '#game/guild/guild-protocol.ts';
import type { CommandContext } from '../define-command.ts';
import { guildPlace } from '../guild-book.ts';
import type { Panel, PanelTable } from '../panel.ts';
import { authorText, channelText, learnAuthors, onOff, roleText } from './words.ts';
import { guildOf } from './guild-desk.ts';

interface Row {
  readonly what: string;
  readonly value: string;
  /** Finds the change that made it so. */
  readonly isSetBy: (entry: AuditEntry) => boolean;
}

const LANGUAGE_NAMES = { en: 'English', de: 'Deutsch' } as const;

/** A language by its own name; `null`: each person's own. */
export const languageText = (language: GuildSettings['language']): string =>
  language === null ? 'each person’s own' : LANGUAGE_NAMES[language];

const newsText = ({ news, lost }: GuildSettings): string => {
  if (news !== null) return channelText(news);
  return lost.some(({ what }) => what === 'news') ? 'nowhere: its channel was deleted' : 'nowhere';
};

const rowsOf = (settings: GuildSettings): readonly Row[] => [
  ...settings.features.map(({ feature, channel, isOn }) => ({
    what: `/${feature} ${channel === null ? 'everywhere' : `in ${channelText(channel)}`}`,
    value: onOff(isOn),
    isSetBy: (entry: AuditEntry) =>
      entry.what === 'feature' && entry.subject === feature && entry.channel === channel,
  })),
  ...settings.channels.map(({ channel, isOn }) => ({
    what: `Commands in ${channelText(channel)}`,
    value: onOff(isOn),
    isSetBy: (entry: AuditEntry) => entry.what === 'channel' && entry.subject === channel,
  })),
  ...settings.roles.map(({ role, as }) => ({
    what: roleText(role),
    value: as,
    isSetBy: (entry: AuditEntry) => entry.what === 'role' && entry.subject === role,
  })),
  ...settings.lost
    .filter(({ what }) => what === 'role')
    .map(({ place, as }) => ({
      what: roleText(place),
      value: `deleted, was ${as ?? 'nobody'}`,
      isSetBy: (entry: AuditEntry) => entry.what === 'role' && entry.subject === place,
    })),
  { what: 'Language', value: languageText(settings.language), isSetBy: ({ what }) => what === 'language' },
  { what: 'Threads for battles', value: settings.threads, isSetBy: ({ what }) => what === 'threads' },
  {
    what: 'News of the service',
    value: newsText(settings),
    isSetBy: ({ what }) => what === 'news',
  },
];

const table = (
  settings: GuildSettings,
  audit: readonly AuditEntry[],
  context: CommandContext,
): PanelTable => ({
  columns: [{ label: 'Setting' }, { label: 'Value' }, { label: 'Set by' }],
  rows: rowsOf(settings).map(({ what, value, isSetBy }) => {
    const set = audit.find(isSetBy);
    const who =
      set === undefined ? 'default' : `${authorText(set.by, context)} <t:${Math.floor(set.atMs / 1_000)}:R>`;
    return [what, value, who];
  }),
});

const INTRO =
  'What is not listed is on. `/settings feature` switches games on and off, `/settings channel` whole channels.';
const LOST =
  'Something that was chosen here was deleted. Choose anew with `/settings news` or `/settings roles`; until then it is listed.';

/** What the caller's guild has chosen, and who chose it. @throws CommandRejection E_TARGET, Fault */
export const settingsPanel = async (context: CommandContext, more: Partial<Panel> = {}): Promise<Panel> => {
  const { id } = guildOf(context);
  const { engine } = context.deps;
  const [settings, audit] = await Promise.all([
    engine.read(guild, guildPlace(id), 'settings', undefined, context),
    engine.read(guild, guildPlace(id), 'audit', { limit: AUDIT_MAX }, context),
  ]);
  await learnAuthors(audit, context);
  return {
    title: 'Settings of this guild',
    text: [INTRO, ...(settings.lost.length > 0 ? [LOST] : [])].join('\n'),
    ...(settings.lost.length > 0 ? { tone: 'warn' } : {}),
    tables: [table(settings, audit, context)],
    footer: 'Every change: /settings audit',
    ephemeral: true,
    ...more,
  };
};

/** The settings after a change. */
export const changedPanel = (context: CommandContext, changed: boolean): Promise<Panel> =>
  settingsPanel(context, changed ? { title: 'Saved', tone: 'good' } : { title: 'It was so already' });
