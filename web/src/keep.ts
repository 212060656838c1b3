import { type Entry } from './feed.ts';

const KEY = 'guildhall.entries.1';
const MOST = 60;

/** Keeps the newest messages over a reload of the tab; a full or forbidden storage is no error. */
export const keepEntries = (entries: readonly Entry[]): void => {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(entries.filter((entry) => !entry.waiting).slice(-MOST)));
  } catch {
    // A private window may refuse to store: the page works without.
  }
};

const isEntry = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && 'key' in value && 'persona' in value && 'at' in value;

/** The messages kept by {@link keepEntries}, or none. */
export const keptEntries = (): readonly Entry[] => {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
    if (!Array.isArray(value)) return [];
    return value.filter(isEntry).map(({ busy: _busy, ...entry }) => entry);
  } catch {
    return [];
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
