import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openSqliteStore } from '#adapters/sqlite/sqlite-store.ts';
import type { Bench, BenchContext, Figure } from './figure.ts';
import { median, spread } from './rounds.ts';
import { seedPeople } from './seed.ts';

const ROOT = join(import.meta.dirname, '..');
const LOOK_EVERY_MS = 5;
const READY_WITHIN_MS = 60_000;
const END_WITHIN_MS = 10_000;

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });

const isReady = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(`${url}/readyz`)).status === 200;
  } catch {
    return false;
  }
};

const untilReady = async (url: string, isGone: () => boolean, said: () => string): Promise<void> => {
  const endMs = performance.now() + READY_WITHIN_MS;
  while (!(await isReady(url))) {
    if (isGone() || performance.now() > endMs) throw new Error(`the service did not start: ${said()}`);
    await wait(LOOK_EVERY_MS);
  }
};

/** A command that writes, through the page's own door. @throws Error when it is refused */
const give = async (url: string, round: number): Promise<void> => {
  const response = await fetch(`${url}/api/playground/commands`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': `start${round}` },
    body: JSON.stringify({
      persona: 'ash',
      text: `/notify set event:gift via:${round % 2 === 0 ? 'off' : 'dm'}`,
    }),
  });
  const answer: unknown = await response.json();
  if (!response.ok || typeof answer !== 'object' || answer === null || !('panel' in answer)) {
    throw new Error(`the first command was refused: ${JSON.stringify(answer).slice(0, 300)}`);
  }
};

/** Ends `npm start` and what it started. */
const end = async (child: ChildProcess): Promise<void> => {
  const { pid } = child;
  if (child.exitCode !== null || pid === undefined) return;
  const gone = once(child, 'exit');
  const late = setTimeout(() => process.kill(-pid, 'SIGKILL'), END_WITHIN_MS);
  process.kill(-pid, 'SIGTERM');
  await gone;
  clearTimeout(late);
};

const startOnce = async (dir: string, round: number): Promise<{ readyMs: number; answerMs: number }> => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let said = '';
  const fromMs = performance.now();
  const child = spawn('npm', ['start', '--silent'], {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      GUILDHALL_DATA_DIR: dir,
      GUILDHALL_HOST: '127.0.0.1',
      GUILDHALL_PORT: String(port),
      GUILDHALL_PLAYGROUND: 'on',
    },
  });
  const hear = (data: Buffer): void => {
    said = (said + data.toString()).slice(-2_000);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  try {
    await untilReady(
      url,
      () => child.exitCode !== null,
      () => said,
    );
    const readyMs = performance.now();
    await give(url, round);
    return { readyMs: readyMs - fromMs, answerMs: performance.now() - readyMs };
  } finally {
    await end(child);
  }
};

const run = async (context: BenchContext): Promise<readonly Figure[]> => {
  const people = context.choose({ full: 10_000, quick: 1_000, check: 500 });
  const dir = context.directory();
  context.say(`start: writing ${people} people`);
  await seedPeople(() => openSqliteStore({ dir }), people);
  const ready: number[] = [];
  const answers: number[] = [];
  // the first start may have to build the page
  const rounds = context.choose({ full: 6, quick: 2, check: 2 });
  for (let round = 0; round < rounds; round += 1) {
    context.say(`start: round ${round}`);
    const { readyMs, answerMs } = await startOnce(dir, round);
    if (round === 0) continue;
    ready.push(readyMs * context.slow);
    answers.push(answerMs * context.slow);
  }
  const checksum = `${people}-${ready.length}`;
  return [
    {
      name: 'start',
      value: median(ready),
      unit: 'ms',
      bar: { most: 2_000 },
      noise: spread(ready),
      checksum,
      note: `npm start to /readyz with ${people.toLocaleString('en')} people`,
    },
    {
      name: 'start.2',
      value: median(answers),
      unit: 'ms',
      bar: { most: 500 },
      noise: spread(answers),
      checksum,
      note: 'first durable answer over HTTP after it',
    },
  ];
};

/** A start on data that is there. */
export const start: Bench = { name: 'start', figures: ['start', 'start.2'], usesDisk: true, run };
