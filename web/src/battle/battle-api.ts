import { getJson } from '../api.ts';
import { errorMessageIn, listIn } from '../guards.ts';
import { parseData } from '../live.ts';
import { isBattleAnswer, isBattleMessage, isLadderPlace, isListedBattle } from './battle-guards.ts';
import type { BattleAnswer, BattleMessage, LadderPlace, ListedBattle } from './wire.ts';

const MOST = 20;

/** The last battles that ended. @throws Error when the service does not answer */
export const fetchFinished = async (): Promise<readonly ListedBattle[]> =>
  listIn(await getJson(`/api/battles?state=finished&limit=${MOST}`), 'battles', isListedBattle);

/** Rule sets that have a ladder. */
export const LADDERS = ['cross', 'pokemon'] as const;
export type LadderRules = (typeof LADDERS)[number];

/** The best of a ladder. @throws Error when the service does not answer */
export const fetchLadder = async (rules: LadderRules): Promise<readonly LadderPlace[]> =>
  listIn(await getJson(`/api/battles/ladder?rules=${rules}&limit=${MOST}`), 'places', isLadderPlace);

/** Statuses that say: not for you, or not at all. */
const GONE: ReadonlySet<number> = new Set([400, 404, 410]);

/** What is at a path for a persona; `gone`: nothing that they may see; `lost`: no answer. Never throws. */
export const lookUp = async <T>(
  path: string,
  persona: string,
  fits: (value: unknown) => value is T,
): Promise<T | 'gone' | 'lost'> => {
  try {
    const response = await fetch(`${path}?${new URLSearchParams({ persona })}`);
    if (GONE.has(response.status)) return 'gone';
    const answer: unknown = await response.json();
    return response.ok && fits(answer) ? answer : 'lost';
  } catch {
    return 'lost';
  }
};

/** A battle by ticks as a persona sees it. Never throws. */
export const lookUpBattle = (id: string, persona: string): Promise<BattleAnswer | 'gone' | 'lost'> =>
  lookUp(`/api/battles/${id}`, persona, isBattleAnswer);

/** Where the replay file of a battle is, for whoever may see it. */
export const replayPath = (id: string, persona: string): string =>
  `/api/battles/${id}/replay?${new URLSearchParams({ persona })}`;

/** The replay file at a path, as it came, or why there is none. Never throws. */
export const fetchReplay = async (
  path: string,
): Promise<{ readonly replay: unknown } | { readonly problem: string }> => {
  try {
    const response = await fetch(path);
    const answer: unknown = await response.json();
    if (response.ok) return { replay: answer };
    return { problem: errorMessageIn(answer) ?? `The service answered ${response.status}.` };
  } catch {
    return { problem: 'No answer came from Guildhall. Is it running?' };
  }
};

/** Told by a stream. */
export interface StreamHandlers<M = BattleMessage> {
  readonly onOpen: () => void;
  readonly onMessage: (message: M) => void;
  readonly onLost: () => void;
}

/**
 * Opens a stream once; after `onLost` it is closed. `read`: the message in the data of an event, if it is one.
 */
export const openStream = <M>(
  path: string,
  types: readonly string[],
  read: (type: string, data: unknown) => M | undefined,
  handlers: StreamHandlers<M>,
): { close(): void } => {
  const source = new EventSource(path);
  source.addEventListener('open', () => handlers.onOpen());
  for (const type of types) {
    source.addEventListener(type, ({ data }: MessageEvent) => {
      const message = read(type, parseData(data));
      if (message !== undefined) handlers.onMessage(message);
    });
  }
  source.addEventListener('error', () => {
    source.close();
    handlers.onLost();
  });
  return source;
};

const readMessage = (type: string, data: unknown): BattleMessage | undefined => {
  const message: unknown = typeof data === 'object' ? { ...data, type } : undefined;
  return isBattleMessage(message) ? message : undefined;
};

/** Opens the stream of a battle by ticks. */
export const openBattleStream = (id: string, persona: string, handlers: StreamHandlers): { close(): void } =>
  openStream(
    `/api/battles/${id}/events?${new URLSearchParams({ persona })}`,
    ['summary', 'frame', 'own'],
    readMessage,
    handlers,
  );
