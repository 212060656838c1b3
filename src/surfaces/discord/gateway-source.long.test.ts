import { afterEach, describe, expect, it } from 'vitest';
import { createMemoryRateLimiter } from '#adapters/memory/memory-rate-limiter.ts';
import { systemClock } from '#adapters/memory/system-clock.ts';
import {
  type FakeDiscord,
  type FakeOptions,
  openFakeDiscord,
} from '#test/support/fake-discord/fake-discord.ts';
import { BotBudget } from './bot-budget.ts';
import { type GatewayOptions, type GatewaySource, openGateway } from './gateway-source.ts';

const TIMEOUT_MS = 20_000;
/** A process that is told to stop has ten seconds for everything. */
const STOP_WITHIN_MS = 5_000;
const POLL = { timeout: 15_000, interval: 10 };

const open: { stop(): Promise<void> }[] = [];

interface Rig {
  readonly fake: FakeDiscord;
  readonly source: GatewaySource;
  readonly got: string[];
  readonly noticed: string[];
  readonly refused: string[];
  readonly guilds: string[];
}

const connect = async (
  options: FakeOptions = {},
  prepare: (fake: FakeDiscord) => void = () => undefined,
  more: Pick<GatewayOptions, 'shards'> = {},
): Promise<Rig> => {
  const fake = await openFakeDiscord(options);
  fake.commands.set('global', [{ name: 'ping', description: 'Answers', id: '1' }]);
  prepare(fake);
  const token = 'MTAwMDAwMDAwMDAwMDAwMDAw.fakefa.not-a-secret-of-anybody';
  const limiter = createMemoryRateLimiter(systemClock);
  const shared = { limiter, clock: systemClock, bot: 'b' };
  const rig: Rig = {
    fake,
    got: [],
    noticed: [],
    refused: [],
    guilds: [],
    source: openGateway({
      ...more,
      budget: new BotBudget({ ...shared, log: (_level, what) => rig.noticed.push(what) }),
      turns: shared,
      token,
      api: fake.api,
      clock: systemClock,
      onGuild: (id, how) => rig.guilds.push(`${id} ${how}`),
      onLost: ({ guildId, what, place }) => rig.guilds.push(`${guildId} ${what} ${place}`),
      deliver: ({ id }) => rig.got.push(id),
      log: (_level, what) => rig.noticed.push(what),
      onRefusal: ({ message }) => rig.refused.push(message),
    }),
  };
  open.push({
    stop: async () => {
      await rig.source.stop();
      await fake.close();
    },
  });
  return rig;
};

const ping = ({ fake }: Rig): string =>
  fake.people.slash({ user: fake.world.addUser('ash') }, 'ping').interaction.id;

afterEach(async () => {
  for (const one of open.splice(0)) await one.stop();
});

it('stops while it is just connecting', { timeout: 20_000 }, async () => {
  const rig = await connect({}, ({ gateway }) => {
    gateway.isMute = true;
  });
  await expect.poll(() => rig.fake.gateway.sockets, POLL).toBe(1);
  const askedMs = performance.now();
  await rig.source.stop();
  expect(performance.now() - askedMs).toBeLessThan(STOP_WITHIN_MS);
});

describe('news of guilds', { timeout: 20_000 }, () => {
  it('say whether one is there, out of order, or has removed the bot', async () => {
    const rig = await connect();
    await rig.source.ready;
    const { id } = rig.fake.guild;
    await expect.poll(() => rig.guilds).toEqual([`${id} back`]);
    rig.fake.gateway.send('GUILD_DELETE', { id, unavailable: true });
    rig.fake.gateway.send('GUILD_DELETE', { id });
    await expect.poll(() => rig.guilds.slice(1)).toEqual([`${id} unavailable`, `${id} removed`]);
  });
});

describe('shards', { timeout: TIMEOUT_MS }, () => {
  it('hear of their own guilds, and the first one of direct messages', async () => {
    // guilds are told apart by the moment of their making: no two of one
    let moments = Date.now();
    const nowMs = (): number => (moments += 1);
    const rig = await connect(
      { maxConcurrency: 4, shardsMin: 4, nowMs },
      (fake) => {
        for (let n = 0; n < 12; n += 1) fake.world.addGuild(`guild ${n}`);
      },
      { shards: { count: 4, ids: [0, 2] } },
    );
    await rig.source.ready;
    expect(rig.fake.gateway.shards).toEqual(['0/4', '2/4']);
    const shardOf = (guildId: string): number => Number((BigInt(guildId) >> 22n) % 4n);
    const ours = [...rig.fake.world.guilds.keys()].filter((id) => shardOf(id) % 2 === 0);
    expect(ours.length).toBeGreaterThan(3);
    expect(ours.length).toBeLessThan(10);
    expect(rig.guilds.toSorted()).toEqual(ours.map((id) => `${id} back`).toSorted());
    const { world, people } = rig.fake;
    const user = world.addUser('ash');
    const sent: string[] = [];
    for (const guild of world.guilds.values()) {
      const channel = world.addChannel({ type: 0, name: 'general', guildId: guild.id });
      const { id } = people.slash({ user, channel }, 'ping').interaction;
      if (shardOf(guild.id) % 2 === 0) sent.push(id);
    }
    const alone = world.addChannel({ type: 1, name: '', recipientId: user.id });
    sent.push(people.slash({ user, channel: alone }, 'ping').interaction.id);
    await expect.poll(() => rig.got.length, POLL).toBe(sent.length);
    expect(rig.got.toSorted()).toEqual(sent.toSorted());
  });

  it('that are too few for Discord end with what to set', async () => {
    const rig = await connect({ shardsMin: 2 });
    await expect(rig.source.started).rejects.toThrow(/\(4011\).*set GUILDHALL_DISCORD_SHARDS/);
  });
});

describe('the connection', { timeout: TIMEOUT_MS }, () => {
  it('brings interactions as soon as it is ready, and asks for the least', async () => {
    const rig = await connect();
    await rig.source.ready;
    const id = ping(rig);
    await expect.poll(() => rig.got, POLL).toEqual([id]);
    expect(rig.source.client.options.intents.bitfield).toBe(1);
    expect(rig.source.client.guilds.cache.size).toBe(1);
  });

  it.each([
    ['is cut', (fake: FakeDiscord) => fake.gateway.cut()],
    ['is asked to come back', (fake: FakeDiscord) => fake.gateway.askToReconnect()],
    ['is closed with 4000', (fake: FakeDiscord) => fake.gateway.cut(4_000)],
    ['has timed out', (fake: FakeDiscord) => fake.gateway.cut(4_009)],
  ])('that %s resumes and misses nothing', async (_what, disturb) => {
    const rig = await connect();
    await rig.source.ready;
    disturb(rig.fake);
    await expect.poll(() => rig.fake.gateway.connected, POLL).toBe(0);
    const missed = ping(rig);
    await expect.poll(() => rig.got, POLL).toEqual([missed]);
    expect(rig.fake.gateway).toMatchObject({ identifies: 1, resumes: 1 });
    await expect.poll(() => rig.noticed, POLL).toContain('back on Discord');
    expect(rig.refused).toEqual([]);
  });

  it('that hears nothing is given up and resumed', async () => {
    const rig = await connect({ heartbeatMs: 200 });
    await rig.source.ready;
    rig.fake.gateway.isDeaf = true;
    await expect
      .poll(() => rig.noticed, POLL)
      .toContain('the connection to Discord is gone and will be back');
    rig.fake.gateway.isDeaf = false;
    const id = ping(rig);
    await expect.poll(() => rig.got, POLL).toContain(id);
    expect(rig.fake.gateway.identifies).toBe(1);
  });

  it('that is forgotten begins anew', async () => {
    const rig = await connect();
    await rig.source.ready;
    rig.fake.gateway.forget();
    rig.fake.gateway.cut();
    await expect.poll(() => rig.fake.gateway.identifies, POLL).toBe(2);
    const id = ping(rig);
    await expect.poll(() => rig.got, POLL).toEqual([id]);
  });

  it('hands over what the library itself could not read, and makes no objects of it', async () => {
    const rig = await connect();
    await rig.source.ready;
    rig.fake.gateway.send('INTERACTION_CREATE', { id: '7', type: 99, channel: 5, member: 'nobody' });
    const id = ping(rig);
    await expect.poll(() => rig.got, POLL).toEqual(['7', id]);
    expect(rig.source.client.users.cache.size).toBe(1);
  });

  it('brings nothing after it was stopped', async () => {
    const rig = await connect();
    await rig.source.ready;
    await rig.source.stop();
    await expect.poll(() => rig.fake.gateway.connected, POLL).toBe(0);
    expect(rig.noticed).toEqual([]);
  });

  it('that Discord refuses fails its start; refused later it says so once', async () => {
    const wrong = await connect({}, (fake) => {
      fake.token = 'other';
    });
    await expect(wrong.source.started).rejects.toThrow('Discord does not accept DISCORD_TOKEN (401)');
    expect(wrong.refused).toEqual([]);
    const reset = await connect();
    await reset.source.started;
    reset.fake.token = 'other';
    reset.fake.gateway.cut();
    await expect.poll(() => reset.refused, POLL).toEqual([expect.stringContaining('(4004)')]);
  });

  it.each([
    [4_010, 'does not know this shard'],
    [4_011, 'wants this bot to be sharded'],
    [4_012, 'does not speak this version'],
    [4_013, 'does not know the intents'],
    [4_014, 'does not allow the intents'],
  ])('closed with %i is not tried again, and says what to do', async (code, message) => {
    const rig = await connect();
    await rig.source.started;
    rig.fake.gateway.cut(code);
    await expect.poll(() => rig.refused, POLL).toEqual([expect.stringContaining(message)]);
    expect(rig.refused[0]).toContain(`(${code})`);
    expect(rig.fake.gateway).toMatchObject({ identifies: 1, resumes: 0, connected: 0 });
  });

  it('that may begin no more sessions today says until when, and what may be the cause', async () => {
    const rig = await connect({}, (fake) => fake.useStarts(1_000));
    await rig.source.started;
    expect(rig.noticed).toEqual([
      expect.stringMatching(/^Discord lets this bot log in no more until \S+: .*same DISCORD_TOKEN/),
    ]);
    expect(rig.fake.gateway.identifies).toBe(0);
  });

  it('is tried again when the first attempt meets no Discord', async () => {
    const rig = await connect({}, (fake) => {
      fake.faults.next.push(...Array.from({ length: 4 }, () => ({ match: /gateway/, status: 503 })));
    });
    await rig.source.started;
    expect(rig.noticed).toEqual(['Discord cannot be reached; trying again']);
    await rig.source.ready;
    const id = ping(rig);
    await expect.poll(() => rig.got, POLL).toEqual([id]);
  });
});
