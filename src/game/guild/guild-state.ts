import { z } from 'zod';
import { countSchema, sealedSchema } from '../profile/schemas.ts';
import type { Sealed } from '../shared/sealed.ts';
import type { GuildEvent, SettingEvent } from './guild-events.ts';
import { lostAfter } from './guild-lost.ts';
import {
  AUDIT_MAX,
  type AuditEntry,
  GUILD_ROLES,
  type GuildSettings,
  LANGUAGES,
  THREAD_MODES,
} from './guild-protocol.ts';

/** A guild's choices, and the last changes of them, oldest first. */
export interface GuildState extends Omit<GuildSettings, 'bannedFor'> {
  readonly ban: Sealed | null;
  readonly audit: readonly AuditEntry[];
}

export const guildStateSchema: z.ZodType<GuildState> = z.strictObject({
  features: z
    .array(z.strictObject({ feature: z.string(), channel: z.string().nullable(), isOn: z.boolean() }))
    .readonly(),
  channels: z.array(z.strictObject({ channel: z.string(), isOn: z.boolean() })).readonly(),
  roles: z.array(z.strictObject({ role: z.string(), as: z.enum(GUILD_ROLES) })).readonly(),
  language: z.enum(LANGUAGES).nullable(),
  ownLanguage: z.enum(LANGUAGES).nullable(),
  threads: z.enum(THREAD_MODES),
  news: z.string().nullable(),
  lost: z
    .array(
      z.strictObject({
        what: z.enum(['news', 'role']),
        place: z.string(),
        as: z.enum(GUILD_ROLES).nullable(),
        atMs: countSchema,
      }),
    )
    .readonly(),
  ban: sealedSchema.nullable(),
  audit: z
    .array(
      z.strictObject({
        atMs: countSchema,
        by: z.string(),
        what: z.enum(['feature', 'channel', 'role', 'language', 'threads', 'news', 'ban']),
        subject: z.string(),
        channel: z.string().nullable(),
        before: z.string(),
        after: z.string(),
      }),
    )
    .readonly(),
});

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An older snapshot in the form of version 2: at first there was no news, then nothing could be lost, then no own language. */
export const upgradeGuildState = (old: unknown): unknown =>
  isObject(old) ? { news: null, lost: [], ownLanguage: null, ...old } : old;

/** A guild that has chosen nothing: all is on. */
export const initialGuild = (): GuildState => ({
  features: [],
  channels: [],
  roles: [],
  language: null,
  ownLanguage: null,
  threads: 'on',
  news: null,
  lost: [],
  ban: null,
  audit: [],
});

const onOff = (isOn: boolean | null | undefined): string =>
  isOn === undefined || isOn === null ? '' : isOn ? 'on' : 'off';

/** What is set now where an event sets something, in the words of the audit. */
const before = (state: GuildState, event: SettingEvent): string => {
  switch (event.type) {
    case 'FeatureSet':
      return onOff(
        state.features.find(({ feature, channel }) => feature === event.feature && channel === event.channel)
          ?.isOn,
      );
    case 'ChannelSet':
      return onOff(state.channels.find(({ channel }) => channel === event.channel)?.isOn);
    case 'RoleSet':
      return state.roles.find(({ role }) => role === event.role)?.as ?? '';
    case 'LanguageSet':
      return state.language ?? '';
    case 'ThreadsSet':
      return state.threads;
    case 'NewsSet':
      return state.news ?? '';
    case 'GuildBanned':
    case 'GuildUnbanned':
      return onOff(state.ban !== null);
  }
};

type Said = Pick<AuditEntry, 'what' | 'subject' | 'channel' | 'after'>;

const said = (event: SettingEvent): Said => {
  switch (event.type) {
    case 'FeatureSet': {
      const { feature, channel, isOn } = event;
      return { what: 'feature', subject: feature, channel, after: onOff(isOn) };
    }
    case 'ChannelSet':
      return { what: 'channel', subject: event.channel, channel: event.channel, after: onOff(event.isOn) };
    case 'RoleSet':
      return { what: 'role', subject: event.role, channel: null, after: event.as ?? '' };
    case 'LanguageSet':
      return { what: 'language', subject: '', channel: null, after: event.language ?? '' };
    case 'ThreadsSet':
      return { what: 'threads', subject: '', channel: null, after: event.mode ?? 'on' };
    case 'NewsSet':
      return { what: 'news', subject: '', channel: event.channel, after: event.channel ?? '' };
    case 'GuildBanned':
      return { what: 'ban', subject: '', channel: null, after: 'on' };
    case 'GuildUnbanned':
      return { what: 'ban', subject: '', channel: null, after: 'off' };
  }
};

/** Whether an event would change nothing. */
export const isIdle = (state: GuildState, event: SettingEvent): boolean =>
  before(state, event) === said(event).after && lostAfter(state, event, 0) === state.lost;

const set = (state: GuildState, event: SettingEvent): GuildState => {
  switch (event.type) {
    case 'FeatureSet': {
      const { feature, channel, isOn } = event;
      const others = state.features.filter((rule) => rule.feature !== feature || rule.channel !== channel);
      return { ...state, features: isOn === null ? others : [...others, { feature, channel, isOn }] };
    }
    case 'ChannelSet': {
      const { channel, isOn } = event;
      const others = state.channels.filter((rule) => rule.channel !== channel);
      return { ...state, channels: isOn === null ? others : [...others, { channel, isOn }] };
    }
    case 'RoleSet': {
      const { role, as } = event;
      const others = state.roles.filter((rule) => rule.role !== role);
      return { ...state, roles: as === null ? others : [...others, { role, as }] };
    }
    case 'LanguageSet':
      return { ...state, language: event.language };
    case 'ThreadsSet':
      return { ...state, threads: event.mode ?? 'on' };
    case 'NewsSet':
      return { ...state, news: event.channel };
    case 'GuildBanned':
      return { ...state, ban: event.reason };
    case 'GuildUnbanned':
      return { ...state, ban: null };
  }
};

/** What an event makes of a guild. */
export const evolveGuild = (state: GuildState, event: GuildEvent, atMs: number): GuildState => {
  if (event.type === 'OwnLanguageNoted') return { ...state, ownLanguage: event.language };
  const entry: AuditEntry = { atMs, by: event.by, before: before(state, event), ...said(event) };
  const lost = lostAfter(state, event, atMs);
  return { ...set(state, event), lost, audit: [...state.audit, entry].slice(-AUDIT_MAX) };
};
