import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FAKE_TOKEN, type FakeDiscord, openFakeDiscord } from '#test/support/fake-discord/fake-discord.ts';
import { wordsOf } from '#test/support/fake-discord/story.ts';
import type { FakeMessage, FakeUser } from '#test/support/fake-discord/world.ts';
import { freshDeployment } from '#test/support/services/redis-suite.ts';
import { noRedis, type RedisServer, redisProgram, startRedis } from '#test/support/services/redis-server.ts';
import { killProcesses, runToEnd, type ServiceProcess, startProcess } from '#test/support/service-process.ts';
import { closeRigs, temporaryDirectory, until } from '#test/support/service-rig.ts';

const TIMEOUT_MS = 60_000;
const WORKER = { GUILDHALL_ROLES: 'engine,web,jobs' };
const GATEWAY = { GUILDHALL_ROLES: 'gateway' };

const program = redisProgram();
if (program === undefined) console.warn(noRedis());

let redis: RedisServer | undefined;
let fake: FakeDiscord;
let deployment = '';
let ash: FakeUser;

beforeAll(async () => {
  redis = program === undefined ? undefined : await startRedis(program);
});

beforeEach(async () => {
  // machines that run tests are slow: what counts here is that nothing is lost, and the scenario holds the three seconds
  fake = await openFakeDiscord({ limits: { ackMs: 30_000 } });
  deployment = freshDeployment();
  ash = fake.world.addUser('ash');
});

afterEach(async () => {
  await killProcesses();
  await fake.close();
});

afterAll(async () => {
  await redis?.end();
  await closeRigs();
});

const variables = (more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
  DISCORD_TOKEN: FAKE_TOKEN,
  GUILDHALL_DISCORD_API: fake.api,
  GUILDHALL_DISCORD_SOURCE: 'stream',
  GUILDHALL_DEPLOYMENT: deployment,
  REDIS_URL: redis?.url ?? '',
  ...more,
});

const start = (more: Readonly<Record<string, string>>, dir = temporaryDirectory()): Promise<ServiceProcess> =>
  startProcess(dir, variables(more));

const register = async (): Promise<void> => {
  expect((await runToEnd('src/app/discord-register.ts', [], variables())).code).toBe(0);
};

const offer = async (): Promise<readonly [FakeMessage, string]> => {
  const shown = await fake.people.slash({ user: ash }, 'eco buy', { item: 'honeyberry', quantity: '2' })
    .answer;
  const confirm = /"custom_id":"(1\.quote\.confirm\.[^"]+)"/.exec(JSON.stringify(shown.message?.components));
  if (shown.message === undefined || confirm?.[1] === undefined) throw new Error('no offer');
  return [shown.message, confirm[1]];
};

const balance = () => fake.people.slash({ user: ash }, 'eco balance').answer;

const coins = async (): Promise<number> =>
  Number((/Free\D*([\d,]+)/.exec(wordsOf((await balance()).message))?.[1] ?? '').replaceAll(',', ''));

describe.skipIf(program === undefined)('interactions by the stream', { timeout: TIMEOUT_MS }, () => {
  it('are answered by a worker, and go on where they were when the gateway was killed', async () => {
    await register();
    const worker = await start(WORKER);
    const gateway = await start(GATEWAY);
    expect((await fetch(`${gateway.url}/readyz`)).status).toBe(200);
    const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
    expect(metrics).toMatch(/^process_resident_memory_bytes \d+$/m);
    expect((await fetch(`${gateway.url}/`)).status).toBe(404);
    expect(wordsOf((await balance()).message)).toContain('1,000 coins');
    await gateway.end('SIGKILL');
    await until('it is gone', () => fake.gateway.connected === 0);
    const missed = [balance(), balance()];
    const again = await start(GATEWAY);
    for (const { message } of await Promise.all(missed)) expect(wordsOf(message)).toContain('1,000 coins');
    expect(fake.gateway).toMatchObject({ identifies: 1, resumes: 1 });
    const endings = [await again.end('SIGTERM'), await worker.end('SIGTERM')];
    for (const { code, stdout, stderr } of endings) {
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).not.toContain(FAKE_TOKEN);
    }
  });

  it('wait for the next worker when theirs is killed, and what it had begun is done once', async () => {
    await register();
    const dir = temporaryDirectory();
    const worker = await start(WORKER, dir);
    const gateway = await start(GATEWAY);
    await balance();
    const [message, confirm] = await offer();
    // it is bought, and the answer has to wait: the worker dies with it
    fake.faults.next.push({ match: /callback/, status: 429, retryAfterMs: 600_000 });
    const bought = fake.people.press({ user: ash }, message, confirm);
    await until('it has it', () => fake.faults.next.length === 0);
    await worker.end('SIGKILL');
    const waiting = balance();
    await start(WORKER, dir);
    expect(wordsOf((await bought.answer).message)).toContain('Bought');
    await waiting;
    // twice the same price: the first one was paid once
    const after = await coins();
    await fake.people.press({ user: ash }, ...(await offer())).answer;
    expect(1_000 - after).toBe(after - (await coins()));
    expect(after).toBeLessThan(1_000);
    await gateway.end('SIGTERM');
  });

  it('are fed and answered by one process with every role, which is killed and resumes', async () => {
    await register();
    const dir = temporaryDirectory();
    const first = await start({}, dir);
    await balance();
    await first.end('SIGKILL');
    const missed = balance();
    const second = await start({}, dir);
    expect(wordsOf((await missed).message)).toContain('1,000 coins');
    expect(fake.gateway).toMatchObject({ identifies: 1, resumes: 1 });
    expect(await second.end('SIGTERM')).toMatchObject({ code: 0, stderr: '' });
  });

  it('come through one gateway for each shard: a second one is refused, and told which process has it', async () => {
    const first = await start(GATEWAY);
    const second = await runToEnd('src/main.ts', [], {
      ...variables(GATEWAY),
      GUILDHALL_DATA_DIR: temporaryDirectory(),
    });
    expect(second.code).toBe(1);
    expect(second.stderr).toMatch(
      /^Another process \(\S+:\d+\) is on Discord with this DISCORD_TOKEN for shard 0\/1: stop one of the two[^\n]+\n$/,
    );
    expect(fake.gateway.shards).toEqual(['0/1']);
    const client = await runToEnd('src/main.ts', [], {
      ...variables({ GUILDHALL_DISCORD_SOURCE: 'client' }),
      GUILDHALL_DATA_DIR: temporaryDirectory(),
    });
    expect(client.stderr).toMatch(/^Another process \(\S+:\d+\) is on Discord/);
    await first.end('SIGTERM');
    await start(GATEWAY);
    expect(fake.gateway).toMatchObject({ identifies: 1, resumes: 1 });
  });

  it('need a token that Discord accepts: a gateway says so in one line and ends with 1', async () => {
    fake.token = 'another.one.entirely';
    const ending = await runToEnd('src/main.ts', [], {
      ...variables(GATEWAY),
      GUILDHALL_DATA_DIR: temporaryDirectory(),
    });
    expect(ending.code).toBe(1);
    expect(ending.stderr).toMatch(
      /^Discord does not accept DISCORD_TOKEN \(401\): take a fresh token[^\n]+\n$/,
    );
    expect(ending.stdout).not.toContain(FAKE_TOKEN);
  });

  it('end with 1 when Discord closes the gateway for good', async () => {
    const gateway = await start(GATEWAY);
    fake.gateway.cut(4_014);
    const ending = await gateway.ended;
    expect(ending.code).toBe(1);
    expect(ending.stderr).toMatch(
      /^Discord does not allow the intents that were asked for \(4014\)[^\n]+\n$/,
    );
  });
});
