import { unsealed } from '../shared/sealed.ts';
import type { AuditEntry, GuildSettings } from './guild-protocol.ts';
import type { GuildState } from './guild-state.ts';

/** Pure looks at a guild. */
export const guildReads = {
  settings: ({
    features,
    channels,
    roles,
    language,
    ownLanguage,
    threads,
    news,
    lost,
    ban,
  }: GuildState): GuildSettings => ({
    features,
    channels,
    roles,
    language,
    ownLanguage,
    threads,
    news,
    lost,
    bannedFor: ban === null ? null : unsealed(ban, ''),
  }),
  /** Newest first. */
  audit: ({ audit }: GuildState, { limit }: { readonly limit: number }): readonly AuditEntry[] =>
    audit.slice(-limit).toReversed(),
};

/**
 * Whether a feature is on where somebody stands: the nearest channel that has a rule decides (a thread before its
 * channel), then the guild. `channels`: nearest first.
 */
export const isFeatureOn = (
  { features }: Pick<GuildSettings, 'features'>,
  feature: string,
  channels: readonly string[],
): boolean => {
  for (const place of [...channels, null]) {
    const rule = features.find((one) => one.feature === feature && one.channel === place);
    if (rule !== undefined) return rule.isOn;
  }
  return true;
};

/** Whether commands are taken where somebody stands. `channels`: nearest first. */
export const isChannelOn = (
  { channels: rules }: Pick<GuildSettings, 'channels'>,
  channels: readonly string[],
): boolean => {
  for (const place of channels) {
    const rule = rules.find(({ channel }) => channel === place);
    if (rule !== undefined) return rule.isOn;
  }
  return true;
};
