import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FakeDiscord } from '#test/support/fake-discord/fake-discord.ts';
import { openDiscordHall, openDuel } from '#test/support/fake-discord/hall-rig.ts';
import { messagesIn, threadsOf } from '#test/support/fake-discord/looking.ts';
import { type Story, wordsOf } from '#test/support/fake-discord/story.ts';
import type { FakeUser } from '#test/support/fake-discord/world.ts';
import { closeRigs, temporaryDirectory, until } from '#test/support/service-rig.ts';

const TIMEOUT_MS = 30_000;
const POLL = { timeout: 15_000, interval: 10 };
const CREATE = /POST \/channels\/\d+\/threads/;
const LOOK = /GET \/guilds\/\d+\/threads\/active/;
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

const open = (dir = temporaryDirectory()) => {
  fake.gateway.allowIdentify();
  return openDiscordHall(fake, { dir });
};

const begin = async (user = red): Promise<void> => {
  await story.say(user, 'battle npc', { trainer: 'ilse' });
  await story.use(user, 'battle.begin');
};

const asked = (what: RegExp): number =>
  fake.requests.filter(({ method, path }) => what.test(`${method} ${path}`)).length;

/** How many threads there are and how many messages stand in each. */
const shown = (): readonly number[] => threadsOf(fake).map(({ id }) => messagesIn(fake, id).length);

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
