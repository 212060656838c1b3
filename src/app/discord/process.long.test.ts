import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FAKE_TOKEN, type FakeDiscord, openFakeDiscord } from '#test/support/fake-discord/fake-discord.ts';
import { lettersTo, messagesIn, pressLabel, threadsOf } from '#test/support/fake-discord/looking.ts';
import { Story, wordsOf } from '#test/support/fake-discord/story.ts';
import type { FakeMessage, FakeUser } from '#test/support/fake-discord/world.ts';
import {
  type Ending,
  killProcesses,
  runToEnd,
  type ServiceProcess,
  startProcess,
} from '#test/support/service-process.ts';
import { closeRigs, temporaryDirectory, until } from '#test/support/service-rig.ts';

const TIMEOUT_MS = 60_000;

let fake: FakeDiscord;

beforeEach(async () => {
  fake = await openFakeDiscord();
});

afterEach(async () => {
  await killProcesses();
  await fake.close();
});

afterAll(closeRigs);

const variables = (more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
  DISCORD_TOKEN: FAKE_TOKEN,
  GUILDHALL_DISCORD_API: fake.api,
  ...more,
});

const register = (args: readonly string[] = [], more = {}): Promise<Ending> =>
  runToEnd('src/app/discord-register.ts', args, variables(more));

/** The whole output of a process; the token must not be in it. */
const said = ({ stdout, stderr }: Ending): string => {
  expect(stdout + stderr).not.toContain(FAKE_TOKEN);
  return stdout + stderr;
};

describe('a bot from nothing', { timeout: TIMEOUT_MS }, () => {
  it('is registered, started with a token alone, used, and stopped', async () => {
    expect(said(await register())).toContain('commands changed (everywhere)');
    const service = await startProcess(temporaryDirectory(), variables());
    const ash = fake.world.addUser('ash', { globalName: 'Ash' });
    const { message } = await fake.people.slash({ user: ash }, 'eco balance').answer;
    expect(wordsOf(message)).toContain('1,000 coins');
    await until('the greeting', () => service.log().includes('"msg":"on Discord"'));
    expect(service.log()).toContain(`client_id=${fake.world.applicationId}&scope=bot+applications.commands`);
    expect(service.log()).not.toContain('discord:register');
    const ending = await service.end('SIGTERM');
    expect(ending).toMatchObject({ code: 0, stderr: '' });
    said(ending);
    expect(fake.gateway.connected).toBe(0);
  });

  it('keeps people and purses over a restart, and old buttons work', async () => {
    await register();
    const dir = temporaryDirectory();
    const first = await startProcess(dir, variables());
    const ash = fake.world.addUser('ash');
    const shown = await fake.people.slash({ user: ash }, 'eco shop', { share: true }).answer;
    const offer = await fake.people.slash({ user: ash }, 'eco buy', { item: 'honeyberry', quantity: '2' })
      .answer;
    expect(shown.message).toBeDefined();
    await first.end('SIGKILL');
    fake.gateway.allowIdentify();
    await startProcess(dir, variables());
    const confirm =
      /"custom_id":"(1\.quote\.confirm\.[^"]+)"/.exec(JSON.stringify(offer.message?.components))?.[1] ?? '';
    if (offer.message === undefined) throw new Error('no offer');
    const bought = await fake.people.press({ user: ash }, offer.message, confirm).answer;
    expect(wordsOf(bought.message)).toContain('Bought');
  });

  it('sends every message to a person once, killed before Discord took it or before it heard so', async () => {
    await register();
    const dir = temporaryDirectory();
    const story = new Story(fake);
    const [ash, misty, gary] = ['ash', 'misty', 'gary'].map((name) => fake.world.addUser(name));
    if (ash === undefined || misty === undefined || gary === undefined) throw new Error('nobody');
    const start = async (): Promise<ServiceProcess> => {
      fake.faults.next.splice(0);
      fake.gateway.allowIdentify();
      return startProcess(dir, variables());
    };
    const letters = (): readonly string[] => lettersTo(fake, misty).map(wordsOf);
    const give = async (from: FakeUser): Promise<void> => {
      await story.say(from, 'eco gift', { user: misty, item: 'honeyberry' });
      await story.use(from, 'quote.confirm');
    };
    const first = await start();
    for (const user of [ash, misty, gary]) await story.say(user, 'help');
    await story.say(misty, 'notify set', { event: 'gift', via: 'dm' });
    const many = Array.from({ length: 200 });
    fake.faults.next.push(...many.map(() => ({ match: /POST \/users\/@me\/channels/, status: 503 })));
    await give(ash);
    await until('a message that waits', () => first.log().includes('a message has to wait'));
    expect(letters()).toEqual([]);
    await first.end('SIGKILL');
    const second = await start();
    await until('the message', () => letters().length > 0);
    const lost = { match: /POST \/channels\/\d+\/messages/, status: 502, isAfter: true } as const;
    fake.faults.next.push(...many.map(() => lost));
    await give(gary);
    await until('the second one', () => letters().length > 1);
    await second.end('SIGKILL');
    const third = await start();
    // a later one comes after all those before it
    await story.say(ash, 'notify set', { event: 'gift', via: 'dm' });
    await story.say(gary, 'eco gift', { user: ash, item: 'honeyberry' });
    await story.use(gary, 'quote.confirm');
    await until('the last one', () => lettersTo(fake, ash).length === 1);
    expect(letters().map((text) => /(\w+) gave you/.exec(text)?.[1])).toEqual(['ash', 'gary']);
    await third.end('SIGTERM');
  });

  it('goes on with its threads after kill -9, and tells once who followed before', async () => {
    await register();
    const dir = temporaryDirectory();
    const story = new Story(fake);
    const [ash, misty] = ['ash', 'misty'].map((name) => fake.world.addUser(name));
    if (ash === undefined || misty === undefined) throw new Error('nobody');
    const messages = (): readonly FakeMessage[] => threadsOf(fake).flatMap(({ id }) => messagesIn(fake, id));
    const first = await startProcess(dir, variables());
    await story.say(ash, 'battle npc', { trainer: 'ilse' });
    await story.use(ash, 'battle.begin');
    const battle = /Battle (\w{14})/.exec(story.words(ash))?.[1] ?? '';
    await until('the message', () => messages().length === 1);
    const [message] = messages();
    await pressLabel(fake, misty, message, 'Follow');
    await first.end('SIGKILL');
    const edits = message?.edits ?? 0;
    fake.gateway.allowIdentify();
    const second = await startProcess(dir, variables());
    // nobody presses anything
    await until('the message goes on', () => (message?.edits ?? 0) > edits);
    expect(messages()).toHaveLength(1);
    await story.say(ash, 'battle forfeit', { battle });
    await story.use(ash, 'battle.give-up');
    await until('the end', () => threadsOf(fake)[0]?.isArchived === true);
    await until('the word of it', () => lettersTo(fake, misty).length > 0);
    await second.end('SIGKILL');
    fake.gateway.allowIdentify();
    const third = await startProcess(dir, variables());
    await pressLabel(fake, misty, message, 'Verify');
    expect(lettersTo(fake, misty)).toHaveLength(1);
    await third.end('SIGTERM');
  });

  it('says with the exact command when its list of commands is old', async () => {
    const service = await startProcess(temporaryDirectory(), variables());
    await until('the warning', () => service.log().includes('old list'));
    expect(service.log()).toContain('run `npm run discord:register`');
    await service.end('SIGTERM');
  });

  it('gives the answers that are due when it is told to stop', async () => {
    await register();
    const service = await startProcess(temporaryDirectory(), variables());
    const ash = fake.world.addUser('ash');
    const answers = Array.from({ length: 20 }, () => fake.people.slash({ user: ash }, 'eco balance'));
    await answers[0]?.answer;
    const ended = service.end('SIGTERM');
    const outcomes = await Promise.race([
      Promise.all(answers.map(({ answer }) => answer)),
      ended.then(() => undefined),
    ]);
    expect((await ended).code).toBe(0);
    const acknowledged = answers.filter(({ interaction }) => interaction.ack !== undefined).length;
    expect(outcomes === undefined ? acknowledged : outcomes.length).toBeGreaterThan(0);
    // nothing that was begun was left half way
    expect([...fake.world.messages.values()].filter(({ isLoading }) => isLoading)).toEqual([]);
  });

  it('starts without Discord when it cannot be reached, and plays on the web', async () => {
    const service = await startProcess(
      temporaryDirectory(),
      variables({ GUILDHALL_DISCORD_API: 'http://127.0.0.1:1/api' }),
    );
    expect((await fetch(`${service.url}/readyz`)).status).toBe(200);
    expect(service.log()).toContain('Discord cannot be reached; trying again');
    expect(await service.end('SIGTERM')).toMatchObject({ code: 0 });
  });
});

describe('what Discord will not have', { timeout: TIMEOUT_MS }, () => {
  it('is a wrong token: the start says so in one line and ends with 1', async () => {
    fake.token = 'another.one.entirely';
    const ending = await runToEnd('src/main.ts', [], variables({ GUILDHALL_DATA_DIR: temporaryDirectory() }));
    expect(ending.code).toBe(1);
    expect(ending.stderr).toMatch(
      /^Discord does not accept DISCORD_TOKEN \(401\): take a fresh token[^\n]+\n$/,
    );
    expect(ending.stdout).not.toContain('listening');
    said(ending);
  });

  it('is a connection closed for good: it is not tried again, and the service ends with 1', async () => {
    const service = await startProcess(temporaryDirectory(), variables());
    const { identifies } = fake.gateway;
    fake.gateway.cut(4_014);
    const ending = await service.ended;
    expect(ending.code).toBe(1);
    expect(ending.stderr).toMatch(
      /^Discord does not allow the intents that were asked for \(4014\): switch them on[^\n]+\n$/,
    );
    expect(fake.gateway.identifies).toBe(identifies);
  });
});

describe('npm run discord:register', { timeout: TIMEOUT_MS }, () => {
  const writes = (): readonly string[] =>
    fake.requests
      .filter(({ method }) => method !== 'GET')
      .map(({ method, path }) => `${method} ${path.split('/').at(-1)}`);

  it('sends nothing dry, everything at first, and then only what differs', async () => {
    const dry = said(await register(['--dry-run']));
    expect(dry).toContain('+ /pet');
    expect(dry).toContain('would change; nothing was sent');
    expect(writes()).toEqual([]);
    await register();
    expect(writes()).toEqual(['PUT commands']);
    expect(said(await register())).toMatch(
      /^Nothing to do: Discord shows these \d+ commands everywhere\.\nInvite: https/,
    );
    expect(writes()).toEqual(['PUT commands']);
    const list = fake.commands.get('global') ?? [];
    const pet = { ...list.find(({ name }) => name === 'pet'), name: 'pet', description: 'Old words' };
    fake.commands.set('global', [
      pet,
      ...list.filter(({ name }) => name !== 'eco' && name !== 'pet'),
      { name: 'old', description: 'gone', id: '77' },
    ]);
    const told = said(await register());
    expect(told).toContain('+ /eco');
    expect(told).toContain('~ /pet');
    expect(told).toContain('- /old');
    expect(told).toMatch(/3 of \d+ commands changed/);
    expect(writes().slice(1)).toEqual(['DELETE 77', 'POST commands', 'POST commands']);
    expect(said(await register())).toContain('Nothing to do');
  });

  it('registers in one guild alone', async () => {
    expect(said(await register(['--guild', fake.guild.id]))).toContain(`in guild ${fake.guild.id}`);
    expect([...fake.commands.keys()]).toEqual([fake.guild.id]);
  });

  it.each([
    [['--guild', 'abc'], {}, '--guild cannot be "abc": it takes the id of a guild'],
    [['--guild', '123456789012345678'], {}, 'Discord knows no such guild (404)'],
    [['--what'], {}, "Unknown option '--what'"],
    [[], { DISCORD_TOKEN: '' }, 'DISCORD_TOKEN is not set'],
    [
      [],
      { DISCORD_TOKEN: 'aaaaaaaaaaaaaa.bbbbbb.cccccccccccccc' },
      'Discord does not accept DISCORD_TOKEN (401)',
    ],
    [[], { GUILDHALL_DISCORD_API: 'http://127.0.0.1:1/api' }, 'http://127.0.0.1:1/api cannot be reached'],
  ])('refuses %j %j with a clear line', async (args, more, message) => {
    const ending = await register(args, more);
    expect(ending.code).toBe(1);
    expect(ending.stderr).toContain(message);
    expect(ending.stderr.trim().split('\n')).toHaveLength(1);
    expect(writes()).toEqual([]);
  });
});
