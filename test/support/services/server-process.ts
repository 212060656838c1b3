import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const READY_WITHIN_MS = 20_000;
const LOOK_EVERY_MS = 20;

/** A server of somebody else's in a process of its own, on the loopback address. */
export interface ServerProcess {
  readonly port: number;
  /** Data of this server; goes when it is ended. */
  readonly dir: string;
  readonly pid: number;
  /** Kills it at once and leaves its data, as a crash does. */
  kill(): Promise<void>;
  /** Starts it again on the same port and data. */
  restart(): Promise<void>;
  /** Ends it and removes its data. */
  end(): Promise<void>;
}

/** What to run, by port and data directory. */
export type CommandLine = (port: number, dir: string) => readonly [string, ...string[]];

const running = new Set<ChildProcess>();
// a test process that is ended early must not leave servers behind
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** A port that nobody listens on. */
export const freePort = async (): Promise<number> => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
};

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

const launch = async (command: CommandLine, port: number, dir: string): Promise<ChildProcess> => {
  const [file, ...args] = command(port, dir);
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4_000);
    });
  }
  let ended: string | undefined;
  child.once('error', (error) => {
    ended = error.message;
  });
  child.once('exit', (code, signal) => {
    running.delete(child);
    ended ??= `exit ${code ?? signal}`;
  });
  const giveUpMs = performance.now() + READY_WITHIN_MS;
  while (!(await answers(port))) {
    if (ended !== undefined) throw new Error(`${file} ended before it listened (${ended}): ${said}`);
    if (performance.now() > giveUpMs) {
      child.kill('SIGKILL');
      throw new Error(`${file} did not listen within ${READY_WITHIN_MS} ms: ${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return child;
};

const stop = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
};

/** Starts a server on a free port with a temporary directory and waits until it listens. @throws Error with what it said */
export const startServer = async (command: CommandLine, name: string): Promise<ServerProcess> => {
  const dir = mkdtempSync(join(tmpdir(), `guildhall-${name}-`));
  const port = await freePort();
  let child: ChildProcess;
  try {
    child = await launch(command, port, dir);
  } catch (error) {
    rmSync(dir, { recursive: true, force: true });
    throw error;
  }
  return {
    port,
    dir,
    get pid() {
      return child.pid ?? 0;
    },
    kill: () => stop(child, 'SIGKILL'),
    restart: async () => {
      child = await launch(command, port, dir);
    },
    end: async () => {
      await stop(child, 'SIGKILL');
      rmSync(dir, { recursive: true, force: true });
    },
  };
};
