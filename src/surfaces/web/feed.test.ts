import { describe, expect, it } from 'vitest';
import { Feed, type FeedItem } from './feed.ts';

const item = (text: string): FeedItem => ({ type: 'fact', atMs: 1, topic: 't', text });

const client = () => {
  const seen: string[] = [];
  const state = { isOpen: true };
  return {
    seen,
    state,
    sink: {
      write: (text: string) => {
        seen.push(text);
        return state.isOpen;
      },
    },
    facts: () => seen.flatMap((text) => /"text":"([^"]*)"/.exec(text)?.[1] ?? []),
    events: () => seen.flatMap((text) => /^event: (\w+)/m.exec(text)?.[1] ?? []),
  };
};

describe('the live feed', () => {
  it('gives every item to every client, with ids that grow', () => {
    const feed = new Feed('run1');
    const [one, two] = [client(), client()];
    feed.connect(one.sink);
    feed.connect(two.sink);
    feed.publish(item('a'));
    feed.publish(item('b'));
    expect(one.facts()).toEqual(['a', 'b']);
    expect(two.facts()).toEqual(['a', 'b']);
    expect(one.seen.at(-1)).toBe('id: run1-2\nevent: fact\ndata: {"atMs":1,"topic":"t","text":"b"}\n\n');
  });

  it('forgets what names somebody, also what waits for slow clients', () => {
    const feed = new Feed('run1');
    const slow = client();
    slow.state.isOpen = false;
    const connected = feed.connect(slow.sink);
    for (const text of ['Ash \\"A\\" paid Misty', 'Brock paid Misty', 'about u1']) feed.publish(item(text));
    feed.forget('u1', 'Ash \\"A\\"');
    slow.state.isOpen = true;
    connected?.drained();
    const late = client();
    feed.connect(late.sink);
    expect(late.facts()).toEqual(['Brock paid Misty']);
    expect(slow.facts()).toEqual(['Brock paid Misty']);
  });

  it('keeps the newest items for those who come later', () => {
    const feed = new Feed('run1', { ringMax: 2 });
    for (const text of ['a', 'b', 'c']) feed.publish(item(text));
    const late = client();
    feed.connect(late.sink);
    expect(late.facts()).toEqual(['b', 'c']);
  });

  it('goes on after the last event that a client saw', () => {
    const feed = new Feed('run1', { ringMax: 3 });
    for (const text of ['a', 'b', 'c', 'd']) feed.publish(item(text));
    const back = client();
    feed.connect(back.sink, 'run1-2');
    expect(back.facts()).toEqual(['c', 'd']);
    expect(back.events()).not.toContain('gap');
  });

  it.each([
    ['it was away for too long', 'run1-1'],
    ['the service started again', 'old-3'],
    ['its id is nonsense', '<script>'],
  ])('says that there is a gap when %s', (_why, last) => {
    const feed = new Feed('run1', { ringMax: 2 });
    for (const text of ['a', 'b', 'c', 'd', 'e']) feed.publish(item(text));
    const back = client();
    feed.connect(back.sink, last);
    expect(back.events()[0]).toBe('gap');
    expect(back.facts()).toEqual(['d', 'e']);
  });

  it('drops the oldest items of a slow client, counts them, and harms nobody else', () => {
    const feed = new Feed('run1', { waitingMax: 2 });
    const [slow, quick] = [client(), client()];
    const connection = feed.connect(slow.sink);
    feed.connect(quick.sink);
    slow.state.isOpen = false;
    for (const text of ['a', 'b', 'c', 'd', 'e']) feed.publish(item(text));
    expect(slow.facts()).toEqual(['a']);
    expect(quick.facts()).toEqual(['a', 'b', 'c', 'd', 'e']);
    slow.state.isOpen = true;
    connection?.drained();
    expect(slow.facts()).toEqual(['a', 'd', 'e']);
    expect(slow.seen).toContain('event: dropped\ndata: {"count":2}\n\n');
    expect(feed.dropped).toBe(2);
  });

  it('stops flushing when the client is full again', () => {
    const feed = new Feed('run1');
    const slow = client();
    const connection = feed.connect(slow.sink);
    slow.state.isOpen = false;
    for (const text of ['a', 'b', 'c']) feed.publish(item(text));
    connection?.drained();
    expect(slow.facts()).toEqual(['a', 'b']);
    connection?.drained();
    expect(slow.facts()).toEqual(['a', 'b', 'c']);
  });

  it('takes only so many clients and forgets those who leave', () => {
    const feed = new Feed('run1', { clientsMax: 1 });
    const first = feed.connect(client().sink);
    expect(feed.connect(client().sink)).toBeUndefined();
    first?.leave();
    expect(feed.clients).toBe(0);
    expect(feed.connect(client().sink)).toBeDefined();
  });

  it('beats only when there is room', () => {
    const feed = new Feed('run1');
    const one = client();
    const connection = feed.connect(one.sink);
    connection?.beat();
    expect(one.seen.at(-1)).toBe(': beat\n\n');
    one.state.isOpen = false;
    feed.publish(item('a'));
    connection?.beat();
    expect(one.seen.filter((text) => text.startsWith(': beat'))).toHaveLength(1);
  });
});
