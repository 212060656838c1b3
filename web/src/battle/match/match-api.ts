import { lookUp, openStream, type StreamHandlers } from '../battle-api.ts';
import { isMatchScreen } from './match-guards.ts';
import type { MatchScreen } from './match-wire.ts';

/** A match as a persona sees it. Never throws. */
export const lookUpMatch = (id: string, persona: string): Promise<MatchScreen | 'gone' | 'lost'> =>
  lookUp(`/api/matches/${id}`, persona, isMatchScreen);

/** Opens the stream of a match: the whole of it whenever it has changed. */
export const openMatchStream = (
  id: string,
  persona: string,
  handlers: StreamHandlers<MatchScreen>,
): { close(): void } =>
  openStream(
    `/api/matches/${id}/events?${new URLSearchParams({ persona })}`,
    ['match'],
    (_type, data) => (isMatchScreen(data) ? data : undefined),
    handlers,
  );

/** Where the replay file of a match is, for whoever may see it. */
export const matchReplayPath = (id: string, persona: string): string =>
  `/api/matches/${id}/replay?${new URLSearchParams({ persona })}`;

/** The slash line that gives a choice; `chosen`: choices of this side before it, so that a late one counts for no other turn. */
export const choiceLine = (id: string, choice: string, chosen: number): string =>
  `/battle move battle:${id} choice:"${choice}" round:${chosen + 1}`;
