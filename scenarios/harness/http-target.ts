import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { type Ending } from './open-loop.ts';
import { type RawAnswer, RawHttp } from './raw-http.ts';
import { type Target } from './target.ts';

const ENROL_AT_ONCE = 20;
const PATH = '/api/playground/commands';

/** Posts one command as a guest. */
const poster =
  (http: RawHttp) =>
  (persona: string, text: string, guild: string): Promise<RawAnswer> =>
    http.post(PATH, `x-guildhall-guild: ${guild}\r\n`, JSON.stringify({ persona, text }));

const startChild = async (): Promise<{ readonly child: ChildProcess; readonly url: string }> => {
  const child = fork(new URL('./service-child.ts', import.meta.url), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [message] = (await once(child, 'message')) as [{ readonly url?: string }];
  if (message.url === undefined) throw new Error('the service did not start');
  return { child, url: message.url };
};

/** Resident memory as the service's own process tells it. */
const askMemory = async (child: ChildProcess): Promise<number> => {
  const answer = once(child, 'message') as Promise<[{ readonly rss?: number }]>;
  child.send('memory');
  const [{ rss = Number.NaN }] = await answer;
  return rss;
};

/** Resident memory as the service's metrics tell it. */
const memoryOf = async (url: string): Promise<number> => {
  const text = await (await fetch(`${url}/metrics`)).text();
  const found = /^process_resident_memory_bytes (\S+)$/m.exec(text);
  return found === null ? Number.NaN : Number(found[1]);
};

/**
 * The playground's HTTP door: of a running service (`url`), or of one started in another process, so that the generator
 * takes none of its time.
 */
export const httpTarget = async (options: {
  readonly url: string | undefined;
  readonly players: number;
}): Promise<Target> => {
  const started = options.url === undefined ? await startChild() : undefined;
  const url = options.url ?? started?.url ?? '';
  const http = new RawHttp(url);
  const post = poster(http);
  const guest = (player: number): string => `guest-${player.toString(36).padStart(4, '0')}`;
  let bad = 0;
  let toggle = 0;
  const endingOf = ({ status, body }: RawAnswer): Ending => {
    if (status === 200) return 'answered';
    const { error } = JSON.parse(body) as {
      readonly error?: { readonly code?: string; readonly retryAfterMs?: number };
    };
    if (error?.code !== 'E_OVERLOAD') return 'failed';
    if (error.retryAfterMs === undefined || error.retryAfterMs <= 0) bad += 1;
    return 'refused';
  };
  for (let from = 0; from < options.players; from += ENROL_AT_ONCE) {
    const count = Math.min(ENROL_AT_ONCE, options.players - from);
    await Promise.all(
      Array.from({ length: count }, (_, n) => post(guest(from + n), '/notify view', 'setup')),
    );
  }
  return {
    get badRefusals() {
      return bad;
    },
    send: (player, guild) => {
      toggle += 1;
      const via = toggle % 2 === 0 ? 'dm' : 'inbox';
      return post(guest(player), `/notify set event:pet via:${via}`, guild).then(
        endingOf,
        (): Ending => 'failed',
      );
    },
    memory: () => (started === undefined ? memoryOf(url) : askMemory(started.child)),
    close: async () => {
      http.end();
      if (started === undefined) return;
      const gone = once(started.child, 'exit');
      started.child.disconnect();
      await gone;
    },
  };
};
