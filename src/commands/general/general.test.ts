import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '#game/shared/errors.ts';
import { aloneWith } from '#test/support/commands/alone.ts';
import { fakeDesk, NOW_MS } from '#test/support/commands/fake-desk.ts';
import { fieldOf } from '#test/support/service-rig.ts';
import type { Role } from '../access.ts';
import { ACCESS } from '../access-table.ts';
import type { ProcessInfo, ProcessReport } from '../cluster.ts';
import { executeCommand } from '../execute.ts';
import { commands, guildhallCommands } from '../index.ts';
import { parseCommand } from '../parse.ts';

const run = async (text: string, role: Role = 'member', desk = fakeDesk(commands, [], { access: ACCESS })) =>
  executeCommand(desk, {
    caller: {
      provider: 'playground',
      externalId: 'brock',
      name: 'Brock',
      realm: 'demo',
      scope: 'demo',
      roles: new Set([role]),
    },
    text,
  });

const live = (
  id: string,
  more: Partial<{ status: 'quarantined'; incident: string; lastError: string }> = {},
) => ({
  kind: 'pet',
  realm: 'demo',
  id,
  status: 'ready' as const,
  seq: 4,
  inboxDepth: 1,
  restarts: 0,
  ...more,
});

const processOf = (more: Pick<ProcessReport, 'followers' | 'upstreams'>): ProcessInfo => ({
  id: 'test',
  shards: 256,
  isSelf: true,
  report: {
    roles: ['engine', 'jobs'],
    version: 'test',
    startedAtMs: NOW_MS,
    epochs: [],
    liveByKind: {},
    inboxDepth: 0,
    inFlight: 0,
    admissionLimit: 64,
    restarts: 0,
    quarantined: 0,
    ...more,
  },
});

/** A desk whose service consists of these processes; the first has so many of the shards. */
const deskSeeing = (processes: readonly ProcessInfo[], shards = 256) => {
  const desk = fakeDesk(commands);
  const service = { ...desk.deps.service, cluster: aloneWith(shards, { processes }) };
  return { ...desk, deps: { ...desk.deps, service } };
};

const letter = (id: string) => ({
  id,
  stream: '3f:pet:demo:p1',
  commandId: 'u1/k',
  by: 'u1',
  command: { type: 'Feed', secret: 'canary' },
  error: 'broke \u202e here',
  attempts: 3,
  at: 1_800_000_000_000,
});

describe('/help', () => {
  it('shows tasks, topics, areas and single commands with runnable examples', async () => {
    expect((await run('/help')).panel.fields?.map(({ name }) => name)).toContain('Coins and items');
    expect((await run('/help topic:money')).panel.title).toBe('Coins and items');
    expect((await run('/help topic:eco')).panel.tables?.[0]?.rows.length).toBeGreaterThan(8);
    const pay = (await run('/help topic:/ECO  pay')).panel;
    expect(pay).toMatchObject({ title: '/eco pay', ephemeral: true });
    expect(pay.text).toContain('`/eco pay ');
    expect(pay.tables?.[0]?.rows.map(([name]) => name)).toContain('amount');
    expect((await run('/help topic:all')).panel.tables?.[0]?.rows).toHaveLength(commands.length);
  });

  it('shows in each list what to run and where to read on', async () => {
    for (const topic of ['money', 'pets', 'eco', 'all']) {
      const { panel } = await run(`/help topic:${topic}`);
      const rows = panel.tables?.[0]?.rows ?? [];
      expect(rows.length).toBeGreaterThan(5);
      for (const [, , example] of rows) {
        const parsed = await parseCommand(example ?? '', guildhallCommands, async () => 'somebody');
        expect(parsed.ok, example).toBe(true);
      }
      const [first = ''] = rows[0] ?? [];
      const next = panel.footer?.replace('More about one: /help topic:', '') ?? '?';
      expect(first.startsWith(`/${next}`), `${first} ${next}`).toBe(true);
    }
    const money = (await run('/help topic:money')).panel.tables?.[0]?.rows.map(([usage]) => usage).join();
    for (const name of ['/eco daily', '/eco use', '/eco inventory']) expect(money).toContain(name);
  });

  it('explains every code of an error', async () => {
    const { panel } = await run('/help topic:errors');
    expect(panel.tables?.[0]?.rows.map(([code]) => code)).toEqual([...ERROR_CODES]);
    for (const row of panel.tables?.[0]?.rows ?? []) expect(row.every((cell) => cell.length > 3)).toBe(true);
    expect((await run('/help')).panel.footer).toContain('/help topic:errors');
  });

  it('guesses what was meant', async () => {
    expect((await run('/help topic:monye')).error).toMatchObject({ code: 'E_INPUT', field: 'topic' });
    expect((await run('/help topic:monye')).panel.text).toContain('`/help topic:money`');
    for (const [typed, meant] of [
      ['pay', 'eco pay'],
      ['feeed', 'pet feed'],
      ['exped', 'pet expedition start'],
    ]) {
      expect((await run(`/help topic:${typed}`)).panel.text, typed).toContain(`\`/help topic:${meant}\``);
    }
    expect((await run('/help topic:qqqqqqqq')).panel.text).toContain('Type `/help` for the topics.');
  });
});

describe('/status', () => {
  it('shows version, store, entities, queues and dead letters', async () => {
    const desk = fakeDesk(commands);
    desk.engine.live = [live('p1'), live('p2')];
    const { panel } = await run('/status', 'member', desk);
    expect(panel).toMatchObject({ title: 'All is well', tone: 'good', ephemeral: true });
    expect(Object.fromEntries(panel.fields?.map(({ name, value }) => [name, value]) ?? [])).toMatchObject({
      Version: '0.1.0',
      'Waiting in inboxes': '3',
      'Journal commits': '10',
      'Journal batches': '5',
      'Dead letters': '0',
      'Event-loop delay p99': expect.stringMatching(/ms$/) as string,
    });
    expect(panel.tables?.[0]?.rows).toEqual([['pet', '2']]);
    expect(panel.tables?.[1]?.rows).toContainEqual(['synchronous', 'FULL']);
  });

  it('shows shards, the worst lag, and other services with the age of their last answer', async () => {
    const views: readonly [ProcessInfo, string, readonly string[], readonly (readonly string[])[]][] = [
      [processOf({ followers: [], upstreams: [] }), '0 ms', [], []],
      [
        processOf({
          followers: [
            { name: 'timeline', lagMs: 12.4, commits: 3 },
            { name: 'books', lagMs: 3_400, commits: 1 },
          ],
          upstreams: [
            { name: 'The demo hiscores', state: 'invented' },
            { name: 'Discord', state: 'answers', answeredAtMs: NOW_MS },
            { name: 'Else', state: 'unasked' },
          ],
        }),
        '3 s',
        [],
        [
          ['The demo hiscores', '–', 'made up here, nobody is asked'],
          ['Discord', '<t:1800000000:R>', 'answers'],
          ['Else', '–', 'not asked since the start'],
        ],
      ],
      [
        processOf({
          followers: [{ name: 'books', lagMs: 240_000, commits: 1 }],
          upstreams: [
            { name: 'Discord', state: 'fails', answeredAtMs: NOW_MS, failingSinceMs: NOW_MS + 5_000 },
          ],
        }),
        '4 min',
        ['The follower `books` is 4 min behind: what it shows is that old.'],
        [['Discord', '<t:1800000000:R>', 'fails, the first time <t:1800000005:R>']],
      ],
    ];
    for (const [process, lag, lines, rows] of views) {
      const { panel } = await run('/status', 'member', deskSeeing([process]));
      expect(fieldOf(panel, 'Shards here')).toBe('256 of 256');
      expect(fieldOf(panel, 'Follower lag')).toBe(lag);
      expect(panel.text?.split('\n') ?? []).toEqual(lines);
      const others = panel.tables?.find(({ caption }) => caption === 'Other services');
      expect(others?.rows ?? []).toEqual(rows);
      expect(others?.columns.length ?? 3).toBe(3);
      const isWell = !rows.flat().some((cell) => cell.startsWith('fails'));
      expect(panel.title).toBe(isWell ? 'All is well' : 'Running, with something to look at');
    }
  });

  it('shows another service once for all processes, by what the worst off says', async () => {
    const seen = (upstreams: ProcessReport['upstreams']) => processOf({ followers: [], upstreams });
    const { panel } = await run(
      '/status',
      'member',
      deskSeeing([
        seen([{ name: 'Discord', state: 'answers', answeredAtMs: NOW_MS + 60_000 }]),
        seen([{ name: 'Discord', state: 'rests', answeredAtMs: NOW_MS, restsUntilMs: NOW_MS + 90_000 }]),
        seen([]),
      ]),
    );
    expect(panel.tables?.find(({ caption }) => caption === 'Other services')).toMatchObject({
      columns: [{}, {}, {}, { label: 'Processes that say so' }],
      rows: [['Discord', '<t:1800000060:R>', 'is not asked, again <t:1800000090:R>', '1 of 2']],
    });
    expect(panel.tone).toBe('warn');
  });

  it('says when shards have nobody', async () => {
    const { panel } = await run(
      '/status',
      'member',
      deskSeeing([{ id: 'x', shards: 200, isSelf: true }], 200),
    );
    expect(panel.text).toContain('56 of 256 shards have no process');
    expect(fieldOf(panel, 'Follower lag')).toBe('–');
    expect(panel.tone).toBe('warn');
  });

  it('names what is quarantined', async () => {
    const desk = fakeDesk(commands);
    desk.engine.live = [{ ...live('p1'), status: 'quarantined', incident: 'i9' }];
    const { panel } = await run('/status share:true', 'member', desk);
    expect(panel.text).toContain('`pet:demo:p1`, incident i9');
    expect(panel.ephemeral).toBe(false);
  });
});

describe('/admin', () => {
  it.each(
    commands
      .filter(({ name }) => name.startsWith('admin'))
      .map(({ name, examples }) => [name, examples[0] ?? '']),
  )('%s is for owners only', async (_name, example) => {
    expect((await run(example, 'member')).error).toMatchObject({ code: 'E_PERM' });
    expect((await run(example, 'operator')).error).toMatchObject({ code: 'E_PERM' });
  });

  it('says who has which shards, and where an entity lies', async () => {
    const desk = fakeDesk(commands);
    const { panel } = await run('/admin shard entity:ledger:home:0', 'owner', desk);
    expect(panel.fields?.[0]?.value).toMatch(/^`[0-9a-f]{2}:ledger:home:0`$/);
    expect(panel.tables?.[0]?.rows).toEqual([['test (this one)', '256']]);
    expect(panel.tone).toBe('good');
    const service = { ...desk.deps.service, cluster: aloneWith(200) };
    const partly = { ...desk, deps: { ...desk.deps, service } };
    expect((await run('/admin shard', 'owner', partly)).panel.text).toContain('56 of 256');
    expect((await run('/status', 'member', partly)).panel.tables?.[0]?.caption).toBe('Live entities');
    expect((await run('/admin shard entity:x', 'owner', desk)).error).toMatchObject({ code: 'E_INPUT' });
  });

  it('lists live entities, quarantined ones first', async () => {
    const desk = fakeDesk(commands);
    desk.engine.live = [live('p1'), { ...live('p2'), status: 'quarantined' }];
    const { panel } = await run('/admin actor list', 'owner', desk);
    expect(panel.tables?.[0]?.rows.map(([name]) => name)).toEqual(['pet:demo:p2', 'pet:demo:p1']);
    expect((await run('/admin actor list kind:dragon', 'owner', desk)).error).toMatchObject({
      code: 'E_INPUT',
      field: 'kind',
    });
  });

  it('shows one entity and resumes it when it is quarantined', async () => {
    const desk = fakeDesk(commands);
    desk.engine.live = [
      live('p1'),
      { ...live('p2'), status: 'quarantined', incident: 'i9', lastError: 'bad state' },
    ];
    const view = await run('/admin actor view entity:pet:demo:p2', 'owner', desk);
    expect(view.panel.fields?.map(({ value }) => value)).toEqual(
      expect.arrayContaining(['quarantined', 'i9', 'bad state']),
    );
    expect((await run('/admin actor resume entity:pet:demo:p1', 'owner', desk)).error).toMatchObject({
      code: 'E_STALE',
    });
    await run('/admin actor resume entity:pet:demo:p2', 'owner', desk);
    expect(desk.engine.resumed).toEqual(['pet:demo:p2']);
  });

  it('refuses addresses of another form and those of nothing awake', async () => {
    for (const bad of ['pet', 'pet:demo', 'pet:demo:x:y', 'PET:demo:x', 'pet:demo:../x']) {
      const { error } = await run(`/admin actor view entity:${bad}`, 'owner');
      expect(error, bad).toMatchObject({ code: 'E_INPUT', field: 'entity' });
    }
    expect((await run('/admin actor view entity:pet:demo:p9', 'owner')).error).toMatchObject({
      code: 'E_GONE',
    });
  });

  it('lists, replays and drops dead letters, without showing what they hold', async () => {
    const desk = fakeDesk(commands);
    expect((await run('/admin job list', 'owner', desk)).panel.text).toContain('None');
    desk.letters.push(letter('l1'), letter('l2'));
    const { panel } = await run('/admin job list', 'owner', desk);
    expect(panel.tables?.[0]?.rows.map(([id]) => id)).toEqual(['l1', 'l2']);
    expect(JSON.stringify(panel)).not.toMatch(/canary|\u202e/u);
    expect((await run('/admin job replay id:l1', 'owner', desk)).panel.tone).toBe('good');
    expect(desk.engine.replayed).toEqual(['l1']);
    desk.engine.answer = async () => ({
      ok: false,
      rejection: { code: 'E_FUNDS', message: 'm.' },
      seq: 1,
      repeated: false,
    });
    expect((await run('/admin job replay id:l2', 'owner', desk)).panel.text).toContain('E_FUNDS');
    expect((await run('/admin job drop id:l2', 'owner', desk)).error).toBeUndefined();
    expect(desk.letters.map(({ id }) => id)).toEqual(['l1']);
    expect((await run('/admin job drop id:l2', 'owner', desk)).error).toMatchObject({ code: 'E_GONE' });
    expect((await run('/admin job drop id:"../x"', 'owner', desk)).error).toMatchObject({
      code: 'E_INPUT',
      field: 'id',
    });
  });
});
