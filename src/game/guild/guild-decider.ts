import { accept, type Context, type Decider, type Decision, reject } from '../shared/decider.ts';
import { type GuildEvent, guildEventSchemas, type SettingEvent } from './guild-events.ts';
import { isBySurface, takenBack } from './guild-lost.ts';
import {
  type Authority,
  type GuildChange,
  type GuildCommand,
  type GuildReply,
  type GuildRole,
  type LosePlace,
  type NoteLanguage,
  ROLES_MAX,
  RULES_MAX,
} from './guild-protocol.ts';
import { evolveGuild, type GuildState, initialGuild, isIdle } from './guild-state.ts';

type Level = GuildRole | 'owner';

const RANK: Readonly<Record<Level, number>> = { moderator: 1, manager: 2, owner: 3 };

/** Who may do what: features and channels are a moderator's, the rest a manager's, a ban the service's own. */
const NEEDED: Readonly<Record<GuildChange['type'], Level>> = {
  SetFeature: 'moderator',
  SetChannel: 'moderator',
  SetRole: 'manager',
  SetLanguage: 'manager',
  SetThreads: 'manager',
  SetNews: 'manager',
  Ban: 'owner',
  Unban: 'owner',
};

/** What somebody's grounds are worth by the guild's own choices of now. */
const levelOf = ({ roles }: GuildState, { isOwner, isManager, roleIds }: Authority): Level | undefined => {
  if (isOwner) return 'owner';
  if (isManager) return 'manager';
  const given = roles.filter(({ role }) => roleIds.includes(role)).map(({ as }) => as);
  return given.includes('manager') ? 'manager' : given[0];
};

/** The event that a change asks for, if all of it is of a form that is known here. */
const wanted = (change: GuildChange, by: string): SettingEvent | undefined => {
  const event = asked(change, by);
  const { type, ...data } = event;
  return guildEventSchemas[type].safeParse(data).success ? event : undefined;
};

const asked = (change: GuildChange, by: string): SettingEvent => {
  switch (change.type) {
    case 'SetFeature': {
      const { feature, channel, isOn } = change;
      return { type: 'FeatureSet', feature, channel, isOn, by };
    }
    case 'SetChannel':
      return { type: 'ChannelSet', channel: change.channel, isOn: change.isOn, by };
    case 'SetRole':
      return { type: 'RoleSet', role: change.role, as: change.as, by };
    case 'SetLanguage':
      return { type: 'LanguageSet', language: change.language, by };
    case 'SetThreads':
      return { type: 'ThreadsSet', mode: change.mode, by };
    case 'SetNews':
      return { type: 'NewsSet', channel: change.channel, by };
    case 'Ban':
      return { type: 'GuildBanned', reason: change.reason, by };
    case 'Unban':
      return { type: 'GuildUnbanned', by };
  }
};

const isFull = ({ features, channels, roles }: GuildState): boolean =>
  features.length > RULES_MAX || channels.length > RULES_MAX || roles.length > ROLES_MAX;

type Decided = Decision<GuildEvent, GuildReply>;

const lose = (state: GuildState, command: LosePlace, by: string): Decided => {
  if (!isBySurface(by))
    return reject({ code: 'E_PERM', message: 'Only the surface itself says that a place is gone.' });
  const taken = takenBack(state, command, by);
  return accept(taken, { changed: taken.length > 0 });
};

/** English until something else was said. */
const noteLanguage = ({ ownLanguage }: GuildState, { language }: NoteLanguage, by: string): Decided => {
  if (!isBySurface(by))
    return reject({ code: 'E_PERM', message: 'Only the surface itself says what a guild speaks.' });
  return (ownLanguage ?? 'en') === language
    ? accept([], { changed: false })
    : accept([{ type: 'OwnLanguageNoted', language, by }], { changed: true });
};

const decide = (state: GuildState, command: GuildCommand, context: Context): Decided => {
  if (command.type === 'LosePlace') return lose(state, command, context.by);
  if (command.type === 'NoteLanguage') return noteLanguage(state, command, context.by);
  return change(state, command, context);
};

const change = (
  state: GuildState,
  command: Exclude<GuildCommand, LosePlace | NoteLanguage>,
  { by, nowMs }: Context,
): Decided => {
  const level = levelOf(state, command.authority);
  const needed = NEEDED[command.type];
  if (isBySurface(by) || level === undefined || RANK[level] < RANK[needed]) {
    return reject({
      code: 'E_PERM',
      message: `This needs the role \`${needed}\`. Somebody who manages the guild gives it with \`/settings roles\`.`,
    });
  }
  if (state.ban !== null && level !== 'owner') {
    return reject({ code: 'E_PERM', message: 'This guild is banned from the service. Ask its owners.' });
  }
  const event = wanted(command, by);
  if (event === undefined) {
    return reject({
      code: 'E_INPUT',
      field: 'setting',
      message: 'A setting takes a feature, channel, role or language that is known here.',
    });
  }
  if (isIdle(state, event)) return accept([], { changed: false });
  if (isFull(evolveGuild(state, event, nowMs))) {
    return reject({
      code: 'E_LIMIT',
      message: `A guild has at most ${RULES_MAX} rules of a kind and ${ROLES_MAX} roles. Take one back with \`reset\` first.`,
    });
  }
  return accept([event], { changed: true });
};

/** The rules of a guild. Rejections: `E_PERM`, `E_INPUT`, `E_LIMIT`. */
export const guildDecider: Decider<GuildState, GuildCommand, GuildEvent, GuildReply> = {
  initial: initialGuild,
  decide,
  evolve: evolveGuild,
};
