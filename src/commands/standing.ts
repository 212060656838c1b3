import { isChannelOn, isFeatureOn } from '#game/guild/guild-reads.ts';
import type { Authority, GuildSettings } from '#game/guild/guild-protocol.ts';
import { type Access, isAllowed, type Role, rolesFor } from './access.ts';
import type { Caller, Desk } from './desk.ts';
import type { ResolveCall } from './enrol.ts';
import { refuse } from './rejected.ts';
import { rolesOf } from './roles.ts';

/** The guild in which somebody gives a command. */
export interface GuildStanding {
  readonly id: string;
  /** Where they stand, the nearest first: a thread before its channel. */
  readonly channels: readonly string[];
  readonly settings: GuildSettings;
  /** What their word is worth to the guild. */
  readonly authority: Authority;
}

/** What somebody may do where they stand. */
export interface Standing {
  readonly roles: ReadonlySet<Role>;
  /** `undefined`: in direct messages. */
  readonly guild: GuildStanding | undefined;
}

/** Commands that work everywhere: they say what there is, change what one hears, and put settings right again. */
const ALWAYS: ReadonlySet<string> = new Set(['help', 'settings', 'admin', 'status', 'notify', 'profile']);
/** Controls of what has begun and has a clock or a promise: they go on where no new ones may begin. */
const UNDER_WAY: ReadonlySet<string> = new Set(['battle', 'match', 'quote', 'check', 'thread', 'broadcast']);

/** What can be switched off: the first word of commands. */
export const featureOf = (command: string): string => command.split(' ')[0] ?? command;

/** Whether a feature can be switched off at all. */
export const isFeature = (feature: string): boolean => !ALWAYS.has(feature);

/**
 * Finds what somebody may do where they stand, from memory but for a guild's first command.
 * @throws CommandRejection E_PERM in a banned guild @throws Fault
 */
export const standIn = async (desk: Desk, caller: Caller, call: ResolveCall): Promise<Standing> => {
  const roles = rolesOf(desk, caller);
  const { guild } = caller;
  if (guild === undefined) return { roles, guild: undefined };
  const id = desk.deps.guilds.idOf(caller.provider, guild.externalId);
  const settings = await desk.deps.guilds.settingsOf(id, call);
  const counted = settings.roles.filter(({ role }) => guild.roleIds.includes(role));
  const isOwner = roles.has('owner');
  const isManager = roles.has('manager');
  if (settings.bannedFor !== null && !isOwner) {
    const why = settings.bannedFor === '' ? '' : ` Why: ${settings.bannedFor}`;
    return refuse({
      code: 'E_PERM',
      message: `This guild is banned from the service, so nothing was started.${why} Commands work in other guilds and in direct messages; ask an owner of the service to lift the ban.`,
    });
  }
  return {
    roles: new Set([...roles, ...counted.map(({ as }) => as)]),
    guild: {
      id,
      channels: guild.channels,
      settings,
      authority: { isOwner, isManager, roleIds: counted.map(({ role }) => role) },
    },
  };
};

/** Deny by default: what the table does not allow to one of the roles is refused. @throws CommandRejection E_PERM */
export const permit = (
  access: Access,
  what: 'commands' | 'controls',
  name: string,
  roles: ReadonlySet<Role>,
): void => {
  const needed = rolesFor(access, what, name);
  if (isAllowed(roles, needed)) return;
  const [least = 'owner'] = needed;
  const whom =
    least === 'moderator' || least === 'manager'
      ? 'It belongs to those who manage this guild: ask one of them.'
      : 'Ask an owner of this service for it.';
  refuse({ code: 'E_PERM', message: `This needs the role \`${least}\`. ${whom}` });
};

/** Holds a command to what its guild has switched off here. @throws CommandRejection E_PERM */
export const openHere = ({ guild }: Standing, feature: string): void => {
  if (guild === undefined || !isFeature(feature)) return;
  const { settings, channels } = guild;
  if (!isChannelOn(settings, channels)) {
    refuse({
      code: 'E_PERM',
      message:
        'Commands are switched off in this channel, so nothing was started. Use another channel or a direct message, or ask somebody who manages this guild: `/settings channel`.',
    });
  }
  if (!isFeatureOn(settings, feature, channels)) {
    refuse({
      code: 'E_PERM',
      message: `\`/${feature}\` is switched off here, so nothing was started. Use another channel or a direct message, or ask somebody who manages this guild: \`/settings feature feature:${feature} state:on\`.`,
    });
  }
};

/** Holds a control to what its guild has switched off; what has begun may be ended. @throws CommandRejection E_PERM */
export const controlOpenHere = (standing: Standing, feature: string): void => {
  if (!UNDER_WAY.has(feature)) openHere(standing, feature);
};
