import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TRANSLATORS } from '../language/index.ts';
import { battleIdOf, endGame, play, type Playing, pressIn } from '#test/support/commands/playing.ts';
import { loadSimulator } from '#test/support/in-process-rules.ts';
import { notifyCommands } from '../notify/index.ts';
import type { Panel } from '../panel.ts';
import { profileCommands } from '../profile/index.ts';
import { battleCommands, battleComponents } from './index.ts';

const TIMEOUT_MS = 30_000;

let game: Playing;

beforeEach(async () => {
  game = await play([...battleCommands, ...notifyCommands, ...profileCommands], [...battleComponents]);
  for (const name of ['ash', 'misty']) await game.run(name, '/profile view');
});

afterEach(() => endGame(game));

const press = (name: string, panel: Panel, label: string): Promise<Panel> =>
  pressIn(game, name, panel, label);
const status = (name: string, id: string) => game.run(name, `/battle status battle:${id}`);

/** What the inbox says of challenges and battles, newest first. */
const inboxOf = async (name: string): Promise<readonly string[]> => {
  await game.settle();
  const rows = (await game.run(name, '/notify view')).tables?.[0]?.rows ?? [];
  return rows
    .filter(([, about]) => about === 'Battle' || about === 'Challenge')
    .map((row) => String(row[2]).replaceAll('**', ''));
};

describe('what people are told of their battles', () => {
  it('names the other side, the stake and the rules, from the challenge to the end', async () => {
    const card = await game.run('ash', '/battle challenge user:misty team:loan:mossback stake:100');
    const id = battleIdOf(card);
    const look = `\`/battle status battle:${id}\``;
    const challenged = `You are challenged by ash to a battle of any against any (rounds, even levels). Each side stakes 100 coins. ${look}`;
    expect(await inboxOf('misty')).toEqual([challenged]);
    expect(TRANSLATORS.de?.say(challenged)).toBe(
      `Du wirst von ash zu einem Kampf aller gegen alle herausgefordert (rounds, gleiche Stufen). Jede Seite setzt 100 Münzen. ${look}`,
    );
    await press('misty', await status('misty', id), 'Accept');
    expect(await inboxOf('ash')).toEqual([`Your challenge to misty is accepted: press Start. ${look}`]);
    await press('ash', await status('ash', id), 'Start');
    await press('misty', await game.run('misty', '/battle forfeit'), 'Give up');
    // given up before it was fought
    const replay = `It does not count for rating or experience: it was given up before 16 ticks were played. \`/battle replay id:${id}\``;
    expect((await inboxOf('ash'))[0]).toBe(`You won your battle against misty, and 196 coins. ${replay}`);
    expect((await inboxOf('misty'))[0]).toBe(`You lost your battle against ash, and 100 coins. ${replay}`);
  });

  it('says of a series how long it is, and who is in it', async () => {
    const card = await game.run(
      'ash',
      '/battle challenge user:misty team:loan:mossback best_of:3 levels:own private:true tempo:live',
    );
    expect((await inboxOf('misty'))[0]).toContain(
      '(live, own levels). It is a series of up to 3 battles. Nobody else may watch it. ',
    );
    await press('misty', await status('misty', battleIdOf(card)), 'Accept');
    await press('ash', await status('ash', battleIdOf(card)), 'Start');
    await press('misty', await game.run('misty', '/battle forfeit'), 'Give up');
    expect((await inboxOf('misty')).join('\n')).toContain(
      'Your series with ash goes on, 1 : 0, best of 3: press Ready.',
    );
  });

  it('says to both who met in the lobby, and who was not there', async () => {
    await game.run('ash', '/battle queue team:loan:mossback');
    const met = await game.run('misty', '/battle queue team:loan:duskowl');
    expect((await inboxOf('ash'))[0]).toContain('The lobby has found you misty: press Ready.');
    expect((await inboxOf('misty'))[0]).toContain('The lobby has found you ash: press Ready.');
    await press('misty', met, 'Not now');
    expect((await inboxOf('ash'))[0]).toMatch(
      /^The challenge between you and misty was (declined|withdrawn)\.$/,
    );
  });

  it('says how a fight against a trainer and a hunt ended, and against whom', async () => {
    for (const [npc, told, least] of [
      ['trainer:wren team:loan:mossback', 'You lost your battle against Wren.', '16 ticks'],
      ['trainer:"Greater demon"', 'You lost your hunt for Greater demon.', '2 turns'],
    ] as const) {
      const card = await game.run('ash', `/battle npc ${npc}`);
      await press('ash', card, 'Start');
      await press('ash', await game.run('ash', '/battle forfeit'), 'Give up');
      expect((await inboxOf('ash'))[0]).toBe(
        `${told} It does not count for rating or experience: it was given up before ${least} were played. \`/battle replay id:${battleIdOf(card)}\``,
      );
    }
  });

  it('names the format of a Pokémon battle', { timeout: TIMEOUT_MS }, async () => {
    await loadSimulator();
    const card = await game.run(
      'ash',
      '/battle challenge user:misty rules:pokemon format:gen1randombattle private:true',
    );
    expect(await inboxOf('misty')).toEqual([
      `You are challenged by ash to a Pokémon battle in \`gen1randombattle\` (even levels). Nobody else may watch it. \`/battle status battle:${battleIdOf(card)}\``,
    ]);
    await press('misty', await status('misty', battleIdOf(card)), 'Decline');
    expect((await inboxOf('ash'))[0]).toBe('The challenge between you and misty was declined.');
  });
});
