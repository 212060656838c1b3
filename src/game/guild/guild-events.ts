import { z } from 'zod';
import { sealedSchema } from '../profile/schemas.ts';
import { GUILD_ROLES, LANGUAGES, THREAD_MODES } from './guild-protocol.ts';

/** A feature's name: the first word of its commands. */
const featureSchema = z.string().regex(/^[a-z]{2,12}$/);
/** A channel or role as its surface names it. It names no person. */
const placeSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/);
const by = z.string();

/** Form of each event's data, without its `type`; `by` is the user who asked. */
export const guildEventSchemas = {
  FeatureSet: z.strictObject({
    feature: featureSchema,
    channel: placeSchema.nullable(),
    isOn: z.boolean().nullable(),
    by,
  }),
  ChannelSet: z.strictObject({ channel: placeSchema, isOn: z.boolean().nullable(), by }),
  RoleSet: z.strictObject({ role: placeSchema, as: z.enum(GUILD_ROLES).nullable(), by }),
  LanguageSet: z.strictObject({ language: z.enum(LANGUAGES).nullable(), by }),
  /** What the guild speaks by itself; no setting of anybody's. */
  OwnLanguageNoted: z.strictObject({ language: z.enum(LANGUAGES), by }),
  ThreadsSet: z.strictObject({ mode: z.enum(THREAD_MODES).nullable(), by }),
  NewsSet: z.strictObject({ channel: placeSchema.nullable(), by }),
  GuildBanned: z.strictObject({ reason: sealedSchema, by }),
  GuildUnbanned: z.strictObject({ by }),
};

type Forms = typeof guildEventSchemas;

/** What happened to a guild. */
export type GuildEvent = {
  readonly [T in keyof Forms]: { readonly type: T } & Readonly<z.infer<Forms[T]>>;
}[keyof Forms];

/** What somebody chose, and what stands in the audit. */
export type SettingEvent = Exclude<GuildEvent, { type: 'OwnLanguageNoted' }>;
