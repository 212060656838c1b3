import type { Entry } from './feed.ts';

const KEY = 'guildhall.entries.1';
const SEEN_KEY = 'guildhall.seen.1';
const MOST = 60;

/** Keeps the newest messages over a reload of the tab; a full or forbidden storage is no error. */
export const keepEntries = (entries: readonly Entry[]): void => {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(entries.slice(-MOST)));
  } catch {
    // A private window may refuse to store: the page works without.
  }
};

const isEntry = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && 'key' in value && 'persona' in value && 'at' in value;

/** A message whose answer never reached this page can be asked for again: its key makes that safe. */
const asFound = ({ busy: _busy, ...entry }: Entry): Entry =>
  entry.waiting
    ? {
        ...entry,
        waiting: false,
        error: {
          code: 'E_OFFLINE',
          message: 'The page was closed before the answer came. Trying again cannot do it twice.',
        },
      }
    : entry;

/** The messages kept by {@link keepEntries}, or none. */
export const keptEntries = (): readonly Entry[] => {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
    if (!Array.isArray(value)) return [];
    return value.filter(isEntry).map(asFound);
  } catch {
    return [];
  }
};

/**
 * Whether a feed event's id (`<run>-<number>`) is one that `last` does not cover; ids of another run, or of no known form,
 * always are.
 */
export const isAfter = (id: string, last: string): boolean => {
  const [run, number] = id.split('-');
  const [lastRun, lastNumber] = last.split('-');
  return run === undefined || number === undefined || run !== lastRun || Number(number) > Number(lastNumber);
};

/** Remembers the newest panel of the feed over a reload. */
export const keepLastSeen = (id: string): void => {
  try {
    sessionStorage.setItem(SEEN_KEY, id);
  } catch {
    // Then a reload may show a replaced panel again: no harm.
  }
};

/** The id kept by {@link keepLastSeen}, or nothing. */
export const readLastSeen = (): string => {
  try {
    return sessionStorage.getItem(SEEN_KEY) ?? '';
  } catch {
    return '';
  }
};

/** Reads a small preference, for example `theme`. */
export const readPreference = (name: string): string | undefined => {
  try {
    return localStorage.getItem(`guildhall.${name}`) ?? undefined;
  } catch {
    return undefined;
  }
};

/** Keeps a small preference where the browser allows it. */
export const keepPreference = (name: string, value: string): void => {
  try {
    localStorage.setItem(`guildhall.${name}`, value);
  } catch {
    // The choice then lasts until the page is closed.
  }
};
