import { isFeedEvent } from './guards.ts';
import { type FeedEvent } from './wire.ts';

/** How the page stands to the live feed. */
export type Link = 'connecting' | 'open' | 'lost';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;

const TYPES = ['panel', 'fact'] as const;

const parse = (type: (typeof TYPES)[number], data: unknown): FeedEvent | undefined => {
  if (typeof data !== 'string') return undefined;
  try {
    const value: unknown = JSON.parse(data);
    const event: unknown = typeof value === 'object' ? { ...value, type } : undefined;
    return isFeedEvent(event) ? event : undefined;
  } catch {
    return undefined;
  }
};

/**
 * Follows the live feed and comes back by itself after a loss, waiting 0.5 s, then twice as long each time up to 8 s.
 * Answers a function that tries again at once.
 */
export const followFeed = (
  path: string,
  onEvent: (event: FeedEvent, id: string) => void,
  onLink: (link: Link) => void,
): (() => void) => {
  let waitMs = FIRST_WAIT_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let source: EventSource | undefined;
  const connect = (): void => {
    clearTimeout(timer);
    source?.close();
    const current = new EventSource(path);
    source = current;
    current.addEventListener('open', () => {
      waitMs = FIRST_WAIT_MS;
      onLink('open');
    });
    for (const type of TYPES) {
      current.addEventListener(type, (message: MessageEvent) => {
        const event = parse(type, message.data);
        if (event !== undefined) onEvent(event, message.lastEventId);
      });
    }
    current.addEventListener('error', () => {
      current.close();
      if (source !== current) return;
      onLink('lost');
      timer = setTimeout(connect, waitMs);
      waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
    });
  };
  connect();
  return connect;
};
