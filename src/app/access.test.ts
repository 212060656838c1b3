import type { APIInteraction } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { type Role, ROLES } from '#commands/access.ts';
import { ACCESS } from '#commands/access-table.ts';
import type { Caller } from '#commands/desk.ts';
import { executeCommand, executeComponent } from '#commands/execute.ts';
import { ANYONE } from '#commands/for-all.ts';
import { GuildBook } from '#commands/guild-book.ts';
import { guildhallTree } from '#commands/index.ts';
import type { Panel } from '#commands/panel.ts';
import { guildReads } from '#game/guild/guild-reads.ts';
import { initialGuild } from '#game/guild/guild-state.ts';
import { type IncomingControl, readInteraction } from '#surfaces/discord/incoming.ts';
import { answerThreadControl } from '#surfaces/discord/threads/thread-controls.ts';
import { THREAD_FEATURE, THREAD_VERBS } from '#surfaces/discord/threads/thread-panels.ts';
import { callerOf } from '#surfaces/web/playground.ts';
import { fakeDesk } from '#test/support/commands/fake-desk.ts';
import { integrations } from './integrations.ts';

const tree = guildhallTree(
  integrations({ playground: true, publicUrl: undefined, osrsUrl: undefined, version: 'test' }),
);
const names = {
  commands: tree.commands.map(({ name }) => name),
  controls: tree.components.map(({ feature, verb }) => `${feature}.${verb}`),
};
const KEEPERS_ROLE = '200000000000000003';
const OWNER_ID = '100000000000000009';

/** Somebody on Discord: what the gateway says of them. */
const onDiscord = (id: string, permissions = '0', roles: readonly string[] = []): Caller => {
  const payload = {
    id: '1400000000000000000',
    application_id: '1',
    type: 2,
    token: 't',
    guild_id: '300000000000000001',
    channel: { id: '300000000000000002', type: 0 },
    member: { user: { id, username: 'somebody', global_name: null }, nick: null, permissions, roles },
    authorizing_integration_owners: { '0': '300000000000000001' },
    app_permissions: '0',
    data: { id: '2', name: 'help', type: 1 },
  };
  const incoming = readInteraction(payload as unknown as APIInteraction, 'home');
  if (incoming === undefined) throw new Error('not read');
  return incoming.caller;
};

/** Controls that Discord's surface answers itself. */
const OWN_CONTROLS = THREAD_VERBS.map((verb) => `${THREAD_FEATURE}.${verb}`);

/** Presses a control of a battle's thread. */
const pressInThread = async (desk: ReturnType<typeof deskOfAll>, caller: Caller, verb: string) => {
  const customId = desk.deps.customIds.encode({
    feature: THREAD_FEATURE,
    verb,
    entity: 'b1',
    revision: 0,
    owner: ANYONE,
    nonce: verb,
  });
  const incoming = { caller, customId, id: '1400000000000000001', mintedMs: 1 } as IncomingControl;
  const follow = async (): Promise<never> => {
    throw new Error('followed');
  };
  const parts = { desk, threads: { isShowing: () => false }, book: { follow }, realm: 'home' };
  const outcome = await answerThreadControl(parts, incoming);
  if (outcome === undefined) throw new Error('no control of a thread');
  return outcome;
};

/** Everybody who can come, by surface, with the roles that they must turn out to have. */
const CALLERS: readonly (readonly [string, Caller, readonly Role[]])[] = [
  ['a persona', callerOf('ash', 'home', 'demo'), ['member']],
  ['a guest', callerOf('guest-a1', 'home', 'demo'), ['member']],
  ['the owner of the playground', callerOf('brock', 'home', 'demo'), ['member', 'owner']],
  ['a member on Discord', onDiscord('100000000000000001'), ['member']],
  [
    'a bearer of a role that counts',
    onDiscord('100000000000000002', '0', [KEEPERS_ROLE]),
    ['member', 'moderator'],
  ],
  ['who may manage the guild', onDiscord('100000000000000003', String(1 << 5)), ['member', 'manager']],
  ['an administrator', onDiscord('100000000000000004', String(1 << 3)), ['member', 'manager']],
  ['a named owner', onDiscord(OWNER_ID), ['member', 'owner']],
  ['nobody', { ...onDiscord('100000000000000005'), roles: new Set() }, []],
];

const RAN: Panel = { title: 'ran', ephemeral: true };

/** The real tree and the real table; what is allowed does nothing. */
const deskOfAll = () => {
  const commands = tree.commands.map((one) => ({ ...one, run: async () => RAN }));
  const components = tree.components.map((one) => ({ ...one, run: async () => RAN }));
  const desk = fakeDesk(commands, components, {
    access: ACCESS,
    owners: new Set([`discord:${OWNER_ID}`]),
    findPerson: async () => 'user1',
  });
  const settings = {
    ...guildReads.settings(initialGuild()),
    roles: [{ role: KEEPERS_ROLE, as: 'moderator' as const }],
  };
  const guilds = new GuildBook({ read: async () => settings as never }, desk.deps.clock, Buffer.alloc(32));
  return { ...desk, deps: { ...desk.deps, guilds } };
};

const isAllowedTo = (roles: readonly Role[], needed: readonly Role[] = []): boolean =>
  needed.includes('everyone') || needed.some((role) => roles.includes(role));

describe('the table of roles', () => {
  it.each(['commands', 'controls'] as const)(
    'has a line for each of the %s, and none for what is gone',
    (what) => {
      const known =
        what === 'controls' ? [...names.controls, 'check.check', ...OWN_CONTROLS] : names.commands;
      expect(Object.keys(ACCESS[what]).toSorted()).toEqual(known.toSorted());
      for (const [name, roles] of Object.entries(ACCESS[what])) {
        expect(roles.length, name).toBeGreaterThan(0);
        expect(
          roles.filter((role) => !ROLES.includes(role)),
          name,
        ).toEqual([]);
      }
    },
  );

  it('gives members nothing of the service or the guild', () => {
    const staff = names.commands.filter((name) => /^(?:admin|settings) /.test(name));
    expect(staff.length).toBeGreaterThan(12);
    expect(staff.filter((name) => isAllowedTo(['everyone', 'member'], ACCESS.commands[name]))).toEqual([]);
    expect(
      staff.filter(
        (name) => name.startsWith('admin') && isAllowedTo(['moderator', 'manager'], ACCESS.commands[name]),
      ),
    ).toEqual([]);
  });
});

describe.each(CALLERS)('%s', (_who, caller, roles) => {
  const desk = deskOfAll();

  it.each(tree.commands.map(({ name, examples }) => [name, examples[0] ?? '']))('/%s', async (name, text) => {
    const { error, panel } = await executeCommand(desk, { caller, text });
    const expected = isAllowedTo(roles, ACCESS.commands[name]) ? 'ran' : 'E_PERM';
    expect(error?.code ?? panel.title).toBe(expected);
  });

  it.each(THREAD_VERBS)('%s in a thread', async (verb) => {
    const { error, panel } = await pressInThread(desk, caller, verb);
    const allowed = { follow: 'Nothing to follow', rematch: 'Not your battle' }[verb];
    const isAllowed = isAllowedTo(roles, ACCESS.controls[`${THREAD_FEATURE}.${verb}`]);
    expect(error?.code ?? panel.title).toBe(isAllowed ? allowed : 'E_PERM');
  });

  it('uses the controls that its roles allow, and no others', async () => {
    // whose controls they are is another question: these are made for whoever comes
    const { userId } = await desk.people.resolve(caller, {
      realm: 'home',
      scope: 's',
      deadlineMonoMs: 1,
      traceId: 't',
    });
    for (const { feature, verb } of tree.components) {
      const customId = desk.deps.customIds.encode({
        feature,
        verb,
        entity: 'e1',
        revision: 0,
        owner: userId,
        nonce: 'n1',
      });
      const { error, panel } = await executeComponent(desk, { caller, customId });
      const name = `${feature}.${verb}`;
      const expected = isAllowedTo(roles, ACCESS.controls[name]) ? 'ran' : 'E_PERM';
      expect([name, error?.code ?? panel.title]).toEqual([name, expected]);
    }
  });
});

it('refuses a command or control that has no line, to owners too', async () => {
  const desk = { ...deskOfAll(), access: { commands: {}, controls: {}, routes: {} } };
  const caller = onDiscord(OWNER_ID);
  expect((await executeCommand(desk, { caller, text: '/help' })).error?.code).toBe('E_PERM');
  const { userId } = await desk.people.resolve(caller, {
    realm: 'home',
    scope: 's',
    deadlineMonoMs: 1,
    traceId: 't',
  });
  const customId = desk.deps.customIds.encode({
    feature: 'pet',
    verb: 'view',
    entity: 'e1',
    revision: 0,
    owner: userId,
    nonce: 'n1',
  });
  expect((await executeComponent(desk, { caller, customId })).error?.code).toBe('E_PERM');
  for (const verb of THREAD_VERBS)
    expect((await pressInThread(desk, caller, verb)).error?.code).toBe('E_PERM');
});
