import type { Sealed } from '../shared/sealed.ts';

/** Roles that a guild gives to those who bear one of its own roles. */
export const GUILD_ROLES = ['moderator', 'manager'] as const;
export type GuildRole = (typeof GUILD_ROLES)[number];

/** Languages that answers come in. */
export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Whether battles of the guild get threads. */
export const THREAD_MODES = ['on', 'off'] as const;
export type ThreadMode = (typeof THREAD_MODES)[number];

/** Rules about features and channels, each; and roles that count. */
export const RULES_MAX = 100;
export const ROLES_MAX = 20;
/** Changes that are kept to be read. */
export const AUDIT_MAX = 50;

/** On what grounds somebody changes a guild, as the surface knows them; the guild looks for itself what they are worth. */
export interface Authority {
  /** Named as an owner of the service. */
  readonly isOwner: boolean;
  /** The surface says that they manage the guild. */
  readonly isManager: boolean;
  /** Those of their roles in the guild that counted when the surface looked. */
  readonly roleIds: readonly string[];
}

/** A change of a guild's settings; `null` takes back what was set. */
export type GuildChange =
  | {
      readonly type: 'SetFeature';
      readonly feature: string;
      /** `null`: in the whole guild. */
      readonly channel: string | null;
      readonly isOn: boolean | null;
    }
  | { readonly type: 'SetChannel'; readonly channel: string; readonly isOn: boolean | null }
  | { readonly type: 'SetRole'; readonly role: string; readonly as: GuildRole | null }
  | { readonly type: 'SetLanguage'; readonly language: Language | null }
  | { readonly type: 'SetThreads'; readonly mode: ThreadMode | null }
  /** Where messages of the service's owners come; `null`: nowhere. */
  | { readonly type: 'SetNews'; readonly channel: string | null }
  /** By owners of the service alone. */
  | { readonly type: 'Ban'; readonly reason: Sealed }
  | { readonly type: 'Unban' };

/** A channel, thread or role is gone for good: what points to it is taken back. By the surface where it was. */
export interface LosePlace {
  readonly type: 'LosePlace';
  readonly what: 'channel' | 'role';
  readonly place: string;
}

/** What the guild speaks by itself, as its surface says. By the surface where it is. */
export interface NoteLanguage {
  readonly type: 'NoteLanguage';
  readonly language: Language;
}

export type GuildCommand = (GuildChange & { readonly authority: Authority }) | LosePlace | NoteLanguage;

export interface GuildReply {
  /** `false`: it was so already. */
  readonly changed: boolean;
}

/** A feature that is on or off, in one channel or everywhere. */
export interface FeatureRule {
  readonly feature: string;
  readonly channel: string | null;
  readonly isOn: boolean;
}

/** What a guild had chosen and lost, because it was deleted. */
export interface LostPlace {
  readonly what: 'news' | 'role';
  readonly place: string;
  /** What those who bore the role were. */
  readonly as: GuildRole | null;
  readonly atMs: number;
}

/** What a guild has chosen. */
export interface GuildSettings {
  readonly features: readonly FeatureRule[];
  readonly channels: readonly { readonly channel: string; readonly isOn: boolean }[];
  readonly roles: readonly { readonly role: string; readonly as: GuildRole }[];
  /** `null`: each person's own. */
  readonly language: Language | null;
  /** What it speaks by itself, as its surface said last; `null`: never said. */
  readonly ownLanguage: Language | null;
  readonly threads: ThreadMode;
  /** Channel for messages of the service's owners; `null`: it wants none. */
  readonly news: string | null;
  /** Until somebody chooses anew. */
  readonly lost: readonly LostPlace[];
  /** Why its commands are refused; `null`: they are not. */
  readonly bannedFor: string | null;
}

/** One change, newest first in lists. Values are those of the commands; `''` is nothing. */
export interface AuditEntry {
  readonly atMs: number;
  /** User id. */
  readonly by: string;
  readonly what: 'feature' | 'channel' | 'role' | 'language' | 'threads' | 'news' | 'ban';
  /** The feature or role; the channel for channels. */
  readonly subject: string;
  readonly channel: string | null;
  readonly before: string;
  readonly after: string;
}
