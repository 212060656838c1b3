import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FAKE_TOKEN, type FakeDiscord, openFakeDiscord } from '#test/support/fake-discord/fake-discord.ts';
import type { Answer } from '#test/support/fake-discord/interactions.ts';
import { messagesIn, pressLabel } from '#test/support/fake-discord/looking.ts';
import { wordsOf } from '#test/support/fake-discord/story.ts';
import type { FakeChannel, FakeUser } from '#test/support/fake-discord/world.ts';
import { killProcesses, runToEnd, type ServiceProcess, startProcess } from '#test/support/service-process.ts';
import { closeRigs, temporaryDirectory, until } from '#test/support/service-rig.ts';

const TIMEOUT_MS = 60_000;
const GUILDS = 5;
const MANAGE_GUILD = 1n << 5n;

let fake: FakeDiscord;
let owner: FakeUser;
let channels: readonly FakeChannel[];

beforeEach(async () => {
  fake = await openFakeDiscord();
  owner = fake.world.addUser('brock');
  channels = Array.from({ length: GUILDS }, (_, n) => {
    const { id: guildId } = fake.world.addGuild(`Guild ${n}`);
    return fake.world.addChannel({ type: 0, name: 'news', guildId });
  });
});

afterEach(async () => {
  await killProcesses();
  await fake.close();
});

afterAll(closeRigs);

const start = async (dir: string): Promise<ServiceProcess> => {
  fake.faults.next.splice(0);
  fake.gateway.allowIdentify();
  return startProcess(dir, {
    DISCORD_TOKEN: FAKE_TOKEN,
    GUILDHALL_DISCORD_API: fake.api,
    GUILDHALL_OWNER_IDS: owner.id,
  });
};

/** Every guild chooses its channel for news. */
const choose = async (): Promise<void> => {
  for (const channel of channels) {
    const by = { user: owner, channel, permissions: MANAGE_GUILD };
    const values = { channel: channel.id };
    const { message } = await fake.people.slash(by, 'settings news', values).answer;
    expect(wordsOf(message)).toContain('Saved');
  }
};

const told = (): readonly number[] => channels.map(({ id }) => messagesIn(fake, id).length);

const sum = (numbers: readonly number[]): number => numbers.reduce((one, other) => one + other, 0);

/** Drafts a message to so many guilds: what they chose is followed a moment later. */
const draftFor = async (guilds: number, text: string) => {
  const before = sum(told());
  const drafting = () => fake.people.slash({ user: owner }, 'admin broadcast', { text }).answer;
  let draft = await drafting();
  expect(wordsOf(draft.message)).toContain('Send this to every guild');
  await until('all guilds', async () => {
    if (!wordsOf(draft.message).includes(`of ${guilds}`)) draft = await drafting();
    return wordsOf(draft.message).includes(`of ${guilds}`);
  });
  expect(sum(told())).toBe(before);
  return draft;
};

/** Drafts a message and confirms it. */
const send = async (text: string): Promise<Answer> => {
  const draft = await draftFor(GUILDS, text);
  return pressLabel(fake, owner, draft.message, 'Confirm');
};

describe('a message to all guilds', { timeout: TIMEOUT_MS }, () => {
  beforeEach(async () => {
    await runToEnd('src/app/discord-register.ts', [], {
      DISCORD_TOKEN: FAKE_TOKEN,
      GUILDHALL_DISCORD_API: fake.api,
    });
  });

  it('comes to each once, whatever is killed in between: before Discord took it or before it heard so', async () => {
    const dir = temporaryDirectory();
    const first = await start(dir);
    await choose();
    const away = { match: /POST \/channels\/\d+\/messages/, status: 503 } as const;
    fake.faults.next.push(...Array.from({ length: 200 }, () => away));
    await send('The hall rests on Sunday.');
    await until('a message that waits', () => first.log().includes('news has to wait'));
    expect(sum(told())).toBe(0);
    await first.end('SIGKILL');

    const second = await start(dir);
    fake.faults.next.push(
      ...Array.from({ length: 200 }, () => ({ ...away, status: 502, isAfter: true as const })),
    );
    await until('one guild that was told, which nobody heard of', () => sum(told()) > 0);
    await second.end('SIGKILL');
    expect(sum(told())).toBeLessThan(GUILDS);

    const third = await start(dir);
    await until('all guilds', () => sum(told()) >= GUILDS);
    const other = await send('And on Monday too.');
    await until('all of both', () => sum(told()) >= 2 * GUILDS);
    expect(told()).toEqual(channels.map(() => 2));
    await until('the count', async () =>
      wordsOf((await pressLabel(fake, owner, other.message, 'Refresh')).message).includes(
        `${GUILDS} reached`,
      ),
    );
    expect(wordsOf(messagesIn(fake, channels[0]?.id ?? '')[0])).toContain('The hall rests on Sunday.');
    await third.end('SIGTERM');
  });

  it('counts guilds that cannot be told, and forgets those that want no more', async () => {
    const service = await start(temporaryDirectory());
    await choose();
    const [closed, leaving] = channels;
    if (closed === undefined || leaving === undefined) throw new Error('no channels');
    fake.world.channels.set(closed.id, { ...closed, botPermissions: 0n });
    const by = { user: owner, channel: leaving, permissions: MANAGE_GUILD };
    await fake.people.slash(by, 'settings news').answer;
    const draft = await draftFor(GUILDS - 1, 'Hello.');
    const sent = await pressLabel(fake, owner, draft.message, 'Confirm');
    let words = '';
    await until('the count', async () => {
      words = wordsOf((await pressLabel(fake, owner, sent.message, 'Refresh')).message);
      return words.includes('Everybody was told');
    });
    expect(words).toContain('3 reached, 1 could not be reached');
    expect(told()).toEqual([0, 0, 1, 1, 1]);
    await service.end('SIGTERM');
  });

  it('takes a channel back that is gone: the guild is told, and asked no more', async () => {
    const service = await start(temporaryDirectory());
    await choose();
    const [gone] = channels;
    if (gone === undefined) throw new Error('no channels');
    // while nobody was connected: Discord will not say so again
    fake.world.channels.delete(gone.id);
    const sent = await send('Hello.');
    await until('the count', async () =>
      wordsOf((await pressLabel(fake, owner, sent.message, 'Refresh')).message).includes(
        `${GUILDS - 1} reached, 1 could not be reached`,
      ),
    );
    const lobby = fake.world.addChannel({ type: 0, name: 'lobby', guildId: gone.guildId });
    const by = { user: owner, channel: lobby, permissions: MANAGE_GUILD };
    const overview = await fake.people.slash(by, 'settings overview').answer;
    expect(wordsOf(overview.message)).toContain('nowhere: its channel was deleted');
    await draftFor(GUILDS - 1, 'Hello again.');
    await service.end('SIGTERM');
  });

  it('is sent by owners alone, and only after they confirm', async () => {
    const service = await start(temporaryDirectory());
    await choose();
    const ash = fake.world.addUser('ash');
    const refused = await fake.people.slash({ user: ash, permissions: MANAGE_GUILD }, 'admin broadcast', {
      text: 'Mine.',
    }).answer;
    expect(wordsOf(refused.message)).toContain('Not allowed');
    const draft = await fake.people.slash({ user: owner }, 'admin broadcast', { text: 'Hello.' }).answer;
    const discarded = await pressLabel(fake, owner, draft.message, 'Cancel');
    expect(wordsOf(discarded.message)).toContain('Discarded');
    expect(sum(told())).toBe(0);
    await service.end('SIGTERM');
  });
});
