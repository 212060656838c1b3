import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { defineCommand, defineComponent } from '#commands/define-command.ts';
import { refuse } from '#commands/rejected.ts';
import { Fault } from '#ports/fault.ts';
import { fakeDesk, type FakeDesk, NOW_MS } from '#test/support/commands/fake-desk.ts';
import type { RefusalLog } from './failures.ts';
import { Feed } from './feed.ts';
import {
  actorsSchema,
  answerSchema,
  choicesSchema,
  failureSchema,
  personasSchema,
  treeSchema,
} from './schemas.ts';
import { createWebServer } from './server.ts';

const say = defineCommand({
  name: 'say it',
  summary: 'Says something',
  ephemeral: false,
  options: [
    { name: 'what', type: 'text', description: 'What', required: true, maxLength: 80 },
    { name: 'user', type: 'user', description: 'To whom' },
  ],
  examples: ['/say it what:hello'],
  run: async (input, context) => {
    const what = String(input['what']);
    if (what === 'funds') return refuse({ code: 'E_FUNDS', message: 'Too little.', need: 5, have: 0 });
    if (what === 'soon') return refuse({ code: 'E_COOLDOWN', message: 'Later.', untilMs: NOW_MS + 2_500 });
    if (what === 'bug') throw new Error('secret path /etc/x');
    if (what === 'lost') throw new Fault('E_UNKNOWN', 'driver', { retryable: true });
    if (what === 'private') return { title: 'Psst', ephemeral: true };
    const customId = context.deps.customIds.encode({
      feature: 'say',
      verb: 'again',
      entity: '-',
      revision: 0,
      owner: context.userId,
      nonce: 'n1',
    });
    return {
      title: 'Said',
      text: `${context.displayName}: ${what}`,
      controls: [[{ kind: 'button', customId, label: 'Again', style: 'primary', disabled: false }]],
      ephemeral: false,
    };
  },
});

const again = defineComponent({
  feature: 'say',
  verb: 'again',
  run: async ({ values, fields }) => ({
    title: 'Again',
    text: JSON.stringify({ values, fields }),
    ephemeral: true,
  }),
});

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

interface Start {
  readonly desk?: FakeDesk;
  readonly playground?: boolean;
  readonly host?: string;
  readonly publicUrl?: string;
  readonly pageDir?: string;
  readonly notReady?: readonly string[];
}

const start = async (options: Start = {}) => {
  const desk = options.desk ?? fakeDesk([say], [again]);
  const feed = new Feed('run1');
  const errors: unknown[] = [];
  const refusals: Parameters<RefusalLog>[0][] = [];
  const app = await createWebServer({
    desk,
    feed,
    battleWatch: { watch: async () => undefined },
    config: {
      host: options.host ?? '127.0.0.1',
      playground: options.playground ?? true,
      realm: 'demo',
      pageDir: options.pageDir ?? '/nonexistent',
      ...(options.publicUrl === undefined ? {} : { publicUrl: options.publicUrl }),
    },
    isOpen: true,
    notReady: () => options.notReady ?? [],
    logError: (error) => errors.push(error),
    logRefusal: (line) => refusals.push(line),
    metrics: {
      batchSizes: () => ({ bounds: [1, 10], counts: [3, 2, 1], sum: 40 }),
      bus: () => ({ feed: { dropped: 2, failed: 1 } }),
      followerLagMs: () => ({ timeline: 1_500 }),
    },
  });
  cleanUps.push(() => app.close());
  const post = (url: string, payload: unknown, headers: Record<string, string> = {}) =>
    app.inject({
      method: 'POST',
      url,
      headers: { host: 'localhost:7770', 'content-type': 'application/json', ...headers },
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    });
  let listening: Promise<string> | undefined;
  /** Through a real socket: what stands in front of the framework is passed too. */
  const send = async (url: string, payload: unknown, headers: Record<string, string> = {}) => {
    await (listening ??= app.listen({ host: '127.0.0.1', port: 0 }));
    const { port } = app.server.address() as AddressInfo;
    return fetch(`http://127.0.0.1:${port}${url}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof payload === 'string' ? payload : JSON.stringify(payload),
    });
  };
  const command = (text: string, headers: Record<string, string> = {}, persona = 'ash') =>
    post('/api/playground/commands', { persona, text }, headers);
  const get = (url: string, headers: Record<string, string> = {}) =>
    app.inject({ method: 'GET', url, headers: { host: 'localhost:7770', ...headers } });
  return { app, desk, feed, errors, refusals, post, send, command, get };
};

describe('commands over HTTP', () => {
  it('answer id and panel in the documented form', async () => {
    const { command } = await start();
    const response = await command('/say it what:"two words"');
    expect(response.statusCode).toBe(200);
    expect(answerSchema.parse(response.json())).toMatchObject({
      commandId: 'user1/key1',
      panel: { title: 'Said', text: 'Ash: two words' },
      ephemeral: false,
    });
  });

  it('take the Idempotency-Key as the key of the command, within the persona', async () => {
    const { command } = await start();
    const ids = async (persona: string, key: string) =>
      (await command('/say it what:x', { 'idempotency-key': key }, persona)).json<{ commandId: string }>()
        .commandId;
    expect(await ids('ash', 'k')).toBe(await ids('ash', 'k'));
    expect(await ids('ash', 'k')).not.toBe(await ids('ash', 'other'));
    expect(await ids('ash', 'k')).not.toBe(await ids('misty', 'k'));
  });

  it('map every kind of failure to a status, with retry times and without details', async () => {
    const { command } = await start();
    const expected = [
      ['/say it', 400, 'E_INPUT'],
      ['/nope', 400, 'E_INPUT'],
      ['/say it what:x user:nobody', 404, 'E_TARGET'],
      ['/say it what:funds', 409, 'E_FUNDS'],
      ['/say it what:soon', 429, 'E_COOLDOWN'],
      ['/say it what:lost', 504, 'E_UNKNOWN'],
      ['/say it what:bug', 500, 'E_UNAVAILABLE'],
    ] as const;
    for (const [text, status, code] of expected) {
      const response = await command(text);
      expect(response.statusCode, text).toBe(status);
      const failure = failureSchema.parse(response.json());
      expect(failure.error.code, text).toBe(code);
      expect(failure.panel?.ephemeral, text).toBe(true);
      expect(failure.panel?.footer, text).toContain(failure.error.traceId);
      expect(response.body, text).not.toMatch(/secret|driver|node_modules|\.ts:/);
    }
    expect((await command('/say it what:soon')).headers['retry-after']).toBe('3');
  });

  it('refuse overload before the body is read, with a retry time', async () => {
    const { desk, send, refusals } = await start();
    desk.engine.room = 0;
    const [one, two] = [
      await send('/api/playground/commands', 'this is not even JSON'),
      await send('/api/playground/components', '{}'),
    ];
    for (const response of [one, two]) {
      expect(response.status).toBe(503);
      expect(response.headers.get('retry-after')).toBe('2');
      expect(response.headers.get('content-type')).toContain('application/json');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    }
    const { error } = failureSchema.parse(await one.json());
    expect(error).toMatchObject({ code: 'E_OVERLOAD', retryAfterMs: 1_500 });
    expect(desk.meter.refusedUnread).toBe(2);
    const route = 'POST /api/playground/commands';
    expect(refusals).toContainEqual({ traceId: error.traceId, code: 'E_OVERLOAD', route, status: 503 });
    desk.engine.room = 10;
    const letIn = await send('/api/playground/commands', { persona: 'ash', text: '/say it what:x' });
    expect(letIn.status).toBe(200);
  });

  it('share one line of the log when many are refused in a second', async () => {
    const { desk, send, refusals } = await start();
    desk.engine.room = 0;
    const answers = await Promise.all(Array.from({ length: 20 }, () => send('/api/playground/commands', {})));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
    expect(refusals).toHaveLength(1);
    desk.time.monoMs += 1_000;
    await send('/api/playground/commands', {});
    expect(refusals).toHaveLength(2);
    expect(refusals[0]?.traceId).not.toBe(refusals[1]?.traceId);
  });

  it('share by the guild that is named and give their room back, whatever happens', async () => {
    const { desk, send } = await start();
    const text = { persona: 'ash', text: '/say it what:x' };
    await send('/api/playground/commands', text, { 'x-guildhall-guild': 'g1' });
    await send('/api/playground/commands', { persona: 'ash', text: '/say it what:bug' });
    await send('/api/playground/commands', '{"broken');
    await send('/api/playground/commands', { persona: 'ash' });
    await send('/api/playground/components', { persona: 'ash', customId: 'x' });
    expect(desk.engine.scopes).toEqual(['g1', 'demo', 'demo', 'demo', 'demo']);
    await expect.poll(() => desk.engine.open).toBe(0);
  });

  it('press buttons and submit forms', async () => {
    const { command, post } = await start();
    const said = answerSchema.parse((await command('/say it what:x')).json());
    const button = said.panel.controls?.[0]?.[0];
    const customId = button?.customId ?? '';
    const body = { persona: 'ash', customId, values: ['v'], fields: { bio: 'b' } };
    const response = await post('/api/playground/components', body);
    expect(answerSchema.parse(response.json())).toMatchObject({
      commandId: expect.stringMatching(/^user1\/f-[a-z0-9]{14}$/) as string,
      panel: { text: '{"values":["v"],"fields":{"bio":"b"}}' },
    });
    const other = await post('/api/playground/components', { ...body, persona: 'misty' });
    expect([other.statusCode, failureSchema.parse(other.json()).error.code]).toEqual([403, 'E_PERM']);
    const forged = await post('/api/playground/components', { ...body, customId: 'nonsense' });
    expect([forged.statusCode, failureSchema.parse(forged.json()).error.field]).toEqual([400, 'customId']);
  });

  it('let personas and guests in and name the others', async () => {
    const { command } = await start();
    expect((await command('/say it what:x', {}, 'guest-7')).statusCode).toBe(200);
    const response = await command('/say it what:x', {}, 'oak');
    expect(response.statusCode).toBe(400);
    expect(failureSchema.parse(response.json()).error).toMatchObject({ code: 'E_INPUT', field: 'persona' });
  });

  it('put public panels into the feed, private ones and failures not', async () => {
    const { command, feed } = await start();
    const seen: string[] = [];
    feed.connect({ write: (text) => (seen.push(text), true) });
    await command('/say it what:private');
    await command('/say it what:bug');
    await command('/say it what:hello');
    expect(seen.filter((text) => text.includes('event: panel'))).toHaveLength(1);
    expect(seen.at(-1)).toContain('"command":"/say it"');
  });
});

describe('bodies that are refused', () => {
  it.each([
    ['broken JSON', '{"persona":"ash"'],
    ['no JSON object', '"ash"'],
    ['nothing', ''],
    ['a __proto__ key', '{"persona":"ash","text":"/say it what:x","__proto__":{"role":"owner"}}'],
    ['a constructor with a prototype', '{"persona":"ash","text":"x","constructor":{"prototype":{"a":1}}}'],
    ['a constructor key', '{"persona":"ash","text":"x","constructor":1}'],
    ['a prototype key', '{"persona":"ash","text":"x","prototype":{}}'],
    ['an unknown key', '{"persona":"ash","text":"x","role":"owner"}'],
    ['a wrong type', '{"persona":"ash","text":5}'],
    ['a missing key', '{"text":"/help"}'],
    ['a persona that is none', '{"persona":"../ash","text":"x"}'],
    ['deep nesting', '['.repeat(30_000)],
    ['a __proto__ field of a form', '{"persona":"ash","customId":"x","fields":{"__proto__":"x"}}'],
    ['a constructor field of a form', '{"persona":"ash","customId":"x","fields":{"constructor":"x"}}'],
    [
      'too many fields',
      `{"persona":"ash","customId":"x","fields":{${Array.from({ length: 11 }, (_, n) => `"f${n}":""`).join()}}}`,
    ],
    [
      'too many values',
      JSON.stringify({ persona: 'ash', customId: 'x', values: Array.from({ length: 26 }, () => 'v') }),
    ],
    ['a custom id beyond 100 characters', JSON.stringify({ persona: 'ash', customId: 'x'.repeat(101) })],
  ])('%s', async (_what, body) => {
    const { post, desk } = await start();
    const url = body.includes('customId') ? '/api/playground/components' : '/api/playground/commands';
    const response = await post(url, body);
    expect(response.statusCode).toBe(400);
    const { error } = failureSchema.parse(response.json());
    expect(error.code).toBe('E_INPUT');
    expect(error.field).toBeDefined();
    expect(response.body).not.toMatch(/node_modules|\.ts:|\bat \S+ \(/);
    expect(desk.lines).toEqual([]);
    expect(({} as { role?: string }).role).toBeUndefined();
  });

  it('more than 64 KB: 413 as JSON', async () => {
    const { post } = await start();
    const response = await post('/api/playground/commands', { persona: 'ash', text: 'x'.repeat(70_000) });
    expect(response.statusCode).toBe(413);
    expect(failureSchema.parse(response.json()).error).toMatchObject({ code: 'E_INPUT', field: 'body' });
  });

  it('5,000 characters in an option name the option', async () => {
    const { command } = await start();
    const response = await command(`/say it what:${'x'.repeat(5_000)}`);
    expect(failureSchema.parse(response.json()).error).toMatchObject({ code: 'E_INPUT', field: 'what' });
  });

  it.each([
    ['application/x-www-form-urlencoded', 403],
    ['multipart/form-data; boundary=x', 403],
    ['text/plain', 403],
    ['application/xml', 415],
  ])('%s: %i', async (type, status) => {
    const { post, desk } = await start();
    const response = await post('/api/playground/commands', 'persona=ash&text=/help', {
      'content-type': type,
    });
    expect(response.statusCode).toBe(status);
    expect(failureSchema.parse(response.json()).error.field).toBe('content-type');
    expect(desk.lines).toEqual([]);
  });

  it('a bad guild header', async () => {
    const { command } = await start();
    expect((await command('/say it what:x', { 'x-guildhall-guild': 'Not One' })).statusCode).toBe(400);
  });
});

describe('who may ask', () => {
  it.each([
    ['evil.example'],
    ['evil.example:7770'],
    ['localhost.evil.example'],
    ['127.0.0.1.evil.example:7770'],
    ['192.168.0.7:7770'],
    ['localhost:7770@evil.example'],
  ])('the foreign host %s is refused', async (host) => {
    const { get, command } = await start();
    for (const url of ['/', '/api/actors', '/metrics', '/api/playground/events', '/healthz']) {
      expect((await get(url, { host })).statusCode, url).toBe(403);
    }
    const response = await command('/say it what:x', { host });
    expect(response.statusCode).toBe(403);
    expect(failureSchema.parse(response.json()).error).toMatchObject({ code: 'E_PERM', field: 'host' });
  });

  it.each([['localhost:7770'], ['127.0.0.1:7770'], ['[::1]:7770'], ['LOCALHOST']])(
    '%s is ours',
    async (host) => {
      const { get } = await start();
      expect((await get('/healthz', { host })).statusCode).toBe(200);
    },
  );

  it('the public address is ours, and bare addresses when everybody is listened to', async () => {
    const open = await start({ host: '0.0.0.0', publicUrl: 'https://guildhall.example' });
    for (const host of ['guildhall.example', '192.168.0.7:7770']) {
      expect((await open.get('/healthz', { host })).statusCode, host).toBe(200);
    }
    expect((await open.get('/healthz', { host: 'evil.example' })).statusCode).toBe(403);
  });

  it.each([
    ['http://evil.example'],
    ['null'],
    ['http://localhost:9999'],
    ['http://localhost:7770.evil.example'],
  ])('the foreign origin %s is refused', async (origin) => {
    const { command, get, desk } = await start();
    const response = await command('/say it what:x', { origin });
    expect(response.statusCode).toBe(403);
    expect(failureSchema.parse(response.json()).error.field).toBe('origin');
    expect((await get('/api/actors', { origin })).statusCode).toBe(403);
    expect(desk.engine.scopes).toEqual([]);
  });

  it('the own page is let in', async () => {
    const { command } = await start();
    const headers = { origin: 'http://localhost:7770', 'sec-fetch-site': 'same-origin' };
    expect((await command('/say it what:x', headers)).statusCode).toBe(200);
    expect((await command('/say it what:x', { 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
  });

  it('every answer has the security headers, refusals too', async () => {
    const { get, command } = await start();
    for (const response of [
      await get('/healthz'),
      await get('/api/none'),
      await command('/nope'),
      await get('/', { host: 'x' }),
    ]) {
      expect(response.headers['content-security-policy']).toContain("default-src 'none'");
      expect(response.headers['x-content-type-options']).toBe('nosniff');
      expect(response.headers['x-frame-options']).toBe('DENY');
    }
  });

  it('without the playground there are no personas, commands, feed or crash', async () => {
    const { get, command, post } = await start({ playground: false });
    expect((await command('/say it what:x')).statusCode).toBe(404);
    expect(
      (await post('/api/playground/actors/crash', { kind: 'pet', realm: 'demo', id: 'a' })).statusCode,
    ).toBe(404);
    for (const url of ['events', 'commands', 'personas']) {
      expect((await get(`/api/playground/${url}`)).statusCode, url).toBe(404);
    }
    expect((await get('/api/actors')).statusCode).toBe(200);
    expect((await get('/healthz')).statusCode).toBe(200);
  });

  it('the live tree is not shown to the world outside the playground', async () => {
    const { get } = await start({ playground: false, host: '0.0.0.0' });
    expect((await get('/api/actors')).statusCode).toBe(404);
  });
});

describe('what the page reads', () => {
  it('the command tree', async () => {
    const { get } = await start();
    expect(treeSchema.parse((await get('/api/playground/commands')).json()).commands).toEqual([
      {
        name: 'say it',
        summary: 'Says something',
        role: 'member',
        ephemeral: false,
        options: [
          {
            name: 'what',
            type: 'text',
            description: 'What',
            required: true,
            maxLength: 80,
            autocomplete: false,
          },
          { name: 'user', type: 'user', description: 'To whom', required: false, autocomplete: true },
        ],
        examples: ['/say it what:hello'],
      },
    ]);
  });

  it('suggestions and personas', async () => {
    const { get, command } = await start();
    await command('/say it what:x');
    const url = '/api/playground/autocomplete?persona=ash&command=say%20it&option=user&partial=a';
    expect(choicesSchema.parse((await get(url)).json())).toEqual({
      choices: [{ label: 'Ash', value: 'user1' }],
    });
    const wrong = await get('/api/playground/autocomplete?persona=ash&command=say%20it&option=x');
    expect([wrong.statusCode, failureSchema.parse(wrong.json()).error.field]).toEqual([400, 'option']);
    const { personas } = personasSchema.parse((await get('/api/playground/personas')).json());
    expect(personas.map(({ name }) => name)).toEqual(['ash', 'misty', 'brock', 'zezima']);
    expect(personas[0]?.userId).toBe('user1');
    expect(personas[2]?.roles).toContain('owner');
  });

  it('the live tree, and can crash one of it', async () => {
    const { get, post, desk } = await start();
    desk.engine.live = [
      {
        kind: 'pet',
        realm: 'demo',
        id: 'p1',
        status: 'ready',
        seq: 3,
        inboxDepth: 2,
        restarts: 1,
        lastError: 'a\u0007b',
      },
      { kind: 'user', realm: '0', id: 'u1', status: 'ready', seq: 1, inboxDepth: 0, restarts: 0 },
    ];
    const tree = actorsSchema.parse((await get('/api/actors?limit=10')).json());
    expect(tree.kinds).toEqual([
      { kind: 'pet', live: 1 },
      { kind: 'user', live: 1 },
    ]);
    expect(tree.entities[0]).toMatchObject({ id: 'p1', inboxDepth: 2, restarts: 1, lastError: 'ab' });
    expect(actorsSchema.parse((await get('/api/actors?kind=user')).json()).entities).toHaveLength(1);
    expect((await get('/api/actors?limit=0')).statusCode).toBe(400);
    expect((await get('/api/actors?foo=1')).statusCode).toBe(400);
    const crash = (id: string) => post('/api/playground/actors/crash', { kind: 'pet', realm: 'demo', id });
    expect((await crash('p1')).json()).toEqual({ crashed: true });
    expect((await crash('p2')).statusCode).toBe(410);
    expect((await crash('../p')).statusCode).toBe(400);
  });

  it('the page itself, hashed assets for long and everything else fresh', async () => {
    const pageDir = mkdtempSync(join(tmpdir(), 'guildhall-page-'));
    cleanUps.push(() => rmSync(pageDir, { recursive: true }));
    mkdirSync(join(pageDir, 'assets'));
    writeFileSync(join(pageDir, 'index.html'), '<!doctype html><title>Guildhall</title>');
    writeFileSync(join(pageDir, 'assets', 'page-abc.js'), 'export {};');
    const { get } = await start({ pageDir });
    for (const url of ['/', '/actors']) {
      const page = await get(url, { accept: 'text/html' });
      expect([page.statusCode, page.headers['cache-control'], page.body.includes('Guildhall')]).toEqual([
        200,
        'no-cache',
        true,
      ]);
    }
    expect((await get('/assets/page-abc.js')).headers['cache-control']).toContain('immutable');
    expect((await get('/../package.json', { accept: '*/*' })).statusCode).toBe(404);
    expect((await get('/%2e%2e/package.json')).statusCode).not.toBe(200);
  });

  it('without a built page, a sentence that says what to do', async () => {
    const { get } = await start();
    const page = await get('/', { accept: 'text/html' });
    expect([page.statusCode, page.body.includes('npm run page')]).toEqual([503, true]);
  });
});

describe('operations', () => {
  it('health and readiness', async () => {
    const ready = await start();
    expect((await ready.get('/healthz')).json()).toEqual({
      status: 'ok',
      version: '0.1.0',
      uptimeMs: 60_000,
    });
    expect((await ready.get('/readyz')).json()).toEqual({
      ready: true,
      waitingFor: [],
      shards: { own: 256, others: 0, nobody: 0 },
      followerLagMs: {},
      queues: { outbox: 0, dueReminders: 0, deadLetters: 0 },
    });
    const starting = await start({ notReady: ['engine'] });
    const response = await starting.get('/readyz');
    expect(response.statusCode).toBe(503);
    expect(response.json()).toMatchObject({ ready: false, waitingFor: ['engine'] });
  });

  it('metrics in the text form of Prometheus', async () => {
    const { get, command, desk } = await start();
    desk.engine.live = [
      { kind: 'pet', realm: 'demo', id: 'p1', status: 'ready', seq: 3, inboxDepth: 2, restarts: 1 },
    ];
    await command('/say it what:x');
    await command('/say it what:funds');
    const response = await get('/metrics');
    expect(response.headers['content-type']).toContain('text/plain');
    const lines = response.body.split('\n');
    for (const line of [
      'guildhall_commands_total{command="say it",result="ok"} 1',
      'guildhall_commands_total{command="say it",result="E_FUNDS"} 1',
      'guildhall_command_duration_seconds_bucket{command="say it",le="+Inf"} 2',
      'guildhall_command_duration_seconds_count{command="say it"} 2',
      'guildhall_inbox_depth 3',
      'guildhall_live_entities{kind="pet"} 1',
      'guildhall_journal_commits_total 10',
      'guildhall_journal_batch_commits_bucket{le="1"} 3',
      'guildhall_journal_batch_commits_bucket{le="10"} 5',
      'guildhall_journal_batch_commits_bucket{le="+Inf"} 6',
      'guildhall_journal_batch_commits_sum 40',
      'guildhall_bus_dropped_total{subscriber="feed"} 2',
      'guildhall_follower_lag_seconds{follower="timeline"} 1.5',
      '# TYPE guildhall_command_duration_seconds histogram',
    ]) {
      expect(lines).toContain(line);
    }
    expect(response.body).toMatch(/guildhall_event_loop_delay_seconds\{quantile="0.99"\} [\d.e-]+/);
  });

  it('a description of every route', async () => {
    const { get } = await start();
    const { paths, components } = (await get('/api/openapi.json')).json<{
      paths: Record<string, unknown>;
      components: { schemas: Record<string, unknown> };
    }>();
    expect(Object.keys(paths).toSorted()).toEqual([
      '/api/actors',
      '/api/battles',
      '/api/battles/ladder',
      '/api/battles/live',
      '/api/battles/{id}',
      '/api/battles/{id}/events',
      '/api/battles/{id}/replay',
      '/api/cluster',
      '/api/cluster/find',
      '/api/matches/{id}',
      '/api/matches/{id}/events',
      '/api/matches/{id}/replay',
      '/api/playground/actors/crash',
      '/api/playground/autocomplete',
      '/api/playground/commands',
      '/api/playground/components',
      '/api/playground/events',
      '/api/playground/personas',
      '/healthz',
      '/metrics',
      '/readyz',
    ]);
    expect(Object.keys(components.schemas)).toEqual(
      expect.arrayContaining(['Answer', 'Error', 'Failure', 'Panel']),
    );
  });

  it('another method at a known address is told which there are', async () => {
    const { app } = await start();
    const ask = (method: 'PUT' | 'POST' | 'DELETE', url: string) =>
      app.inject({
        method,
        url,
        headers: { host: 'localhost:7770', 'content-type': 'application/json' },
        payload: '{}',
      });
    for (const [method, url, allow] of [
      ['PUT', '/api/playground/commands', 'POST, GET, HEAD'],
      ['PUT', '/api/playground/components?x=1', 'POST'],
      ['DELETE', '/api/battles/b1', 'GET, HEAD'],
      ['POST', '/healthz', 'GET, HEAD'],
    ] as const) {
      const response = await ask(method, url);
      expect([response.statusCode, response.headers['allow']], url).toEqual([405, allow]);
      const { error } = failureSchema.parse(response.json());
      expect(error).toMatchObject({ code: 'E_INPUT', field: 'method' });
      expect(error.message).toContain(`\`${method}\` is not possible here: it takes ${allow}.`);
    }
    expect((await ask('PUT', '/api/none')).statusCode).toBe(404);
  });

  it('an unknown address is told where to look', async () => {
    const { get } = await start();
    const response = await get('/api/none');
    expect(response.statusCode).toBe(404);
    expect(failureSchema.parse(response.json()).error.message).toContain('/api/openapi.json');
  });
});
