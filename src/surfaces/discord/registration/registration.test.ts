import { describe, expect, it } from 'vitest';
import { integrations } from '#app/integrations.ts';
import { defineCommand } from '#commands/define-command.ts';
import { guildhallTree } from '#commands/index.ts';
import { commandTree } from '#commands/tree.ts';
import { type CommandJson as FakeJson, commandsFault } from '#test/support/fake-discord/command-form.ts';
import { formFault } from '#test/support/fake-discord/schemas.ts';
import { commandsJson } from './command-json.ts';
import { type AnyCommand, commandsHash, differenceOf } from './difference.ts';
import { inviteLink } from './invite.ts';

const tree = guildhallTree(
  integrations({ playground: true, publicUrl: undefined, osrsUrl: undefined, version: 'test' }),
);
const all = JSON.parse(JSON.stringify(commandsJson(tree))) as readonly (FakeJson & AnyCommand)[];

const command = (name: string) =>
  defineCommand({
    name,
    summary: `Does ${name}`,
    options: [{ name: 'count', type: 'integer', description: 'd', required: true, min: 1, max: 5 }],
    ephemeral: true,
    examples: [],
    run: async () => ({ title: '', ephemeral: true }),
  });

describe('the commands as Discord registers them', () => {
  it('keep to its schema and its limits', () => {
    expect(commandsFault(all)?.body).toBeUndefined();
    for (const one of all) {
      const { default_member_permissions: permissions, ...rest } = one;
      expect(formFault('command', rest)?.body, one.name).toBeUndefined();
      expect([undefined, '0', '32']).toContain(permissions);
    }
    expect(all.length).toBeGreaterThan(7);
  });

  it('lie in areas, groups and subcommands, and say something of each', () => {
    const made = commandsJson(
      commandTree(
        [
          command('plain'),
          command('a b'),
          command('a c d'),
          command('a c e'),
          command('admin x'),
          command('settings y'),
          command('unknown z'),
        ],
        [],
      ),
      {
        commands: {
          plain: ['everyone'],
          'a b': ['member'],
          'a c d': ['member'],
          'a c e': ['owner'],
          'admin x': ['owner'],
          'settings y': ['moderator', 'manager', 'owner'],
        },
        controls: {},
        routes: {},
      },
    );
    expect(made.map(({ name }) => name)).toEqual(['plain', 'a', 'admin', 'settings', 'unknown']);
    expect(made[0]).toMatchObject({
      description: 'Does plain',
      options: [{ type: 4, name: 'count', required: true, min_value: 1, max_value: 5 }],
    });
    expect(made[1]).toMatchObject({
      options: [
        { type: 1, name: 'b', description: 'Does a b', options: [{ name: 'count' }] },
        {
          type: 2,
          name: 'c',
          options: [
            { type: 1, name: 'd' },
            { type: 1, name: 'e' },
          ],
        },
      ],
      integration_types: [0, 1],
      contexts: [0, 1, 2],
    });
    expect(made[1]).not.toHaveProperty('default_member_permissions');
    expect(made[2]).toMatchObject({
      default_member_permissions: '0',
      integration_types: [0],
      contexts: [0, 1],
    });
    expect(made[0]).not.toHaveProperty('default_member_permissions');
    // Manage Guild
    expect(made[3]?.default_member_permissions).toBe('32');
    // what has no roles is for nobody
    expect(made[4]?.default_member_permissions).toBe('0');
  });

  it('describe every area and group in words of their own', () => {
    expect(JSON.stringify(all)).not.toContain('All about');
  });
});

describe('the difference', () => {
  const one: AnyCommand = {
    name: 'a',
    type: 1,
    description: 'A',
    options: [{ type: 3, name: 'o', description: 'O', required: false }],
    contexts: [0, 1],
  };
  const asDiscord: AnyCommand = {
    id: '1',
    application_id: '2',
    version: '3',
    name: 'a',
    description: 'A',
    default_member_permissions: null,
    nsfw: false,
    name_localizations: null,
    integration_types: [0],
    contexts: [1, 0],
    options: [{ name: 'o', description: 'O', type: 3 }],
  };

  it('is none between what was sent and what Discord makes of it', () => {
    expect(differenceOf([one], [asDiscord])).toMatchObject({
      added: [],
      changed: [],
      removed: [],
      same: [one],
    });
    expect(commandsHash([one])).toBe(commandsHash([asDiscord]));
  });

  it('tells what is new, other and gone', () => {
    const other = { ...one, description: 'B' };
    const fresh = { ...one, name: 'b' };
    expect(differenceOf([other, fresh], [asDiscord, { ...asDiscord, name: 'c' }])).toMatchObject({
      added: [fresh],
      changed: [other],
      removed: [{ name: 'c' }],
      same: [],
    });
    expect(commandsHash([one, fresh])).toBe(commandsHash([fresh, one]));
    expect(commandsHash([other])).not.toBe(commandsHash([one]));
  });

  it('sees a subcommand’s type, an option’s bound and an order of options', () => {
    const nested = (options: readonly unknown[]): AnyCommand => ({ name: 'a', description: 'A', options });
    const a = { type: 1, name: 'x', description: 'X' };
    const b = { type: 3, name: 'y', description: 'Y', max_length: 5 };
    expect(commandsHash([nested([a])])).not.toBe(commandsHash([nested([{ ...a, type: 2 }])]));
    expect(commandsHash([nested([b])])).not.toBe(commandsHash([nested([{ ...b, max_length: 6 }])]));
    expect(commandsHash([nested([a, b])])).not.toBe(commandsHash([nested([b, a])]));
  });
});

describe('the invite link', () => {
  it('asks for the least: no administrator, nothing to manage', () => {
    const permissions = BigInt(new URL(inviteLink('1')).searchParams.get('permissions') ?? '0');
    expect(permissions).toBe((1n << 10n) | (1n << 11n) | (1n << 15n) | (1n << 35n) | (1n << 38n));
  });
});
