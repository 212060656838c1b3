import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openSqliteStore } from '#adapters/sqlite/sqlite-store.ts';
import { systemClock } from '#adapters/memory/system-clock.ts';
import { integrations } from '#app/integrations.ts';
import { commandLog, createLogger } from '#app/logging.ts';
import { type Service, type ServiceOptions, startService } from '#app/service.ts';
import type { Button, Panel } from '#commands/panel.ts';
import type { Clock } from '#ports/clock.ts';
import type { Store } from '#ports/store.ts';

/** What came back over HTTP. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  readonly commandId: string | undefined;
  readonly panel: Panel | undefined;
  readonly error:
    | {
        readonly code: string;
        readonly message: string;
        readonly field?: string;
        readonly retryAfterMs?: number;
        readonly traceId: string;
      }
    | undefined;
}

/** A visitor of the playground's API. */
export interface Visitor {
  readonly url: string;
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  /** Gives a command. */
  say(persona: string, text: string, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  /** Gives a command that must succeed. */
  run(persona: string, text: string, headers?: Readonly<Record<string, string>>): Promise<Panel>;
  press(persona: string, customId: string, fields?: Readonly<Record<string, string>>): Promise<Reply>;
  /** Gives a command and presses Confirm; both must succeed. */
  confirm(persona: string, text: string): Promise<Panel>;
  /** Free coins. */
  coins(persona: string): Promise<number>;
  /** User id of somebody who has spoken. */
  idOf(persona: string): Promise<string>;
  json<T>(path: string): Promise<T>;
  text(path: string): Promise<string>;
}

/** The button of that label. */
export const buttonOf = (panel: Panel | undefined, label: string): Button => {
  const found = panel?.controls
    ?.flat()
    .find((control): control is Button => control.kind === 'button' && control.label === label);
  if (found === undefined) throw new Error(`no button ${label} on ${JSON.stringify(panel)}`);
  return found;
};

/** The value of a field of a panel. */
export const fieldOf = (panel: Panel | undefined, name: string): string | undefined =>
  panel?.fields?.find((one) => one.name === name)?.value;

/** Everything a panel says, for looking for words. */
export const wordsOf = (panel: Panel | undefined): string => JSON.stringify(panel ?? {});

/** A pace is told in less than this, ms; what takes longer is a rule of the game. */
const PACE_MAX_MS = 5_000;

/** A service answers long before, if only that it cannot. */
const ANSWER_WITHIN_MS = 30_000;

/** Speaks HTTP to a service at `url`. */
export const visitor = (url: string): Visitor => {
  const post: Visitor['post'] = async (path, body, headers = {}) => {
    const response = await fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    const text = await response.text();
    const parsed = (text.startsWith('{') ? JSON.parse(text) : {}) as Partial<Reply>;
    const { commandId, panel, error } = parsed;
    return { status: response.status, headers: response.headers, body: text, commandId, panel, error };
  };
  const ok = (reply: Reply, what: string): Panel => {
    if (reply.panel === undefined || reply.error !== undefined) throw new Error(`${what}: ${reply.body}`);
    return reply.panel;
  };
  const self: Visitor = {
    url,
    post,
    say: (persona, text, headers) => post('/api/playground/commands', { persona, text }, headers),
    run: async (persona, text, headers) => {
      let reply = await self.say(persona, text, headers);
      // a real service paces its people: whoever is too quick comes again when they are told to
      while (reply.error?.code === 'E_COOLDOWN' && (reply.error.retryAfterMs ?? PACE_MAX_MS) < PACE_MAX_MS) {
        await pause(reply.error.retryAfterMs);
        reply = await self.say(persona, text, headers);
      }
      return ok(reply, text);
    },
    press: (persona, customId, fields) =>
      post('/api/playground/components', { persona, customId, ...(fields === undefined ? {} : { fields }) }),
    confirm: async (persona, text) => {
      const offer = await self.run(persona, text);
      return ok(await self.press(persona, buttonOf(offer, 'Confirm').customId), text);
    },
    coins: async (persona) =>
      Number((fieldOf(await self.run(persona, '/eco balance'), 'Free') ?? '').replaceAll(/\D/g, '')),
    idOf: async (persona) => (await self.say(persona, '/help')).commandId?.split('/')[0] ?? '',
    json: async <T>(path: string) => (await (await fetch(url + path)).json()) as T,
    text: async (path) => (await fetch(url + path)).text(),
  };
  return self;
};

/** Asks again until it is so. @throws Error after ten seconds */
export const until = async (what: string, isSo: () => boolean | Promise<boolean>): Promise<void> => {
  const endMs = performance.now() + 10_000;
  while (!(await isSo())) {
    if (performance.now() > endMs) throw new Error(`not within 10 s: ${what}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 10);
    });
  }
};

/** One event of the live feed. */
export interface FeedEvent {
  readonly event: string;
  readonly data: {
    readonly text?: string;
    readonly topic?: string;
    readonly panel?: Panel;
    readonly atMs?: number;
  };
}

/** Reads server-sent events until their stream ends. */
export const readStream = async (
  response: Response,
  take: (event: string, data: unknown) => void,
): Promise<void> => {
  let rest = '';
  for await (const chunk of response.body ?? []) {
    const parts = (rest + Buffer.from(chunk as Uint8Array).toString()).split('\n\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const event = /^event: (.*)$/m.exec(part)?.[1];
      const data = /^data: (.*)$/m.exec(part)?.[1];
      if (event !== undefined && data !== undefined) take(event, JSON.parse(data));
    }
  }
};

/** Listens to the live feed from its beginning until `leave`. */
export const listen = async (
  url: string,
): Promise<{ readonly events: readonly FeedEvent[]; leave(): void }> => {
  const leaving = new AbortController();
  const response = await fetch(`${url}/api/playground/events`, { signal: leaving.signal });
  const events: FeedEvent[] = [];
  readStream(response, (event, data) => events.push({ event, data: data as FeedEvent['data'] })).catch(
    () => undefined,
  );
  return { events, leave: () => leaving.abort() };
};

/** One line of the service's log. */
export type LogLine = Readonly<Record<string, unknown>>;

/** The whole service in this process, over the embedded store on a directory of its own. */
export interface ServiceRig extends Visitor {
  readonly service: Service;
  readonly store: Store;
  readonly dir: string;
  readonly alarms: readonly { readonly what: string; readonly error: unknown }[];
  /** The log as text and as lines. */
  log(): string;
  lines(): readonly LogLine[];
  /** Stops the service and keeps its data. */
  stop(): Promise<boolean>;
}

export interface ServiceRigOptions {
  /** Data of an earlier service; default: a fresh directory that goes with `closeRigs`. */
  readonly dir?: string;
  readonly clock?: Clock;
  readonly secrets?: readonly string[];
  readonly options?: Partial<ServiceOptions>;
  /** Default: the embedded store on `dir`. */
  readonly store?: Store;
  /** Puts something between the service and its store. */
  readonly wrap?: (store: Store) => Store;
}

const open: { stop(): Promise<unknown> }[] = [];
const directories: string[] = [];

/** A directory that goes with {@link closeRigs}. */
export const temporaryDirectory = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'guildhall-rig-'));
  directories.push(dir);
  return dir;
};

/** Stops every rig and removes its data; for `afterEach` or `afterAll`. */
export const closeRigs = async (): Promise<void> => {
  for (const rig of open.splice(0)) await rig.stop();
  for (const dir of directories.splice(0)) rmSync(dir, { recursive: true, force: true });
};

/** A wall clock that starts at `startMs` (default: now) and can be moved; monotonic time and timers are the machine's. */
export const movableClock = (startMs?: number): Clock & { move(ms: number): void } => {
  let offset = startMs === undefined ? 0 : startMs - Date.now();
  return {
    nowMs: () => Date.now() + offset,
    monoMs: () => systemClock.monoMs(),
    after: (delayMs, callback) => systemClock.after(delayMs, callback),
    move: (ms) => {
      offset += ms;
    },
  };
};

/** Starts the service on a free port, playground on, persons not paced, and a realm in which guests are alone. */
export const openService = async (options: ServiceRigOptions = {}): Promise<ServiceRig> => {
  const { dir = temporaryDirectory(), clock, secrets = [], wrap = (store: Store) => store } = options;
  let log = '';
  const logger = createLogger({
    level: 'info',
    secrets,
    to: {
      write: (line) => {
        log += line;
      },
    },
  });
  const alarms: { what: string; error: unknown }[] = [];
  const store = options.store ?? wrap(await openSqliteStore({ dir }));
  const service = await startService({
    store,
    areas: integrations({ playground: true, publicUrl: undefined, osrsUrl: undefined, version: 'test' }),
    version: 'test',
    web: { host: '127.0.0.1', port: 0, playground: true, realm: 'home', pageDir: join(dir, 'no-page') },
    log: commandLog(logger),
    onAlarm: (what, self, error) => {
      alarms.push({ what, error });
      logger.warn({ alarm: what, entity: self, err: error }, 'alarm');
    },
    onError: (error, traceId, route) => logger.error({ traceId, route, err: error }, 'request failed'),
    onRefusal: (line) => logger.info(line, 'refused'),
    isPaced: false,
    ...(clock === undefined ? {} : { clock }),
    ...options.options,
  });
  const rig: ServiceRig = {
    ...visitor(service.url),
    service,
    store,
    dir,
    alarms,
    log: () => log,
    lines: () =>
      log
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as LogLine),
    stop: () => service.close(),
  };
  open.push(rig);
  return rig;
};
