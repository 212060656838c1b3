import { afterEach, expect, test } from 'vitest';
import { type CommandDefinition, defineCommand } from '#commands/define-command.ts';
import { refuse } from '#commands/rejected.ts';
import { fakeDesk, type FakeDesk } from '#test/support/commands/fake-desk.ts';
import { Feed } from './feed.ts';
import { answerSchema, failureSchema } from './schemas.ts';
import { createWebServer } from './server.ts';

const pay = defineCommand({
  name: 'eco pay',
  summary: 'Pays somebody',
  ephemeral: false,
  options: [
    { name: 'user', type: 'user', description: 'Who', required: true },
    { name: 'amount', type: 'amount', description: 'How much', required: true },
    { name: 'note', type: 'text', description: 'Why', maxLength: 80 },
  ],
  examples: ['/eco pay user:misty amount:250k'],
  run: async (input, context) => {
    if (input['amount'] === '0') return refuse({ code: 'E_FUNDS', message: 'Too little.', need: 5, have: 0 });
    if (input['amount'] === 'bug') throw new Error('secret path /etc/x');
    return { title: 'Paid', text: `${context.displayName} ${String(input['note'])}`, ephemeral: false };
  },
});

const servers: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const start = async (desk: FakeDesk = fakeDesk([pay]), playground = true, host = '127.0.0.1') => {
  const feed = new Feed('run1');
  const errors: unknown[] = [];
  const app = await createWebServer({
    desk,
    feed,
    config: { host, playground, realm: 'demo', pageDir: '/nonexistent' },
    notReady: () => [],
    logError: (error) => errors.push(error),
    metrics: {},
  });
  servers.push(app);
  const post = (url: string, payload: unknown, headers: Record<string, string> = {}) =>
    app.inject({
      method: 'POST',
      url,
      headers: { host: 'localhost:7770', 'content-type': 'application/json', ...headers },
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    });
  const command = (text: string, headers: Record<string, string> = {}) =>
    post('/api/playground/commands', { persona: 'ash', text }, headers);
  const get = (url: string, headers: Record<string, string> = {}) =>
    app.inject({ method: 'GET', url, headers: { host: 'localhost:7770', ...headers } });
  return { app, desk, feed, errors, post, command, get };
};

const meet = async ({ post }: Awaited<ReturnType<typeof start>>): Promise<void> => {
  await post('/api/playground/commands', { persona: 'misty', text: '/eco pay user:x amount:1' });
};

test('a command answers its panel and its id in the documented form', async () => {
  const web = await start(fakeDesk([{ ...pay, options: pay.options.slice(1) }]));
  const response = await web.command('/eco pay amount:250k note:"two words"');
  expect(response.statusCode).toBe(200);
  expect(answerSchema.parse(response.json())).toEqual({
    commandId: 'user1/key1',
    panel: { title: 'Paid', text: 'Ash two words', ephemeral: false },
    ephemeral: false,
  });
});

void meet;
void failureSchema;
export type Kept = CommandDefinition;
