import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ApiFault, TooMany } from './api-fault.ts';
import type { Standing } from './buckets.ts';
import { readBody } from './multipart.ts';
import { type RestAnswer, type RestParts, ROUTES } from './routes.ts';

/** One request as the fake saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly body: unknown;
  /** With the bot's token, not with that of an interaction. */
  readonly isBot: boolean;
  /** Refused, and counted towards the ban of an address. */
  readonly isInvalid: boolean;
  readonly atMs: number;
}

/** A request of which nothing has been read but its head. */
export type Asked = Pick<SeenRequest, 'method' | 'path' | 'isBot' | 'atMs'>;

/** What a test may do to requests before they are looked at. */
export interface Faults {
  /** Refuses what it likes. */
  refuse?: (asked: Asked) => ApiFault | undefined;
  /** Answers to give instead, each once, to the requests whose `METHOD /path` fits. */
  readonly next: {
    readonly match: RegExp;
    readonly status: number;
    readonly code?: number;
    readonly retryAfterMs?: number;
    /** The request is carried out first: only its answer is lost. */
    readonly isAfter?: true;
  }[];
}

interface ServerParts extends RestParts {
  readonly token: () => string;
  readonly faults: Faults;
  readonly seen: (request: SeenRequest) => void;
}

const read = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

const headersOf = (standing: Standing): Record<string, string> => ({
  'x-ratelimit-limit': String(standing.limit),
  'x-ratelimit-remaining': String(standing.remaining),
  'x-ratelimit-reset-after': String(standing.resetAfterMs / 1_000),
  'x-ratelimit-reset': String((Date.now() + standing.resetAfterMs) / 1_000),
  'x-ratelimit-bucket': standing.bucket,
});

const send = (
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string>,
): void => {
  response.writeHead(status, {
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...headers,
  });
  response.end(body === undefined ? undefined : JSON.stringify(body));
};

const refuse = (response: ServerResponse, fault: ApiFault): void => {
  if (!(fault instanceof TooMany)) return send(response, fault.status, fault.body, {});
  return send(response, 429, fault.body, {
    'retry-after': String(Math.ceil(fault.retryAfterMs / 1_000)),
    'x-ratelimit-reset-after': String(fault.retryAfterMs / 1_000),
    'x-ratelimit-limit': '1',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-scope': fault.scope,
    ...(fault.scope === 'global' ? { 'x-ratelimit-global': 'true' } : {}),
  });
};

const planned = (faults: Faults, what: string, isAfter: boolean): ApiFault | undefined => {
  const index = faults.next.findIndex(
    (fault) => (fault.isAfter === true) === isAfter && fault.match.test(what),
  );
  const [fault] = index < 0 ? [] : faults.next.splice(index, 1);
  if (fault === undefined) return undefined;
  if (fault.status === 429) return new TooMany(fault.retryAfterMs ?? 1_000, 'user');
  return new ApiFault(fault.status, fault.code ?? 0, 'planned');
};

/** Answers one request by the routes. @throws ApiFault */
const serve = async (
  request: IncomingMessage,
  path: string,
  url: URL,
  parts: ServerParts,
): Promise<[RestAnswer, unknown]> => {
  const method = request.method ?? 'GET';
  const nowMs = parts.world.nowMs();
  const match = ROUTES.map((route) => ({ route, found: route.pattern.exec(path) })).find(
    ({ route, found }) => route.method === method && found !== null,
  );
  if (match === undefined) throw new ApiFault(404, 0, '404: Not Found');
  if (match.route.isOpen !== true) {
    if (request.headers.authorization !== `Bot ${parts.token()}`)
      throw new ApiFault(401, 0, '401: Unauthorized');
    parts.buckets.take('global bot', parts.limits.global, nowMs, 'global');
  }
  const isBot = match.route.isOpen !== true;
  const fault =
    parts.faults.refuse?.({ method, path, isBot, atMs: nowMs }) ??
    planned(parts.faults, `${method} ${path}`, false);
  if (fault !== undefined) throw fault;
  const sent = readBody(await read(request), request.headers['content-type'] ?? '');
  const ids = match.found?.slice(1) ?? [];
  const answer = match.route.run({ method, path, query: url.searchParams, ...sent }, ids, parts);
  const lost = planned(parts.faults, `${method} ${path}`, true);
  if (lost !== undefined) throw lost;
  return [answer, sent.body];
};

/** Whether a refusal counts towards the ban of an address that sends nonsense. */
const isInvalid = (fault: ApiFault): boolean =>
  [401, 403].includes(fault.status) || (fault instanceof TooMany && fault.scope !== 'shared');

/** The REST side of the fake. */
export const restServer = (parts: ServerParts): Server =>
  createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://fake');
    const path = decodeURIComponent(url.pathname).replace(/^\/api(?:\/v10)?/, '');
    const method = request.method ?? 'GET';
    const isBot = request.headers.authorization !== undefined;
    const seen = (status: number, body: unknown, fault?: ApiFault): void =>
      parts.seen({
        method,
        path,
        status,
        body,
        isBot,
        isInvalid: fault !== undefined && isInvalid(fault),
        atMs: parts.world.nowMs(),
      });
    const finish = async (): Promise<void> => {
      try {
        const [answer, body] = await serve(request, path, url, parts);
        seen(answer.status, body);
        const standing = answer.standing ?? {
          bucket: `${method}-any`,
          limit: 100,
          remaining: 99,
          resetAfterMs: 1_000,
        };
        send(response, answer.status, answer.body, headersOf(standing));
      } catch (error) {
        if (!(error instanceof ApiFault)) throw error;
        request.resume();
        seen(error.status, undefined, error);
        if (isInvalid(error)) {
          try {
            parts.buckets.take('invalid address', parts.limits.invalid, parts.world.nowMs());
          } catch {
            response
              .writeHead(429, { 'content-type': 'text/html', 'retry-after': '600' })
              .end('error code: 1015');
            return;
          }
        }
        refuse(response, error);
      }
    };
    finish().catch((error: unknown) => {
      response.destroy(error as Error);
    });
  });
