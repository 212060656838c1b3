import { globSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CustomIds } from './custom-id.ts';
import type { CommandDefinition, ComponentDefinition } from './define-command.ts';
import { TOPICS } from './general/topics.ts';
import { commands, components, guildhallCommands } from './index.ts';
import { parseCommand } from './parse.ts';

const isCommand = (value: unknown): value is CommandDefinition =>
  typeof value === 'object' && value !== null && 'options' in value && 'examples' in value && 'run' in value;
const isComponent = (value: unknown): value is ComponentDefinition =>
  typeof value === 'object' && value !== null && 'feature' in value && 'verb' in value && 'run' in value;

const exported = async (): Promise<{ file: string; value: unknown }[]> => {
  const files = globSync('*/*.ts', { cwd: import.meta.dirname }).filter(
    (file) => !/\.test\.ts$|index\.ts$/.test(file),
  );
  expect(files.length).toBeGreaterThan(20);
  const modules = await Promise.all(
    files.map(async (file) => ({
      file,
      module: (await import(/* @vite-ignore */ new URL(file, import.meta.url).href)) as Record<
        string,
        unknown
      >,
    })),
  );
  return modules.flatMap(({ file, module }) =>
    Object.values(module).flatMap((value) =>
      (Array.isArray(value) ? value : [value]).map((each: unknown) => ({ file, value: each })),
    ),
  );
};

describe('the command list', () => {
  it('holds every command and every control that a file defines', async () => {
    const all = await exported();
    const missing = all.filter(
      ({ value }) =>
        (isCommand(value) && !commands.includes(value)) ||
        (isComponent(value) && !components.includes(value)),
    );
    expect(
      missing.map(({ file, value }) => `${file}: ${isCommand(value) ? value.name : 'a control'}`),
    ).toEqual([]);
    expect(all.filter(({ value }) => isCommand(value)).length).toBeGreaterThan(25);
  });

  it('names nothing twice', () => {
    expect(new Set(commands.map(({ name }) => name)).size).toBe(commands.length);
    expect(new Set(components.map(({ feature, verb }) => `${feature}.${verb}`)).size).toBe(components.length);
  });

  it('keeps to the limits of Discord', () => {
    const areas = new Map<string, Set<string>>();
    for (const { name, summary, options } of commands) {
      const words = name.split(' ');
      expect(words.length, name).toBeLessThanOrEqual(3);
      for (const word of words) expect(word, name).toMatch(/^[a-z][a-z0-9-]{0,31}$/);
      expect(summary.length, name).toBeGreaterThan(0);
      expect(summary.length, name).toBeLessThanOrEqual(100);
      expect(options.length, name).toBeLessThanOrEqual(25);
      const parent = words.slice(0, -1).join(' ');
      areas.set(parent, (areas.get(parent) ?? new Set()).add(words.at(-1) ?? ''));
    }
    for (const [area, below] of areas) expect(below.size, area).toBeLessThanOrEqual(area === '' ? 100 : 25);
  });

  it('gives no command a name that other commands go on from', () => {
    for (const { name } of commands) expect(guildhallCommands.hasBelow(name), name).toBe(false);
  });

  it('describes every option well', () => {
    for (const { name, options } of commands) {
      expect(new Set(options.map((option) => option.name)).size, name).toBe(options.length);
      let optional = false;
      for (const option of options) {
        const where = `${name} ${option.name}`;
        expect(option.name, where).toMatch(/^[a-z][a-z0-9_-]{0,31}$/);
        expect(option.description.length, where).toBeGreaterThan(0);
        expect(option.description.length, where).toBeLessThanOrEqual(100);
        expect(option.type === 'choice', where).toBe(option.choices !== undefined);
        expect(option.choices?.length ?? 0, where).toBeLessThanOrEqual(25);
        expect(option.maxLength ?? 100, where).toBeLessThanOrEqual(4_000);
        expect(option.required === true && optional, `${where}: required after optional`).toBe(false);
        optional ||= option.required !== true;
      }
    }
  });

  it('makes control names that fit into a custom id', () => {
    const ids = new CustomIds(Buffer.alloc(32));
    for (const { feature, verb } of components) {
      const id = ids.encode({
        feature,
        verb,
        entity: '-',
        revision: 0,
        owner: 'o'.repeat(14),
        nonce: 'n'.repeat(14),
      });
      expect(ids.decode(id), `${feature}.${verb}`).toBeDefined();
      expect(id.length).toBeLessThanOrEqual(100);
    }
  });

  it('shows examples that its own parser accepts', async () => {
    for (const definition of commands) {
      expect(definition.examples.length, definition.name).toBeGreaterThan(0);
      for (const example of definition.examples) {
        const parsed = await parseCommand(example, guildhallCommands, async () => 'somebody');
        expect(parsed.ok ? parsed.definition.name : parsed.rejection, example).toBe(definition.name);
      }
    }
  });

  it('has examples in help topics that its own parser accepts', async () => {
    const examples = TOPICS.flatMap(({ text }) =>
      Array.from(text.matchAll(/`(\/[^`]+)`/g), ([, one]) => one),
    );
    expect(examples).toContain('/battle npc trainer:wren');
    for (const example of examples) {
      const parsed = await parseCommand(example ?? '', guildhallCommands, async () => 'somebody');
      expect(parsed.ok ? 'ok' : parsed.rejection, example).toBe('ok');
    }
    expect(TOPICS.map(({ name }) => name).slice(0, 2)).toEqual(['start', 'battles']);
  });

  it('has a help topic for nothing that is not there', () => {
    const named = TOPICS.flatMap((topic) => topic.commands);
    expect(named.filter((name) => guildhallCommands.command(name) === undefined)).toEqual([]);
  });
});
