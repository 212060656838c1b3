import { getJson } from '../api.ts';
import { errorMessageIn, listIn } from '../guards.ts';
import { parseData } from '../live.ts';
import { isBattleAnswer, isBattleMessage, isLadderPlace, isListedBattle } from './battle-guards.ts';
import { type BattleAnswer, type BattleMessage, type LadderPlace, type ListedBattle } from './wire.ts';

const MOST = 20;

/** The last battles that ended. @throws Error when the service does not answer */
export const fetchFinished = async (): Promise<readonly ListedBattle[]> =>
  listIn(await getJson(`/api/battles?state=finished&limit=${MOST}`), 'battles', isListedBattle);

/** The best of the ladder. @throws Error when the service does not answer */
export const fetchLadder = async (): Promise<readonly LadderPlace[]> =>
  listIn(await getJson(`/api/battles/ladder?limit=${MOST}`), 'places', isLadderPlace);

/** Statuses that say: not for you, or not at all. */
const GONE: ReadonlySet<number> = new Set([400, 404, 410]);

/** A battle as a persona sees it; `gone`: there is none that they may see; `lost`: no answer. Never throws. */
export const lookUpBattle = async (id: string, persona: string): Promise<BattleAnswer | 'gone' | 'lost'> => {
  try {
    const response = await fetch(`/api/battles/${id}?${new URLSearchParams({ persona })}`);
    if (GONE.has(response.status)) return 'gone';
    const answer: unknown = await response.json();
    return response.ok && isBattleAnswer(answer) ? answer : 'lost';
  } catch {
    return 'lost';
  }
};

/** Where the replay file of a battle is, for whoever may see it. */
export const replayPath = (id: string, persona: string): string =>
  `/api/battles/${id}/replay?${new URLSearchParams({ persona })}`;

/** The replay of a battle that is over, as it came, or why there is none. Never throws. */
export const fetchReplay = async (
  id: string,
  persona: string,
): Promise<{ readonly replay: unknown } | { readonly problem: string }> => {
  try {
    const response = await fetch(replayPath(id, persona));
    const answer: unknown = await response.json();
    if (response.ok) return { replay: answer };
    return { problem: errorMessageIn(answer) ?? `The service answered ${response.status}.` };
  } catch {
    return { problem: 'No answer came from Guildhall. Is it running?' };
  }
};

/** Told by a stream. */
export interface StreamHandlers {
  readonly onOpen: () => void;
  readonly onMessage: (message: BattleMessage) => void;
  readonly onLost: () => void;
}

const TYPES = ['summary', 'frame', 'own'] as const;

/** Opens a battle's stream once; after `onLost` it is closed. */
export const openBattleStream = (
  id: string,
  persona: string,
  handlers: StreamHandlers,
): { close(): void } => {
  const source = new EventSource(`/api/battles/${id}/events?${new URLSearchParams({ persona })}`);
  source.addEventListener('open', () => handlers.onOpen());
  for (const type of TYPES) {
    source.addEventListener(type, ({ data }: MessageEvent) => {
      const value = parseData(data);
      const message: unknown = typeof value === 'object' ? { ...value, type } : undefined;
      if (isBattleMessage(message)) handlers.onMessage(message);
    });
  }
  source.addEventListener('error', () => {
    source.close();
    handlers.onLost();
  });
  return source;
};
