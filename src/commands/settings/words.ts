import { isBySurface } from '#game/guild/guild-lost.ts';
import type { AuditEntry } from '#game/guild/guild-protocol.ts';
import { learnNames, nameOrNobody } from '../names.ts';

/** A channel as a panel shows it. */
export const channelText = (id: string): string => (/^\d{15,20}$/.test(id) ? `<#${id}>` : `#${id}`);

/** A role of the guild as a panel shows it. */
export const roleText = (id: string): string => (/^\d{15,20}$/.test(id) ? `<@&${id}>` : `@${id}`);

export const onOff = (isOn: boolean): string => (isOn ? 'on' : 'off');

/** What an entry of the audit is about. */
export const subjectText = ({ what, subject, channel }: AuditEntry): string => {
  switch (what) {
    case 'feature':
      return `/${subject} ${channel === null ? 'everywhere' : `in ${channelText(channel)}`}`;
    case 'channel':
      return channelText(subject);
    case 'role':
      return roleText(subject);
    case 'language':
    case 'threads':
    case 'news':
    case 'ban':
      return what;
  }
};

/** A value of the audit; nothing is the default, or what Discord has deleted. */
export const valueText = (value: string, by = ''): string =>
  value === '' ? (isBySurface(by) ? 'deleted' : 'not set') : value;

/** Who made a change; learn the names first. */
export const authorText = (by: string, context: Parameters<typeof nameOrNobody>[1]): string =>
  isBySurface(by) ? 'Discord' : nameOrNobody(by, context);

/** Makes the names known of those who made changes. */
export const learnAuthors = (
  entries: readonly AuditEntry[],
  context: Parameters<typeof learnNames>[1],
): Promise<void> =>
  learnNames(
    entries.flatMap(({ by }) => (isBySurface(by) ? [] : [by])),
    { ...context },
  );
