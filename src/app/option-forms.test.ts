import { describe, expect, it } from 'vitest';
import { guildhallTree } from '#commands/index.ts';
import { acceptedForm } from '#commands/options.ts';
import { parseCommand } from '#commands/parse.ts';
import { play } from '#test/support/commands/playing.ts';
import { integrations } from './integrations.ts';

const tree = guildhallTree(
  integrations({ playground: true, publicUrl: undefined, osrsUrl: undefined, version: 'test' }),
);

/** Text that people write as they like. */
const FREE = new Set([
  'admin battle reason',
  'admin broadcast text',
  'admin guild ban reason',
  'eco pay note',
  'eco gift note',
  'osrs gear save name',
  'pokemon box filter',
  'pokemon team import text',
]);

const texts = tree.commands.flatMap(({ name, options }) =>
  options.flatMap((option) => (option.type === 'text' ? [{ path: `${name} ${option.name}`, option }] : [])),
);

describe('what options take', () => {
  it.each([
    [
      '/pet rename',
      'name',
      "it takes 1 to 20 letters, digits, spaces, `'`, `.` or `-`, for example `Biscuit`.",
    ],
    ['/profile privacy area:balance', 'level', 'it takes one of `everyone`, '],
    ['/notify set event:payment', 'via', 'it takes one of `dm`, `channel`, `digest`, `inbox`, `off`.'],
    ['/notify set via:inbox', 'event', 'it takes one of `payment`, '],
  ])('is said by %s, which needs one more', async (line, field, takes) => {
    const game = await play(tree.commands, tree.components);
    await game.confirm('ash', '/pet adopt species:mossback');
    await game.settle();
    const { error } = await game.outcome('ash', line);
    expect(error).toMatchObject({ code: 'E_INPUT', field });
    expect(error?.message).toContain(`\`${field}\` is missing: ${takes}`);
    game.rig.engine.kill();
  });

  it('is said of every text that is not free, and of no other', () => {
    const silent = texts.filter(({ option }) => option.takes === undefined).map(({ path }) => path);
    expect(new Set(silent)).toEqual(FREE);
    expect(texts.length).toBeGreaterThan(30);
    for (const { path, option } of texts) {
      if (option.takes === undefined) continue;
      expect(acceptedForm(option), path).toBe(option.takes);
      expect(option.takes, path).not.toMatch(/[.:]$|^[A-Z]|text of at most/);
    }
  });

  it('is what is said when one is missing', async () => {
    const missing: string[] = [];
    for (const command of tree.commands) {
      const [first] = command.options;
      if (first?.required !== true || first.type !== 'text') continue;
      const parsed = await parseCommand(`/${command.name}`, tree, async () => 'somebody');
      expect(parsed.ok ? undefined : parsed.rejection, command.name).toMatchObject({
        code: 'E_INPUT',
        field: first.name,
        message: expect.stringContaining(
          `\`${first.name}\` is missing: it takes ${acceptedForm(first)}.`,
        ) as string,
      });
      missing.push(command.name);
    }
    expect(missing).toEqual(expect.arrayContaining(['eco receipt', 'pet expedition start']));
  });
});
