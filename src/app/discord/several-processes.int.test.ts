import { afterEach, describe, expect, it } from 'vitest';
import { createMemoryBacking } from '#adapters/memory/backing.ts';
import { createMemoryExchange } from '#adapters/memory/memory-exchange.ts';
import { createMemoryRateLimiter } from '#adapters/memory/memory-rate-limiter.ts';
import { createMemoryRelays } from '#adapters/memory/memory-relay.ts';
import { type MemoryStore, openMemoryStore } from '#adapters/memory/memory-store.ts';
import { systemClock } from '#adapters/memory/system-clock.ts';
import { SHARDS } from '#ports/leases.ts';
import { registerCommands } from '#surfaces/discord/registration/register.ts';
import { type FakeDiscord, openFakeDiscord } from '#test/support/fake-discord/fake-discord.ts';
import { messagesIn, threadsOf } from '#test/support/fake-discord/looking.ts';
import { newSigning, sendSigned } from '#test/support/fake-discord/signing.ts';
import { Story, wordsOf } from '#test/support/fake-discord/story.ts';
import { closeRigs, openService, type ServiceRig } from '#test/support/service-rig.ts';
import type { ServiceRole } from '../config.ts';
import type { ServiceOptions } from '../service.ts';
import { createLogger } from '../logging.ts';
import { type DiscordSettings, discordSurface } from './open.ts';

const TIMEOUT_MS = 60_000;
const POLL = { timeout: 20_000, interval: 10 };
const ALL = Array.from({ length: SHARDS }, (_, shard) => shard);
const LIMIT = { count: 100, windowMs: 1_000 };

/** In the log: warnings and worse, and a Discord that would not have us. */
const TROUBLE = /"level":(?:40|50|60|"(?:warn|error|fatal)")|refused/;

const fakes: FakeDiscord[] = [];

afterEach(async () => {
  await closeRigs();
  for (const fake of fakes.splice(0)) await fake.close();
});

/** Processes of one service and one bot; `open` starts the n-th, as its program would. */
const processes = (count: number) => {
  const backing = createMemoryBacking();
  const exchange = createMemoryExchange();
  const relays = createMemoryRelays(count);
  const limiter = createMemoryRateLimiter(systemClock);
  const stores = Array.from({ length: count }, () => openMemoryStore({ clock: systemClock, backing }));
  for (const { control } of stores) control.revoke(ALL);
  let log = '';
  const logger = createLogger({ level: 'info', secrets: [], to: { write: (line) => (log += line) } });
  const open = async (
    fake: FakeDiscord,
    n: number,
    roles: readonly ServiceRole[],
    config: Pick<DiscordSettings['config'], 'discordSource' | 'discordShards' | 'discordPublicKey'>,
  ): Promise<ServiceRig> => {
    const store = stores[n]!;
    const openSurface = discordSurface({
      config: {
        ...config,
        roles,
        discordToken: fake.token,
        discordApi: fake.api,
        discordPort: 0,
        host: '127.0.0.1',
        mongodbUri: 'mongodb://several',
      },
      realm: 'home',
      logger,
      limiter,
      share: undefined,
      onRefusal: ({ message }) => (log += `refused: ${message}\n`),
    });
    const others = { router: exchange.routerOf(store.leases), relay: relays[n]! };
    const opening: ServiceOptions['openSurface'] =
      openSurface &&
      (async (parts) => {
        await registerCommands(parts.desk.tree, { token: fake.token, api: fake.api }, false);
        return openSurface(parts);
      });
    return openService({
      store,
      options: { roles, others, ...(opening === undefined ? {} : { openSurface: opening }) },
    });
  };
  return { stores: stores as readonly MemoryStore[], open, log: () => log };
};

const openFake = async (deliver?: (payload: Readonly<Record<string, unknown>>) => void) => {
  const fake = await openFakeDiscord({
    limits: { edits: LIMIT, answers: LIMIT },
    maxConcurrency: 2,
    ...(deliver === undefined ? {} : { deliver }),
  });
  fakes.push(fake);
  return fake;
};

const patches = ({ requests }: FakeDiscord, path: string): number =>
  requests.filter((request) => request.method === 'PATCH' && request.path.endsWith(path)).length;

/** Lets somebody begin a battle and answers when it is shown, and whoever starts now reads that it is. */
const begin = async (fake: FakeDiscord, { service }: ServiceRig) => {
  const story = new Story(fake);
  const red = fake.world.addUser('red');
  await story.say(red, 'battle npc', { trainer: 'ilse' });
  await story.use(red, 'battle.begin');
  const battle = /Battle (\w{14})/.exec(story.words(red))?.[1] ?? '';
  await expect.poll(() => threadsOf(fake).flatMap(({ id }) => messagesIn(fake, id)), POLL).toHaveLength(1);
  const [thread] = threadsOf(fake);
  const [message] = messagesIn(fake, thread?.id ?? '');
  if (thread === undefined || message === undefined) throw new Error('no thread');
  await expect
    .poll(() => service.engine.views.rows('threads', '', { limit: 2, descending: true }), POLL)
    .toHaveLength(1);
  return { story, red, battle, thread, message };
};

/** Plays a move and gives up: each is one edit, and the thread is archived once. */
const playOut = async (
  fake: FakeDiscord,
  { story, red, battle, thread, message }: Awaited<ReturnType<typeof begin>>,
) => {
  const edit = `/channels/${thread.id}/messages/${message.id}`;
  const before = patches(fake, edit);
  await story.say(red, 'battle move', { choice: 'Guard', battle });
  await expect.poll(() => patches(fake, edit), POLL).toBeGreaterThan(before);
  await story.say(red, 'battle forfeit', { battle });
  await story.use(red, 'battle.give-up');
  await expect.poll(() => thread.isArchived, POLL).toBe(true);
  expect(wordsOf(message)).toContain('over');
  expect(threadsOf(fake)).toHaveLength(1);
  expect(messagesIn(fake, thread.id)).toHaveLength(1);
  expect(patches(fake, edit) - before).toBe(2);
  expect(patches(fake, `/channels/${thread.id}`)).toBe(1);
};

describe('a battle on Discord, of a bot in several processes', { timeout: TIMEOUT_MS }, () => {
  it.each([
    ['which has its entities too', 0],
    ['which has no entity', 2],
  ])('is shown by the process that is connected for its guild, %s, and by no other', async (_how, owner) => {
    const { stores, open, log } = processes(3);
    stores[owner]?.control.grant(ALL);
    const fake = await openFake();
    const near = Number((BigInt(fake.guild.id) >> 22n) % 2n);
    const shard = (id: number) =>
      ({
        discordSource: 'client',
        discordPublicKey: undefined,
        discordShards: { count: 2, ids: [id] },
      }) as const;
    if (owner === 2) await open(fake, 2, ['engine', 'jobs'], shard(0));
    const door = await open(fake, 0, owner === 0 ? ['gateway', 'engine', 'jobs'] : ['gateway'], shard(near));
    const begun = await begin(fake, door);
    await open(fake, 1, ['gateway'], shard(1 - near));
    expect(fake.gateway.shards).toEqual(['0/2', '1/2']);
    await playOut(fake, begun);
    expect(log()).not.toMatch(TROUBLE);
  });

  it('is shown by the one that has its entities, when another takes signed interactions', async () => {
    const { stores, open, log } = processes(3);
    stores[1]?.control.grant(ALL);
    const signing = newSigning();
    let url = '';
    const fake = await openFake((payload) => void sendSigned(url, signing, payload));
    const http = {
      discordSource: 'http',
      discordPublicKey: signing.publicKey,
      discordShards: { count: 1, ids: [0] },
    } as const;
    await open(fake, 1, ['engine', 'jobs'], http);
    const door = await open(fake, 0, ['gateway'], http);
    url = /"url":"([^"]+)","surface":"discord"/.exec(log())?.[1] ?? '';
    const begun = await begin(fake, door);
    await open(fake, 2, ['gateway'], http);
    await playOut(fake, begun);
    expect(log().match(/signed interactions are taken/g)).toHaveLength(2);
    // what the other one needs for it
    expect(log().match(/role engine, which need DISCORD_TOKEN and DISCORD_PUBLIC_KEY/g)).toHaveLength(2);
    expect(log()).not.toMatch(TROUBLE);
  });
});
