import { fastify } from 'fastify';
import { describe, expect, it } from 'vitest';
import { installFailures } from './failures.ts';
import { holdRoutesTo } from './route-access.ts';

const appWith = (routes: Readonly<Record<string, readonly ('everyone' | 'owner')[]>>) => {
  const app = fastify();
  installFailures(app, () => undefined);
  holdRoutesTo(app, { commands: {}, controls: {}, routes });
  return app;
};

describe('the routes', () => {
  it('answer to everyone only where the table says so', async () => {
    const app = appWith({ 'GET /api/open': ['everyone'], 'GET /api/closed': ['owner'] });
    app.get('/api/open', async () => ({ ok: true }));
    app.get('/api/closed', async () => ({ ok: true }));
    expect((await app.inject('/api/open')).statusCode).toBe(200);
    const closed = await app.inject('/api/closed');
    expect([closed.statusCode, closed.json()]).toMatchObject([403, { error: { code: 'E_PERM' } }]);
    expect((await app.inject({ url: '/api/closed', method: 'HEAD' })).statusCode).toBe(403);
  });

  it('do not come up without a line in the table', () => {
    const app = appWith({ 'GET /api/open': ['everyone'] });
    expect(() => app.post('/api/open', async () => ({}))).toThrow('POST /api/open is not in the table');
    expect(() => app.get('/metrics', async () => ({}))).toThrow('GET /metrics');
    expect(() => app.get('/about', async () => ({}))).not.toThrow();
  });
});
