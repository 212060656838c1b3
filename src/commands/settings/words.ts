import type { AuditEntry } from '#game/guild/guild-protocol.ts';

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

/** A value of the audit; nothing is the default. */
export const valueText = (value: string): string => (value === '' ? 'not set' : value);
