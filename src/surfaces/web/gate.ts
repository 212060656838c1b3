import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { Ticket } from '#actors/kit/engine-api.ts';
import type { Desk } from '#commands/desk.ts';
import { Fault } from '#ports/fault.ts';
import { faultFailure, type RefusalLog, retryAfterSeconds, statusOf } from './failures.ts';
import { SECURITY_HEADERS } from './security.ts';
import { Turnstile } from './turnstile.ts';

/** Paths whose POSTs run commands. */
export const COMMANDS_PATH = '/api/playground/commands';
export const COMPONENTS_PATH = '/api/playground/components';

/** Guild from which personas speak when they name none. */
const DEMO_GUILD = 'demo';
/** Refusals of this long share one answer, trace id and log line, ms. */
const NOTICE_MS = 1_000;
const REQUEST_TIMEOUT_MS = 30_000;
/** Longer than reverse proxies keep an idle connection (60 s is usual), so that it is theirs to close and never closes under a request. */
const KEEP_ALIVE_MS = 75_000;

/** The guild that a request names, by which room is shared. */
export const guildOf = ({ headers }: Pick<IncomingMessage, 'headers'>): string => {
  const named = headers['x-guildhall-guild'];
  return typeof named === 'string' && /^[a-z0-9]{1,14}$/.test(named) ? named : DEMO_GUILD;
};

/** What the refusals of a while have in common. */
interface Notice {
  readonly status: number;
  /** Names and values in turn. */
  readonly headers: string[];
  /** A text, which goes out in one piece with the headers; bytes would not. */
  readonly body: string;
  /** Monotonic ms. */
  readonly untilMs: number;
}

/**
 * Asks for room before anything of a command's request is looked at but its path and guild, in front of the web framework:
 * under overload nearly all requests are refused, and what a refusal costs is taken from those that are let in. These begin
 * a few a turn of the event loop, so that the next refusal does not wait for all of them.
 */
export class Gate {
  readonly #desk: Desk;
  readonly #log: RefusalLog | undefined;
  readonly #tickets = new WeakMap<IncomingMessage, Ticket>();
  readonly #notices = new Map<string, Notice>();
  readonly #turnstile = new Turnstile();

  constructor(desk: Desk, log: RefusalLog | undefined) {
    this.#desk = desk;
    this.#log = log;
  }

  /** The room that was given to a request. */
  ticketOf(request: IncomingMessage): Ticket | undefined {
    return this.#tickets.get(request);
  }

  /** A server whose requests pass the gate on their way to `handler`. */
  serve(handler: RequestListener): Server {
    const server = createServer((request, response) => {
      const { url, method } = request;
      if (method !== 'POST' || (url !== COMMANDS_PATH && url !== COMPONENTS_PATH)) {
        handler(request, response);
        return;
      }
      const enteredMs = this.#desk.deps.clock.monoMs();
      const room = this.#desk.deps.engine.admit(guildOf(request));
      if (room instanceof Fault) {
        const { status, headers, body } = this.#refuse(room, `POST ${url}`, enteredMs);
        response.writeHead(status, headers);
        response.end(body);
        this.#desk.meter.refused(this.#desk.deps.clock.monoMs() - enteredMs);
        return;
      }
      this.#tickets.set(request, room);
      let isGone = false;
      response.once('close', () => {
        isGone = true;
        // releasing twice is releasing once
        room.release();
      });
      this.#turnstile.enter(() => {
        if (!isGone) handler(request, response);
      });
    });
    // a client that sends its headers or body drop by drop holds no connection for ever
    server.requestTimeout = REQUEST_TIMEOUT_MS;
    server.keepAliveTimeout = KEEP_ALIVE_MS;
    return server;
  }

  #refuse(fault: Fault, route: string, nowMs: number): Notice {
    const key = `${fault.code} ${fault.retryAfterMs ?? 0} ${route}`;
    const known = this.#notices.get(key);
    if (known !== undefined && nowMs < known.untilMs) return known;
    const made = this.#announce(fault, route, nowMs + NOTICE_MS);
    this.#notices.set(key, made);
    return made;
  }

  #announce(fault: Fault, route: string, untilMs: number): Notice {
    const failure = faultFailure(fault);
    const body = JSON.stringify(failure);
    const status = statusOf(fault.code);
    const headers = Object.entries({
      ...SECURITY_HEADERS,
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(Buffer.byteLength(body)),
      'retry-after': retryAfterSeconds(fault.retryAfterMs ?? 0),
    }).flat();
    const { code, traceId } = failure.error;
    this.#log?.({ traceId, code, route, status });
    return { status, headers, body, untilMs };
  }
}
