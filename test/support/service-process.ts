import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const START_WITHIN_MS = 30_000;

/** How a process ended and everything it said. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The real service in a process of its own. */
export interface ServiceProcess {
  readonly url: string;
  readonly port: number;
  /** Its log so far. */
  log(): string;
  /** Its end, whoever brings it about. */
  readonly ended: Promise<Ending>;
  /** Sends a signal: `SIGSTOP` lets it stand still, `SIGCONT` go on. */
  signal(signal: NodeJS.Signals): void;
  /** Sends a signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<Ending>;
  /** Lets it stand still for a while, as a machine does that is short of something. */
  pause(ms: number): Promise<void>;
}

type Variables = Readonly<Record<string, string>>;

const running = new Set<ChildProcess>();

const environment = (variables: Variables): NodeJS.ProcessEnv => {
  const inherited = Object.entries(process.env).filter(
    ([name]) =>
      !name.startsWith('GUILDHALL_') && !['DISCORD_TOKEN', 'MONGODB_URI', 'REDIS_URL'].includes(name),
  );
  return {
    ...Object.fromEntries(inherited),
    GUILDHALL_PORT: '0',
    ...variables,
  };
};

const launch = (
  script: string,
  args: readonly string[],
  variables: Variables,
  flags: readonly string[] = [],
) => {
  const child = spawn(process.execPath, [...flags, script, ...args], {
    cwd: ROOT,
    env: environment(variables),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
    });
  }
  const ended = once(child, 'close').then(([code, signal]): Ending => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
    ...said,
  }));
  return { child, said, ended };
};

/** Runs a script of ours to its end. */
export const runToEnd = async (
  script: string,
  args: readonly string[],
  variables: Variables,
): Promise<Ending> => launch(script, args, variables).ended;

/** Starts the service on a data directory, with flags of Node, and waits for its "listening" line. @throws Error with its output when it ends instead */
export const startProcess = async (
  dataDir: string,
  variables: Variables = {},
  [script, ...args]: readonly [string, ...string[]] = ['src/main.ts'],
  flags: readonly string[] = [],
): Promise<ServiceProcess> => {
  const { child, said, ended } = launch(script, args, { GUILDHALL_DATA_DIR: dataDir, ...variables }, flags);
  const listening = new Promise<string>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`no address: ${said.stdout}${said.stderr}`)),
      START_WITHIN_MS,
    );
    const look = (): void => {
      const line = said.stdout.split('\n').find((text) => text.includes('"msg":"listening"'));
      if (line === undefined) return;
      clearTimeout(timer);
      child.stdout.off('data', look);
      resolve((JSON.parse(line) as { url: string }).url);
    };
    child.stdout.on('data', look);
    void ended.then(({ code }) => {
      clearTimeout(timer);
      reject(new Error(`ended with ${code}: ${said.stdout}${said.stderr}`));
    });
  });
  const url = await listening;
  return {
    url,
    port: Number(new URL(url).port),
    log: () => said.stdout,
    ended,
    signal: (signal) => {
      child.kill(signal);
    },
    end: (signal) => {
      child.kill(signal);
      return ended;
    },
    pause: async (ms) => {
      child.kill('SIGSTOP');
      await sleep(ms);
      child.kill('SIGCONT');
    },
  };
};

/** Kills what a failed test has left running. */
export const killProcesses = async (): Promise<void> => {
  for (const child of running) {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
};
