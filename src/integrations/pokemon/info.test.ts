import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadSimulator } from '#test/support/in-process-rules.ts';
import { fieldOf, play, type Playing } from '#test/support/commands/playing.ts';
import { pokemonArea } from './index.ts';

const { commands, components } = pokemonArea(() => Promise.reject(new Error('nobody asks for damage')));

const take = async (text: string): Promise<unknown> => game.run('ash', `/pokemon team import text:"${text}"`);

let game: Playing;
// its tables take real time, in which virtual time would run past every deadline
beforeAll(loadSimulator);
beforeEach(async () => {
  game = await play(commands, components);
});

const GARCHOMP = 'Garchomp (F) @ Choice Band\nAbility: Rough Skin\nShiny: Yes\nJolly Nature\n- Earthquake';

describe('/pokemon info', () => {
  it('says what a nature does, how it came and since when', async () => {
    await take(GARCHOMP);
    const panel = await game.run('ash', '/pokemon info mon:garchomp');
    expect(fieldOf(panel, 'Nature')).toBe('Jolly (+Speed, −Sp. Atk)');
    expect(fieldOf(panel, 'Gender')).toBe('female');
    expect(fieldOf(panel, 'Looks')).toBe('shiny');
    expect(fieldOf(panel, 'With you')).toMatch(/^imported <t:\d+>, a loaner$/);
    await game.run('ash', '/pokemon start starter:squirtle');
    const starter = await game.run('ash', '/pokemon info mon:squirtle');
    expect(fieldOf(starter, 'With you')).toMatch(/^your starter, since <t:\d+>$/);
    expect(fieldOf(starter, 'Looks')).toBeUndefined();
    expect(fieldOf(starter, 'Gender')).toBe('as chance has it');
  });

  it('tells natures that change nothing, and genders that follow from the species', async () => {
    await take('Magnemite\nAbility: Sturdy\nHardy Nature\n- Thunderbolt');
    const magnemite = await game.run('ash', '/pokemon info mon:magnemite');
    expect([fieldOf(magnemite, 'Nature'), fieldOf(magnemite, 'Gender')]).toEqual(['Hardy', 'none']);
    await take('Chansey\nAbility: Healer\n- Seismic Toss');
    const chansey = await game.run('ash', '/pokemon info mon:chansey');
    expect([fieldOf(chansey, 'Nature'), fieldOf(chansey, 'Gender')]).toEqual(['Serious', 'female']);
  });

  it('guesses who of the box was meant', async () => {
    await take(GARCHOMP);
    for (const text of ['/pokemon info mon:garchmp', '/pokemon team set slot:2 mon:Garchom']) {
      const { error } = await game.outcome('ash', text);
      expect([error?.code, error?.field]).toEqual(['E_INPUT', 'mon']);
      expect(error?.message).toContain('Did you mean `Garchomp`?');
    }
    const { error } = await game.outcome('ash', '/pokemon info mon:mewtwo');
    expect(error?.message).toBe('There is no “mewtwo” in your box. `/pokemon box` lists what is.');
  });

  it('finds a nickname in other letters', async () => {
    await take('ガブ (Garchomp)\nAbility: Rough Skin\n- Earthquake');
    await take('ピカ (Pikachu)\nAbility: Static\n- Surf');
    expect((await game.run('ash', '/pokemon info mon:ピカ')).title).toBe('ピカ the Pikachu, level 100');
    expect(await game.codeOf('ash', '/pokemon info mon:ライ')).toBe('E_INPUT');
  });

  it('names at most five where many could be meant', async () => {
    for (let n = 0; n < 6; n += 1) await take(GARCHOMP);
    const { error } = await game.outcome('ash', '/pokemon info mon:garchomp');
    expect(error?.message).toContain('6 of your Pokémon could be “garchomp”');
    expect(error?.message.match(/^- /gm)).toHaveLength(5);
  });
});

describe('/pokemon team view with a format', () => {
  it('says whether the team may play there, and if not, why, line by line', async () => {
    await take(GARCHOMP);
    const fits = await game.run('ash', '/pokemon team view format:gen9ou');
    expect(fieldOf(fits, 'In gen9ou')).toBe('This team may play, at these levels.');
    const small = await game.run('ash', '/pokemon team view format:gen9lc');
    expect(fieldOf(small, 'In gen9lc')).toMatch(/^- .*Garchomp/m);
    expect(small.tables?.[0]?.rows).toHaveLength(1);
    const dealt = await game.run('ash', '/pokemon team view format:"Gen9 Random Battle"');
    expect(fieldOf(dealt, 'In gen9randombattle')).toContain('Teams are dealt there');
  });

  it('names a format that is not there', async () => {
    await take(GARCHOMP);
    for (const format of ['gen99ou', '"?!"', 'gen9ouu']) {
      const { error } = await game.outcome('ash', `/pokemon team view format:${format}`);
      expect([format, error?.code, error?.field]).toEqual([format, 'E_INPUT', 'format']);
    }
  });

  it('says first that there is no team', async () => {
    expect((await game.run('ash', '/pokemon team view format:gen9ou')).title).toBe('No team yet');
  });
});
