import { afterEach, beforeEach, expect, it } from 'vitest';
import { ladder } from '#actors/ladder/ladder.ts';
import { endGame, fieldOf, play, type Playing } from '#test/support/commands/playing.ts';
import { notifyCommands } from '../notify/index.ts';
import { battleCommands, battleComponents } from './index.ts';

let game: Playing;

beforeEach(async () => {
  game = await play([...battleCommands, ...notifyCommands], [...battleComponents]);
  for (const name of ['ash', 'misty', 'gary']) await game.run(name, '/notify view');
});

afterEach(() => endGame(game));

let battles = 0;
const rated = async (winner: string, loser: string, rules: 'cross' | 'pokemon' = 'cross'): Promise<void> => {
  battles += 1;
  const by = `battle:home:b${battles}`;
  const players = [game.idOf(winner), game.idOf(loser)] as const;
  const command = { type: 'Record', battleId: `b${battles}`, players, winner: 0 } as const;
  const call = { ...game.rig.call(`r${battles}`), by };
  await game.finish(game.rig.engine.ask(ladder, { realm: 'home', id: rules }, command, call));
  await game.settle();
};

const CROSS = 'Ladder of battles';
const POKEMON = 'Ladder of Pokémon battles';

it('is a line in the history: where it stands, how it went, and between which figures', async () => {
  expect((await game.run('ash', '/battle history')).fields).toBeUndefined();
  await rated('ash', 'misty');
  await rated('ash', 'gary');
  await rated('misty', 'ash');
  const own = fieldOf(await game.run('ash', '/battle history'), CROSS) ?? '';
  expect(own).toMatch(/^\d{4} ± \d+ ▁[▂-▇]█[▁-▇] 1500 to \d{4} in 3 battles$/);
  const others = fieldOf(await game.run('gary', '/battle history user:ash'), CROSS);
  expect(others).toBe(own);
  expect(fieldOf(await game.run('misty', '/battle history'), CROSS)).toMatch(/^\d{4} ± \d+ [▂-█]▁█ /);
});

it('is told of the ladder that is asked for, and of both where none is', async () => {
  await rated('ash', 'misty');
  await rated('misty', 'ash', 'pokemon');
  const names = async (text: string) => (await game.run('ash', text)).fields?.map(({ name }) => name);
  expect(await names('/battle history')).toEqual([CROSS, POKEMON]);
  expect(await names('/battle history rules:pokemon')).toEqual([POKEMON]);
  expect(await names('/battle history rules:cross')).toEqual([CROSS]);
  expect(await names('/battle history rules:osrs')).toBeUndefined();
  expect(fieldOf(await game.run('ash', '/battle history'), POKEMON)).toMatch(/█▁ \d{4} to 1500 in 1 battle$/);
});
