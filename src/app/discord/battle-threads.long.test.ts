import { PermissionFlagsBits } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { battle as battleKind } from '#actors/battle/battle.ts';
import type { FakeDiscord } from '#test/support/fake-discord/fake-discord.ts';
import { type DiscordHall, openDiscordHall, openDuel } from '#test/support/fake-discord/hall-rig.ts';
import {
  labelsOf,
  lettersTo,
  messagesIn as messagesOf,
  pressLabel,
  threadsOf,
} from '#test/support/fake-discord/looking.ts';
import { type Story, wordsOf } from '#test/support/fake-discord/story.ts';
import {
  type FakeChannel,
  type FakeMessage,
  type FakeUser,
  PERMISSIONS,
} from '#test/support/fake-discord/world.ts';
import { closeRigs, openService, temporaryDirectory, until } from '#test/support/service-rig.ts';

const TIMEOUT_MS = 30_000;
const POLL = { timeout: 10_000, interval: 10 };

let fake: FakeDiscord;
let story: Story;
let red: FakeUser;
let blue: FakeUser;

beforeEach(async () => {
  ({ fake, story, red, blue } = await openDuel());
});

afterEach(async () => {
  await closeRigs();
  await fake.close();
});

const open = async (dir?: string): Promise<DiscordHall> => {
  const hall = await openDiscordHall(fake, dir === undefined ? {} : { dir });
  await story.say(blue, 'help');
  return hall;
};

const threads = (): readonly FakeChannel[] => threadsOf(fake);

const messagesIn = (channelId: string): readonly FakeMessage[] => messagesOf(fake, channelId);

const press = (user: FakeUser, message: FakeMessage, label: string) => pressLabel(fake, user, message, label);

interface Begun {
  readonly battle: string;
  readonly thread: FakeChannel;
  readonly message: FakeMessage;
}

const battleIn = (words: string): string => /(?:Battle|Kampf) (\w{14})/.exec(words)?.[1] ?? '';

/** Starts a battle of red's and waits for its thread. */
const begin = async (tempo = 'rounds'): Promise<Begun> => {
  await story.say(red, 'battle npc', { trainer: 'ilse', tempo });
  await story.use(red, 'battle.begin');
  const battle = battleIn(story.words(red));
  await expect.poll(() => threads().flatMap(({ id }) => messagesIn(id)), POLL).toHaveLength(1);
  const [thread] = threads();
  const [message] = messagesIn(thread?.id ?? '');
  if (thread === undefined || message === undefined) throw new Error('no thread');
  return { battle, thread, message };
};

describe('a battle', { timeout: TIMEOUT_MS }, () => {
  it('has one public thread with one message, from its beginning to its end', async () => {
    const hall = await open();
    const { battle, thread, message } = await begin();
    expect(thread.name).toBe('red against Ilse');
    expect(labelsOf(message)).toEqual(['Controls', 'Watch', 'Follow']);
    expect(wordsOf(message)).toContain('### red against Ilse');
    await story.use(red, 'battle.order', 'Guard');
    await expect.poll(() => message.edits, POLL).toBeGreaterThan(0);
    expect(messagesIn(thread.id)).toHaveLength(1);
    // the order itself is nobody's to see
    expect(wordsOf(message)).not.toContain('Ordered');
    await story.say(red, 'battle forfeit', { battle });
    await story.use(red, 'battle.give-up');
    await expect.poll(() => thread.isArchived, POLL).toBe(true);
    expect(wordsOf(message)).toContain('red against Ilse: over');
    expect(labelsOf(message)).toEqual(['Replay', 'Verify', 'Rematch']);
    expect(hall.surface.threads?.size).toBe(0);
    expect(hall.noticed).toEqual([]);
    expect(fake.requests.filter(({ status }) => status >= 400)).toEqual([]);
  });

  it('is played and watched from the message, each by a panel of their own', async () => {
    await open();
    const { message } = await begin();
    const own = await press(red, message, 'Controls');
    expect(own.message?.forUserId).toBe(red.id);
    expect(labelsOf(own.message)).toContain('Guard');
    const watched = await press(blue, message, 'Watch');
    expect(watched.message?.forUserId).toBe(blue.id);
    expect(labelsOf(watched.message)).toEqual(['Refresh']);
    const strangers = await Promise.all(
      ['green', 'gold'].map((name) => press(fake.world.addUser(name), message, 'Watch')),
    );
    expect(strangers.map((answer) => labelsOf(answer.message))).toEqual([['Refresh'], ['Refresh']]);
    const views = [watched, ...strangers].map((answer) => ({ answer, before: wordsOf(answer.message) }));
    await story.use(red, 'battle.order', 'Guard');
    // each spectator's own view goes on by itself
    for (const { answer, before } of views) {
      await expect.poll(() => wordsOf(answer.message), POLL).not.toBe(before);
      expect(labelsOf(answer.message)).toEqual(['Refresh']);
    }
  });

  it('speaks the language that the guild has chosen, from its thread to its end', async () => {
    await open();
    const manager = { user: blue, permissions: PermissionFlagsBits.ManageGuild };
    await fake.people.slash(manager, 'settings language', { language: 'de' }).answer;
    const { battle, thread, message } = await begin();
    expect(thread.name).toBe('red gegen Ilse');
    expect(labelsOf(message)).toEqual(['Steuern', 'Zusehen', 'Verfolgen']);
    const { edits } = message;
    await story.use(red, 'battle.order');
    await expect.poll(() => message.edits, POLL).toBeGreaterThan(edits);
    expect(wordsOf(message)).toContain('Runde');
    await story.say(red, 'battle forfeit', { battle });
    await story.use(red, 'battle.give-up');
    await expect.poll(() => thread.isArchived, POLL).toBe(true);
    expect(wordsOf(message)).toContain('red gegen Ilse: vorbei');
    expect(labelsOf(message)).toEqual(['Aufzeichnung', 'Prüfen', 'Revanche']);
  });

  it('keeps everybody’s own view in their own language', async () => {
    await open();
    const { message } = await begin();
    const watched = await pressLabel(fake, blue, message, 'Watch', { locale: 'de' });
    const before = wordsOf(watched.message);
    expect(before).toContain('Runde');
    await story.use(red, 'battle.order', 'Guard');
    await expect.poll(() => wordsOf(watched.message), POLL).not.toBe(before);
    expect(wordsOf(watched.message)).toContain('Runde');
    expect(wordsOf(message)).toContain('Round');
  });

  it('leaves a question alone that somebody is being asked', async () => {
    await open();
    const { battle, message } = await begin('live');
    const shown = await story.say(red, 'battle status', { battle });
    const before = wordsOf(shown.message);
    await expect.poll(() => wordsOf(shown.message), POLL).not.toBe(before);
    const asked = await story.use(red, 'battle.forfeit');
    expect(asked.message?.id).toBe(shown.message?.id);
    const { edits } = message;
    await expect.poll(() => message.edits, POLL).toBeGreaterThan(edits + 1);
    expect(wordsOf(asked.message)).toContain('Give up?');
  });

  it('tells its followers of the end, and offers a rematch to who fought it', async () => {
    await open();
    const { battle, message } = await begin();
    expect(wordsOf((await press(blue, message, 'Follow')).message)).toContain('You follow this battle');
    const shut = fake.world.addUser('shut');
    shut.hasOpenMessages = false;
    await press(shut, message, 'Follow');
    expect(wordsOf((await press(red, message, 'Follow')).message)).toContain('You follow this battle');
    expect(wordsOf((await press(red, message, 'Follow')).message)).toContain('no longer');
    await story.say(red, 'battle forfeit', { battle });
    await story.use(red, 'battle.give-up');
    await expect
      .poll(() => lettersTo(fake, blue).map(wordsOf), POLL)
      .toEqual([expect.stringContaining('The battle that you follow is over')]);
    expect([...lettersTo(fake, shut), ...lettersTo(fake, red)]).toEqual([]);
    await expect.poll(() => labelsOf(message), POLL).toEqual(['Replay', 'Verify', 'Rematch']);
    expect(wordsOf((await press(blue, message, 'Verify')).message)).toContain('MATCH');
    expect(wordsOf((await press(blue, message, 'Replay')).message)).toContain('Replay');
    expect(wordsOf((await press(blue, message, 'Rematch')).message)).toContain('Not your battle');
    // who has just fought is free as soon as the list of battles knows it
    await until('a rematch', async () => {
      const again = await press(red, message, 'Rematch');
      return wordsOf(again.message).includes('Ilse') && labelsOf(again.message).includes('Start');
    });
  });

  it('goes on in its message after a restart, by itself, and tells who followed before', async () => {
    const dir = temporaryDirectory();
    const first = await open(dir);
    const { battle, thread, message } = await begin();
    await press(blue, message, 'Follow');
    await first.rig.stop();
    fake.gateway.allowIdentify();
    const second = await open(dir);
    await expect.poll(() => second.surface.threads?.size, POLL).toBe(1);
    const { edits } = message;
    await story.say(red, 'battle move', { choice: 'Guard', battle });
    await expect.poll(() => message.edits, POLL).toBeGreaterThan(edits);
    expect(threads()).toHaveLength(1);
    await story.say(red, 'battle forfeit', { battle });
    await story.use(red, 'battle.give-up');
    await expect.poll(() => thread.isArchived, POLL).toBe(true);
    expect(labelsOf(message)).toEqual(['Replay', 'Verify', 'Rematch']);
    await expect.poll(() => lettersTo(fake, blue), POLL).toHaveLength(1);
    expect(second.noticed).toEqual([]);
  });

  it('that ended while nobody showed it is shown over by the next process, and told once', async () => {
    const dir = temporaryDirectory();
    const first = await open(dir);
    const { battle, thread, message } = await begin();
    await press(blue, message, 'Follow');
    await first.rig.stop();
    // a service without Discord plays it to its end
    const between = await openService({ dir });
    await between.service.engine.ask(
      battleKind,
      { realm: 'home', id: battle },
      { type: 'Void', reason: 'a test' },
      { commandId: 'admin:0:0/v', by: 'admin:0:0', scope: 'g', deadlineMonoMs: performance.now() + 10_000 },
    );
    await between.stop();
    for (let life = 0; life < 2; life += 1) {
      fake.gateway.allowIdentify();
      const hall = await openDiscordHall(fake, { dir });
      await expect.poll(() => thread.isArchived, POLL).toBe(true);
      await expect.poll(() => lettersTo(fake, blue), POLL).toHaveLength(1);
      await hall.rig.stop();
    }
    expect(labelsOf(message)).toEqual(['Replay', 'Verify', 'Rematch']);
    expect(lettersTo(fake, blue)).toHaveLength(1);
  });

  it('shows in the channel where threads are not allowed', async () => {
    const hall = await open();
    fake.channel.botPermissions &= ~PERMISSIONS.createPublicThreads;
    await story.say(red, 'battle npc', { trainer: 'ilse' });
    await story.use(red, 'battle.begin');
    await expect.poll(() => messagesIn(fake.channel.id), POLL).toHaveLength(1);
    expect(threads()).toEqual([]);
    expect(hall.noticed).toEqual([]);
  });

  it('shows in the channel when Discord gives it no thread for a while, and opens none later', async () => {
    const hall = await open();
    fake.faults.next.push({ match: /POST .*\/threads$/, status: 429, retryAfterMs: 6_000 });
    await story.say(red, 'battle npc', { trainer: 'ilse' });
    await story.use(red, 'battle.begin');
    await expect.poll(() => messagesIn(fake.channel.id), POLL).toHaveLength(1);
    expect(hall.noticed).toEqual(['a thread could not be opened']);
    // the next one waits behind it, until the client has woken
    await story.say(blue, 'battle npc', { trainer: 'wren' });
    await story.use(blue, 'battle.begin');
    await expect.poll(() => threads().map(({ name }) => name), POLL).toEqual(['blue against Wren']);
  });

  it('that is over before its thread is open shows its end there', async () => {
    const hall = await open();
    fake.faults.next.push({ match: /POST .*\/threads$/, status: 429, retryAfterMs: 1_500 });
    await story.say(red, 'battle npc', { trainer: 'ilse' });
    await story.use(red, 'battle.begin');
    await story.use(red, 'battle.forfeit');
    await story.use(red, 'battle.give-up');
    await expect.poll(() => threads()[0]?.isArchived, POLL).toBe(true);
    const [message] = messagesIn(threads()[0]?.id ?? '');
    expect(wordsOf(message)).toContain('red against Ilse: over');
    expect(hall.noticed).toEqual([]);
  });

  it('is not held up by a Discord that says no', async () => {
    const hall = await open();
    const { battle, message, thread } = await begin();
    fake.faults.next.push(
      ...Array.from({ length: 50 }, () => ({ match: /PATCH \/channels/, status: 403, code: 50_013 })),
    );
    const edits = message.edits;
    await story.use(red, 'battle.order', 'Guard');
    await expect.poll(() => hall.noticed, POLL).toContain('the message of a battle is gone');
    await story.say(red, 'battle status', { battle });
    expect(story.words(red)).toMatch(/Battle/);
    await story.say(red, 'battle forfeit', { battle });
    await story.use(red, 'battle.give-up');
    expect(story.words(red)).toContain('Ilse won');
    expect(message.edits).toBe(edits);
    expect(thread.name).toBe('red against Ilse');
  });

  it('that is private has no thread, and its challenge comes alone', async () => {
    const hall = await open();
    await story.say(red, 'battle challenge', { user: blue, private: true });
    await expect.poll(() => hall.surface.threads?.size, POLL).toBe(0);
    expect(messagesIn(fake.channel.id)).toEqual([]);
    // the one who is meant is told alone
    await expect
      .poll(
        () =>
          [...fake.world.channels.values()].some(
            ({ recipientId, id }) => recipientId === blue.id && messagesIn(id).length === 1,
          ),
        POLL,
      )
      .toBe(true);
  });
});

describe('a challenge', { timeout: TIMEOUT_MS }, () => {
  it('is shown to the one who is meant, who is notified and can accept', async () => {
    await open();
    await story.say(red, 'battle challenge', { user: blue });
    await expect.poll(() => messagesIn(fake.channel.id), POLL).toHaveLength(1);
    const [card] = messagesIn(fake.channel.id);
    if (card === undefined) throw new Error('no card');
    expect(card.allowedMentions).toEqual({ parse: [], users: [blue.id] });
    expect(wordsOf(card)).toContain(`<@${blue.id}>`);
    expect(labelsOf(card)).toContain('Accept');
    expect(wordsOf((await press(red, card, 'Accept')).message)).toContain('belongs to somebody else');
    expect(wordsOf((await press(blue, card, 'Accept')).message)).toContain('Accepted');
    await story.say(red, 'battle status', { battle: battleIn(wordsOf(card)) });
    await story.use(red, 'battle.begin');
    await expect.poll(() => threads().map(({ name }) => name), POLL).toEqual(['red against blue']);
  });

  it('for coins ends with a message that tells the ratings of both and the receipt of the stakes', async () => {
    await open();
    await story.say(red, 'battle challenge', { user: blue, stake: '50', team: 'loan:mossback,loan:duskowl' });
    await expect.poll(() => messagesIn(fake.channel.id), POLL).toHaveLength(1);
    const [card] = messagesIn(fake.channel.id);
    const battle = battleIn(wordsOf(card));
    await press(blue, card as FakeMessage, 'Accept');
    await story.say(red, 'battle status', { battle });
    await story.use(red, 'battle.begin');
    await expect.poll(() => threads().flatMap(({ id }) => messagesIn(id)), POLL).toHaveLength(1);
    // two rounds, so that it counts
    for (let round = 2; round <= 3; round += 1) {
      for (const user of [red, blue]) await story.say(user, 'battle move', { choice: 'move1', battle });
      const isRound = async (): Promise<string> => {
        await story.say(red, 'battle status', { battle });
        return story.words(red);
      };
      await expect.poll(isRound, POLL).toContain(`**Round** ${round}`);
    }
    await story.say(red, 'battle forfeit', { battle });
    await story.use(red, 'battle.give-up');
    const [thread] = threads();
    await expect.poll(() => thread?.isArchived, POLL).toBe(true);
    const end = wordsOf(messagesIn(thread?.id ?? '')[0]);
    expect(end).toMatch(/Rating of red\*\* 1500 → 1[34]\d\d/);
    expect(end).toMatch(/Rating of blue\*\* 1500 → 1[56]\d\d/);
    expect(end).toMatch(/Receipt\*\* `\w+`/);
    expect(end).not.toContain('Experience');
  });
});
