import { afterEach, describe, expect, it } from 'vitest';
import { fakeDesk } from '#test/support/commands/fake-desk.ts';
import { Feed } from './feed.ts';
import { failureSchema } from './schemas.ts';
import { createWebServer } from './server.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const served = async () => {
  const app = await createWebServer({
    desk: fakeDesk([], []),
    feed: new Feed('run1'),
    battleWatch: { watch: async () => undefined },
    config: { host: '127.0.0.1', playground: true, realm: 'demo', pageDir: '/nonexistent' },
    isOpen: true,
    notReady: () => [],
    logError: () => undefined,
    metrics: {},
  });
  closing.push(() => app.close());
  return async (
    method: 'GET' | 'POST',
    url: string,
    payload?: string,
    headers: Record<string, string> = {},
  ) => {
    const response = await app.inject({
      method,
      url,
      headers: {
        host: 'localhost:7770',
        ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(payload === undefined ? {} : { payload }),
    });
    return { status: response.statusCode, json: () => response.json<unknown>() };
  };
};

const COMMANDS = '/api/playground/commands';
const COMPONENTS = '/api/playground/components';
const BODY = 'a JSON object, for example `{"persona":"ash","text":"/help"}`';
const PERSONA = 'the name of a persona, for example `ash`';
const LINE = 'slash text of at most 60,000 characters, for example `/eco balance`';
const CUSTOM_ID = 'the `customId` of a control as it stands in its panel, of 1 to 100 characters';

describe('what is wrong with a body is said by field, value and accepted form', () => {
  it.each([
    ['nothing', COMMANDS, '', 'body', `The body is empty: it takes ${BODY}.`],
    ['blanks', COMMANDS, ' \n', 'body', `The body is empty: it takes ${BODY}.`],
    [
      'broken JSON',
      COMMANDS,
      '{"persona":"ash"',
      'body',
      `The body is not JSON: look for a missing quote, comma or bracket. It takes ${BODY}.`,
    ],
    [
      'a __proto__ key',
      COMMANDS,
      '{"persona":"ash","__proto__":{}}',
      'body',
      'The body has a key that is refused: `__proto__`, or `prototype` in `constructor`.',
    ],
    ['a text', COMMANDS, '"ash"', 'body', `\`body\` cannot be “ash”: it takes ${BODY}.`],
    ['a list', COMMANDS, '[1]', 'body', `\`body\` cannot be a list: it takes ${BODY}.`],
    ['null', COMMANDS, 'null', 'body', `\`body\` is missing: it takes ${BODY}.`],
    ['no persona', COMMANDS, '{"text":"/status"}', 'persona', `\`persona\` is missing: it takes ${PERSONA}.`],
    [
      'a persona that is none',
      COMMANDS,
      '{"persona":"../`ash`","text":"x"}',
      'persona',
      `\`persona\` cannot be “../'ash'”: it takes ${PERSONA}.`,
    ],
    [
      'a number',
      COMMANDS,
      '{"persona":"ash","text":5}',
      'text',
      `\`text\` cannot be \`5\`: it takes ${LINE}.`,
    ],
    [
      'an object',
      COMMANDS,
      '{"persona":"ash","text":{}}',
      'text',
      `\`text\` cannot be an object: it takes ${LINE}.`,
    ],
    [
      'an unknown key',
      COMMANDS,
      '{"persona":"ash","text":"x","role":"owner"}',
      'role',
      'There is no `role` here. It takes: `persona`, `text`.',
    ],
    [
      'a key that is nearly one',
      COMMANDS,
      '{"persona":"ash","text":"x","texts":""}',
      'texts',
      'There is no `texts` here. Did you mean `text`? It takes: `persona`, `text`.',
    ],
    [
      'too long a line',
      COMMANDS,
      JSON.stringify({ persona: 'ash', text: 'x'.repeat(60_001) }),
      'text',
      `\`text\` has 60001 characters: it takes ${LINE}.`,
    ],
    [
      'an empty custom id',
      COMPONENTS,
      '{"persona":"ash","customId":""}',
      'customId',
      `\`customId\` is empty: it takes ${CUSTOM_ID}.`,
    ],
    [
      'a custom id that is too long',
      COMPONENTS,
      JSON.stringify({ persona: 'ash', customId: 'x'.repeat(101) }),
      'customId',
      `\`customId\` has 101 characters: it takes ${CUSTOM_ID}.`,
    ],
    [
      'a forbidden field',
      COMPONENTS,
      '{"persona":"ash","customId":"x","fields":{"constructor":"x"}}',
      'fields.constructor',
      '`fields` cannot have “constructor”: it takes an object of at most 10 fields by their ids, for example `{"bio":"I like rain"}`.',
    ],
    [
      'a field that is no text',
      COMPONENTS,
      '{"persona":"ash","customId":"x","fields":{"bio":true}}',
      'fields.bio',
      '`fields.bio` cannot be `true`: it takes text of at most 4,000 characters.',
    ],
    [
      'too many values',
      COMPONENTS,
      JSON.stringify({ persona: 'ash', customId: 'x', values: Array.from({ length: 26 }, () => 'v') }),
      'values',
      '`values` has 26 entries: it takes a list of at most 25 chosen values, for example `["berry"]`.',
    ],
  ])('%s', async (_what, url, body, field, message) => {
    const ask = await served();
    const answer = await ask('POST', url, body);
    expect(answer.status).toBe(400);
    expect(failureSchema.parse(answer.json()).error).toMatchObject({ code: 'E_INPUT', field, message });
  });

  it('a key of 201 characters in the header', async () => {
    const ask = await served();
    const long = { 'idempotency-key': 'k'.repeat(201) };
    const answer = await ask('POST', COMMANDS, '{"persona":"ash","text":"/help"}', long);
    expect(failureSchema.parse(answer.json()).error).toMatchObject({
      code: 'E_INPUT',
      field: 'idempotency-key',
      message:
        '`idempotency-key` has 201 characters: it takes a key of 1 to 200 characters, for example `tea-for-misty`.',
    });
  });
});

interface Described {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: {
    readonly content: {
      readonly 'application/json': {
        readonly schema: { readonly properties: Readonly<Record<string, unknown>> };
      };
    };
  };
}

it('no part of any request is refused in the words of a library', async () => {
  const ask = await served();
  const { paths } = (await ask('GET', '/api/openapi.json')).json() as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  };
  const refused: { readonly part: string; readonly message: string }[] = [];
  const probe = async (part: string, asked: ReturnType<typeof ask>): Promise<void> => {
    const answer = await asked;
    // what is accepted as it stands is answered, or refused by what comes after the schema
    if (answer.status !== 400) return;
    const { message } = failureSchema.parse(answer.json()).error;
    refused.push({ part, message });
  };
  for (const [path, methods] of Object.entries(paths)) {
    const url = path.replaceAll(/\{\w+\}/g, 'a1');
    for (const [method, { parameters = [], requestBody }] of Object.entries(methods)) {
      const verb = method === 'post' ? 'POST' : 'GET';
      for (const { name, in: where } of parameters) {
        for (const bad of ['', '!?', 'x'.repeat(250)]) {
          const part = `${method} ${path} ${name} ${bad.length}`;
          if (where === 'query') await probe(part, ask(verb, `${url}?${name}=${encodeURIComponent(bad)}`));
          if (where === 'path')
            await probe(part, ask(verb, path.replace(`{${name}}`, bad.slice(0, 90) || '!')));
          if (where === 'header') {
            await probe(part, ask(verb, url, '{"persona":"ash","text":"x"}', { [name]: bad }));
          }
        }
        if (where === 'query')
          await probe(`${method} ${path} twice`, ask(verb, `${url}?${name}=a&${name}=b`));
      }
      for (const name of Object.keys(requestBody?.content['application/json'].schema.properties ?? {})) {
        for (const bad of [5, null, [], [5], {}, { a: 5 }, '', 'x'.repeat(60_001), undefined]) {
          const whole: Readonly<Record<string, unknown>> = path.endsWith('crash')
            ? { kind: 'pet', realm: 'demo', id: 'a' }
            : path === COMMANDS
              ? { persona: 'ash', text: '/help' }
              : { persona: 'ash', customId: 'x' };
          await probe(
            `${method} ${path} ${name}`,
            ask('POST', url, JSON.stringify({ ...whole, [name]: bad })),
          );
        }
      }
    }
  }
  for (const { part, message } of refused) {
    expect(message, part).not.toMatch(/too (?:small|big)|expected|invalid|unrecognized/i);
    expect(message, part).toMatch(/it takes .{4,}|for example|again/isu);
  }
  expect(refused.length).toBeGreaterThan(60);
}, 20_000);
