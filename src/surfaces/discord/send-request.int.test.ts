import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { REST } from 'discord.js';
import { afterEach, describe, expect, it } from 'vitest';
import { readBody } from '#test/support/fake-discord/multipart.ts';
import { sendRequest } from './send-request.ts';

const servers: Server[] = [];

const serve = async (answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<REST> => {
  const server = createServer(answer);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const api = `http://127.0.0.1:${port}`;
  return new REST({ api, makeRequest: sendRequest, retries: 0 }).setToken('t');
};

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

const picture = Buffer.from(Array.from({ length: 600_000 }, (_, n) => n % 251));
const post = (rest: REST): Promise<unknown> =>
  rest.post('/channels/1/messages', {
    files: [
      { name: 'a.png', contentType: 'image/png', data: picture },
      { name: 'b.png', contentType: 'image/png', data: picture },
    ],
    body: { content: 'Ä' },
  });

describe('sendRequest', () => {
  it('sends a form whole: its files, its words, its length and who sends it', async () => {
    let got: unknown;
    const rest = await serve((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const bytes = Buffer.concat(parts);
        const { 'content-type': type = '', 'content-length': length, authorization } = request.headers;
        got = { ...readBody(bytes, type), isWhole: length === `${bytes.length}`, authorization };
        response.setHeader('content-type', 'application/json').end('{"id":"5"}');
      });
    });
    expect(await post(rest)).toEqual({ id: '5' });
    expect(got).toMatchObject({
      body: { content: 'Ä' },
      files: [
        { name: 'a.png', bytes: picture },
        { name: 'b.png', bytes: picture },
      ],
      isWhole: true,
      authorization: 'Bot t',
    });
  });

  it.each([
    ['is refused before it was read', (response: ServerResponse) => response.writeHead(400).end('{}')],
    ['is cut off', (response: ServerResponse) => response.destroy()],
  ])('does nothing that nobody can catch when a form %s', async (_, refuse) => {
    const uncaught: unknown[] = [];
    const note = (error: unknown): void => void uncaught.push(error);
    process.on('unhandledRejection', note);
    const rest = await serve((_request, response) => refuse(response));
    const ends = await Promise.allSettled(Array.from({ length: 40 }, () => post(rest)));
    process.off('unhandledRejection', note);
    expect(new Set(ends.map(({ status }) => status))).toEqual(new Set(['rejected']));
    expect(uncaught).toEqual([]);
  });

  it('ends with the signal of a request while its form is on its way', async () => {
    const stop = new AbortController();
    const rest = await serve((request) => request.once('data', () => stop.abort()));
    const sent = rest.post('/x', { files: [{ name: 'a.png', data: picture }], signal: stop.signal });
    await expect(sent).rejects.toThrow(/aborted/i);
  });
});
