import type { ApiError, ApiReply, FeedEvent, Panel } from './wire.ts';

/** One message of the log. */
export interface Entry {
  readonly key: string;
  /** Id of the persona who acted. */
  readonly persona: string;
  /** The slash line, for messages of this page. */
  readonly text?: string;
  readonly commandId?: string;
  readonly at: number;
  /** When its panel last changed. */
  readonly changedAt: number;
  readonly mine: boolean;
  readonly ephemeral: boolean;
  readonly waiting: boolean;
  readonly panel?: Panel;
  readonly error?: ApiError;
  /** The refusal as a panel: its controls and fields stand in the error card. */
  readonly refusal?: Panel;
  /** Custom id of the control whose answer is awaited. */
  readonly busy?: string;
}

/** A line of the "happening now" list. */
export interface Fact {
  readonly key: string;
  readonly topic: string;
  readonly text: string;
  readonly at: number;
}

/** How many messages and facts the page keeps. */
export const MOST_ENTRIES = 150;
export const MOST_FACTS = 80;

const cut = (entries: readonly Entry[]): readonly Entry[] => entries.slice(-MOST_ENTRIES);

/** Puts a new message of this page at the end. */
export const addOwn = (entries: readonly Entry[], entry: Entry): readonly Entry[] => cut([...entries, entry]);

/** Changes one message; unknown keys change nothing. */
export const changeEntry = (
  entries: readonly Entry[],
  key: string,
  change: (entry: Entry) => Entry,
): readonly Entry[] => entries.map((entry) => (entry.key === key ? change(entry) : entry));

const without = (entry: Entry, ...names: ('busy' | 'error' | 'refusal')[]): Entry => {
  const copy = { ...entry };
  for (const name of names) delete copy[name];
  return copy;
};

/** Marks a message as waiting for the answer to one of its controls. */
export const markBusy = (entries: readonly Entry[], key: string, customId: string): readonly Entry[] =>
  changeEntry(entries, key, (entry) => ({ ...entry, busy: customId }));

/** Takes away the answer's error card. */
export const clearError = (entries: readonly Entry[], key: string): readonly Entry[] =>
  changeEntry(entries, key, (entry) => without(entry, 'error', 'refusal'));

/**
 * Puts an answer into its message: a panel takes the place of the old one, an error stands beside it. The copy that the
 * live feed brought under the same command id goes.
 */
export const settle = (
  entries: readonly Entry[],
  key: string,
  reply: ApiReply,
  nowMs: number,
): readonly Entry[] => {
  if ('error' in reply) {
    const refusal = reply.panel === undefined ? {} : { refusal: reply.panel };
    return changeEntry(entries, key, (entry) => ({
      ...without(entry, 'busy', 'refusal'),
      waiting: false,
      error: reply.error,
      ...refusal,
    }));
  }
  const { commandId, panel, ephemeral } = reply;
  const others = entries.filter((entry) => entry.key === key || entry.commandId !== commandId);
  return changeEntry(others, key, (entry) => ({
    ...without(entry, 'busy', 'error', 'refusal'),
    waiting: false,
    changedAt: nowMs,
    panel,
    commandId,
    ephemeral,
  }));
};

/** How far apart, in ms, the same panel may come as an answer and over the feed. */
const SAME_WITHIN_MS = 20_000;

type PanelEvent = Extract<FeedEvent, { type: 'panel' }>;

/** Whether a message is what the event tells: by command id, else by the very same panel at about the same time. */
const isSame = (entry: Entry, event: PanelEvent): boolean => {
  if (entry.commandId !== undefined && entry.commandId === event.commandId) return true;
  if (entry.panel === undefined || Math.abs(entry.changedAt - event.atMs) > SAME_WITHIN_MS) return false;
  return JSON.stringify(entry.panel) === JSON.stringify(event.panel);
};

/** Adds a panel of the live feed, by `persona`, in order of time, unless it is here already. */
export const addFromFeed = (
  entries: readonly Entry[],
  event: PanelEvent,
  persona: string,
): readonly Entry[] => {
  if (entries.some((entry) => isSame(entry, event))) return entries;
  const entry: Entry = {
    key: `feed-${event.atMs}-${event.commandId ?? persona}-${event.panel.title}`,
    persona,
    ...(event.command === '' ? {} : { text: event.command }),
    ...(event.commandId === undefined ? {} : { commandId: event.commandId }),
    at: event.atMs,
    changedAt: event.atMs,
    mine: false,
    ephemeral: false,
    waiting: false,
    panel: event.panel,
  };
  const after = entries.findLastIndex((one) => one.at <= event.atMs);
  return cut(entries.toSpliced(after + 1, 0, entry));
};

/** Adds a fact, newest first, once. */
export const addFact = (
  facts: readonly Fact[],
  event: Extract<FeedEvent, { type: 'fact' }>,
): readonly Fact[] => {
  const key = `${event.atMs}-${event.topic}-${event.text}`;
  if (facts.some((fact) => fact.key === key)) return facts;
  const fact: Fact = { key, topic: event.topic, text: event.text, at: event.atMs };
  const before = facts.findIndex((one) => one.at <= event.atMs);
  return facts.toSpliced(before < 0 ? facts.length : before, 0, fact).slice(0, MOST_FACTS);
};

/** What a persona may see: public messages and the own private ones. */
export const visibleTo = (entries: readonly Entry[], persona: string): readonly Entry[] =>
  entries.filter(
    (entry) => entry.persona === persona || (!entry.ephemeral && entry.error === undefined && !entry.waiting),
  );
