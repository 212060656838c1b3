import { describe, expect, it } from 'vitest';
import { guildhallTree } from '#commands/index.ts';
import type { Panel } from '#commands/panel.ts';
import { fieldOf, play } from '#test/support/commands/playing.ts';
import { integrations } from './integrations.ts';

const tree = guildhallTree(
  integrations({ playground: true, publicUrl: undefined, osrsUrl: undefined, version: 'test' }),
);
/** Words that explain, not a state in which there is nothing. */
const LONG_CHARS = 300;

/** Nothing to read but a few words, and nothing to press. */
const isEmpty = ({
  text = '',
  tables = [],
  fields = [],
  meters = [],
  controls = [],
  modal,
}: Panel): boolean =>
  text.length < LONG_CHARS &&
  tables.every(({ rows }) => rows.length === 0) &&
  fields.length + meters.length === 0 &&
  controls.flat().length === 0 &&
  modal === undefined;

/** The commands that a panel names, as people would type them. */
const namedBy = ({ text = '', footer = '' }: Panel): readonly string[] =>
  [...`${text}\n${footer}`.matchAll(/`\/([^`]+)`/g)].map(([, command = '']) => command);

const isThere = (typed: string): boolean => {
  const words = typed.split(' ');
  return words.some((_word, last) => {
    const name = words.slice(0, last + 1).join(' ');
    return tree.command(name) !== undefined || tree.hasBelow(name);
  });
};

/** What everybody may run. */
const open = tree.commands.filter(({ name }) => !/^(?:admin|settings) /.test(name));

describe('somebody who has just come', () => {
  it.each([...new Set([...open.map(({ name }) => `/${name}`), ...open.flatMap(({ examples }) => examples)])])(
    'is told by %s how it goes on',
    async (text) => {
      const game = await play(tree.commands, tree.components);
      for (const name of ['misty', 'zezima', 'ash', 'gary']) await game.outcome(name, '/help');
      const { panel, error } = await game.outcome('gary', text);
      expect(namedBy(panel).filter((typed) => !isThere(typed))).toEqual([]);
      // who typed wrong is told what is taken; who came too early, to come again
      if (!isEmpty(panel) || error?.code === 'E_INPUT' || error?.code === 'E_BUSY') return;
      expect(namedBy(panel), JSON.stringify(panel)).not.toEqual([]);
    },
  );

  it('finds the welcome on the first answer and on no other, whatever it was', async () => {
    const game = await play(tree.commands, tree.components);
    expect(fieldOf(await game.run('ash', '/pet view'), 'Welcome')).toMatch(
      /your purse holds 1,000 coins .*`\/pet adopt`/,
    );
    expect(fieldOf(await game.run('ash', '/pet view'), 'Welcome')).toBeUndefined();
    expect((await game.outcome('misty', '/eco balance')).panel.fields?.at(-1)?.name).toBe('Welcome');
  });
});
