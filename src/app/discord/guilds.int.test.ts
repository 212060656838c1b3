import type { APIInteraction } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FakeDiscord } from '#test/support/fake-discord/fake-discord.ts';
import { type DiscordHall, openDiscordHall, openDuel } from '#test/support/fake-discord/hall-rig.ts';
import {
  labelsOf,
  lettersTo,
  messagesIn,
  pressLabel,
  threadsOf,
} from '#test/support/fake-discord/looking.ts';
import { guildJson } from '#test/support/fake-discord/payloads.ts';
import { allParts, type Part } from '#test/support/fake-discord/message-form.ts';
import type { Act } from '#test/support/fake-discord/people.ts';
import { type Story, wordsOf } from '#test/support/fake-discord/story.ts';
import type { FakeChannel, FakeMessage, FakeUser } from '#test/support/fake-discord/world.ts';
import { closeRigs } from '#test/support/service-rig.ts';

const TIMEOUT_MS = 30_000;
const POLL = { timeout: 10_000, interval: 10 };

let fake: FakeDiscord;
let story: Story;
let red: FakeUser;
let blue: FakeUser;
let hall: DiscordHall;

beforeEach(async () => {
  ({ fake, story, red, blue } = await openDuel());
  hall = await openDiscordHall(fake);
  for (const user of [red, blue]) await story.say(user, 'help');
});

afterEach(async () => {
  await closeRigs();
  await fake.close();
});

interface Begun {
  readonly battle: string;
  readonly thread: FakeChannel;
  readonly message: FakeMessage;
}

const begin = async (): Promise<Begun> => {
  await story.say(red, 'battle npc', { trainer: 'ilse' });
  await story.use(red, 'battle.begin');
  const battle = /Battle (\w{14})/.exec(story.words(red))?.[1] ?? '';
  await expect.poll(() => threadsOf(fake).flatMap(({ id }) => messagesIn(fake, id)), POLL).toHaveLength(1);
  const [thread] = threadsOf(fake);
  const [message] = messagesIn(fake, thread?.id ?? '');
  if (thread === undefined || message === undefined) throw new Error('no thread');
  return { battle, thread, message };
};

const guard = async (battle: string): Promise<void> => {
  await story.say(red, 'battle move', { choice: 'Guard', battle });
};

const giveUp = async (battle: string): Promise<void> => {
  await story.say(red, 'battle forfeit', { battle });
  await story.use(red, 'battle.give-up');
};

describe('what is taken away under a running battle', { timeout: TIMEOUT_MS }, () => {
  it('is a message: the battle goes on in another one, and unseen when that goes too', async () => {
    const { battle, thread, message } = await begin();
    await pressLabel(fake, blue, message, 'Follow');
    fake.world.messages.delete(message.id);
    await guard(battle);
    await expect.poll(() => messagesIn(fake, thread.id), POLL).toHaveLength(1);
    const [next] = messagesIn(fake, thread.id);
    expect(labelsOf(next)).toEqual(['Controls', 'Watch', 'Follow']);
    expect(hall.noticed).toEqual([]);
    fake.world.messages.delete(next?.id ?? '');
    await guard(battle);
    await expect.poll(() => hall.noticed, POLL).toEqual(['the message of a battle is gone']);
    await giveUp(battle);
    // the end reaches who asked for it all the same
    await expect.poll(() => lettersTo(fake, blue), POLL).toHaveLength(1);
    expect(messagesIn(fake, thread.id)).toEqual([]);
    expect(hall.noticed).toEqual(['the message of a battle is gone']);
  });

  it('is the thread: another one is opened', async () => {
    const { battle, thread } = await begin();
    fake.world.channels.delete(thread.id);
    await guard(battle);
    await expect.poll(() => threadsOf(fake).flatMap(({ id }) => messagesIn(fake, id)), POLL).toHaveLength(1);
    const [next] = threadsOf(fake);
    expect(next?.name).toBe('red against Ilse');
    await giveUp(battle);
    await expect.poll(() => next?.isArchived, POLL).toBe(true);
    expect(hall.noticed).toEqual([]);
  });

  it('is its being open: a new message opens it again', async () => {
    const { battle, thread } = await begin();
    thread.isArchived = true;
    await guard(battle);
    await expect.poll(() => messagesIn(fake, thread.id), POLL).toHaveLength(2);
    expect(thread.isArchived).toBe(false);
    expect(threadsOf(fake)).toHaveLength(1);
    expect(hall.noticed).toEqual([]);
  });

  it.each([
    ['removes the bot', {}],
    ['is out of order', { unavailable: true }],
  ])('is a guild that %s: nothing is sent there until it is back, with all its data', async (_how, more) => {
    const { battle, message } = await begin();
    const { id } = fake.guild;
    fake.gateway.send('GUILD_DELETE', { id, ...more });
    // an answer that came after it says that it was heard
    await story.say(red, 'eco balance');
    const coins = /([\d,]+) coins/.exec(story.words(red))?.[1];
    const { edits } = message;
    await guard(battle);
    await story.say(red, 'battle status', { battle });
    expect(message.edits).toBe(edits);
    fake.gateway.send('GUILD_CREATE', guildJson(fake.guild, fake.world));
    await expect.poll(() => message.edits, POLL).toBeGreaterThan(edits);
    await story.say(red, 'eco balance');
    expect(/([\d,]+) coins/.exec(story.words(red))?.[1]).toBe(coins);
    await giveUp(battle);
    await expect.poll(() => wordsOf(message), POLL).toContain('over');
    expect(hall.noticed).toEqual([]);
  });
});

describe('what a guild has chosen', { timeout: TIMEOUT_MS }, () => {
  const MANAGE_GUILD = 1n << 5n;
  const set = (name: string, values: Record<string, string> = {}) =>
    fake.people.slash({ user: red, permissions: MANAGE_GUILD }, name, values).answer;
  const look = async (name: string): Promise<string> => wordsOf((await set(name)).message);
  const LOST = 'nowhere: its channel was deleted';

  it('and Discord deletes is taken back, said to who manages it, and can be chosen anew', async () => {
    const { id: guildId } = fake.guild;
    const lobby = fake.world.addChannel({ type: 0, name: 'lobby', guildId });
    const thread = fake.world.addChannel({ type: 11, name: 'side', guildId, parentId: fake.channel.id });
    const role = fake.world.nextId();
    await set('settings news', { channel: lobby.id });
    await set('settings channel', { channel: lobby.id, state: 'off' });
    await set('settings feature', { feature: 'battle', state: 'off', channel: thread.id });
    await set('settings roles', { role, as: 'moderator' });
    const before = await look('settings overview');
    for (const id of [lobby.id, thread.id, role]) expect(before).toContain(id);
    expect(before).not.toContain('deleted');

    fake.deleteChannel(thread);
    await expect.poll(() => look('settings overview'), POLL).not.toContain(thread.id);
    // nobody misses the rule of a thread that is gone
    expect(await look('settings overview')).not.toContain('deleted');
    fake.deleteChannel(lobby);
    await expect.poll(() => look('settings overview'), POLL).toContain(LOST);
    expect(await look('settings overview')).not.toContain(lobby.id);
    fake.deleteRole(fake.guild, role);
    await expect.poll(() => look('settings overview'), POLL).toContain('deleted, was moderator');
    const audit = await look('settings audit');
    expect(audit.match(/Discord/g)).toHaveLength(4);

    expect(wordsOf((await set('settings news', { channel: fake.channel.id })).message)).not.toContain(LOST);
    await set('settings roles', { role: fake.world.nextId(), as: 'moderator' });
    const after = await look('settings overview');
    expect(after).toContain(fake.channel.id);
    expect(after).not.toContain('deleted');
  });
});

describe('an interaction that two sources deliver', { timeout: TIMEOUT_MS }, () => {
  /** Brings it by the gateway and by another source at the same time. */
  const twice = async (act: Act): Promise<FakeMessage | undefined> => {
    const other = hall.surface.interactions.take(act.payload as unknown as APIInteraction);
    const { message } = await act.answer;
    await other;
    await hall.surface.interactions.settled();
    return message;
  };
  const control = (message: FakeMessage | undefined, label: string): string =>
    allParts((message?.components ?? []) as readonly Part[]).find(({ part }) => part.label === label)?.part
      .custom_id ?? '';
  const pressTwice = (user: FakeUser, message: FakeMessage | undefined, label: string) => {
    if (message === undefined) throw new Error('no message');
    return twice(fake.people.press({ user }, message, control(message, label)));
  };
  const slashTwice = (...[name, values]: [string, Record<string, FakeUser | string>?]) =>
    twice(fake.people.slash({ user: red }, name, values));

  it('has its effect once, and one answer', async () => {
    const offer = await slashTwice('eco pay', { user: blue, amount: '100' });
    expect(wordsOf(await pressTwice(red, offer, 'Confirm'))).toContain('Paid');
    await slashTwice('eco daily');
    await hall.rig.service.engine.settled();
    const history = await story.say(red, 'eco history');
    const lines = wordsOf(history.message);
    expect(lines.match(/−100 /g)).toHaveLength(1);
    await story.say(blue, 'eco balance');
    expect(story.words(blue)).toContain('1,100 coins');
    expect(hall.noticed).toEqual([]);
    expect(fake.requests.filter(({ status }) => status >= 400).length).toBeGreaterThan(0);
  });

  it('is one challenge with one card, and one wish to follow', async () => {
    await slashTwice('battle challenge', { user: blue });
    expect(messagesIn(fake, fake.channel.id)).toHaveLength(1);
    const { battle, message } = await begin();
    expect(wordsOf(await pressTwice(blue, message, 'Follow'))).toContain('You follow this battle');
    await giveUp(battle);
    await expect.poll(() => lettersTo(fake, blue), POLL).toHaveLength(1);
    expect(hall.noticed).toEqual([]);
  });
});
