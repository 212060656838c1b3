import { describe, expect, it } from 'vitest';
import type { Outcome } from '#commands/desk.ts';
import { executeCommand, executeComponent } from '#commands/execute.ts';
import { guildhallTree } from '#commands/index.ts';
import type { Panel } from '#commands/panel.ts';
import { controlOf, play, type Playing } from '#test/support/commands/playing.ts';
import { integrations } from './integrations.ts';

const tree = guildhallTree(
  integrations({ playground: true, publicUrl: undefined, osrsUrl: undefined, version: 'test' }),
);

/** English words that no German text has. */
const ENGLISH =
  /\b(?:the|is|are|you|your|this|that|with|has|have|and|not|for|of|it|one|nothing|yet|when|shows)\b/i;
/** What stands in code is typed as it is, in every language. */
const wordsOf = (panel: Panel): readonly string[] => {
  const {
    title,
    text = '',
    footer = '',
    fields = [],
    meters = [],
    tables = [],
    controls = [],
    modal,
  } = panel;
  const texts = [
    title,
    text,
    footer,
    ...fields.flatMap(({ name, value }) => [name, value]),
    ...meters.flatMap(({ label, hint = '' }) => [label, hint]),
    ...tables.map(({ caption = '' }) => caption),
    ...tables.flatMap(({ columns }) => columns.map(({ label }) => label)),
    ...tables.flatMap(({ rows }) => rows.flat()),
    ...controls.flat().flatMap((one) => (one.kind === 'button' ? [one.label] : [one.placeholder])),
    ...(modal === undefined ? [] : [modal.title, ...modal.fields.map(({ label }) => label)]),
  ];
  return texts.map((one) => one.replaceAll(/`[^`]*`|\/help topic.*|“[^”]*”|„[^“]*“/g, ''));
};

const germanOf = (game: Playing, name: string) => ({
  caller: {
    provider: 'test',
    externalId: name,
    name,
    realm: 'home',
    scope: 'g1',
    roles: new Set(['member', 'manager', 'owner'] as const),
    locale: 'de',
    guild: { externalId: 'demo', channels: ['hall'], roleIds: [] },
  },
  game,
});

const say = ({ caller, game }: ReturnType<typeof germanOf>, text: string): Promise<Outcome> =>
  game.finish(executeCommand(game.desk, { caller, text }));

const press = (
  { caller, game }: ReturnType<typeof germanOf>,
  panel: Panel,
  label: string,
): Promise<Outcome> =>
  game.finish(executeComponent(game.desk, { caller, customId: controlOf(panel, label).customId }));

/** Everything that a person with a pet and a history can ask for. */
const COVERED = /^(?:pet|eco|profile|notify|settings|help|battle|osrs|pokemon|status)\b/;
const TOPICS = ['start', 'battles', 'money', 'pets', 'privacy', 'eco pay', 'pet', 'nothing of the sort'];

describe('somebody who speaks German', () => {
  it('reads no English in what games, coins, profiles, messages, settings and help say', async () => {
    const game = await play(tree.commands, tree.components);
    const ash = germanOf(game, 'ash');
    for (const name of ['misty', 'zezima']) await game.outcome(name, '/help');
    const seen: Outcome[] = [];
    const run = async (text: string): Promise<Outcome> => {
      const outcome = await say(ash, text);
      seen.push(outcome);
      return outcome;
    };
    const examples = tree.commands
      .filter(({ name }) => COVERED.test(name) && !/link$|delete$/.test(name))
      .flatMap(({ examples: own }) => own);
    // once with nothing, once with a pet and a history
    for (const text of examples.filter((one) => !one.startsWith('/settings'))) await run(text);
    const { panel } = await run('/pet adopt species:mossback name:Biscuit');
    seen.push(await press(ash, panel, 'Bestätigen'));
    const bought = await run('/eco buy item:honeyberry quantity:2');
    seen.push(await press(ash, bought.panel, 'Bestätigen'));
    seen.push(await press(ash, bought.panel, 'Abbrechen'));
    await game.settle();
    for (const text of examples) await run(text);
    for (const topic of TOPICS) await run(`/help topic:${topic}`);
    for (const text of [
      '/nope',
      '/eco',
      '/eco pay',
      '/eco pay user:nobody amount:x',
      '/pet feed item:woolball',
    ])
      await run(text);
    const english = seen.flatMap(({ panel: shown }) => wordsOf(shown).filter((text) => ENGLISH.test(text)));
    expect([...new Set(english)]).toEqual([]);
    expect(seen.length).toBeGreaterThan(80);
    expect(seen.filter(({ bug }) => bug === true)).toEqual([]);
  }, 60_000);
});
