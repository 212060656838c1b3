import { once as nodeOnce } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Routes } from 'discord.js';
import { afterEach, describe, expect, it } from 'vitest';
import { createMemoryRateLimiter } from '#adapters/memory/memory-rate-limiter.ts';
import { systemClock } from '#adapters/memory/system-clock.ts';
import { createRedisRateLimiter } from '#adapters/redis/redis-rate-limiter.ts';
import type { RateLimiter } from '#ports/rate-limiter.ts';
import { FAKE_TOKEN, type FakeDiscord, openFakeDiscord } from '#test/support/fake-discord/fake-discord.ts';
import { freshDeployment, onRedis, openLink } from '#test/support/services/redis-suite.ts';
import { answeringBy } from './answering.ts';
import { BotBudget, budgetedRest, canWait, canWaitLong, isUnclear, once } from './bot-budget.ts';

const fakes: FakeDiscord[] = [];

const openFake = async (): Promise<FakeDiscord> => {
  const fake = await openFakeDiscord();
  fakes.push(fake);
  return fake;
};

afterEach(async () => {
  for (const fake of fakes.splice(0)) await fake.close();
});

const budgetOf = (limiter: RateLimiter, noticed: string[] = []): BotBudget =>
  new BotBudget({ limiter, clock: systemClock, bot: 'b', log: (_level, what) => noticed.push(what) });

/** So many messages at once, each in a channel of its own. */
const flood = async (fake: FakeDiscord, budget: BotBudget, count: number): Promise<void> => {
  const rest = budgetedRest(FAKE_TOKEN, fake.api, budget);
  await Promise.all(
    Array.from({ length: count }, (_, n) => {
      const { id } = fake.world.addChannel({ type: 0, name: `c${n}`, guildId: fake.guild.id });
      return rest.post(Routes.channelMessages(id), { body: { content: 'x' } });
    }),
  );
};

const statuses = ({ requests }: FakeDiscord): Readonly<Record<number, number>> => {
  const counts: Record<number, number> = {};
  for (const { status } of requests) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};

/** A limiter that takes part in the budget without asking Discord for anything: nothing is refused, ever. */
const unlimited: RateLimiter = { take: async () => Promise.resolve({ ok: true }) };

onRedis((server) => {
  it('two processes of a bot share its 45 requests in any second, and Discord never says no', async () => {
    const fake = await openFake();
    const deployment = freshDeployment();
    const admittedMs: number[] = [];
    const process = async (): Promise<BotBudget> => {
      let atMs = 0;
      const inner = createRedisRateLimiter({
        link: await openLink(server().url, { deployment }),
        local: createMemoryRateLimiter(systemClock),
        onDecision: (decidedMs) => {
          atMs = decidedMs;
        },
      });
      return budgetOf({
        take: async (key, rate, cost) => {
          const admission = await inner.take(key, rate, cost);
          if (admission.ok) admittedMs.push(atMs);
          return admission;
        },
      });
    };
    const [one, two] = [await process(), await process()];
    await Promise.all([flood(fake, one, 60), flood(fake, two, 60)]);
    expect(statuses(fake)).toEqual({ 200: 120 });
    expect(admittedMs).toHaveLength(120);
    admittedMs.sort((a, b) => a - b);
    const most = Math.max(
      ...admittedMs.map((from) => admittedMs.filter((at) => at >= from && at < from + 1_000).length),
    );
    expect(most).toBeLessThanOrEqual(45);
    // and they are used: a budget that admits nothing keeps every limit
    expect(most).toBeGreaterThan(30);
  });

  it('without a common budget the same two are refused', async () => {
    const fake = await openFake();
    await Promise.all([flood(fake, budgetOf(unlimited), 60), flood(fake, budgetOf(unlimited), 60)]);
    expect(statuses(fake)[429]).toBeGreaterThan(0);
  });
});

describe('the budget of a bot', { timeout: 20_000 }, () => {
  it('is of one process when there is nothing to share it by', async () => {
    const fake = await openFake();
    await flood(fake, budgetOf(createMemoryRateLimiter(systemClock)), 70);
    expect(statuses(fake)).toEqual({ 200: 70 });
  });

  it('lets what can wait wait for everything else', async () => {
    const fake = await openFake();
    const gate = Promise.withResolvers<void>();
    const budget = budgetOf({
      take: async () => {
        await gate.promise;
        return { ok: true };
      },
    });
    const rest = budgetedRest(FAKE_TOKEN, fake.api, budget);
    const { channel, guild, world } = fake;
    // in channels of their own: those of one channel wait for each other in the library
    const messages = Array.from({ length: 3 }, (_, n) => {
      const { id: channelId } = world.addChannel({ type: 0, name: `c${n}`, guildId: guild.id });
      return world.addMessage({ channelId, authorId: world.bot.id, forUserId: undefined });
    });
    const body = { content: 'x' };
    const done = [
      ...messages.map(({ id, channelId }, n) =>
        rest.patch(Routes.channelMessage(channelId, id), { body, headers: n === 1 ? canWaitLong : canWait }),
      ),
      rest.post(Routes.channelMessages(channel.id), { body }),
    ];
    // the first one has its turn already; the others are in their lines by now
    await new Promise((resolve) => setImmediate(resolve));
    gate.resolve();
    await Promise.all(done);
    const [first, long, short] = messages.map(({ id }) => id);
    expect(fake.requests.map(({ path }) => path.split('/').at(-1))).toEqual([first, 'messages', short, long]);
  });

  it('says how Discord stands, by what it answers: a refusal is neither good nor a failure', async () => {
    const fake = await openFake();
    const budget = budgetOf(createMemoryRateLimiter(systemClock));
    const post = (): Promise<unknown> =>
      budgetedRest(FAKE_TOKEN, fake.api, budget).post(Routes.channelMessages(fake.channel.id), {
        body: { content: 'x' },
      });
    expect(budget.look()).toEqual({ name: 'Discord', state: 'unasked' });
    await post();
    const answered = budget.look();
    expect(answered).toEqual({
      name: 'Discord',
      state: 'answers',
      answeredAtMs: expect.any(Number) as number,
    });
    fake.channel.botPermissions = 0n;
    await expect(post()).rejects.toMatchObject({ status: 403 });
    expect(budget.look()).toEqual(answered);
    // the client asks four times in all
    for (let n = 0; n < 4; n += 1) fake.faults.next.push({ match: /messages$/, status: 503 });
    await expect(post()).rejects.toMatchObject({ status: 503 });
    expect(budget.look()).toEqual({
      ...answered,
      state: 'fails',
      failingSinceMs: expect.any(Number) as number,
    });
  });

  it('keeps to itself that a request can wait', async () => {
    let heard: IncomingHttpHeaders = {};
    const server = createServer(({ headers }, response) => {
      heard = headers;
      response.end('{}');
    });
    server.listen(0, '127.0.0.1');
    await nodeOnce(server, 'listening');
    try {
      const { port } = server.address() as AddressInfo;
      const rest = budgetedRest(FAKE_TOKEN, `http://127.0.0.1:${port}`, budgetOf(unlimited));
      await rest.patch('/channels/1', { body: {}, headers: { ...canWait, ...once, 'x-other': 'stays' } });
    } finally {
      server.closeAllConnections();
      server.close();
    }
    expect(heard).toMatchObject({ 'x-other': 'stays', authorization: `Bot ${FAKE_TOKEN}` });
    expect(Object.keys(heard).filter((name) => name.startsWith('x-guildhall'))).toEqual([]);
  });

  it('sends once what must not be sent twice, and says when nobody knows what became of it', async () => {
    let asked = 0;
    const server = createServer((request, response) => {
      asked += 1;
      if (request.url?.endsWith('/channels/1') === true) response.writeHead(503).end('{}');
      else request.socket.destroy();
    });
    server.listen(0, '127.0.0.1');
    await nodeOnce(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const rest = budgetedRest(FAKE_TOKEN, `http://127.0.0.1:${port}`, budgetOf(unlimited));
    const outcome = (path: `/${string}`, headers: Record<string, string>): Promise<boolean> =>
      rest.post(path, { body: {}, headers }).then(
        () => false,
        (error: unknown) => isUnclear(error),
      );
    try {
      expect(await outcome('/channels/1', once)).toBe(true);
      expect(asked).toBe(1);
      expect(await outcome('/channels/2', once)).toBe(true);
      expect(asked).toBe(2);
      expect(await outcome('/channels/1', {})).toBe(false);
      expect(asked).toBe(6);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it('does not hold up answers to people', async () => {
    const fake = await openFake();
    fake.commands.set('global', [{ name: 'ping', description: 'Answers', id: '1' }]);
    const asked: string[] = [];
    const budget = budgetOf({
      take: async (key) => {
        asked.push(key);
        return Promise.resolve({ ok: false, retryAfterMs: 60_000 });
      },
    });
    const answering = answeringBy(fake.api, budget);
    const acts = Array.from({ length: 60 }, () =>
      fake.people.slash({ user: fake.world.addUser('ash') }, 'ping'),
    );
    await Promise.all(
      acts.map(({ interaction: { id, token } }) =>
        answering.defer({ id, token, applicationId: fake.world.applicationId }, true),
      ),
    );
    expect(acts.every(({ interaction }) => interaction.ack !== undefined)).toBe(true);
    expect(asked).toEqual([]);
  });

  it('stops what the bot sends long before its refusals get its address banned, in whichever process they came', async () => {
    const fake = await openFake();
    const shared = createMemoryRateLimiter(systemClock);
    const noticed: string[] = [];
    const [one, two] = [budgetOf(shared, noticed), budgetOf(shared, noticed)];
    // what both have been refused so far
    await shared.take('refused:b', { burst: 500, perSecond: 1 }, 498);
    fake.channel.botPermissions = 0n;
    const post = (budget: BotBudget): Promise<unknown> =>
      budgetedRest(FAKE_TOKEN, fake.api, budget).post(Routes.channelMessages(fake.channel.id), {
        body: { content: 'x' },
      });
    await expect(post(one)).rejects.toMatchObject({ status: 403 });
    await expect(post(two)).rejects.toMatchObject({ status: 403 });
    expect(noticed).toEqual([]);
    await expect(post(two)).rejects.toMatchObject({ status: 403 });
    expect(noticed).toEqual([expect.stringContaining('it stops before its address is banned')]);
    expect([one.look().state, two.look().state]).toEqual(['unasked', 'rests']);
    const { length } = fake.requests;
    await expect(post(two)).rejects.toThrow(/401, 403, 429\): nothing is sent for \d+ s more/);
    expect(fake.requests).toHaveLength(length);
  });
});
