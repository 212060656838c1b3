import { afterEach, expect, it } from 'vitest';
import { createMemoryBacking } from '#adapters/memory/backing.ts';
import { createMemoryExchange } from '#adapters/memory/memory-exchange.ts';
import { createMemoryRateLimiter } from '#adapters/memory/memory-rate-limiter.ts';
import { createMemoryRelays } from '#adapters/memory/memory-relay.ts';
import { openMemoryStore } from '#adapters/memory/memory-store.ts';
import { systemClock } from '#adapters/memory/system-clock.ts';
import { createRedisEventStream } from '#adapters/redis/redis-event-stream.ts';
import type { EventStream } from '#ports/event-stream.ts';
import { SHARDS } from '#ports/leases.ts';
import { registerCommands } from '#surfaces/discord/registration/register.ts';
import { openDiscord } from '#surfaces/discord/surface.ts';
import { FAKE_TOKEN, type FakeDiscord, openFakeDiscord } from '#test/support/fake-discord/fake-discord.ts';
import { lettersTo, messagesIn, pressLabel, threadsOf } from '#test/support/fake-discord/looking.ts';
import { Story, wordsOf } from '#test/support/fake-discord/story.ts';
import { freshDeployment, onRedis, openLink } from '#test/support/services/redis-suite.ts';
import { closeRigs, openService, type ServiceRig } from '#test/support/service-rig.ts';
import { sharingOf } from './thread-sharing.ts';

const POLL = { timeout: 10_000, interval: 10 };
const ALL = Array.from({ length: SHARDS }, (_, shard) => shard);

const fakes: FakeDiscord[] = [];

afterEach(async () => {
  await closeRigs();
  for (const fake of fakes.splice(0)) await fake.close();
});

interface Workers {
  readonly fake: FakeDiscord;
  /** Has every entity, and hears of no interaction. */
  readonly owner: ServiceRig;
  /** Answers every interaction, and has no entity. */
  readonly door: ServiceRig;
  readonly noticed: readonly string[];
  /** Puts something into the stream, as a gateway does. */
  readonly carry: (payload: unknown) => void;
}

const openWorkers = async (url: string): Promise<Workers> => {
  const deployment = freshDeployment();
  const streamOf = async (bot: string): Promise<EventStream> =>
    createRedisEventStream({
      link: await openLink(url, { deployment }),
      bot,
      secret: Buffer.from(FAKE_TOKEN),
    });
  const intake = await streamOf('door');
  let seq = 0;
  const carry = (payload: unknown): void => {
    seq += 1;
    const session = { id: 's', seq, resumeUrl: '', shardCount: 1 };
    void intake.append('0/1', session, [{ seq, to: 'one', isReplayed: false, payload }]);
  };
  const fake = await openFakeDiscord({
    limits: { edits: { count: 100, windowMs: 1_000 }, answers: { count: 100, windowMs: 1_000 } },
    deliver: carry,
  });
  fakes.push(fake);
  const backing = createMemoryBacking();
  const exchange = createMemoryExchange();
  const relays = createMemoryRelays(2);
  const noticed: string[] = [];
  const stores = [0, 1].map(() => openMemoryStore({ clock: systemClock, backing }));
  for (const store of stores) store.control.revoke(ALL);
  stores[0]?.control.grant(ALL);
  const open = async (n: 0 | 1, bot: string): Promise<ServiceRig> => {
    const store = stores[n]!;
    const stream = await streamOf(bot);
    return openService({
      store,
      options: {
        others: { router: exchange.routerOf(store.leases), relay: relays[n]! },
        openSurface: async (parts) => {
          const { desk, battleWatch, matchWatch, openThreads, follow } = parts;
          await registerCommands(desk.tree, { token: fake.token, api: fake.api }, false);
          const sharing = sharingOf(parts, 'home', {
            discordSource: 'stream',
            discordShards: { count: 1, ids: [0] },
          });
          return openDiscord({
            desk,
            stream,
            watching: {
              watches: { battles: battleWatch, matches: matchWatch },
              openThreads,
              ...(sharing === undefined ? {} : { sharing }),
            },
            // one process of a service writes letters: on MongoDB a lease sees to it
            ...(n === 0 ? { follow } : {}),
            token: fake.token,
            limiter: createMemoryRateLimiter(systemClock),
            api: fake.api,
            realm: 'home',
            cadenceMinMs: 1,
            log: (level, what) => level === 'info' || noticed.push(what),
            onRefusal: ({ message }) => noticed.push(message),
          });
        },
      },
    });
  };
  const owner = await open(0, 'owner');
  const door = await open(1, 'door');
  return { fake, owner, door, noticed, carry };
};

onRedis((server) => {
  it('a battle that is begun at one worker has its thread from the one that looks after it, once', async () => {
    const { fake, noticed } = await openWorkers(server().url);
    const story = new Story(fake);
    const [red, blue] = [fake.world.addUser('red'), fake.world.addUser('blue')];
    await story.say(blue, 'help');
    await story.say(red, 'battle npc', { trainer: 'ilse' });
    await story.use(red, 'battle.begin');
    const battle = /Battle (\w{14})/.exec(story.words(red))?.[1] ?? '';
    const messages = () => threadsOf(fake).flatMap(({ id }) => messagesIn(fake, id));
    await expect.poll(() => messages().length, POLL).toBe(1);
    // pressed at the door, drawn by the owner
    await expect
      .poll(async () => (await pressLabel(fake, blue, messages()[0], 'Follow')).message !== undefined, POLL)
      .toBe(true);
    const edits = messages()[0]?.edits ?? 0;
    await story.say(red, 'battle forfeit', { battle });
    await story.use(red, 'battle.give-up');
    await expect.poll(() => threadsOf(fake)[0]?.isArchived, POLL).toBe(true);
    expect(threadsOf(fake)).toHaveLength(1);
    expect(messages()).toHaveLength(1);
    expect(messages()[0]?.edits).toBeGreaterThan(edits);
    await expect.poll(() => lettersTo(fake, blue).length, POLL).toBe(1);
    expect(noticed).toEqual([]);
  });

  it('what a guild has chosen and Discord deleted is taken back by whichever worker hears of it', async () => {
    const { fake, noticed, carry } = await openWorkers(server().url);
    const red = fake.world.addUser('red');
    const set = async (name: string, values = {}): Promise<string> =>
      wordsOf((await fake.people.slash({ user: red, permissions: 1n << 5n }, name, values).answer).message);
    await set('settings news', { channel: fake.channel.id });
    expect(await set('settings overview')).toContain(fake.channel.id);
    carry({ guildId: fake.guild.id, what: 'channel', place: fake.channel.id });
    await expect.poll(() => set('settings overview'), POLL).toContain('nowhere: its channel was deleted');
    expect(noticed).toEqual([]);
  });
});
