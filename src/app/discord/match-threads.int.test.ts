import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FakeDiscord } from '#test/support/fake-discord/fake-discord.ts';
import { openDiscordHall, openDuel } from '#test/support/fake-discord/hall-rig.ts';
import { type Story, wordsOf } from '#test/support/fake-discord/story.ts';
import { labelsOf, messagesIn, pressLabel, threadsOf } from '#test/support/fake-discord/looking.ts';
import type { FakeChannel, FakeMessage, FakeUser } from '#test/support/fake-discord/world.ts';
import { closeRigs, until } from '#test/support/service-rig.ts';

const TIMEOUT_MS = 60_000;
const POLL = { timeout: 30_000, interval: 10 };

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

const battleIn = (words: string): string => /Battle (\w{14})/.exec(words)?.[1] ?? '';

const threadOf = async (): Promise<{ readonly thread: FakeChannel; readonly message: FakeMessage }> => {
  await expect.poll(() => threadsOf(fake).flatMap(({ id }) => messagesIn(fake, id)), POLL).toHaveLength(1);
  const [thread] = threadsOf(fake);
  const [message] = messagesIn(fake, thread?.id ?? '');
  if (thread === undefined || message === undefined) throw new Error('no thread');
  return { thread, message };
};

describe('a match', { timeout: TIMEOUT_MS }, () => {
  it('has a thread like any battle: a hunt', async () => {
    const hall = await openDiscordHall(fake);
    await story.say(blue, 'help');
    await story.say(red, 'battle npc', { trainer: 'osrs-greater-demon' });
    await story.use(red, 'match.begin');
    const { thread, message } = await threadOf();
    expect(thread.name).toBe('red against Greater demon');
    expect(labelsOf(message)).toEqual(['Controls', 'Watch', 'Follow']);
    const own = await pressLabel(fake, red, message, 'Controls');
    expect(own.message?.forUserId).toBe(red.id);
    expect(labelsOf(own.message)).toContain('Give up');
    const watched = await pressLabel(fake, blue, message, 'Watch');
    expect(labelsOf(watched.message)).toEqual(['Refresh']);
    const stranger = await pressLabel(fake, fake.world.addUser('green'), message, 'Watch');
    expect(labelsOf(stranger.message)).toEqual(['Refresh']);
    expect(wordsOf((await pressLabel(fake, blue, message, 'Follow')).message)).toContain('You follow this');
    const before = wordsOf(watched.message);
    const choice = labelsOf(own.message)[0] ?? '';
    await pressLabel(fake, red, own.message, choice);
    await expect.poll(() => message.edits, POLL).toBeGreaterThan(0);
    await expect.poll(() => wordsOf(watched.message), POLL).not.toBe(before);
    expect(messagesIn(fake, thread.id)).toHaveLength(1);
    await story.say(red, 'battle forfeit', { battle: battleIn(wordsOf(message)) });
    await story.use(red, 'match.give-up');
    await expect.poll(() => thread.isArchived, POLL).toBe(true);
    expect(wordsOf(message)).toContain('red against Greater demon: over');
    expect(labelsOf(message)).toEqual(['Replay', 'Verify', 'Rematch']);
    expect(wordsOf((await pressLabel(fake, blue, message, 'Verify')).message)).toContain('MATCH');
    expect(wordsOf((await pressLabel(fake, blue, message, 'Replay')).message)).toContain('Replay');
    expect(wordsOf((await pressLabel(fake, blue, message, 'Rematch')).message)).toContain('Not your battle');
    const again = await pressLabel(fake, red, message, 'Rematch');
    expect(wordsOf(again.message)).toContain('Hunt: Greater demon');
    expect(labelsOf(again.message)).toContain('Start');
    await expect.poll(() => hall.surface.threads?.size, POLL).toBe(1);
    expect(hall.noticed).toEqual([]);
    expect(fake.requests.filter(({ status }) => status >= 400)).toEqual([]);
  });

  it('keeps what a side chose to itself: Pokémon of two people', async () => {
    await openDiscordHall(fake);
    await story.say(blue, 'help');
    // the first question after a quiet time may find the rules being loaded
    await until('the rules', async () => {
      await story.say(red, 'battle challenge', { user: blue, rules: 'pokemon', format: 'gen1randombattle' });
      return !story.words(red).includes('E_BUSY');
    });
    await expect.poll(() => messagesIn(fake, fake.channel.id), POLL).toHaveLength(1);
    const [card] = messagesIn(fake, fake.channel.id);
    expect(labelsOf(card)).toContain('Accept');
    expect(wordsOf((await pressLabel(fake, blue, card, 'Accept')).message)).toContain('Accepted');
    await story.say(red, 'battle status', { battle: battleIn(wordsOf(card)) });
    await story.use(red, 'match.begin');
    const { thread, message } = await threadOf();
    expect(thread.name).toBe('red against blue');
    const hers = await pressLabel(fake, blue, message, 'Controls');
    const his = await pressLabel(fake, red, message, 'Controls');
    const shown = { all: wordsOf(message), hers: wordsOf(hers.message) };
    const first = await pressLabel(fake, red, his.message, labelsOf(his.message)[0] ?? '');
    const chosen = wordsOf(first.message);
    expect(chosen).toContain('You have chosen');
    expect(wordsOf(message)).toBe(shown.all);
    expect(wordsOf(hers.message)).toBe(shown.hers);
    await pressLabel(fake, blue, hers.message, labelsOf(hers.message)[0] ?? '');
    // the turn is played: everybody's panel goes on by itself
    await expect.poll(() => wordsOf(message), POLL).not.toBe(shown.all);
    await expect.poll(() => wordsOf(first.message), POLL).not.toBe(chosen);
    const again = async (): Promise<string> =>
      wordsOf((await pressLabel(fake, red, message, 'Rematch')).message);
    await story.say(blue, 'battle forfeit', { battle: battleIn(wordsOf(card)) });
    await story.use(blue, 'match.give-up');
    await expect.poll(() => thread.isArchived, POLL).toBe(true);
    expect(await again()).toContain('They have ten minutes to accept');
  });
});
