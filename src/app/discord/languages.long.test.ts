import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { streamOf } from '#actors/kit/stream-id.ts';
import { DEPLOYMENT_REALM } from '#game/shared/ids.ts';
import type { FakeDiscord } from '#test/support/fake-discord/fake-discord.ts';
import { openDiscordHall, openDuel } from '#test/support/fake-discord/hall-rig.ts';
import { labelsOf, lettersTo, messagesIn, threadsOf } from '#test/support/fake-discord/looking.ts';
import { type Story, wordsOf } from '#test/support/fake-discord/story.ts';
import type { FakeMessage, FakeUser } from '#test/support/fake-discord/world.ts';
import { closeRigs, movableClock, temporaryDirectory, until } from '#test/support/service-rig.ts';

const TIMEOUT_MS = 30_000;
const POLL = { timeout: 10_000, interval: 10 };
const HOUR_MS = 3_600_000;
const MANAGE_GUILD = 1n << 5n;

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

const open = (dir: string, clock = movableClock()) => {
  fake.gateway.allowIdentify();
  return openDiscordHall(fake, { dir, clock, owners: [`discord:${red.id}`] });
};

type Hall = Awaited<ReturnType<typeof open>>;

/** Something is done by somebody whose own Discord speaks German. */
const inGerman = (user: FakeUser, name: string, values: Record<string, string> = {}) =>
  fake.people.slash({ user, locale: 'de', permissions: MANAGE_GUILD }, name, values).answer;

/** What the guild itself is known to speak. */
const ownLanguage = async ({ desk: { deps } }: Hall): Promise<string | null> => {
  const call = { scope: 'test', deadlineMonoMs: deps.clock.monoMs() + 2_500 };
  return (await deps.guilds.settingsOf(deps.guilds.idOf('discord', fake.guild.id), call)).ownLanguage;
};

const knows = (hall: Hall, language: string): Promise<void> =>
  until(`a guild that speaks ${language}`, async () => (await ownLanguage(hall)) === language);

const told = (): readonly FakeMessage[] => messagesIn(fake, fake.channel.id);

/** Bodies of requests by which the bot wrote into channels, as text. */
const written = (from: number): readonly string[] =>
  fake.requests
    .slice(from)
    .filter(({ method, path }) => method !== 'GET' && path.startsWith('/channels/'))
    .map(({ body }) => JSON.stringify(body));

/** Starts an expedition whose end `blue` wants to hear of in such a way. */
const setOut = async (via: string): Promise<void> => {
  await story.say(blue, 'notify set', { event: 'expedition', via });
  await story.say(blue, 'pet adopt', { species: 'mossback', name: 'Biscuit' });
  await story.use(blue, 'quote.confirm');
  await story.say(blue, 'pet expedition start', { route: 'meadow', hours: '1' });
  await story.use(blue, 'pet.send');
};

describe('a guild that speaks German by itself', { timeout: TIMEOUT_MS }, () => {
  beforeEach(() => {
    fake.guild.locale = 'de';
  });

  it('sees its battles in German after a restart, before anything comes from it', async () => {
    const dir = temporaryDirectory();
    const first = await open(dir);
    await story.say(red, 'battle npc', { trainer: 'ilse' });
    await story.use(red, 'battle.begin');
    await expect.poll(() => threadsOf(fake)[0]?.name, POLL).toMatch(/ gegen /);
    const thread = threadsOf(fake)[0]?.id ?? '';
    await expect.poll(() => labelsOf(messagesIn(fake, thread)[0]), POLL).toContain('Zusehen');
    await knows(first, 'de');
    await first.rig.stop();

    const before = fake.requests.length;
    const second = await open(dir);
    await until('the battle as it stands', () => written(before).length > 0);
    expect(await ownLanguage(second)).toBe('de');
    for (const body of written(before)) {
      expect(body).toContain('Zusehen');
      expect(body).not.toContain('"Watch"');
    }
    expect(second.noticed).toEqual([]);
  });

  it('gets notices in German after a restart', async () => {
    const clock = movableClock();
    const dir = temporaryDirectory();
    const first = await open(dir, clock);
    await setOut('channel');
    await knows(first, 'de');
    await first.rig.stop();
    clock.move(2 * HOUR_MS);
    await open(dir, clock);
    await expect.poll(() => told().length, POLL).toBe(1);
    expect(wordsOf(told()[0])).toMatch(/Biscuit .*zurück/);
  });

  it('gets news of the service in a German frame, and what owners wrote as they wrote it', async () => {
    const hall = await open(temporaryDirectory());
    await fake.people.slash({ user: red, permissions: MANAGE_GUILD }, 'settings news', {
      channel: fake.channel.id,
    }).answer;
    await knows(hall, 'de');
    await until('a guild to tell', async () => {
      await story.say(red, 'admin broadcast', { text: 'Saved. Gift' });
      return story.words(red).includes('1 guild') || story.words(red).includes('of 1');
    });
    await story.use(red, 'broadcast.confirm');
    await expect.poll(() => told().length, POLL).toBe(1);
    expect(wordsOf(told()[0])).toMatch(/Neues von diesem Dienst[^]*Saved\. Gift[^]*wählt, wohin Neues kommt/);
  });

  it('is believed when it says something else, and what it has chosen goes before', async () => {
    const hall = await open(temporaryDirectory());
    await story.say(red, 'help');
    await knows(hall, 'de');
    fake.guild.locale = 'fr';
    await story.say(red, 'help');
    await knows(hall, 'en');
    fake.guild.locale = 'de';
    await story.say(red, 'help');
    await knows(hall, 'de');
    await fake.people.slash({ user: red, permissions: MANAGE_GUILD }, 'settings language', { language: 'en' })
      .answer;
    await story.say(red, 'battle npc', { trainer: 'ilse' });
    await story.use(red, 'battle.begin');
    await expect.poll(() => threadsOf(fake)[0]?.name, POLL).toMatch(/ against /);
  });
});

describe('a guild that speaks English', { timeout: TIMEOUT_MS }, () => {
  it('costs no entry in any log, and one that chose German sees its battles so after a restart', async () => {
    const dir = temporaryDirectory();
    const first = await open(dir);
    await story.say(red, 'help');
    expect(await ownLanguage(first)).toBeNull();
    const { stream } = streamOf({
      kind: 'guild',
      realm: DEPLOYMENT_REALM,
      id: first.desk.deps.guilds.idOf('discord', fake.guild.id),
    });
    await first.rig.service.engine.settled();
    const log = await first.rig.store.journal.read(stream, 1, 10);
    expect(log.flatMap(({ cmds }) => cmds)).toEqual([]);
    await inGerman(red, 'settings language', { language: 'de' });
    await story.say(red, 'battle npc', { trainer: 'ilse' });
    await story.use(red, 'battle.begin');
    await expect.poll(() => threadsOf(fake)[0]?.name, POLL).toMatch(/ gegen /);
    const thread = threadsOf(fake)[0]?.id ?? '';
    await expect.poll(() => messagesIn(fake, thread).length, POLL).toBe(1);
    await first.rig.stop();
    const before = fake.requests.length;
    await open(dir);
    await until('the battle as it stands', () => written(before).length > 0);
    for (const body of written(before)) expect(body).not.toContain('"Watch"');
  });
});

describe('a person who reads German', { timeout: TIMEOUT_MS }, () => {
  const letters = (): readonly string[] => lettersTo(fake, blue).map(wordsOf);

  const give = async (): Promise<void> => {
    await story.say(red, 'eco gift', { user: blue, item: 'honeyberry' });
    await story.use(red, 'quote.confirm');
  };

  it('is written to in German, and in English once they read that', async () => {
    const clock = movableClock();
    await open(temporaryDirectory(), clock);
    await story.say(red, 'help');
    await inGerman(blue, 'notify set', { event: 'gift', via: 'dm' });
    await give();
    await expect.poll(letters, POLL).toHaveLength(1);
    expect(letters()[0]).toMatch(/Geschenk[^]*red gab dir/);
    await story.say(blue, 'help');
    clock.move(HOUR_MS);
    await give();
    await expect.poll(letters, POLL).toHaveLength(2);
    expect(letters()[1]).toMatch(/Gift[^]*red gave you/);
  });

  it('is written to in German after a restart, before they come back', async () => {
    const clock = movableClock();
    const dir = temporaryDirectory();
    const first = await open(dir, clock);
    await setOut('dm');
    await inGerman(blue, 'help');
    await first.rig.stop();
    clock.move(2 * HOUR_MS);
    await open(dir, clock);
    await expect.poll(letters, POLL).toHaveLength(1);
    expect(letters()[0]).toMatch(/Biscuit .*zurück/);
  });

  it('gets a battle with its buttons and the list of a day in German', async () => {
    const clock = movableClock();
    const dir = temporaryDirectory();
    const first = await open(dir, clock);
    await story.say(red, 'help');
    await inGerman(blue, 'notify set', { event: 'gift', via: 'digest' });
    await give();
    await story.say(red, 'battle challenge', { user: blue, private: true });
    await expect.poll(letters, POLL).toHaveLength(1);
    const [challenge] = lettersTo(fake, blue);
    expect(labelsOf(challenge)).toEqual(['Annehmen', 'Annehmen mit…', 'Ablehnen']);
    expect(letters()[0]).toMatch(/fordert dich|herausgefordert/);
    await first.rig.stop();
    clock.move(25 * HOUR_MS);
    await open(dir, clock);
    const digest = (): string | undefined => letters().find((words) => words.includes('Dein Tag'));
    await expect.poll(digest, POLL).toMatch(/Wann[^]*Worum[^]*Was[^]*gab dir/);
  });
});
