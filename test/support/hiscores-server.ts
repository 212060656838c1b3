import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '../fixtures/hiscores');

/** One answer of the server: a fixture by name, or something that goes wrong. */
export type Answer =
  | { readonly fixture: string }
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  /** Breaks off in the middle of the body. */
  | 'truncated'
  /** Half a body, then nothing. */
  | 'silence'
  /** More than anybody should read. */
  | 'flood'
  | 'html';

/** A real HTTP server that stands for the hiscores. */
export interface HiscoresServer {
  readonly url: string;
  /** Players asked for, in order. */
  readonly asked: readonly string[];
  /** Which board each was asked for: its part of the address, empty for the main one. */
  readonly boards: readonly string[];
  readonly userAgents: ReadonlySet<string>;
  /** What comes next; the last one stays. */
  answers(...answers: readonly Answer[]): void;
  close(): Promise<void>;
}

const ADDRESS = /^\/m=hiscore_oldschool(_[a-z_]+)?\/index_lite\.json$/;

const fixture = (name: string): string => readFileSync(join(FOLDER, `${name}.json`), 'utf8');

const MAINTENANCE = '<!DOCTYPE html><html><body>Old School is being updated.</body></html>';

const send = (response: ServerResponse, answer: Answer): void => {
  if (answer === 'html') {
    response.writeHead(200, { 'content-type': 'text/html' }).end(MAINTENANCE);
  } else if (answer === 'truncated' || answer === 'silence') {
    const body = fixture('plain');
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
    response.write(body.slice(0, 400), () => {
      if (answer === 'truncated') response.destroy();
    });
  } else if (answer === 'flood') {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(`{"skills":"${'x'.repeat(1_000_000)}"}`);
  } else if ('fixture' in answer) {
    response.writeHead(200, { 'content-type': 'application/json' }).end(fixture(answer.fixture));
  } else {
    response.writeHead(answer.status, answer.headers).end(answer.body ?? '');
  }
};

/** Opens the server on a free port of this machine. */
export const openHiscoresServer = async (): Promise<HiscoresServer> => {
  let queue: Answer[] = [{ fixture: 'plain' }];
  const asked: string[] = [];
  const boards: string[] = [];
  const userAgents = new Set<string>();
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://here');
    const address = ADDRESS.exec(pathname);
    asked.push(searchParams.get('player') ?? '');
    boards.push(address?.[1] ?? '');
    userAgents.add(request.headers['user-agent'] ?? '');
    const answer = (queue.length > 1 ? queue.shift() : queue[0]) ?? 'html';
    if (address === null) response.writeHead(400).end();
    else send(response, answer);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/m=hiscore_oldschool`,
    asked,
    boards,
    userAgents,
    answers: (...answers) => {
      queue = [...answers];
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
};
