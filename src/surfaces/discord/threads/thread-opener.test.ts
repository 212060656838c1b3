import { expect, it } from 'vitest';
import { createVirtualClock } from '#adapters/memory/virtual-clock.ts';
import type { ActiveThread, PostedMessage } from './posting.ts';
import { ThreadOpener } from './thread-opener.ts';

const WHERE = { guildId: 'g', channelId: '1' };
const NAME = 'red against Ilse';

/** Threads 1 to `count` of one name, each with a message whose one control is named after it, but what `change` says. */
const rig = (count: number, change: (thread: ActiveThread) => Partial<ActiveThread> = () => ({})) => {
  const looked: string[] = [];
  const made: string[] = [];
  const threads = Array.from({ length: count }, (_, n) => {
    const thread = { id: String(n + 1), parentId: '1', ownerId: 'self', name: NAME, messages: 1 };
    return { ...thread, ...change(thread) };
  });
  const read = async (id: string): Promise<PostedMessage | undefined> => ({
    id: `m${id}`,
    authorId: 'self',
    customIds: [`c${id}`],
  });
  const state = { read };
  const opener = new ThreadOpener(
    {
      createThread: async () => {
        made.push('new');
        return 'new';
      },
      activeThreads: async () => threads,
      selfId: async () => 'self',
      firstMessage: (id) => {
        looked.push(id);
        return state.read(id);
      },
    },
    createVirtualClock(0),
  );
  const open = (wanted?: string) =>
    opener.open(WHERE, NAME, wanted === undefined ? undefined : (ids) => ids.includes(wanted));
  return { opener, open, looked, made, state, read };
};

it('looks into nothing where nobody can have written before', async () => {
  const { open, looked } = rig(2);
  expect(await open()).toEqual({ threadId: 'new' });
  expect(looked).toEqual([]);
});

it('looks into the newest ten of one name, the newest first', async () => {
  const found = rig(12);
  expect(await found.open('c3')).toEqual({ threadId: '3', messageId: 'm3' });
  expect(found.looked).toEqual(['12', '11', '10', '9', '8', '7', '6', '5', '4', '3']);
  expect(found.made).toEqual([]);
  const beyond = rig(12);
  expect(await beyond.open('c2')).toEqual({ threadId: 'new' });
  expect(beyond.looked).toHaveLength(10);
});

it('goes on with the next where one cannot be read', async () => {
  const { open, state, read } = rig(3);
  state.read = (id) => (id === '2' ? read(id) : Promise.reject(new Error('no access')));
  expect(await open('c2')).toEqual({ threadId: '2', messageId: 'm2' });
  state.read = () => Promise.reject(new Error('no access'));
  expect(await open('c1')).toEqual({ threadId: 'new' });
});

it('takes the thread with the message before an empty one, and that before a new one', async () => {
  const isEmpty = ({ id }: ActiveThread) => ({ messages: id === '3' ? 0 : 1 });
  const { open, looked, made } = rig(3, isEmpty);
  expect(await open('c1')).toEqual({ threadId: '1', messageId: 'm1' });
  expect(looked).toEqual(['2', '1']);
  expect(await open('other')).toEqual({ threadId: '3' });
  expect(made).toEqual([]);
  // given out by then
  expect(await open('other')).toEqual({ threadId: 'new' });
});

it.each([
  { name: 'another name' },
  { parentId: '2' },
  { ownerId: 'somebody' },
] satisfies readonly Partial<ActiveThread>[])('looks into no thread of %j', async (other) => {
  const { opener, open, looked } = rig(1, () => other);
  expect(await opener.find(WHERE, NAME, () => true)).toBeUndefined();
  expect(await open('c1')).toEqual({ threadId: 'new' });
  expect(looked).toEqual([]);
});
