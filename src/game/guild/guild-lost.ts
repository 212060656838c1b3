import type { SettingEvent } from './guild-events.ts';
import type { LosePlace, LostPlace } from './guild-protocol.ts';
import type { GuildState } from './guild-state.ts';

/** Whether the surface itself changed something: what was chosen there is gone. No person's id has this form. */
export const isBySurface = (by: string): boolean => by.includes(':');

/** Takes back all that points to a place which is gone. */
export const takenBack = (
  { features, channels, roles, news }: GuildState,
  { what, place }: LosePlace,
  by: string,
): readonly SettingEvent[] => {
  if (what === 'role') {
    const isGiven = roles.some(({ role }) => role === place);
    return isGiven ? [{ type: 'RoleSet', role: place, as: null, by }] : [];
  }
  const taken: SettingEvent[] = features
    .filter(({ channel }) => channel === place)
    .map(({ feature, channel }) => ({ type: 'FeatureSet', feature, channel, isOn: null, by }));
  if (channels.some(({ channel }) => channel === place))
    taken.push({ type: 'ChannelSet', channel: place, isOn: null, by });
  if (news === place) taken.push({ type: 'NewsSet', channel: null, by });
  return taken;
};

/**
 * What a guild misses after an event: a place for news and roles that were deleted, until somebody chooses anew. Rules of a
 * channel that is gone are missed by nobody.
 */
export const lostAfter = (
  { lost, news, roles }: GuildState,
  event: SettingEvent,
  atMs: number,
): GuildState['lost'] => {
  if (event.type !== 'NewsSet' && event.type !== 'RoleSet') return lost;
  const what: LostPlace['what'] = event.type === 'NewsSet' ? 'news' : 'role';
  if (!isBySurface(event.by))
    return lost.some((one) => one.what === what) ? lost.filter((one) => one.what !== what) : lost;
  if (event.type === 'NewsSet')
    return news === null
      ? lost
      : [...lost.filter((one) => one.what !== what), { what, place: news, as: null, atMs }];
  const as = roles.find(({ role }) => role === event.role)?.as;
  return as === undefined ? lost : [...lost, { what, place: event.role, as, atMs }];
};
