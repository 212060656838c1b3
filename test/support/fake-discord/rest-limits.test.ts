import { afterEach, describe, expect, it } from 'vitest';
import { type FakeDiscord, type FakeOptions, openFakeDiscord } from './fake-discord.ts';
import type { Act } from './people.ts';
import { naively, type Said } from './naive.ts';
import { PERMISSIONS } from './world.ts';

const V2 = 1 << 15;
const open: FakeDiscord[] = [];

/** A fake whose time stands still until it is moved. */
const standing = async (options: FakeOptions = {}) => {
  const time = { nowMs: 1_800_000_000_000 };
  const fake = await openFakeDiscord({ nowMs: () => time.nowMs, deliver: () => undefined, ...options });
  open.push(fake);
  const ash = fake.world.addUser('ash');
  fake.commands.set('global', [{ name: 'ping', description: 'Answers', id: '1', options: [] }]);
  const slash = (): Act => fake.people.slash({ user: ash }, 'ping');
  const callback = ({ interaction }: Act, body: unknown): Promise<Said> =>
    naively(fake, 'POST', `/interactions/${interaction.id}/${interaction.token}/callback`, body, '');
  const hook = (act: Act, method: string, path: string, body?: unknown): Promise<Said> =>
    naively(fake, method, `/webhooks/${fake.world.applicationId}/${act.interaction.token}${path}`, body, '');
  const say = (body: unknown = { content: 'hi' }, channelId = fake.channel.id): Promise<Said> =>
    naively(fake, 'POST', `/channels/${channelId}/messages`, body);
  return { fake, time, ash, slash, callback, hook, say };
};

/** The path and code of the first thing that is wrong with a form. */
const wrongWith = ({ body }: Said): string => {
  let at: unknown = body['errors'];
  const path: string[] = [];
  while (typeof at === 'object' && at !== null && !('_errors' in at)) {
    const [key = ''] = Object.keys(at);
    path.push(key);
    at = (at as Record<string, unknown>)[key];
  }
  const errors = (at as { _errors?: readonly { code: string }[] } | undefined)?._errors;
  return `${path.join('.')} ${errors?.[0]?.code}`;
};

const times = async (count: number, call: () => Promise<Said>): Promise<readonly Said[]> => {
  const said: Said[] = [];
  for (let turn = 0; turn < count; turn += 1) said.push(await call());
  return said;
};

afterEach(async () => {
  for (const fake of open.splice(0)) await fake.close();
});

describe('an interaction', () => {
  it('must be acknowledged within 3 seconds', async () => {
    const { time, slash, callback } = await standing();
    const quick = slash();
    time.nowMs += 3_000;
    expect((await callback(quick, { type: 4, data: { content: 'hi' } })).status).toBe(204);
    const late = slash();
    time.nowMs += 3_001;
    expect(await callback(late, { type: 4, data: { content: 'hi' } })).toMatchObject({
      status: 404,
      code: 10_062,
    });
  });

  it('is answered once, with its own token, in a way that fits its kind', async () => {
    const { slash, callback } = await standing();
    const act = slash();
    const stranger = { ...act, interaction: { ...act.interaction, token: 'other' } };
    expect((await callback(stranger, { type: 4, data: { content: 'hi' } })).code).toBe(10_062);
    expect(wrongWith(await callback(act, { type: 7, data: { content: 'hi' } }))).toBe(
      'type BASE_TYPE_CHOICES',
    );
    expect(wrongWith(await callback(act, { type: 8, data: { choices: [] } }))).toBe('type BASE_TYPE_CHOICES');
    expect((await callback(act, { type: 4, data: { content: 'hi' } })).status).toBe(204);
    expect((await callback(act, { type: 4, data: { content: 'hi' } })).code).toBe(40_060);
  });

  it('has a token that ends after 15 minutes and opens nothing before the first answer', async () => {
    const { time, slash, callback, hook } = await standing();
    const act = slash();
    expect((await hook(act, 'POST', '', { content: 'early' })).code).toBe(10_015);
    await callback(act, { type: 5 });
    time.nowMs += 15 * 60_000;
    expect((await hook(act, 'PATCH', '/messages/@original', { content: 'hi' })).status).toBe(200);
    time.nowMs += 1;
    expect(await hook(act, 'PATCH', '/messages/@original', { content: 'hi' })).toMatchObject({
      status: 401,
      code: 50_027,
    });
  });

  it('has its first follow-up for its deferred answer, as ephemeral as that was', async () => {
    const { fake, slash, callback, hook } = await standing();
    const act = slash();
    await callback(act, { type: 5 });
    const answer = await hook(act, 'POST', '', { content: 'secret', flags: 64 });
    expect(answer.body['id']).toBe(act.interaction.originalId);
    expect(fake.world.messages.get(String(answer.body['id']))?.forUserId).toBeUndefined();
  });

  it('lets itself be edited 5 times in 2 seconds and followed up 30 times a minute in a channel', async () => {
    const { time, slash, callback, hook } = await standing();
    const act = slash();
    await callback(act, { type: 4, data: { content: 'hi' } });
    const edits = await times(6, () => hook(act, 'PATCH', '/messages/@original', { content: 'again' }));
    expect(edits.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
    expect(edits[5]?.headers.get('retry-after')).toBe('2');
    time.nowMs += 2_000;
    const follow = async (): Promise<Said> => {
      const next = slash();
      await callback(next, { type: 4, data: { content: 'hi' } });
      return hook(next, 'POST', '', { content: 'more' });
    };
    const more = await times(31, follow);
    expect(
      more.filter(({ status }) => status === 429).map(({ headers }) => headers.get('x-ratelimit-scope')),
    ).toEqual(['shared']);
  });
});

describe('a form', () => {
  const text = (content: string) => ({ type: 10, content });
  const row = (...components: unknown[]) => ({ type: 1, components });
  const button = (id: string) => ({ type: 2, style: 1, label: 'Go', custom_id: id });
  const select = (options: unknown[], more = {}) => ({ type: 3, custom_id: 's', options, ...more });
  const refused = [
    ['an unknown field', { content: 'hi', colour: 1 }, 'data.colour UNKNOWN_FIELD'],
    [
      'an unknown field deep inside',
      { flags: V2, components: [{ ...text('hi'), colour: 1 }] },
      'data.components.0.colour UNKNOWN_FIELD',
    ],
    ['2,001 characters', { content: 'x'.repeat(2_001) }, 'data.content BASE_TYPE_BAD'],
    [
      '4,001 characters of text',
      { flags: V2, components: [text('x'.repeat(2_000)), text('x'.repeat(2_001))] },
      'components COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
    ],
    [
      '41 components',
      {
        flags: V2,
        components: [{ type: 17, components: Array.from({ length: 20 }, (_, n) => row(button(`b${n}`))) }],
      },
      'components COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
    ],
    [
      'content beside new components',
      { flags: V2, content: 'hi', components: [text('hi')] },
      'content MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
    ],
    ['new components without their flag', { components: [text('hi')] }, 'components UNION_TYPE_CHOICES'],
    ['empty text', { flags: V2, components: [text(' ')] }, 'components.0.content BASE_TYPE_REQUIRED'],
    ['a custom id of 101 characters', { components: [row(button('x'.repeat(101)))] }, 'components'],
    [
      'one custom id twice',
      { components: [row(button('a'), button('a'))] },
      'components.0.components.1.custom_id COMPONENT_CUSTOM_ID_DUPLICATED',
    ],
    [
      'six buttons in a row',
      { components: [row(...['a', 'b', 'c', 'd', 'e', 'f'].map(button))] },
      'components',
    ],
    ['six rows', { components: ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => row(button(id))) }, 'components'],
    [
      'a select beside a button',
      { components: [row(select([{ label: 'a', value: 'a' }]), button('a'))] },
      'components',
    ],
    ['a select without options', { components: [row(select([]))] }, 'components'],
    [
      'one value twice in a select',
      {
        components: [
          row(
            select([
              { label: 'a', value: 'a' },
              { label: 'b', value: 'a' },
            ]),
          ),
        ],
      },
      'components',
    ],
    [
      '26 options',
      { components: [row(select(Array.from({ length: 26 }, (_, n) => ({ label: 'a', value: `${n}` }))))] },
      'components',
    ],
    [
      'more values than options',
      { components: [row(select([{ label: 'a', value: 'a' }], { max_values: 2 }))] },
      'components',
    ],
    [
      'a file that is not there',
      { flags: V2, components: [{ type: 13, file: { url: 'attachment://a.txt' } }] },
      'components.0.file MEDIA_ATTACHMENT_NOT_FOUND',
    ],
  ] as const;

  it.each(refused)('with %s is refused', async (_what, data, where) => {
    const { slash, callback } = await standing();
    const act = slash();
    const said = await callback(act, { type: 4, data });
    expect(said).toMatchObject({ status: 400, code: 50_035 });
    expect(wrongWith(said)).toContain(where);
    // a refused form uses nothing up
    expect((await callback(act, { type: 4, data: { content: 'hi' } })).status).toBe(204);
  });

  it('that says nothing is refused', async () => {
    const { say } = await standing();
    expect((await say({})).code).toBe(50_006);
    expect((await say({ flags: V2, components: [] })).code).toBe(50_006);
  });

  it('of new components stays one', async () => {
    const { fake, say } = await standing();
    const { body } = await say({ flags: V2, components: [text('hi')] });
    const path = `/channels/${fake.channel.id}/messages/${String(body['id'])}`;
    expect((await naively(fake, 'PATCH', path, { content: 'old' })).code).toBe(50_035);
    expect((await naively(fake, 'PATCH', path, { components: [text('new')] })).status).toBe(200);
  });
});

describe('messages', () => {
  it('are 5 in 5 seconds in a channel, and edits too', async () => {
    const { fake, time, say } = await standing();
    const said = await times(6, say);
    expect(said.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
    expect(said[0]?.headers.get('x-ratelimit-remaining')).toBe('4');
    expect(said[5]?.body['retry_after']).toBe(5);
    time.nowMs += 5_000;
    const id = String((await say()).body['id']);
    const edits = await times(6, () =>
      naively(fake, 'PATCH', `/channels/${fake.channel.id}/messages/${id}`, { content: 'x' }),
    );
    expect(edits.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
  });

  it('older than an hour are edited 3 times in 6 seconds', async () => {
    const { fake, time, say } = await standing();
    const id = String((await say()).body['id']);
    time.nowMs += 60 * 60_000 + 1;
    const edits = await times(4, () =>
      naively(fake, 'PATCH', `/channels/${fake.channel.id}/messages/${id}`, { content: 'x' }),
    );
    expect(edits.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(edits[3]?.code).toBe(30_046);
  });

  it('need permissions, an open thread and an open door', async () => {
    const { fake, ash, say } = await standing();
    fake.channel.botPermissions &= ~PERMISSIONS.sendMessages;
    expect(await say()).toMatchObject({ status: 403, code: 50_013 });
    fake.channel.botPermissions = 0n;
    expect((await say()).code).toBe(50_001);
    expect((await say({ content: 'hi' }, '1')).code).toBe(10_003);
    ash.hasOpenMessages = false;
    const dm = await naively(fake, 'POST', '/users/@me/channels', { recipient_id: ash.id });
    expect(await say({ content: 'hi' }, String(dm.body['id']))).toMatchObject({ status: 403, code: 50_007 });
  });
});

describe('threads', () => {
  const thread = (fake: FakeDiscord): Promise<Said> =>
    naively(fake, 'POST', `/channels/${fake.channel.id}/threads`, { name: 'battle', type: 11 });

  it('are 50 in 5 minutes in a channel', async () => {
    const { fake } = await standing({ limits: { global: { count: 1_000, windowMs: 1_000 } } });
    const said = await times(51, () => thread(fake));
    expect(said.map(({ status }) => status)).toEqual([...Array.from({ length: 50 }, () => 201), 429]);
  });

  it('have a permission of their own and a most of active ones', async () => {
    const { fake } = await standing({ limits: { activeThreads: 1 } });
    expect((await thread(fake)).status).toBe(201);
    expect((await thread(fake)).code).toBe(160_006);
    fake.channel.botPermissions &= ~PERMISSIONS.createPublicThreads;
    expect((await thread(fake)).code).toBe(50_013);
  });

  it('refuse edits once archived, and renames after two', async () => {
    const { fake, time, say } = await standing();
    const { body } = await thread(fake);
    const id = String(body['id']);
    const patch = (change: unknown): Promise<Said> => naively(fake, 'PATCH', `/channels/${id}`, change);
    const message = String((await say({ content: 'hi' }, id)).body['id']);
    expect((await patch({ archived: true })).status).toBe(200);
    expect((await naively(fake, 'PATCH', `/channels/${id}/messages/${message}`, { content: 'x' })).code).toBe(
      50_083,
    );
    time.nowMs += 15_000;
    const renames = await times(3, () => patch({ name: 'x' }));
    expect(renames.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect((await times(3, () => patch({ archived: false }))).map(({ status }) => status)).toEqual([
      200, 200, 429,
    ]);
    fake.channel.botPermissions = 0n;
    expect(await thread(fake)).toMatchObject({ code: 50_001 });
  });
});

describe('a bot', () => {
  it('is refused without its token, and banned after too many refusals', async () => {
    const { fake } = await standing({ limits: { invalid: { count: 2, windowMs: 600_000 } } });
    const said = await times(3, () => naively(fake, 'GET', '/users/@me', undefined, 'wrong'));
    expect(said.map(({ status }) => status)).toEqual([401, 401, 429]);
    expect(said[2]?.headers.get('content-type')).toBe('text/html');
  });

  it('asks 50 times a second', async () => {
    const { fake, time } = await standing();
    const said = await times(51, () => naively(fake, 'GET', '/users/@me'));
    expect(said.map(({ status }) => status).filter((status) => status !== 200)).toEqual([429]);
    expect(said[50]?.headers.get('x-ratelimit-global')).toBe('true');
    time.nowMs += 1_000;
    expect((await naively(fake, 'GET', '/users/@me')).status).toBe(200);
  });

  it('registers only commands that keep to the form', async () => {
    const { fake } = await standing();
    const put = (list: unknown): Promise<Said> =>
      naively(fake, 'PUT', `/applications/${fake.world.applicationId}/commands`, list);
    const command = { name: 'ping', description: 'Answers' };
    const option = { type: 3, name: 'a', description: 'a' };
    for (const wrong of [
      [{ ...command, name: 'Ping' }],
      [{ ...command, name: 'two words' }],
      [command, command],
      [{ ...command, colour: 1 }],
      [{ ...command, description: '' }],
      [{ ...command, description: 'x'.repeat(101) }],
      [{ ...command, options: [option, option] }],
      [{ ...command, options: [option, { ...option, name: 'b', required: true }] }],
      [{ ...command, options: Array.from({ length: 26 }, (_, n) => ({ ...option, name: `o${n}` })) }],
      [
        {
          ...command,
          options: Array.from({ length: 25 }, (_, n) => ({
            ...option,
            name: `o${n}`,
            choices: Array.from({ length: 25 }, (_one, c) => ({ name: `choice ${c}`, value: `value ${c}` })),
          })),
        },
      ],
      Array.from({ length: 101 }, (_, n) => ({ ...command, name: `c${n}` })),
    ]) {
      expect(await put(wrong), JSON.stringify(wrong).slice(0, 100)).toMatchObject({
        status: 400,
        code: 50_035,
      });
    }
    expect((await put([command])).status).toBe(200);
    expect((await put('ping')).code).toBe(50_035);
  });

  it('creates at most 200 commands a day', async () => {
    const { fake } = await standing({ limits: { commandsCreated: { count: 2, windowMs: 86_400_000 } } });
    const list = ['a', 'b', 'c'].map((name) => ({ name, description: 'x' }));
    const path = `/applications/${fake.world.applicationId}/commands`;
    expect((await naively(fake, 'PUT', path, list.slice(0, 2))).status).toBe(200);
    expect((await naively(fake, 'PUT', path, list.slice(0, 2))).status).toBe(200);
    expect((await naively(fake, 'PUT', path, list)).status).toBe(429);
  });
});
