import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryBacking, type MemoryBacking } from '#adapters/memory/backing.ts';
import { match } from '#actors/match/match.ts';
import { trainer } from '#actors/trainer/trainer.ts';
import { EVEN_LEVEL, MATCH_TTL_MS } from '#game/battle/battle-protocol.ts';
import { WAIT_MAX_MS } from '#game/battle/lobby-protocol.ts';
import {
  battleIdOf,
  controlOf,
  endGame,
  fieldOf,
  play,
  type Playing,
  pressIn,
} from '#test/support/commands/playing.ts';
import { loadSimulator } from '#test/support/in-process-rules.ts';
import { notifyCommands } from '../notify/index.ts';
import type { Panel } from '../panel.ts';
import { battleCommands, battleComponents } from './index.ts';

const TIMEOUT_MS = 60_000;
const RANDOM = '/battle queue rules:pokemon format:gen1randombattle';

let game: Playing;
let backing: MemoryBacking;

const open = async (): Promise<void> => {
  game = await play([...battleCommands, ...notifyCommands], [...battleComponents], backing);
};

// virtual time does not wait for it
beforeAll(loadSimulator, TIMEOUT_MS);

beforeEach(async () => {
  backing = createMemoryBacking();
  await open();
  for (const name of ['ash', 'misty', 'gary']) await game.run(name, '/notify view');
});

afterEach(() => endGame(game));

const press = (name: string, panel: Panel, label: string): Promise<Panel> =>
  pressIn(game, name, panel, label);
const labels = ({ controls = [] }: Panel): readonly string[] =>
  controls.flat().map((control) => (control.kind === 'button' ? control.label : 'select'));
const call = () => ({ scope: 'g1', deadlineMonoMs: game.rig.clock.monoMs() + 5_000 });
const inboxOf = async (name: string): Promise<string> =>
  JSON.stringify((await game.run(name, '/notify view')).tables ?? []);

const starter = async (name: string, which: string): Promise<void> => {
  const place = { realm: 'home', id: game.idOf(name) };
  const command = { type: 'ChooseStarter', starter: which } as const;
  const answer = await game.finish(
    game.rig.engine.ask(trainer, place, command, { ...game.rig.call(which), by: place.id }),
  );
  expect(answer).toMatchObject({ ok: true });
};

const setupOf = async (panel: Panel) => {
  const place = { realm: 'home', id: battleIdOf(panel) };
  return (await game.finish(game.rig.engine.read(match, place, 'course', undefined, call())))?.setup;
};

/** Ash and Misty have found each other; Misty came last. */
const met = async (text = RANDOM): Promise<Panel> => {
  await game.run('ash', text);
  const panel = await game.run('misty', text);
  await game.settle();
  return panel;
};

describe('/battle queue rules:pokemon', () => {
  it('pairs two people of a format, who begin when both are ready', { timeout: TIMEOUT_MS }, async () => {
    const wait = await game.run('ash', RANDOM);
    expect(wait.title).toBe('You wait in the lobby');
    expect([fieldOf(wait, 'Rules'), fieldOf(wait, 'Format'), fieldOf(wait, 'Rating')]).toEqual([
      'pokemon',
      'gen1randombattle',
      '1500 ± 150',
    ]);
    expect((await press('ash', wait, 'Refresh')).title).toBe('You wait in the lobby');
    const found = await game.run('misty', RANDOM);
    await game.settle();
    expect(found.text).toContain('Somebody is there: press Ready.');
    expect(labels(found)).toEqual(['Ready', 'Ready with my seed…', 'Not now']);
    expect(fieldOf(found, 'Format')).toBe('gen1randombattle');
    expect(fieldOf(found, 'Ladder')).toBe('counts');
    expect(await inboxOf('ash')).toContain('The lobby has found you');
    // what both have agreed to goes before a new one
    expect(await game.codeOf('ash', '/battle queue')).toBe('E_BUSY');
    expect((await press('misty', found, 'Ready')).text).toContain('You are ready.');
    expect((await game.press('misty', controlOf(found, 'Ready'))).error).toBeUndefined();
    const own = await game.run('ash', '/battle status');
    expect(battleIdOf(own)).toBe(battleIdOf(found));
    const form = await press('ash', own, 'Ready with my seed…');
    const { panel, error } = await game.submit('ash', form, { seed: 'Pika-1' });
    expect(error).toBeUndefined();
    expect(panel.title).toBe('Pokémon battle');
    expect(labels(panel)).toContain('Give up');
    await game.settle();
    const hers = await game.run('misty', '/battle status');
    expect(hers.title).toBe('Pokémon battle');
    expect(await setupOf(found)).toMatchObject({ format: 'gen1randombattle', teams: [null, null] });
    await press('misty', await game.run('misty', '/battle forfeit'), 'Give up');
    const end = await game.run('ash', `/battle status battle:${battleIdOf(found)}`);
    expect(end.title).toBe('Battle over');
    expect(await press('ash', end, 'Verify')).toMatchObject({ title: 'MATCH' });
  });

  it('brings own teams at even levels, and takes nobody without one', { timeout: TIMEOUT_MS }, async () => {
    expect(await game.codeOf('ash', '/battle queue rules:pokemon')).toBe('E_NOT_STARTED');
    for (const [name, which] of [
      ['ash', 'eevee'],
      ['misty', 'pikachu'],
    ] as const)
      await starter(name, which);
    const found = await met('/battle queue rules:pokemon');
    await press('misty', found, 'Ready');
    await press('ash', await game.run('ash', '/battle status'), 'Ready');
    expect(await setupOf(found)).toMatchObject({
      format: 'gen9anythinggoes',
      teams: [[{ species: 'Eevee', level: EVEN_LEVEL }], [{ species: 'Pikachu', level: EVEN_LEVEL }]],
    });
    await starter('gary', 'eevee');
    const { error } = await game.outcome('gary', '/battle queue rules:pokemon format:gen9lc');
    expect(error).toMatchObject({ code: 'E_INPUT', field: 'team' });
  });

  it('keeps formats, and lobbies, apart; one waits in one place', { timeout: TIMEOUT_MS }, async () => {
    await game.run('ash', RANDOM);
    const other = await game.run('misty', '/battle queue rules:pokemon format:gen2randombattle');
    expect([other.title, fieldOf(other, 'Waiting')]).toEqual(['You wait in the lobby', '2']);
    expect((await game.run('gary', '/battle queue team:loan:mossback')).title).toBe('You wait in the lobby');
    expect(await game.codeOf('ash', RANDOM)).toBe('E_BUSY');
    expect(await game.codeOf('ash', '/battle queue team:loan:mossback')).toBe('E_BUSY');
    expect(await game.codeOf('gary', RANDOM)).toBe('E_BUSY');
    for (const name of ['ash', 'misty', 'gary']) {
      expect((await game.run(name, '/battle leave')).title).toBe('You have left the lobby');
      expect(await game.codeOf(name, '/battle leave')).toBe('E_GONE');
    }
    expect((await game.run('gary', RANDOM)).title).toBe('You wait in the lobby');
  });

  it('says the same again under the same key', { timeout: TIMEOUT_MS }, async () => {
    const first = await game.run('ash', RANDOM, 'k1');
    expect((await game.run('ash', RANDOM, 'k1')).title).toBe(first.title);
    expect((await game.run('ash', '/battle leave', 'k2')).title).toBe('You have left the lobby');
    expect((await game.run('ash', '/battle leave', 'k2')).title).toBe('You have left the lobby');
    expect(await game.codeOf('ash', '/battle leave', 'k3')).toBe('E_GONE');
  });

  it('refuses what does not go together, by its field', { timeout: TIMEOUT_MS }, async () => {
    for (const [text, field] of [
      ['rules:pokemon team:loan:mossback', 'team'],
      ['rules:pokemon format:gen9nonsense', 'format'],
      ['format:gen1randombattle', 'format'],
      ['rules:osrs', 'rules'],
    ] as const) {
      const { error } = await game.outcome('ash', `/battle queue ${text}`);
      expect(error, text).toMatchObject({ code: 'E_INPUT', field });
    }
  });

  it('ends when not both are ready in time, and both hear of it', { timeout: TIMEOUT_MS }, async () => {
    const found = await met();
    await press('misty', found, 'Ready');
    await game.rig.pass(MATCH_TTL_MS + 1_000);
    await game.settle();
    const status = `/battle status battle:${battleIdOf(found)}`;
    expect((await game.run('ash', status)).title).toBe('Challenge over');
    expect(await inboxOf('misty')).toContain('was not taken up in time');
    expect((await game.run('misty', RANDOM)).title).toBe('You wait in the lobby');
    const again = await game.run('ash', RANDOM);
    await game.settle();
    await press('ash', again, 'Not now');
    expect(await inboxOf('misty')).toContain('declined');
  });

  it('sends home who has waited a quarter of an hour', { timeout: TIMEOUT_MS }, async () => {
    await game.run('ash', RANDOM);
    game.rig.clock.advance(WAIT_MAX_MS);
    await game.rig.pass(31_000);
    await game.settle();
    expect(await game.codeOf('ash', '/battle leave')).toBe('E_GONE');
    expect(await inboxOf('ash')).toContain('Nobody came to the lobby');
  });

  it('knows after a restart who waits, and who is ready', { timeout: TIMEOUT_MS }, async () => {
    await game.run('ash', RANDOM);
    await game.settle();
    endGame(game);
    await open();
    for (const name of ['ash', 'misty']) await game.run(name, '/notify view');
    const found = await game.run('misty', RANDOM);
    expect(found.text).toContain('Somebody is there');
    await press('misty', found, 'Ready');
    endGame(game);
    await open();
    for (const name of ['ash', 'misty']) await game.run(name, '/notify view');
    await game.settle();
    expect(labels(await game.run('misty', '/battle status'))).toEqual(['Refresh', 'Not now']);
    const begun = await press('ash', await game.run('ash', '/battle status'), 'Ready');
    expect(begun.title).toBe('Pokémon battle');
  });
});
