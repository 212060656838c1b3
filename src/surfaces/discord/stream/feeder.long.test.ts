import { afterEach, describe, expect, it } from 'vitest';
import { createMemoryRateLimiter } from '#adapters/memory/memory-rate-limiter.ts';
import { systemClock } from '#adapters/memory/system-clock.ts';
import { createRedisEventStream } from '#adapters/redis/redis-event-stream.ts';
import type { RedisLink } from '#adapters/redis/link.ts';
import type { EventStream, Taken } from '#ports/event-stream.ts';
import {
  FAKE_TOKEN,
  type FakeDiscord,
  type FakeOptions,
  openFakeDiscord,
} from '#test/support/fake-discord/fake-discord.ts';
import {
  afterTest,
  freshDeployment,
  onOwnRedis,
  onRedis,
  openLink,
} from '#test/support/services/redis-suite.ts';
import { isLostNews } from '../lost-places.ts';
import { botRest } from '../registration/register.ts';
import { type Feeder, openFeeder } from './feeder.ts';

const POLL = { timeout: 15_000, interval: 10 };
/** A process that is told to stop has ten seconds for everything. */
const STOP_WITHIN_MS = 5_000;
const ONE = { count: 1, ids: [0] };

interface Rig {
  readonly fake: FakeDiscord;
  readonly stream: EventStream;
  readonly got: { readonly id: string; readonly about: Taken }[];
  readonly heard: unknown[];
  /** What somebody deleted. */
  readonly lost: unknown[];
  readonly noticed: string[];
  readonly refused: string[];
  /** Another process with a part of the shards. */
  feed(shards?: { readonly count: number; readonly ids: readonly number[] }): Feeder;
  ping(): string;
}

const fakes: FakeDiscord[] = [];

afterEach(async () => {
  for (const fake of fakes.splice(0)) await fake.close();
});

const openRig = async (link: RedisLink, options: FakeOptions = {}): Promise<Rig> => {
  const fake = await openFakeDiscord(options);
  fakes.push(fake);
  fake.commands.set('global', [{ name: 'ping', description: 'Answers', id: '1' }]);
  const stream = createRedisEventStream({ link, bot: 'b', secret: Buffer.from(FAKE_TOKEN) });
  const limiter = createMemoryRateLimiter(systemClock);
  const rig: Rig = {
    fake,
    stream,
    got: [],
    heard: [],
    lost: [],
    noticed: [],
    refused: [],
    feed: (shards = ONE) => {
      const feeder = openFeeder({
        token: FAKE_TOKEN,
        rest: botRest({ token: FAKE_TOKEN, api: fake.api }),
        shards,
        stream,
        limiter,
        bot: 'b',
        clock: systemClock,
        log: (_level, what) => rig.noticed.push(what),
        onRefusal: ({ message }) => rig.refused.push(message),
      });
      feeder.started.catch(() => undefined);
      afterTest(() => feeder.stop());
      return feeder;
    },
    ping: () => fake.people.slash({ user: fake.world.addUser('ash') }, 'ping').interaction.id,
  };
  const stop = await stream.work({
    take: async (payload, about) => {
      await Promise.resolve();
      if (isLostNews(payload)) rig.lost.push(payload);
      else rig.got.push({ id: (payload as { id: string }).id, about });
    },
    hear: (payload) => rig.heard.push(payload),
  });
  afterTest(stop);
  return rig;
};

const ids = ({ got }: Rig): readonly string[] => got.map(({ id }) => id);

onRedis((server) => {
  const open = async (options?: FakeOptions): Promise<Rig> =>
    openRig(await openLink(server().url, { deployment: freshDeployment() }), options);

  describe('a gateway that feeds the stream', () => {
    it('brings interactions and news of guilds, each once', async () => {
      const rig = await open();
      await rig.feed().started;
      const { id } = rig.fake.guild;
      const sent = [rig.ping(), rig.ping()];
      rig.fake.gateway.send('GUILD_DELETE', { id, unavailable: true });
      rig.fake.gateway.send('GUILD_DELETE', { id });
      await expect.poll(() => rig.heard.length, POLL).toBe(3);
      expect(rig.heard).toEqual([
        { id, how: 'back' },
        { id, how: 'unavailable' },
        { id, how: 'removed' },
      ]);
      await expect.poll(() => ids(rig), POLL).toEqual(sent);
      expect(rig.got.map(({ about }) => about)).toEqual([
        { isRepeat: false, isLate: false },
        { isRepeat: false, isLate: false },
      ]);
    });

    it('brings to one worker what was deleted', async () => {
      const rig = await open();
      await rig.feed().started;
      const { guild, channel, world } = rig.fake;
      const thread = world.addChannel({ type: 11, name: 'side', guildId: guild.id, parentId: channel.id });
      rig.fake.deleteChannel(thread);
      rig.fake.deleteChannel(channel);
      rig.fake.deleteRole(guild, '5');
      await expect
        .poll(() => rig.lost, POLL)
        .toEqual([
          { guildId: guild.id, what: 'channel', place: thread.id },
          { guildId: guild.id, what: 'channel', place: channel.id },
          { guildId: guild.id, what: 'role', place: '5' },
        ]);
      expect(rig.heard).toHaveLength(1);
    });

    it('leaves its session to the next one, which is told what came between, and says that it is late', async () => {
      const rig = await open();
      const first = rig.feed();
      await first.started;
      const before = rig.ping();
      await expect.poll(() => ids(rig), POLL).toEqual([before]);
      await first.stop();
      await expect.poll(() => rig.fake.gateway.connected, POLL).toBe(0);
      const missed = rig.ping();
      rig.fake.gateway.send('GUILD_DELETE', { id: rig.fake.guild.id });
      await rig.feed().started;
      const after = rig.ping();
      await expect.poll(() => ids(rig), POLL).toEqual([before, missed, after]);
      expect(rig.got.map(({ about }) => about.isLate)).toEqual([false, true, false]);
      expect(rig.fake.gateway).toMatchObject({ identifies: 1, resumes: 1 });
      expect(rig.heard).toHaveLength(2);
    });

    it.each([
      ['is cut', (fake: FakeDiscord) => fake.gateway.cut()],
      ['is asked to come back', (fake: FakeDiscord) => fake.gateway.askToReconnect()],
      ['is closed with 4000', (fake: FakeDiscord) => fake.gateway.cut(4_000)],
    ])('that %s resumes and misses nothing', async (_what, disturb) => {
      const rig = await open();
      await rig.feed().started;
      disturb(rig.fake);
      await expect.poll(() => rig.fake.gateway.connected, POLL).toBe(0);
      const missed = rig.ping();
      await expect.poll(() => ids(rig), POLL).toEqual([missed]);
      expect(rig.fake.gateway).toMatchObject({ identifies: 1, resumes: 1 });
      expect(rig.refused).toEqual([]);
    });

    it('begins anew when Discord has forgotten the session', async () => {
      const rig = await open();
      const first = rig.feed();
      await first.started;
      await first.stop();
      rig.fake.gateway.forget();
      rig.fake.gateway.allowIdentify();
      rig.feed();
      await expect.poll(() => rig.fake.gateway.identifies, POLL).toBe(2);
      const id = rig.ping();
      await expect.poll(() => ids(rig), POLL).toEqual([id]);
    });

    it('has its shards and no others, beside another process with the rest', async () => {
      // guilds are told apart by the moment of their making: no two of one
      let moments = Date.now();
      const nowMs = (): number => (moments += 1);
      const rig = await open({ maxConcurrency: 4, shardsMin: 4, nowMs });
      const feeders = [rig.feed({ count: 4, ids: [0, 1] }), rig.feed({ count: 4, ids: [2, 3] })];
      for (const { started } of feeders) await started;
      expect(rig.fake.gateway.shards).toEqual(['0/4', '1/4', '2/4', '3/4']);
      const user = rig.fake.world.addUser('ash');
      const sent = Array.from({ length: 12 }, (_, n) => {
        const guild = rig.fake.world.addGuild(`guild ${n}`);
        const channel = rig.fake.world.addChannel({ type: 0, name: 'general', guildId: guild.id });
        return rig.fake.people.slash({ user, channel }, 'ping').interaction.id;
      });
      await expect.poll(() => ids(rig).toSorted(), POLL).toEqual(sent.toSorted());
    });

    it('fails its start where Discord refuses the token', async () => {
      const rig = await open();
      rig.fake.token = 'other';
      await expect(rig.feed().started).rejects.toThrow('Discord does not accept DISCORD_TOKEN (401)');
      expect(rig.refused).toEqual([]);
    });

    it.each([4_004, 4_010, 4_011, 4_012, 4_013, 4_014])(
      'closed with %i is not tried again, and says what to do',
      async (code) => {
        const rig = await open();
        await rig.feed().started;
        rig.fake.gateway.cut(code);
        await expect.poll(() => rig.refused, POLL).toEqual([expect.stringContaining(`(${code})`)]);
        expect(rig.fake.gateway).toMatchObject({ identifies: 1, resumes: 0, connected: 0 });
      },
    );

    it('that may begin no more sessions today says until when, and what may be the cause', async () => {
      const rig = await open();
      rig.fake.useStarts(1_000);
      await rig.feed().started;
      expect(rig.noticed).toEqual([
        expect.stringMatching(/^Discord lets this bot log in no more until \S+: .*same DISCORD_TOKEN/),
      ]);
    });

    it('stops while it is just connecting', async () => {
      const rig = await open();
      rig.fake.gateway.isMute = true;
      const feeder = rig.feed();
      await expect.poll(() => rig.fake.gateway.sockets, POLL).toBe(1);
      const askedMs = performance.now();
      await feeder.stop();
      expect(performance.now() - askedMs).toBeLessThan(STOP_WITHIN_MS);
    });

    it('is tried again when the first attempt meets no Discord', async () => {
      const rig = await open();
      rig.fake.faults.next.push(...Array.from({ length: 4 }, () => ({ match: /gateway/, status: 503 })));
      await rig.feed().started;
      expect(rig.noticed).toEqual(['Discord cannot be reached; trying again']);
      await expect.poll(() => rig.fake.gateway.connected, POLL).toBe(1);
    });
  });
});

onOwnRedis((server) => {
  it('keeps what comes while Redis is away, and goes on from before it when the process ends', async () => {
    const rig = await openRig(await openLink(server().url));
    await rig.feed().started;
    const first = rig.ping();
    await expect.poll(() => ids(rig), POLL).toEqual([first]);
    await server().process.kill();
    const meanwhile = [rig.ping(), rig.ping()];
    await expect.poll(() => rig.noticed, POLL).toContain('events of Discord cannot be carried now');
    await server().process.restart();
    await expect.poll(() => ids(rig), POLL).toEqual([first, ...meanwhile]);
    expect(rig.noticed).toContain('events of Discord are carried again');
  });
});
