import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { battle as battleKind } from '#actors/battle/battle.ts';
import { Fault } from '#ports/fault.ts';
import type { Store } from '#ports/store.ts';
import type { FakeDiscord } from '#test/support/fake-discord/fake-discord.ts';
import { openDiscordHall, openDuel } from '#test/support/fake-discord/hall-rig.ts';
import { labelsOf, messagesIn, threadsOf } from '#test/support/fake-discord/looking.ts';
import { type Story, wordsOf } from '#test/support/fake-discord/story.ts';
import {
  type FakeChannel,
  type FakeMessage,
  type FakeUser,
  PERMISSIONS,
} from '#test/support/fake-discord/world.ts';
import { closeRigs, openService, temporaryDirectory, until } from '#test/support/service-rig.ts';

const TIMEOUT_MS = 30_000;
const POLL = { timeout: 15_000, interval: 10 };
const CREATE = /POST \/channels\/\d+\/threads/;
const LOOK = /GET \/guilds\/\d+\/threads\/active/;
const READ = /GET \/channels\/\d+\/messages/;
const WRITE = /POST \/channels\/\d+\/messages/;

let fake: FakeDiscord;
let story: Story;
let red: FakeUser;

beforeEach(async () => {
  ({ fake, story, red } = await openDuel());
});

afterEach(async () => {
  await closeRigs();
  await fake.close();
});

/** A store that takes no word of which message shows a battle. */
const forgetful = (store: Store): Store => {
  const { journal } = store;
  return {
    ...store,
    journal: {
      append: async (entries) => {
        const isWord = entries.map(({ commit }) =>
          commit.cmds.some(({ events }) => events.some(({ type }) => type === 'MessagePosted')),
        );
        const others = entries.filter((_, n) => !isWord[n]);
        const taken = (others.length === 0 ? [] : await journal.append(others)).values();
        const cause = new Fault('E_LIMIT', 'a test', { retryable: false });
        const refused = { status: 'refused', cause } as const;
        return isWord.map((is) => (is ? refused : taken.next().value!));
      },
      read: (...args) => journal.read(...args),
      find: (...args) => journal.find(...args),
      streams: (...args) => journal.streams(...args),
      stats: () => journal.stats(),
    },
  };
};
/** A store that does not say which threads are open before it is allowed to. */
const slow =
  (allowed: Promise<void>) =>
  (store: Store): Store => ({
    ...store,
    followers: {
      ...store.followers,
      rows: async (name, ...args) => {
        if (name.startsWith('threads')) await allowed;
        return store.followers.rows(name, ...args);
      },
    },
  });

/** What is said where it could not be written down. */
const FORGOTTEN = 'the place of a thread could not be kept';

const open = (dir = temporaryDirectory(), wrap = (store: Store): Store => store) => {
  fake.gateway.allowIdentify();
  return openDiscordHall(fake, { dir, wrap });
};

const begin = async (user = red): Promise<void> => {
  await story.say(user, 'battle npc', { trainer: 'ilse' });
  await story.use(user, 'battle.begin');
};

const asked = (what: RegExp): number =>
  fake.requests.filter(({ method, path }) => what.test(`${method} ${path}`)).length;

/** How many threads there are and how many messages stand in each. */
const shown = (): readonly number[] => threadsOf(fake).map(({ id }) => messagesIn(fake, id).length);

interface Shown {
  readonly battle: string;
  readonly thread: FakeChannel;
  readonly message: FakeMessage;
}

const battleOn = ({ components }: FakeMessage): string =>
  /"custom_id":"1\.battle\.\w+\.(\w{14})\./.exec(JSON.stringify(components))?.[1] ?? '';

/** A process begins so many battles of one name, shows each, and ends before it has written down where. */
const endTooEarly = async (dir: string, battles = 1): Promise<readonly Shown[]> => {
  const { rig, noticed } = await open(dir, forgetful);
  for (let n = 1; n <= battles; n += 1) {
    await begin();
    await expect.poll(shown, POLL).toEqual(Array.from({ length: n }, () => 1));
  }
  const forgotten = (): number => noticed.filter((what) => what === FORGOTTEN).length;
  await expect.poll(forgotten, POLL).toBe(battles);
  await rig.stop();
  return threadsOf(fake).flatMap((thread) =>
    messagesIn(fake, thread.id).map((message) => ({ thread, message, battle: battleOn(message) })),
  );
};

const only = ([first]: readonly Shown[]): Shown => {
  if (first === undefined) throw new Error('nothing is shown');
  return first;
};

const isEditedAgain = async ({ message }: Shown): Promise<void> => {
  const { edits } = message;
  await expect.poll(() => message.edits, POLL).toBeGreaterThan(edits);
};

const tamper = ({ message, battle }: Shown, other: Shown): void => {
  const text = JSON.stringify(other.message.components).replaceAll(other.battle, battle);
  message.components = JSON.parse(text) as unknown[];
};

const channelWords = (): readonly string[] => messagesIn(fake, fake.channel.id).map(wordsOf);

describe('the thread of a battle', { timeout: TIMEOUT_MS }, () => {
  it('is opened without a look where Discord answers', async () => {
    const hall = await open();
    await begin();
    await expect.poll(shown, POLL).toEqual([1]);
    expect([asked(CREATE), asked(LOOK)]).toEqual([1, 0]);
    expect(hall.noticed).toEqual([]);
  });

  it.each([500, 502, 504])('is found where Discord made it and answered %i', async (status) => {
    const hall = await open();
    fake.faults.next.push({ match: CREATE, status, isAfter: true });
    await begin();
    await expect.poll(shown, POLL).toEqual([1]);
    await hall.rig.service.engine.settled();
    expect([asked(CREATE), asked(LOOK)]).toEqual([1, 1]);
    expect(hall.noticed).toEqual([]);
  });

  it('is asked for again where Discord did not make it', async () => {
    const hall = await open();
    fake.faults.next.push({ match: CREATE, status: 503 }, { match: CREATE, status: 503 });
    await begin();
    await expect.poll(shown, POLL).toEqual([1]);
    expect([asked(CREATE), asked(LOOK)]).toEqual([3, 2]);
    expect(hall.noticed).toEqual([]);
  });

  it('is found after one answer that was lost and one that was not given', async () => {
    await open();
    fake.faults.next.push({ match: CREATE, status: 503 }, { match: CREATE, status: 502, isAfter: true });
    await begin();
    await expect.poll(shown, POLL).toEqual([1]);
    expect(asked(CREATE)).toBe(2);
  });

  it('is gone on with where somebody speaks of its battle before the list of threads has come', async () => {
    const dir = temporaryDirectory();
    const first = await open(dir);
    await begin();
    await expect.poll(shown, POLL).toEqual([1]);
    await first.rig.service.engine.settled();
    await first.rig.stop();
    const [message] = threadsOf(fake).flatMap(({ id }) => messagesIn(fake, id));
    if (message === undefined) throw new Error('no message');
    const listed = Promise.withResolvers<void>();
    const opening = open(dir, slow(listed.promise));
    await expect.poll(() => fake.gateway.connected, POLL).toBe(1);
    const { edits } = message;
    await story.say(red, 'battle status');
    await expect.poll(() => message.edits, POLL).toBeGreaterThan(edits);
    listed.resolve();
    const next = await opening;
    await next.rig.service.engine.settled();
    expect(shown()).toEqual([1]);
    expect([asked(CREATE), asked(LOOK)]).toEqual([1, 0]);
    expect(next.noticed).toEqual([]);
  });

  it('is given up for the channel where Discord makes none and says nothing', async () => {
    const hall = await open();
    fake.faults.next.push(...Array.from({ length: 3 }, () => ({ match: CREATE, status: 500 })));
    await begin();
    await expect.poll(() => channelWords().length, POLL).toBeGreaterThan(0);
    expect(shown()).toEqual([]);
    expect(asked(CREATE)).toBe(3);
    expect(hall.noticed).toEqual(['a thread could not be opened']);
  });

  it('is never that of somebody else, of another channel, of another name or one that is in use', async () => {
    await open();
    await begin();
    await expect.poll(shown, POLL).toEqual([1]);
    const [first] = threadsOf(fake);
    const { world, guild, channel } = fake;
    if (first === undefined) throw new Error('no thread');
    const other = world.addChannel({ type: 0, name: 'other', guildId: guild.id });
    const thread = { type: 11, name: first.name, guildId: guild.id, parentId: channel.id } as const;
    world.addChannel({ ...thread, parentId: other.id });
    world.addChannel({ ...thread, name: `${first.name}!` });
    world.addChannel({ ...thread, isArchived: true });
    world.addChannel({ ...thread, ownerId: red.id });
    const before = new Set(threadsOf(fake).map(({ id }) => id));
    fake.faults.next.push({ match: CREATE, status: 502, isAfter: true });
    // of the same name, as a rematch has it
    await story.use(red, 'battle.forfeit');
    await story.use(red, 'battle.give-up');
    await begin();
    await until('the second battle', () => threadsOf(fake).length === before.size + 1);
    const made = threadsOf(fake).find(({ id }) => !before.has(id));
    await expect.poll(() => messagesIn(fake, made?.id ?? '').length, POLL).toBe(1);
    expect(asked(CREATE)).toBe(2);
  });

  it('is that of the process before, which ended when it had opened it', async () => {
    const dir = temporaryDirectory();
    const first = await open(dir);
    fake.faults.next.push(...Array.from({ length: 200 }, () => ({ match: WRITE, status: 503 })));
    await begin();
    await expect.poll(() => threadsOf(fake).length, POLL).toBe(1);
    await until('a message that was tried', () => asked(WRITE) > 0);
    await first.rig.stop();
    fake.faults.next.splice(0);
    expect(shown()).toEqual([0]);
    await open(dir);
    await expect.poll(shown, POLL).toEqual([1]);
    expect(asked(CREATE)).toBe(1);
  });
});

describe('the message of a battle', { timeout: TIMEOUT_MS }, () => {
  it('is gone on with by the next process where the one before did not write it down', async () => {
    const dir = temporaryDirectory();
    const one = only(await endTooEarly(dir));
    for (let life = 0; life < 2; life += 1) {
      const [hall] = await Promise.all([open(dir), isEditedAgain(one)]);
      await hall.rig.service.engine.settled();
      // once by the first of them, which writes it down: the next need not look
      expect([shown(), asked(CREATE), asked(LOOK), asked(READ)]).toEqual([[1], 1, 1, 1]);
      expect(hall.noticed).toEqual([]);
      await hall.rig.stop();
    }
    await open(dir);
    await story.say(red, 'battle forfeit', { battle: one.battle });
    await story.use(red, 'battle.give-up');
    await expect.poll(() => one.thread.isArchived, POLL).toBe(true);
    expect(labelsOf(one.message)).toEqual(['Replay', 'Verify', 'Rematch']);
    expect(shown()).toEqual([1]);
  });

  it('is gone on with where the process before never heard that Discord had taken it', async () => {
    const dir = temporaryDirectory();
    const first = await open(dir);
    fake.faults.next.push(
      ...Array.from({ length: 200 }, () => ({ match: WRITE, status: 503, isAfter: true }) as const),
    );
    await begin();
    await expect.poll(shown, POLL).toEqual([1]);
    await first.rig.stop();
    const [thread] = threadsOf(fake);
    const [message] = messagesIn(fake, thread?.id ?? '');
    if (thread === undefined || message === undefined) throw new Error('nothing is shown');
    await Promise.all([open(dir), isEditedAgain({ thread, message, battle: battleOn(message) })]);
    expect([shown(), asked(CREATE)]).toEqual([[1], 1]);
  });

  it('is shown over, and its thread closed, where the battle ended meanwhile', async () => {
    const dir = temporaryDirectory();
    const { battle, thread, message } = only(await endTooEarly(dir));
    const between = await openService({ dir });
    await between.service.engine.ask(
      battleKind,
      { realm: 'home', id: battle },
      { type: 'Void', reason: 'a test' },
      { commandId: 'admin:0:0/v', by: 'admin:0:0', scope: 'g', deadlineMonoMs: performance.now() + 10_000 },
    );
    await between.stop();
    const hall = await open(dir);
    await expect.poll(() => thread.isArchived, POLL).toBe(true);
    expect(labelsOf(message)).toEqual(['Replay', 'Verify', 'Rematch']);
    expect([shown(), asked(CREATE)]).toEqual([[1], 1]);
    expect(hall.noticed).toEqual([]);
  });

  it('is that of its own battle, of several of one name', async () => {
    const dir = temporaryDirectory();
    const both = await endTooEarly(dir, 2);
    expect(new Set(both.map(({ thread }) => thread.name)).size).toBe(1);
    expect(new Set(both.map(({ battle }) => battle)).size).toBe(2);
    const [hall] = await Promise.all([open(dir), ...both.map(isEditedAgain)]);
    expect(both.map(({ message }) => battleOn(message))).toEqual(both.map(({ battle }) => battle));
    expect([shown(), asked(CREATE)]).toEqual([[1, 1], 2]);
    expect(hall.noticed).toEqual([]);
  });

  it.each([
    [
      'another battle’s',
      ({ message }: Shown, other: Shown) => (message.components = other.message.components),
    ],
    ['one of somebody else', ({ message }: Shown) => Object.assign(message, { authorId: red.id })],
    ['one without controls', ({ message }: Shown) => (message.components = [])],
    ['one with a control that was tampered with', tamper],
    ['one in an archived thread', ({ thread }: Shown) => (thread.isArchived = true)],
    [
      'one that may not be read',
      ({ thread }: Shown) => (thread.botPermissions &= ~PERMISSIONS.readMessageHistory),
    ],
    ['one that is not to be seen', ({ thread }: Shown) => (thread.botPermissions = 0n)],
  ])('is never %s', async (_what, change) => {
    const dir = temporaryDirectory();
    const [one, other] = await endTooEarly(dir, 2);
    if (one === undefined || other === undefined) throw new Error('nothing is shown');
    change(one, other);
    const { edits } = one.message;
    const [hall] = await Promise.all([open(dir), isEditedAgain(other)]);
    await expect.poll(shown, POLL).toEqual([1, 1, 1]);
    expect(battleOn(messagesIn(fake, threadsOf(fake)[2]?.id ?? '')[0]!)).toBe(one.battle);
    expect([one.message.edits, asked(CREATE)]).toEqual([edits, 3]);
    expect(hall.noticed).toEqual([]);
  });
});
