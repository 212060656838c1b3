import { beforeEach, describe, expect, it } from 'vitest';
import { damage } from '#adapters/smogon/damage.ts';
import { loadDex } from '#game/pokemon/dex.ts';
import { fieldOf, play, type Playing } from '#test/support/commands/playing.ts';
import { pokemonArea } from './index.ts';

const { commands, components } = pokemonArea(async (question) =>
  damage(question as Parameters<typeof damage>[0]),
);

const TEAM = [
  'Sparky (Pikachu) @ Light Ball',
  'Ability: Static',
  'EVs: 252 SpA / 252 Spe',
  'Timid Nature',
  '- Thunderbolt',
  '- Surf',
  '',
  'Garchomp @ Choice Band',
  'Ability: Rough Skin',
  'EVs: 252 Atk / 4 SpD / 252 Spe',
  'Jolly Nature',
  '- Earthquake',
].join('\n');

const importText = (text: string): string => `/pokemon team import text:"${text}"`;

let game: Playing;
beforeEach(async () => {
  game = await play(commands, components);
});

const refusal = async (text: string) => {
  const { error } = await game.outcome('ash', text);
  return error ?? { code: 'ok', message: '', field: undefined };
};

describe('/pokemon damage', () => {
  it('answers range, share and odds as the calculator of the field does', async () => {
    const panel = await game.run('ash', '/pokemon damage attacker:Garchomp move:Earthquake defender:Heatran');
    expect(panel.text).toBe('0 Atk Garchomp Earthquake vs. 0 HP / 0 Def Heatran');
    expect(fieldOf(panel, 'Damage')).toBe('516-612');
    expect(fieldOf(panel, 'Of its health')).toBe('159.7 - 189.4%');
    expect(fieldOf(panel, 'Knocks out')).toBe('guaranteed OHKO');
    expect(fieldOf(panel, 'Rolls')?.split(', ')).toHaveLength(16);
  });

  it('takes Pokémon of the box with all that they have, weather and level', async () => {
    await game.run('ash', importText(TEAM));
    const own = await game.run('ash', '/pokemon damage attacker:m2 move:earthquake defender:heatran');
    expect(own.text).toBe('252 Atk Choice Band Garchomp Earthquake vs. 0 HP / 0 Def Heatran');
    const rain = await game.run(
      'ash',
      '/pokemon damage attacker:m1 move:surf defender:heatran field:rain crit:true',
    );
    expect(rain.text).toContain('in Rain on a critical hit');
    const none = await game.run('ash', '/pokemon damage attacker:m2 move:earthquake defender:skarmory');
    expect(fieldOf(none, 'Knocks out')).toBe('never: it does nothing');
  });

  it.each([
    ['attacker:Agumon move:Surf defender:Heatran', 'attacker'],
    ['attacker:Garchomp move:Serf defender:Heatran', 'move'],
    ['attacker:Garchomp move:Surf defender:Heatrun', 'defender'],
    ['attacker:constructor move:Surf defender:Heatran', 'attacker'],
    ['attacker:Garchomp move:Surf defender:Heatran level:0', 'level'],
    ['attacker:Garchomp move:Surf defender:Heatran level:101', 'level'],
    ['attacker:Garchomp move:Surf defender:Heatran field:fog', 'field'],
  ])('names the field of %s', async (options, field) => {
    expect(await refusal(`/pokemon damage ${options}`)).toMatchObject({ code: 'E_INPUT', field });
  });

  it('guesses what was meant, and knows whose ids they are', async () => {
    expect((await refusal('/pokemon damage attacker:Garchomp move:Surf defender:Heatrun')).message).toContain(
      '`Heatran`',
    );
    expect(await refusal('/pokemon damage attacker:m7 move:Surf defender:Heatran')).toMatchObject({
      code: 'E_GONE',
      field: 'attacker',
    });
  });

  it('suggests species, own Pokémon first, and moves', async () => {
    await game.run('ash', importText(TEAM));
    const choices = await game.suggest('ash', 'pokemon damage', 'attacker', 'garch');
    expect(choices.map(({ value }) => value)).toEqual(['m2', 'Garchomp']);
    expect(await game.suggest('ash', 'pokemon damage', 'move', 'thunderb')).toEqual([
      { label: 'Thunderbolt', value: 'Thunderbolt' },
    ]);
    expect(await game.suggest('ash', 'pokemon damage', 'defender')).toHaveLength(25);
  });

  it('takes one of the box by its nickname, and asks which one when several bear it', async () => {
    await game.run('ash', importText(TEAM));
    const own = await game.run('ash', '/pokemon damage attacker:sparky move:thunderbolt defender:squirtle');
    expect(own.text).toContain('252 SpA Light Ball Pikachu Thunderbolt');
    const plain = await game.run(
      'ash',
      '/pokemon damage attacker:pikachu move:thunderbolt defender:squirtle',
    );
    expect(plain.text).toContain('0 SpA Pikachu Thunderbolt');
    await game.run('ash', importText(TEAM));
    const { code, field, message } = await refusal(
      '/pokemon damage attacker:sparky move:surf defender:squirtle',
    );
    expect([code, field]).toEqual(['E_INPUT', 'attacker']);
    expect(message).toContain('- `m1` Sparky the Pikachu, level 100\n- `m3` Sparky the Pikachu, level 100');
  });

  it('takes forms that differ in looks alone for what they are, on both sides', async () => {
    const text = '/pokemon damage attacker:Gastrodon-East move:Surf defender:Vivillon-Ocean';
    expect((await game.run('ash', text)).text).toContain('Gastrodon Surf vs.');
    await game.run('ash', importText('Gastrodon-East\nAbility: Storm Drain\n- Surf'));
    expect((await game.run('ash', '/pokemon damage attacker:m1 move:Surf defender:heatran')).text).toContain(
      'Gastrodon Surf',
    );
  });
});

describe('the calculator', () => {
  it('knows everything that a Pokémon of the box can be, hold and do', async () => {
    const dex = await loadDex();
    const question = { gen: 9, defender: { name: 'Snorlax' }, move: 'Tackle', crit: false, field: {} };
    const unknown: string[] = [];
    const ask = (attacker: object, change: object = {}): void => {
      const asked = { ...question, attacker: { name: 'Mew', ...attacker }, ...change };
      const answer = damage(asked as Parameters<typeof damage>[0]);
      if (!answer.ok) unknown.push(answer.message);
    };
    const species = dex.speciesNames.flatMap((name) => dex.species(name) ?? []);
    for (const { plainName } of species) ask({ name: plainName });
    for (const ability of new Set(species.flatMap(({ abilities }) => abilities))) ask({ ability });
    for (const item of dex.itemNames) ask({ item });
    for (const move of dex.moveNames) ask({}, { move });
    expect(unknown).toEqual([]);
  });
});
