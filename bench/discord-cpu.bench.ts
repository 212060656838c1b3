import { once } from 'node:events';
import { join } from 'node:path';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { killProcesses, runToEnd, type ServiceProcess, startProcess } from '#test/support/service-process.ts';
import { startFlags } from '#test/support/start-flags.ts';
import { type BenchFake, metricOf, openBenchFake } from './discord-world.ts';
import type { Bench, BenchContext, Figure } from './figure.ts';
import { killChild, startChild } from './redis-world.ts';
import { median, spread } from './rounds.ts';

const COMMAND = 'eco balance';
const GUILDS = { guilds: 20, channels: 5, roles: 5 };
const PEOPLE = 1_000;
const IN_FLIGHT = 64;

/** A bot, how much CPU it has used so far, and the Discord that it is on. */
interface Side {
  readonly fake: BenchFake;
  readonly cpuMs: () => Promise<number>;
}

const bareCpuMs = async (child: ChildProcess): Promise<number> => {
  const answered = once(child, 'message') as Promise<[{ readonly cpuMs: number }]>;
  child.send('cpu');
  const [{ cpuMs }] = await answered;
  return cpuMs;
};

/** The service as `npm start` has it, with the commands registered. */
const startService = async (dir: string, { api, token }: BenchFake): Promise<ServiceProcess> => {
  const variables = { DISCORD_TOKEN: token, GUILDHALL_DISCORD_API: api };
  const { code, stderr } = await runToEnd('src/app/discord-register.ts', [], variables);
  if (code !== 0) throw new Error(`the commands could not be registered: ${stderr}`);
  return startProcess(join(dir, 'data'), variables, ['src/main.ts'], startFlags());
};

/** CPU of one interaction, ms. */
const round = async ({ fake, cpuMs }: Side, from: number, count: number): Promise<number> => {
  const before = await cpuMs();
  const order = { command: COMMAND, from, count, people: PEOPLE, inFlight: IN_FLIGHT };
  const answered = await fake.drive(order);
  if (answered !== count) throw new Error(`${answered} answers of ${count}`);
  return ((await cpuMs()) - before) / count;
};

const run = async (context: BenchContext): Promise<readonly Figure[]> => {
  const rounds = context.choose({ full: 7, quick: 3, check: 3 });
  const count = context.choose({ full: 3_000, quick: 1_500, check: 1_000 });
  const fakes = await Promise.all([openBenchFake({ ...GUILDS, command: COMMAND }), openBenchFake(GUILDS)]);
  const [ofBare, ofService] = fakes;
  const file = fileURLToPath(new URL('discord-bare-child.ts', import.meta.url));
  const child = await startChild(file, ofBare.api, ofBare.token);
  try {
    const service = await startService(context.directory(), ofService);
    const bare: Side = { fake: ofBare, cpuMs: () => bareCpuMs(child) };
    const ours: Side = {
      fake: ofService,
      cpuMs: async () => (await metricOf(service.url, 'process_cpu_seconds_total')) * 1_000,
    };
    context.say('cpu: everybody comes for the first time, and once more');
    for (const from of [0, 0]) for (const side of [bare, ours]) await round(side, from, PEOPLE);
    const each: { bare: number[]; ours: number[] } = { bare: [], ours: [] };
    for (let n = 0; n < rounds; n += 1) {
      each.bare.push(await round(bare, n * count, count));
      each.ours.push((await round(ours, n * count, count)) * context.slow);
    }
    const beyond = each.ours.map((ms, n) => ms - (each.bare[n] ?? Number.NaN));
    const base = median(each.bare);
    return [
      {
        name: 'cpu.balance',
        value: median(beyond),
        unit: 'ms',
        bar: { most: 1 },
        baseline: { what: 'a bare discord.js reply', value: base, unit: 'ms' },
        ratio: median(beyond) / base,
        noise: spread(beyond),
        checksum: String(rounds * count),
        note: `CPU of /${COMMAND} beyond the baseline, ${IN_FLIGHT} in flight, ${PEOPLE} people; the fake in another process`,
      },
    ];
  } finally {
    await killProcesses();
    await killChild(child);
    for (const fake of fakes) await fake.end();
  }
};

/** What an interaction costs beyond the client library. */
export const discordCpu: Bench = { name: 'discord.cpu', figures: ['cpu.balance'], usesDisk: true, run };
