import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands as own, guildhallTree } from '#commands/index.ts';
import { parseCommand } from '#commands/parse.ts';
import { integrations } from './integrations.ts';

const root = join(import.meta.dirname, '../integrations');
const areas = integrations({ playground: true, publicUrl: undefined, osrsUrl: undefined, version: 'test' });
const tree = guildhallTree(areas);
const added = tree.commands.filter((command) => !own.some(({ name }) => name === command.name));

describe('the integrations', () => {
  it('list every command that a file of theirs defines', () => {
    const defined = globSync('*/*.ts', { cwd: root })
      .filter((file) => !file.endsWith('.test.ts'))
      .flatMap((file) => {
        const text = readFileSync(join(root, file), 'utf8');
        return [...text.matchAll(/defineCommand\(\{\s*name: '([^']+)'/g)].map(([, name]) => name);
      });
    expect(defined.length).toBeGreaterThan(5);
    expect(new Set(added.map(({ name }) => name))).toEqual(new Set(defined));
    expect(added).toHaveLength(defined.length);
  });

  it('keep to the limits of Discord, together with the rest', () => {
    const below = new Map<string, number>();
    for (const { name } of tree.commands) {
      expect(tree.hasBelow(name), name).toBe(false);
      const parent = name.split(' ').slice(0, -1).join(' ');
      below.set(parent, (below.get(parent) ?? 0) + 1);
    }
    for (const [parent, count] of below) expect(count, parent).toBeLessThanOrEqual(parent === '' ? 100 : 25);
    for (const { name, summary, options } of added) {
      expect(name).toMatch(/^[a-z]+( [a-z]+){1,2}$/);
      expect(summary.length, name).toBeLessThanOrEqual(100);
      const order = options.map(({ required }) => (required === true ? 0 : 1));
      expect(order, name).toEqual(order.toSorted((a, b) => a - b));
      for (const option of options) {
        expect(option.description.length, `${name} ${option.name}`).toBeLessThanOrEqual(100);
        expect(option.choices?.length ?? 0, `${name} ${option.name}`).toBeLessThanOrEqual(25);
      }
    }
  });

  it('show examples that the parser accepts', async () => {
    for (const { name, examples } of added) {
      expect(examples.length, name).toBeGreaterThan(0);
      for (const example of examples) {
        const parsed = await parseCommand(example, tree, async () => 'somebody');
        expect(parsed.ok ? parsed.definition.name : parsed.rejection, example).toBe(name);
      }
    }
  });

  it('have help on nothing that is not there', () => {
    const named = areas.flatMap(({ topics }) => topics.flatMap((topic) => topic.commands));
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => tree.command(name) === undefined)).toEqual([]);
  });
});
