import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { InteractionResponseType, InteractionType, type APIInteraction } from 'discord.js';
import type { Clock } from '#ports/clock.ts';
import type { SurfaceLog } from './interactions.ts';
import { SignatureCheck, type Verdict } from './signature.ts';

export interface HttpOptions {
  /** 64 hex digits, from the developer portal. */
  readonly publicKey: string;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly clock: Clock;
  readonly deliver: (payload: APIInteraction) => void;
  readonly log: SurfaceLog;
}

/** A listener for interactions that Discord sends by HTTP. */
export interface HttpSource {
  readonly url: string;
  /** No more interactions come after this. */
  stop(): Promise<void>;
}

/** Largest body, bytes; Discord's own are far smaller. */
const BODY_MAX = 256 * 1024;
/** Checks a second, and in a row: each costs a fifth of a millisecond, whoever sends. */
const CHECKS = { perSecond: 500, burst: 1_000 } as const;
const REQUEST_TIMEOUT_MS = 10_000;

const REFUSALS: Readonly<Record<Exclude<Verdict, 'ok'>, string>> = {
  unsigned:
    'This address takes interactions of Discord: the headers X-Signature-Ed25519 and X-Signature-Timestamp are missing.',
  forged: 'The signature does not fit the body. Is DISCORD_PUBLIC_KEY that of this application?',
  stale: 'The time of the request is too far from now. Is the clock of this machine right?',
  replayed: 'This request has been here before.',
};

const answer = (response: ServerResponse, status: number, body?: unknown): void => {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' });
  response.end(body === undefined ? undefined : JSON.stringify(body));
};

/** The body, or `undefined` when it is too large. */
const bodyOf = async (request: IncomingMessage): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > BODY_MAX) return undefined;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
};

const headerOf = ({ headers }: IncomingMessage, name: string): string | undefined => {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
};

/** A bucket that refills by monotonic time. */
const bucket = (clock: Clock): (() => boolean) => {
  let left: number = CHECKS.burst;
  let atMs = clock.monoMs();
  return () => {
    const nowMs = clock.monoMs();
    left = Math.min(CHECKS.burst, left + ((nowMs - atMs) / 1_000) * CHECKS.perSecond);
    atMs = nowMs;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
};

/**
 * Listens for signed interactions. Size and rate are bounded before a signature is looked at, and a signature before
 * anything is parsed. The answer goes out by REST, as for the gateway. @throws Error of the listening socket
 */
export const openHttpSource = async (options: HttpOptions): Promise<HttpSource> => {
  const { publicKey, host, port, clock, deliver, log } = options;
  const check = new SignatureCheck(publicKey, clock);
  const mayCheck = bucket(clock);
  const attend = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method !== 'POST') return answer(response, 405, { message: 'POST interactions here.' });
    if (!/^application\/json\b/i.test(headerOf(request, 'content-type') ?? '')) {
      return answer(response, 415, { message: 'Send the body as application/json.' });
    }
    const isLarge = Number(headerOf(request, 'content-length') ?? 0) > BODY_MAX;
    const body = isLarge ? undefined : await bodyOf(request);
    if (body === undefined) {
      response.setHeader('connection', 'close');
      return answer(response, 413, { message: `The body is too large: it takes at most ${BODY_MAX} bytes.` });
    }
    if (!mayCheck()) {
      response.setHeader('retry-after', '1');
      return answer(response, 429, { message: 'More requests than can be checked. Try again in a second.' });
    }
    const verdict = check.check(
      body,
      headerOf(request, 'x-signature-ed25519'),
      headerOf(request, 'x-signature-timestamp'),
    );
    if (verdict !== 'ok') {
      log('info', 'a request that Discord did not sign was refused', { verdict });
      return answer(response, 401, { message: REFUSALS[verdict] });
    }
    return dispatch(body, response, deliver);
  };
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => {
    attend(request, response).catch((error: unknown) => {
      log('warn', 'a request broke off', { err: error });
      response.destroy();
    });
  });
  server.listen(port, host);
  await once(server, 'listening');
  const { port: bound } = server.address() as AddressInfo;
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`, stop: () => closed(server) };
};

const dispatch = (body: Buffer, response: ServerResponse, deliver: HttpOptions['deliver']): void => {
  let payload: APIInteraction;
  try {
    payload = JSON.parse(body.toString()) as APIInteraction;
  } catch {
    return answer(response, 400, { message: 'The body is no JSON.' });
  }
  if (payload.type === InteractionType.Ping)
    return answer(response, 200, { type: InteractionResponseType.Pong });
  answer(response, 202);
  return deliver(payload);
};

const closed = async (server: Server): Promise<void> => {
  server.close();
  server.closeIdleConnections();
  await once(server, 'close');
};
