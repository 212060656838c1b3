import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { type RawAnswer, RawHttp } from './raw-http.ts';
import { RefusalMeter } from './refusal-meter.ts';
import { ADMITS, type Inside } from './service-words.ts';

/** A service behind its HTTP door: a running one, or one of our own in another process. */
export interface RemoteService {
  /** Gives a slash command as a guest. */
  command(persona: string, text: string, guild: string): Promise<RawAnswer>;
  /** Presses a button as a guest. */
  press(persona: string, customId: string, guild: string): Promise<RawAnswer>;
  /** How long its refusals took since the question before, with the delay of its event loop; 99th percentile, ms. */
  refusalP99Ms(): Promise<number>;
  /** Resident memory of its process, bytes; NaN when it does not tell. */
  memory(): Promise<number>;
  /** What it tells of itself; only a service of our own does. */
  inside(): Promise<Inside | undefined>;
  /** How late windows of battles were closed since the last question, ms; only a service of our own tells. */
  windows(): Promise<readonly number[]>;
  readonly url: string;
  close(): Promise<void>;
}

/** As `npm start` has it. */
const FLAGS = ['--max-semi-space-size=16'];

const startChild = async (
  args: readonly string[],
): Promise<{ readonly child: ChildProcess; readonly url: string }> => {
  const child = fork(new URL('./service-child.ts', import.meta.url), args, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: FLAGS,
  });
  const [message] = (await once(child, 'message')) as [{ readonly url?: string }];
  if (message.url === undefined) throw new Error('the service did not start');
  return { child, url: message.url };
};

interface Answers {
  readonly rss: number;
  readonly windows: readonly number[];
  readonly inside: Inside;
}

/** Asks a service of our own. Questions do not wait for each other. */
const askChild = <K extends keyof Answers>(
  child: ChildProcess,
  question: string,
  key: K,
): Promise<Answers[K]> =>
  new Promise((resolve) => {
    const hear = (message: Partial<Answers>): void => {
      const answer = message[key];
      if (answer === undefined) return;
      child.off('message', hear);
      resolve(answer);
    };
    child.on('message', hear);
    child.send(question);
  });

const scrape = async (url: string): Promise<string> => (await fetch(`${url}/metrics`)).text();

const readMemory = async (url: string): Promise<number> => {
  const text = await scrape(url);
  const found = /^process_resident_memory_bytes (\S+)$/m.exec(text);
  return found === null ? Number.NaN : Number(found[1]);
};

/**
 * Connects to the service at `url`, or starts one with an empty store that goes with it; for a flood, by all connections
 * at once. `admits`: for self-tests alone, one of our own lets everybody in.
 */
export const openService = async (
  url: string | undefined,
  { isFlood = false, admits = false }: { readonly isFlood?: boolean; readonly admits?: boolean } = {},
): Promise<RemoteService> => {
  const started = url === undefined ? await startChild(admits ? [ADMITS] : []) : undefined;
  const base = url ?? started?.url ?? '';
  const http = new RawHttp(base);
  if (isFlood) http.open();
  const post = (path: string, guild: string, body: Readonly<Record<string, string>>): Promise<RawAnswer> =>
    http.post(`/api/playground/${path}`, `x-guildhall-guild: ${guild}\r\n`, JSON.stringify(body));
  const refusals = new RefusalMeter();
  return {
    refusalP99Ms: async () => refusals.p99Ms(await scrape(base)),
    command: (persona, text, guild) => post('commands', guild, { persona, text }),
    press: (persona, customId, guild) => post('components', guild, { persona, customId }),
    memory: () => (started === undefined ? readMemory(base) : askChild(started.child, 'memory', 'rss')),
    inside: () =>
      started === undefined ? Promise.resolve(undefined) : askChild(started.child, 'inside', 'inside'),
    windows: () =>
      started === undefined ? Promise.resolve([]) : askChild(started.child, 'windows', 'windows'),
    url: base,
    close: async () => {
      http.end();
      if (started === undefined) return;
      const gone = once(started.child, 'exit');
      started.child.disconnect();
      await gone;
    },
  };
};
