import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = new URL('../..', import.meta.url).pathname;
const START_TIMEOUT_MS = 30_000;

type Variables = Readonly<Record<string, string>>;

/** A running service of its own, on its own data. */
export interface Service {
  readonly url: string;
  readonly port: number;
  /** Everything it has printed so far. */
  output(): string;
  /** Kills it without a word, as a power cut would. */
  kill(): Promise<void>;
}

/** A data directory that goes when the test is over. */
export const temporaryData = async (): Promise<{ dir: string; remove(): Promise<void> }> => {
  const dir = await mkdtemp(join(tmpdir(), 'guildhall-e2e-'));
  return { dir, remove: () => rm(dir, { recursive: true, force: true }) };
};

const environment = (dataDir: string, port: number, variables: Variables): NodeJS.ProcessEnv => {
  const inherited = Object.entries(process.env).filter(
    ([name]) =>
      !name.startsWith('GUILDHALL_') && !['DISCORD_TOKEN', 'MONGODB_URI', 'REDIS_URL'].includes(name),
  );
  return {
    ...Object.fromEntries(inherited),
    GUILDHALL_PORT: String(port),
    GUILDHALL_DATA_DIR: dataDir,
    ...variables,
  };
};

const portOf = (output: string): number | undefined => {
  const match = /http:\/\/(?:127\.0\.0\.1|localhost|\[::1\]):(\d{2,5})/.exec(output);
  return match === null ? undefined : Number(match[1]);
};

/** The port it says it listens on. @throws Error with its output when it ends or stays silent instead */
const saidPort = async (child: ChildProcess, output: () => string): Promise<number> => {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const fail = (why: string): void => reject(new Error(`the service ${why}:\n${output().slice(-4_000)}`));
  const timer = setTimeout(() => fail('said no address'), START_TIMEOUT_MS);
  const look = (): void => {
    const port = portOf(output());
    if (port !== undefined) resolve(port);
  };
  child.stdout?.on('data', look);
  child.once('exit', (code) => fail(`ended with ${code}`));
  child.once('error', (error) => fail(`did not start (${error.message})`));
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    child.stdout?.off('data', look);
  }
};

/** Starts the real service and waits until it is ready; port 0 takes any free one. */
export const startService = async (
  dataDir: string,
  port = 0,
  variables: Variables = {},
): Promise<Service> => {
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: ROOT,
    env: environment(dataDir, port, variables),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      printed += text;
    });
  }
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  try {
    const taken = await saidPort(child, () => printed);
    const ready = await fetch(`http://127.0.0.1:${taken}/readyz`);
    if (!ready.ok) throw new Error(`the service is not ready (${ready.status}):\n${printed}`);
    return { url: `http://127.0.0.1:${taken}`, port: taken, output: () => printed, kill };
  } catch (error) {
    await kill();
    throw error;
  }
};
