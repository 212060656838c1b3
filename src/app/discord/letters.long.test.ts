import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeDiscord, openFakeDiscord } from '#test/support/fake-discord/fake-discord.ts';
import { openDiscordHall } from '#test/support/fake-discord/hall-rig.ts';
import { lettersTo, messagesIn, pressLabel } from '#test/support/fake-discord/looking.ts';
import { Story, wordsOf } from '#test/support/fake-discord/story.ts';
import type { FakeUser } from '#test/support/fake-discord/world.ts';
import { closeRigs, movableClock, temporaryDirectory } from '#test/support/service-rig.ts';

const TIMEOUT_MS = 30_000;
const POLL = { timeout: 10_000, interval: 10 };
const HOUR_MS = 3_600_000;
const MANAGE_GUILD = 1n << 5n;

let fake: FakeDiscord;
let story: Story;
let red: FakeUser;
let blue: FakeUser;

beforeEach(async () => {
  fake = await openFakeDiscord();
  story = new Story(fake);
  red = fake.world.addUser('red');
  blue = fake.world.addUser('blue');
});

afterEach(async () => {
  await closeRigs();
  await fake.close();
});

const textsTo = (user: FakeUser): readonly string[] => lettersTo(fake, user).map(wordsOf);

/** Sends a gift and waits for the answer. */
const give = async (): Promise<void> => {
  await story.say(red, 'eco gift', { user: blue, item: 'honeyberry' });
  await story.use(red, 'quote.confirm');
};

const buy = async (): Promise<void> => {
  await story.say(red, 'eco buy', { item: 'honeyberry', quantity: '2' });
  await story.use(red, 'quote.confirm');
};

const inbox = async (user: FakeUser): Promise<string> => {
  await story.say(user, 'notify view');
  return story.words(user);
};

const open = async (dir?: string, clock = movableClock()) => {
  const hall = await openDiscordHall(fake, { clock, ...(dir === undefined ? {} : { dir }) });
  for (const user of [red, blue]) await story.say(user, 'help');
  return hall;
};

describe('a message to a person', { timeout: TIMEOUT_MS }, () => {
  it('comes as they said: alone, into the inbox, or not at all', async () => {
    const clock = movableClock();
    const hall = await open(undefined, clock);
    await give();
    await story.say(blue, 'notify set', { event: 'gift', via: 'dm' });
    await give();
    await expect.poll(() => textsTo(blue), POLL).toHaveLength(1);
    expect(textsTo(blue)[0]).toContain('red gave you');
    await story.say(blue, 'notify set', { event: 'gift', via: 'off' });
    clock.move(HOUR_MS);
    await buy();
    await give();
    await story.say(blue, 'notify set', { event: 'gift', via: 'dm' });
    await give();
    await expect.poll(() => textsTo(blue), POLL).toHaveLength(2);
    expect((await inbox(blue)).match(/red gave you/g)).toHaveLength(3);
    expect(lettersTo(fake, blue).map(({ allowedMentions }) => allowedMentions)).toEqual([
      { parse: [] },
      { parse: [] },
    ]);
    expect(textsTo(red)).toEqual([]);
    expect(hall.noticed).toEqual([]);
  });

  it('of one person to another comes once in ten minutes; what comes in between waits in the inbox', async () => {
    const clock = movableClock();
    await open(undefined, clock);
    await story.say(blue, 'notify set', { event: 'gift', via: 'dm' });
    await give();
    await expect.poll(() => textsTo(blue), POLL).toHaveLength(1);
    await give();
    await expect.poll(() => inbox(blue), POLL).toContain('2 new');
    clock.move(HOUR_MS);
    await buy();
    await give();
    await expect.poll(() => textsTo(blue), POLL).toHaveLength(2);
  });

  it('is a challenge that nobody else sees, answered from the message itself', async () => {
    await open();
    await story.say(red, 'battle challenge', { user: blue, private: true });
    await expect.poll(() => lettersTo(fake, blue), POLL).toHaveLength(1);
    const [letter] = lettersTo(fake, blue);
    expect(wordsOf(letter)).toMatch(
      /You are challenged by (?!somebody)\S+ to a battle of any against any \(rounds, even levels\)\. Nobody else/,
    );
    expect(wordsOf((await pressLabel(fake, blue, letter, 'Accept')).message)).toContain('Accepted');
    expect(messagesIn(fake, fake.channel.id)).toEqual([]);
  });

  it('is the end of a battle, with its replay', async () => {
    await open();
    await story.say(red, 'notify set', { event: 'battle', via: 'dm' });
    await story.say(red, 'battle npc', { trainer: 'ilse' });
    await story.use(red, 'battle.begin');
    await story.use(red, 'battle.forfeit');
    await story.use(red, 'battle.give-up');
    await expect.poll(() => lettersTo(fake, red), POLL).toHaveLength(1);
    const [letter] = lettersTo(fake, red);
    expect(wordsOf(letter)).toContain('Battle over');
    expect(wordsOf((await pressLabel(fake, red, letter, 'Replay')).message)).toContain('Replay');
  });

  it('is an expedition that is back', async () => {
    const clock = movableClock();
    const dir = temporaryDirectory();
    const first = await open(dir, clock);
    await story.say(red, 'notify set', { event: 'expedition', via: 'dm' });
    await story.say(red, 'pet adopt', { species: 'mossback', name: 'Biscuit' });
    await story.use(red, 'quote.confirm');
    await story.say(red, 'pet expedition start', { route: 'meadow', hours: '1' });
    await story.use(red, 'pet.send');
    await first.rig.stop();
    clock.move(2 * HOUR_MS);
    fake.gateway.allowIdentify();
    await openDiscordHall(fake, { dir, clock });
    await expect.poll(() => textsTo(red), POLL).toHaveLength(1);
    expect(textsTo(red)[0]).toContain('Biscuit');
  });

  it('that finds closed messages is in the inbox, which says so; none is tried again until they ask', async () => {
    const clock = movableClock();
    const hall = await open(undefined, clock);
    blue.hasOpenMessages = false;
    await story.say(blue, 'notify set', { event: 'gift', via: 'dm' });
    await give();
    await expect.poll(() => inbox(blue), POLL).toContain('were closed to us');
    expect(story.words(blue)).toContain('red gave you');
    const refused = () => fake.requests.filter(({ status }) => status === 403).length;
    expect(refused()).toBe(1);
    clock.move(HOUR_MS);
    await give();
    await hall.rig.service.engine.settled();
    expect(refused()).toBe(1);
    blue.hasOpenMessages = true;
    await story.say(blue, 'notify set', { event: 'gift', via: 'dm' });
    clock.move(HOUR_MS);
    await buy();
    await give();
    await expect.poll(() => textsTo(blue), POLL).toHaveLength(1);
    expect(await inbox(blue)).not.toContain('were closed to us');
    expect(hall.noticed).toEqual([]);
  });

  it('is one message, whatever answers are lost on the way', async () => {
    await open();
    await story.say(blue, 'notify set', { event: 'gift', via: 'dm' });
    const lost = { match: /POST \/channels\/\d+\/messages/, status: 502, isAfter: true } as const;
    fake.faults.next.push(lost, lost, lost, lost, lost);
    await give();
    await expect.poll(() => fake.faults.next, POLL).toEqual([]);
    await expect
      .poll(
        () => fake.requests.filter(({ path, status }) => path.endsWith('/messages') && status === 200).length,
        POLL,
      )
      .toBe(1);
    expect(textsTo(blue)).toHaveLength(1);
  });

  it('waits for the next process when this one stops, and comes once', async () => {
    const dir = temporaryDirectory();
    const first = await open(dir);
    await story.say(blue, 'notify set', { event: 'gift', via: 'dm' });
    const away = Array.from({ length: 100 }, () => ({ match: /POST \/users\/@me\/channels/, status: 503 }));
    fake.faults.next.push(...away);
    await give();
    await expect.poll(() => first.noticed, POLL).toEqual(['a message has to wait']);
    await first.rig.stop();
    fake.faults.next.splice(0);
    expect(textsTo(blue)).toEqual([]);
    fake.gateway.allowIdentify();
    const second = await openDiscordHall(fake, { dir });
    await expect.poll(() => textsTo(blue), POLL).toHaveLength(1);
    await second.rig.service.engine.settled();
    expect(textsTo(blue)).toHaveLength(1);
  });

  it('comes into the channel in which they said so, and calls them only for what somebody addressed to them', async () => {
    const clock = movableClock();
    const hall = await open(undefined, clock);
    await story.say(blue, 'notify set', { event: 'gift', via: 'channel' });
    expect(story.words(blue)).toContain(`<#${fake.channel.id}>`);
    await story.say(blue, 'notify set', { event: 'payment', via: 'channel' });
    await give();
    const told = () => messagesIn(fake, fake.channel.id).map(wordsOf);
    await expect.poll(told, POLL).toHaveLength(1);
    expect(told()[0]).toMatch(/Gift[^]*blue\*\*: red gave you/);
    clock.move(HOUR_MS);
    await story.say(red, 'eco pay', { user: blue, amount: '5' });
    await story.use(red, 'quote.confirm');
    await expect.poll(told, POLL).toHaveLength(2);
    const mentions = messagesIn(fake, fake.channel.id).map(({ allowedMentions }) => allowedMentions);
    expect(mentions).toEqual([{ parse: [], users: [blue.id] }, { parse: [] }]);
    expect(textsTo(blue)).toEqual([]);
    expect(hall.noticed).toEqual([]);
  });

  it('for a channel that is gone waits in the inbox, and /notify says so', async () => {
    const clock = movableClock();
    const hall = await open(undefined, clock);
    await story.say(blue, 'notify set', { event: 'gift', via: 'channel' });
    fake.faults.next.push({ match: /POST \/channels\/\d+\/messages/, status: 404, code: 10_003 });
    await give();
    const settings = async (): Promise<string> => {
      await story.say(blue, 'notify set');
      return story.words(blue);
    };
    await expect.poll(settings, POLL).toContain('gone or closed to us');
    expect(await inbox(blue)).toContain('red gave you');
    clock.move(HOUR_MS);
    await buy();
    await give();
    await hall.rig.service.engine.settled();
    expect(messagesIn(fake, fake.channel.id)).toEqual([]);
    await story.say(blue, 'notify set', { event: 'gift', via: 'channel' });
    expect(story.words(blue)).not.toContain('gone or closed to us');
    expect(hall.noticed).toEqual([]);
  });

  it('never comes into a channel in which commands are switched off', async () => {
    const hall = await open();
    await story.say(blue, 'notify set', { event: 'gift', via: 'channel' });
    await story.say(red, 'eco gift', { user: blue, item: 'honeyberry' });
    const off = { channel: fake.channel.id, state: 'off' };
    await fake.people.slash({ user: red, permissions: MANAGE_GUILD }, 'settings channel', off).answer;
    // what has begun may be ended where nothing new may begin
    await story.use(red, 'quote.confirm');
    await expect.poll(() => inbox(blue), POLL).toContain('red gave you');
    await hall.rig.service.engine.settled();
    expect(messagesIn(fake, fake.channel.id)).toEqual([]);
  });

  it('of a private battle comes alone, whatever the channel', async () => {
    await open();
    await story.say(blue, 'notify set', { event: 'challenge', via: 'channel' });
    await story.say(red, 'battle challenge', { user: blue, private: true });
    await expect.poll(() => lettersTo(fake, blue), POLL).toHaveLength(1);
    expect(messagesIn(fake, fake.channel.id)).toEqual([]);
  });

  it('is one list a day for who wants a digest, over a restart, too', async () => {
    const clock = movableClock();
    const dir = temporaryDirectory();
    const first = await open(dir, clock);
    for (const event of ['gift', 'payment']) await story.say(blue, 'notify set', { event, via: 'digest' });
    await give();
    await story.say(red, 'eco pay', { user: blue, amount: '5' });
    await story.use(red, 'quote.confirm');
    await expect.poll(() => inbox(blue), POLL).toContain('2 new');
    await story.say(blue, 'notify set');
    expect(story.words(blue)).toContain('Next digest');
    expect(textsTo(blue)).toEqual([]);
    await first.rig.stop();
    clock.move(25 * HOUR_MS);
    fake.gateway.allowIdentify();
    await openDiscordHall(fake, { dir, clock });
    await expect.poll(() => textsTo(blue), POLL).toHaveLength(1);
    expect(textsTo(blue)[0]).toMatch(/Your day[^]*red gave you Honeyberries[^]*red gave you 5 coins/);
  });

  it('never reaches somebody who was erased, and nothing is left of where they were reached', async () => {
    const hall = await open();
    await story.say(blue, 'notify set', { event: 'gift', via: 'dm' });
    const away = Array.from({ length: 100 }, () => ({ match: /POST \/users\/@me\/channels/, status: 503 }));
    fake.faults.next.push(...away);
    await give();
    await expect.poll(() => hall.noticed, POLL).toEqual(['a message has to wait']);
    await story.say(blue, 'profile delete');
    await story.use(blue, 'profile.delete');
    await story.fill(blue, { confirm: 'delete' });
    const asked = (): number => fake.requests.filter(({ path }) => path === '/users/@me/channels').length;
    const before = asked();
    fake.faults.next.splice(0);
    await hall.rig.service.engine.settled();
    expect(asked()).toBe(before);
    expect(textsTo(blue)).toEqual([]);
    // not even before: an external id is never written in clear
    await hall.rig.stop();
    const kept = readdirSync(hall.rig.dir).map((name) => readFileSync(join(hall.rig.dir, name)));
    expect(kept.some((bytes) => bytes.includes('gift'))).toBe(true);
    expect(kept.filter((bytes) => bytes.includes(blue.id) || bytes.includes(red.id))).toEqual([]);
  });
});
