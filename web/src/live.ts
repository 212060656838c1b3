import { isFeedEvent } from './guards.ts';
import type { FeedEvent } from './wire.ts';

/** How the page stands to a stream of the service. */
export type Link = 'connecting' | 'open' | 'lost';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;

/** How long to wait after each loss in a row, ms: 0.5 s, then twice as long each time up to 8 s. */
export const nextWait = (waitMs: number | undefined): number =>
  waitMs === undefined ? FIRST_WAIT_MS : Math.min(waitMs * 2, LONGEST_WAIT_MS);

/** The value of a message's data, `undefined` when it is no JSON. */
export const parseData = (data: unknown): unknown => {
  if (typeof data !== 'string') return undefined;
  try {
    const value: unknown = JSON.parse(data);
    return value;
  } catch {
    return undefined;
  }
};

/** A stream that is followed. */
export interface Followed {
  /** Tries again at once. */
  readonly retry: () => void;
  readonly stop: () => void;
}

/** Follows a stream of server-sent events and comes back by itself after a loss. */
export const followEvents = (
  path: string,
  types: readonly string[],
  onEvent: (type: string, data: unknown, id: string) => void,
  onLink: (link: Link) => void,
): Followed => {
  let waitMs: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let source: EventSource | undefined;
  const connect = (): void => {
    clearTimeout(timer);
    source?.close();
    const current = new EventSource(path);
    source = current;
    current.addEventListener('open', () => {
      waitMs = undefined;
      onLink('open');
    });
    for (const type of types) {
      current.addEventListener(type, (message: MessageEvent) =>
        onEvent(type, parseData(message.data), message.lastEventId),
      );
    }
    current.addEventListener('error', () => {
      current.close();
      if (source !== current) return;
      onLink('lost');
      waitMs = nextWait(waitMs);
      timer = setTimeout(connect, waitMs);
    });
  };
  connect();
  return {
    retry: connect,
    stop: () => {
      clearTimeout(timer);
      source?.close();
      source = undefined;
    },
  };
};

/** Follows the live feed. Answers a function that tries again at once. */
export const followFeed = (
  path: string,
  onEvent: (event: FeedEvent, id: string) => void,
  onLink: (link: Link) => void,
): (() => void) =>
  followEvents(
    path,
    ['panel', 'fact'],
    (type, data, id) => {
      const event: unknown = typeof data === 'object' ? { ...data, type } : undefined;
      if (isFeedEvent(event)) onEvent(event, id);
    },
    onLink,
  ).retry;
