import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ladder } from '#actors/ladder/ladder.ts';
import { controlOf, endGame, fieldOf, play, type Playing, pressIn } from '#test/support/commands/playing.ts';
import { ecoCommands, ecoComponents } from '../eco/index.ts';
import type { Panel, Select } from '../panel.ts';
import { petCommands, petComponents } from '../pet/index.ts';
import { profileCommands, profileComponents } from './index.ts';

let game: Playing;

beforeEach(async () => {
  game = await play(
    [...ecoCommands, ...petCommands, ...profileCommands],
    [...ecoComponents, ...petComponents, ...profileComponents],
  );
  for (const name of ['ash', 'misty']) await game.run(name, '/eco daily');
  await game.confirm('ash', '/pet adopt species:mossback name:Biscuit');
  await game.settle();
});

afterEach(() => endGame(game));

const WORDS = { title: 'Keeper', bio: 'Rain', colour: '#336699' };

const preview = async (fields: Readonly<Record<string, string>> = WORDS): Promise<Panel> => {
  const { panel, error } = await game.submit('ash', await game.run('ash', '/profile edit'), fields);
  expect(error).toBeUndefined();
  return panel;
};

const pinsOf = (panel: Panel): Select => controlOf(panel, 'select') as Select;
const seen = (name = 'misty'): Promise<Panel> => game.run(name, '/profile view user:ash');

it('is shown as others will see it before anybody else does', async () => {
  const panel = await preview();
  expect(panel).toMatchObject({ title: 'ash, Keeper', text: 'Rain', ephemeral: true });
  // what only its owner reads is not on it
  expect([fieldOf(panel, 'Inbox'), fieldOf(panel, 'Daily')]).toEqual([undefined, undefined]);
  expect((await seen()).title).toBe('ash');
  await pressIn(game, 'ash', panel, 'Save');
  expect(await seen()).toMatchObject({ title: 'ash, Keeper', text: 'Rain' });
});

it('goes on from the draft, and forgets it when it is discarded', async () => {
  const panel = await preview();
  const form = await pressIn(game, 'ash', panel, 'Edit again');
  expect(form.modal?.fields.map(({ value }) => value)).toEqual(['Keeper', 'Rain', '#336699']);
  await pressIn(game, 'ash', panel, 'Discard');
  expect((await seen()).title).toBe('ash');
  const next = await game.run('ash', '/profile edit');
  expect(next.modal?.fields[0]?.value).toBe('');
  expect((await game.press('ash', controlOf(panel, 'Save'))).error?.code).toBe('E_STALE');
});

it('shows what was put there, in that order, as long as there is something of it', async () => {
  const panel = await preview();
  const offered = pinsOf(panel);
  expect(offered).toMatchObject({ min: 0, max: 2 });
  expect(offered.options.map(({ label }) => label)).toEqual(['Streak', 'Biscuit']);
  const values = offered.options.map(({ value }) => value).toReversed();
  const pinned = (await game.press('ash', offered, values)).panel;
  expect(pinsOf(pinned).options.map(({ isChosen }) => isChosen)).toEqual([true, true]);
  await pressIn(game, 'ash', pinned, 'Save');
  const names = ((await seen()).fields ?? []).map(({ name }) => name);
  expect(names.filter((name) => name === 'Biscuit' || name === 'Streak')).toEqual(['Biscuit', 'Streak']);
  expect(fieldOf(await seen(), 'Biscuit')).toMatch(/^Mossback, bond \d+$/);
  await pressIn(game, 'ash', await game.run('ash', '/pet rehome'), 'Say goodbye');
  expect(fieldOf(await seen(), 'Biscuit')).toBeUndefined();
});

it('shows nothing more once all was taken off again', async () => {
  const panel = await preview();
  const pinned = (await game.press('ash', pinsOf(panel), ['streak'])).panel;
  const bare = (await game.press('ash', pinsOf(pinned), [])).panel;
  await pressIn(game, 'ash', bare, 'Save');
  expect(fieldOf(await seen(), 'Streak')).toBeUndefined();
});

it('takes no more than is offered, and nothing from an older preview', async () => {
  const chosen = async (from: Panel, values: readonly string[]) =>
    (await game.press('ash', pinsOf(from), values)).error?.code;
  for (const values of [['wealth'], ['streak', 'streak']])
    expect(await chosen(await preview(), values)).toBe('E_INPUT');
  const panel = await preview();
  expect(await chosen(panel, ['streak'])).toBeUndefined();
  expect((await game.press('ash', controlOf(panel, 'Save'))).error?.code).toBe('E_STALE');
  expect((await seen()).title).toBe('ash');
});

it('reads each fact once for the preview, whether it is shown or offered', async () => {
  const [players, place] = [[game.idOf('ash'), game.idOf('misty')] as const, { realm: 'home', id: 'cross' }];
  const command = { type: 'Record', battleId: 'b1', players, winner: 0 } as const;
  const { engine } = game.rig;
  await game.finish(engine.ask(ladder, place, command, { ...game.rig.call(), by: 'battle:home:b1' }));
  const read = vi.spyOn(engine, 'read');
  const pinned = (await game.press('ash', pinsOf(await preview()), ['cross'])).panel;
  expect(fieldOf(pinned, 'Ladder of battles')).toMatch(/ after 1 battle$/);
  const ratings = read.mock.calls.filter(([kind, at]) => kind.kind === 'ladder' && at.id === 'cross');
  // once for each of the two panels
  expect(ratings.length).toBe(2);
});
