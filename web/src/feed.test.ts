import { describe, expect, it } from 'vitest';
import {
  addFact,
  addFromFeed,
  addOwn,
  markBusy,
  MOST_ENTRIES,
  MOST_FACTS,
  settle,
  visibleTo,
  type Entry,
} from './feed.ts';
import type { FeedEvent, Panel } from './wire.ts';

const panel = (title: string, ephemeral = false): Panel => ({ title, ephemeral });
const own = (key: string, more: Partial<Entry> = {}): Entry => ({
  key,
  persona: 'ash',
  text: '/x',
  at: 1_000,
  changedAt: 0,
  mine: true,
  ephemeral: true,
  waiting: true,
  ...more,
});
const event = (title: string, atMs: number, commandId?: string): Extract<FeedEvent, { type: 'panel' }> => ({
  type: 'panel',
  by: { userId: 'u1', name: 'Ash' },
  command: '/pet view',
  panel: panel(title),
  atMs,
  ...(commandId === undefined ? {} : { commandId }),
});
const titles = (entries: readonly Entry[]) => entries.map((entry) => entry.panel?.title);

describe('the message log', () => {
  it('puts an answer in the place of its question', () => {
    const after = settle(
      [own('a')],
      'a',
      { commandId: 'u1/a', panel: panel('Done'), ephemeral: false },
      1_100,
    );
    expect(after).toEqual([
      own('a', {
        waiting: false,
        ephemeral: false,
        changedAt: 1_100,
        commandId: 'u1/a',
        panel: panel('Done'),
      }),
    ]);
  });

  it('keeps the panel beside the error of a press', () => {
    const before = markBusy([own('a', { waiting: false, panel: panel('Quote') })], 'a', 'c1');
    const after = settle(before, 'a', { error: { code: 'E_FUNDS', message: 'no' } }, 2_000);
    expect(after[0]).toMatchObject({ panel: { title: 'Quote' }, error: { code: 'E_FUNDS' } });
    expect(after[0]).not.toHaveProperty('busy');
  });

  it('shows an own public answer once, whichever way it comes first', () => {
    const asked = [own('a')];
    const reply = { commandId: 'u1/a', panel: panel('Splash'), ephemeral: false };
    const answered = settle(asked, 'a', reply, 1_200);
    expect(titles(addFromFeed(answered, event('Splash', 1_150), 'ash'))).toEqual(['Splash']);
    expect(titles(addFromFeed(answered, event('Other', 1_150, 'u1/a'), 'ash'))).toEqual(['Splash']);
    const fed = addFromFeed(asked, event('Splash', 1_150, 'u1/a'), 'ash');
    expect(titles(settle(fed, 'a', reply, 1_200))).toEqual(['Splash']);
  });

  it('shows the same panel again when it is told much later', () => {
    const first = addFromFeed([], event('Splash', 1_000), 'ash');
    expect(titles(addFromFeed(first, event('Splash', 1_000), 'ash'))).toEqual(['Splash']);
    expect(titles(addFromFeed(first, event('Splash', 900_000), 'ash'))).toEqual(['Splash', 'Splash']);
  });

  it('sorts what the feed brings by time', () => {
    let entries = addFromFeed([], event('late', 3_000), 'ash');
    entries = addFromFeed(entries, event('early', 1_000), 'ash');
    entries = addFromFeed(entries, event('middle', 2_000), 'ash');
    expect(titles(entries)).toEqual(['early', 'middle', 'late']);
  });

  it('shows private answers, errors and open questions to their persona alone', () => {
    const entries = [
      own('private', { waiting: false, panel: panel('p') }),
      own('open'),
      own('refused', { waiting: false, ephemeral: false, error: { code: 'E', message: 'm' } }),
      own('public', { waiting: false, ephemeral: false, panel: panel('q') }),
    ];
    expect(visibleTo(entries, 'misty').map((entry) => entry.key)).toEqual(['public']);
    expect(visibleTo(entries, 'ash')).toHaveLength(4);
  });

  it('keeps a bounded number, the newest', () => {
    let entries: readonly Entry[] = [];
    for (let index = 0; index <= MOST_ENTRIES; index += 1) entries = addOwn(entries, own(String(index)));
    expect(entries).toHaveLength(MOST_ENTRIES);
    expect(entries[0]?.key).toBe('1');
  });
});

const fact = (text: string, atMs: number) => ({ type: 'fact' as const, topic: 'payment', text, atMs });

describe('facts', () => {
  it('stand newest first and once', () => {
    let facts = addFact([], fact('b', 2));
    facts = addFact(facts, fact('c', 3));
    facts = addFact(facts, fact('a', 1));
    facts = addFact(facts, fact('b', 2));
    expect(facts.map((one) => one.text)).toEqual(['c', 'b', 'a']);
  });

  it('are bounded, the oldest go', () => {
    let facts = addFact([], fact('old', 0));
    for (let index = 1; index <= MOST_FACTS; index += 1) facts = addFact(facts, fact('x', index));
    expect(facts).toHaveLength(MOST_FACTS);
    expect(facts.some((one) => one.text === 'old')).toBe(false);
  });
});
