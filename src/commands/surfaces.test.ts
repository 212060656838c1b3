import { describe, expect, it } from 'vitest';
import { fakeDesk, NOW_MS } from '#test/support/commands/fake-desk.ts';
import { type CommandContext, defineCommand, defineComponent } from './define-command.ts';
import type { Caller } from './desk.ts';
import { executeCommand, executeComponent } from './execute.ts';
import { ANYONE, showTo } from './for-all.ts';
import type { NamedCommand, SeenPerson } from './parse.ts';

const caller = (name = 'Ash'): Caller => ({
  provider: 'elsewhere',
  externalId: name.toLowerCase(),
  name,
  realm: 'demo',
  scope: 'guild1',
  roles: new Set(['member']),
});

const rig = () => {
  const seen: { input: unknown; context: CommandContext }[] = [];
  const panel = { title: 'Done', ephemeral: true };
  const command = defineCommand({
    name: 'try it',
    summary: 's',
    ephemeral: true,
    options: [
      { name: 'who', type: 'user', description: 'd' },
      { name: 'note', type: 'text', description: 'd' },
      { name: 'count', type: 'integer', description: 'd', min: 1, max: 3 },
    ],
    examples: ['/try it'],
    run: async (input, context) => {
      seen.push({ input, context });
      return panel;
    },
  });
  const component = (feature: string, verb: string) =>
    defineComponent({
      feature,
      verb,
      run: async (input, context) => {
        seen.push({ input, context });
        return panel;
      },
    });
  const desk = fakeDesk([command], [component('battle', 'view'), component('battle', 'order')]);
  const named = (
    options: Readonly<Record<string, string>>,
    people: Readonly<Record<string, SeenPerson>> = {},
  ): NamedCommand => ({
    name: 'try it',
    options: new Map(Object.entries(options)),
    people: new Map(Object.entries(people)),
  });
  const idOf = (verb: string, owner: string): string =>
    desk.deps.customIds.encode({ feature: 'battle', verb, entity: 'b1', revision: 0, owner, nonce: 'n1' });
  return { desk, seen, named, idOf };
};

const person = (name: string, isBot = false): SeenPerson => ({
  provider: 'elsewhere',
  externalId: name,
  name,
  isBot,
});

describe('a command that a surface has taken apart', () => {
  it('keeps its texts as they are: nothing in them is read as another option', async () => {
    const { desk, seen, named } = rig();
    const { error } = await executeCommand(desk, {
      caller: caller(),
      named: named({ note: '"x" count:9 @misty', count: '2' }),
    });
    expect(error).toBeUndefined();
    expect(seen[0]?.input).toEqual({ note: '"x" count:9 @misty', count: 2 });
  });

  it('is refused for an option that it has not, a wrong value, or a name that is gone', async () => {
    const { desk, named } = rig();
    const codeOf = async (given: NamedCommand) =>
      (await executeCommand(desk, { caller: caller(), named: given })).error;
    expect(await codeOf(named({ what: '1' }))).toMatchObject({ code: 'E_INPUT', field: 'what' });
    expect(await codeOf(named({ count: '4' }))).toMatchObject({ code: 'E_INPUT', field: 'count' });
    expect(await codeOf({ ...named({}), name: 'try that' })).toMatchObject({ code: 'E_GONE' });
    expect(desk.lines.map(({ command }) => command)).toEqual(['try it', 'try it', '?']);
  });

  it('finds people whom the surface shows, refuses bots and strangers, and enrols nobody for being named', async () => {
    const { desk, seen, named } = rig();
    const target = (one: SeenPerson) =>
      executeCommand(desk, { caller: caller(), named: named({ who: '17' }, { '17': one }) });
    expect((await target(person('robot', true))).error).toMatchObject({ code: 'E_TARGET' });
    expect((await target(person('misty'))).error).toMatchObject({ code: 'E_TARGET' });
    expect(desk.enrolled).toEqual([]);
    await executeCommand(desk, { caller: caller('Misty'), named: named({}) });
    expect((await target({ ...person('misty'), name: 'Misty *now*' })).error).toBeUndefined();
    expect(seen.at(-1)?.input).toEqual({ who: 'user1' });
    expect(desk.directory.nameOf('user1')).toBe('Misty now');
  });

  it('keeps a key that the surface minted, with its time', async () => {
    const { desk, seen, named } = rig();
    await executeCommand(desk, {
      caller: caller(),
      named: named({}),
      minted: { key: '1234567890123456789', mintedMs: 77 },
    });
    expect(seen[0]?.context).toMatchObject({ commandId: 'user1/1234567890123456789', mintedMs: 77 });
  });
});

describe('a control for everybody', () => {
  it('works for whoever uses it, and makes nobody a member', async () => {
    const { desk, seen, idOf } = rig();
    const customId = idOf('view', ANYONE);
    expect((await executeComponent(desk, { caller: caller(), customId })).error).toBeUndefined();
    expect(seen[0]?.context.userId).toBe(ANYONE);
    expect(desk.enrolled).toEqual([]);
    await executeCommand(desk, { caller: caller(), text: '/try it' });
    await executeComponent(desk, { caller: caller(), customId });
    expect(seen.at(-1)?.context.userId).toBe('user1');
  });

  it('is none that changes something, whoever it says that it belongs to', async () => {
    const { desk, seen, idOf } = rig();
    await executeCommand(desk, { caller: caller(), text: '/try it' });
    seen.length = 0;
    for (const who of ['Ash', 'Misty']) {
      const { error } = await executeComponent(desk, {
        caller: caller(who),
        customId: idOf('order', ANYONE),
      });
      expect(error?.code).toBe('E_PERM');
    }
    expect(
      (await executeComponent(desk, { caller: caller('Misty'), customId: idOf('view', 'user1') })).error
        ?.code,
    ).toBe('E_PERM');
    expect(seen).toEqual([]);
  });

  it('can be shown without a press, and no other can', async () => {
    const { desk, seen } = rig();
    const onlooker = { userId: ANYONE, displayName: '', realm: 'demo', scope: 'guild1' };
    await showTo(desk, onlooker, { feature: 'battle', verb: 'view', entity: 'b1' });
    expect(seen[0]).toMatchObject({
      input: { entity: 'b1' },
      context: { userId: ANYONE, realm: 'demo', nowMs: NOW_MS },
    });
    expect(() => showTo(desk, onlooker, { feature: 'battle', verb: 'order', entity: 'b1' })).toThrow(
      'not for all',
    );
  });
});
