import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { fakeDesk } from '#test/support/commands/fake-desk.ts';
import { Feed } from './feed.ts';
import { createWebServer } from './server.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

const start = async (clientsMax?: number) => {
  const feed = new Feed('run1', clientsMax === undefined ? {} : { clientsMax });
  const app = await createWebServer({
    desk: fakeDesk([]),
    feed,
    battleWatch: { watch: async () => undefined },
    config: { host: '127.0.0.1', playground: true, realm: 'demo', pageDir: '/nonexistent' },
    isOpen: true,
    notReady: () => [],
    logError: () => undefined,
    metrics: {},
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  cleanUps.push(() => app.close());
  const { port } = app.server.address() as AddressInfo;
  const watch = (
    headers: Record<string, string> = {},
  ): Promise<{ response: IncomingMessage; text: () => string }> =>
    new Promise((resolve, reject) => {
      const request = get(
        { host: '127.0.0.1', port, path: '/api/playground/events', headers },
        (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => {
            text += chunk;
          });
          response.on('error', () => undefined);
          cleanUps.unshift(() => request.destroy());
          resolve({ response, text: () => text });
        },
      );
      request.on('error', reject);
    });
  return { app, feed, watch };
};

const fact = (text: string) => ({ type: 'fact', atMs: 1, topic: 't', text }) as const;

describe('the feed over server-sent events', () => {
  it('streams what is published, with the security headers', async () => {
    const { feed, watch } = await start();
    const { response, text } = await watch();
    expect(response.headers['content-type']).toContain('text/event-stream');
    expect(response.headers['cache-control']).toBe('no-store');
    expect(response.headers['content-security-policy']).toBeDefined();
    feed.publish(fact('hello'));
    await expect.poll(text).toContain('"text":"hello"');
  });

  it('resumes after the last event id', async () => {
    const { feed, watch } = await start();
    feed.publish(fact('one'));
    feed.publish(fact('two'));
    const { text } = await watch({ 'last-event-id': 'run1-1' });
    await expect.poll(text).toContain('two');
    expect(text()).not.toContain('one');
  });

  it('forgets a client that goes', async () => {
    const { feed, watch } = await start();
    const { response } = await watch();
    expect(feed.clients).toBe(1);
    response.destroy();
    await expect.poll(() => feed.clients).toBe(0);
  });

  it('refuses more clients than it has room for', async () => {
    const { watch } = await start(1);
    await watch();
    const { response, text } = await watch();
    expect(response.statusCode).toBe(503);
    await expect.poll(text).toContain('E_OVERLOAD');
  });

  it('ends with the server', async () => {
    const { app, watch, feed } = await start();
    const { response } = await watch();
    const ended = new Promise((resolve) => {
      response.on('close', resolve);
    });
    await app.close();
    await ended;
    expect(feed.clients).toBe(0);
  });
});
