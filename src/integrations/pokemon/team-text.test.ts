import { describe, expect, it } from 'vitest';
import { textFor } from '#commands/language/index.ts';
import { loadDex } from '#game/pokemon/dex.ts';
import { readTeam, TEAM_TEXT_MAX, writeTeam } from './team-text.ts';

const dex = await loadDex();

const PIKACHU = [
  'Sparky (Pikachu) (M) @ Light Ball',
  'Ability: Static',
  'Level: 50',
  'Shiny: Yes',
  'Happiness: 0',
  'Pokeball: Poke Ball',
  'Tera Type: Electric',
  'EVs: 4 HP / 252 SpA / 252 Spe',
  'Timid Nature',
  'IVs: 0 Atk',
  '- Thunderbolt',
  '- Surf',
  '- Nuzzle',
  '- Protect',
];

const GYARADOS = ['Gyarados', 'Ability: Intimidate', '- Waterfall'];

const text = (...blocks: readonly (readonly string[])[]): string =>
  blocks.map((lines) => lines.join('\n')).join('\n\n');

/** Pikachu with a line put in the place of the one that begins so. */
const but = (start: string, line: string): readonly string[] =>
  PIKACHU.map((old) => (old.startsWith(start) ? line : old));

/** What a text is refused with. */
const refusal = (given: string): string => {
  const read = readTeam(dex, given, 'u1');
  if (read.ok) throw new Error(`read ${read.mons.length}`);
  expect(read.rejection).toMatchObject({ code: 'E_INPUT', field: 'text' });
  expect(read.rejection.message.length).toBeLessThan(1_500);
  return read.rejection.message;
};

/** The same without what stands on the lines that it names. */
const complaint = (given: string): string => refusal(given).replaceAll(/^(Line \d+) “[^”]*”:/gm, '$1:');

const species = (given: string): readonly string[] => {
  const read = readTeam(dex, given, 'u1');
  if (!read.ok) throw new Error(read.rejection.message);
  return read.mons.map((mon) => mon.species);
};

describe('a team text', () => {
  it('is read with everything that it says, the nickname sealed', () => {
    expect(readTeam(dex, text(PIKACHU), 'u1')).toEqual({
      ok: true,
      mons: [
        {
          species: 'Pikachu',
          nickname: { $sealed: { by: 'u1', text: 'Sparky' } },
          gender: 'M',
          item: 'Light Ball',
          ability: 'Static',
          level: 50,
          nature: 'Timid',
          teraType: 'Electric',
          isShiny: true,
          happiness: 0,
          ball: 'Poke Ball',
          ivs: { hp: 31, atk: 0, def: 31, spa: 31, spd: 31, spe: 31 },
          evs: { hp: 4, atk: 0, def: 0, spa: 252, spd: 0, spe: 252 },
          moves: ['Thunderbolt', 'Surf', 'Nuzzle', 'Protect'],
        },
      ],
    });
  });

  it('is given back as it came', () => {
    const given = text(PIKACHU, GYARADOS);
    const read = readTeam(dex, given, 'u1');
    expect(read.ok && writeTeam(read.mons)).toBe(given);
  });

  it('is understood with titles, gaps, spaces at the ends, other line ends and in its short form', () => {
    expect(species(`=== [gen9ou] Rain ===\n\n\n${text(PIKACHU, GYARADOS)}\n\n`)).toEqual([
      'Pikachu',
      'Gyarados',
    ]);
    expect(species(text(PIKACHU).replaceAll('\n', '  \r\n'))).toEqual(['Pikachu']);
    expect(
      species(
        'Sparky|pikachu|lightball|static|thunderbolt,surf|Timid||M||||]Gyarados|||intimidate|waterfall|||||||',
      ),
    ).toEqual(['Pikachu', 'Gyarados']);
    expect(species('pikachu\nAbility: static\n- thunderbolt')).toEqual(['Pikachu']);
  });

  it.each<[string, readonly string[], string]>([
    ['an unknown species', but('Sparky', 'Agumon'), 'Line 1: generation 9 has no Pokémon called “Agumon”.'],
    ['a form of battle', but('Sparky', 'Palafin-Hero'), 'Line 1: generation 9 has no Pokémon'],
    [
      'an unknown item',
      but('Sparky', 'Pikachu @ Heavy Ball 2'),
      'Line 1: generation 9 has no item “Heavy Ball 2”.',
    ],
    ['a gender that is not', but('Sparky', 'Magnemite (F)'), 'Line 1: Magnemite has no gender.'],
    [
      'an item that is missing',
      ['Arceus-Fire', 'Ability: Multitype', '- Judgment'],
      'Line 1: Arceus-Fire must hold Flame Plate.',
    ],
    ['a nickname with markup', but('Sparky', '**x** (Pikachu)'), 'Line 1: `nickname` takes 1 to 12 letters'],
    [
      'a nickname that is too long',
      but('Sparky', 'Thirteen abcd (Pikachu)'),
      'Line 1: `nickname` may have at most 12',
    ],
    [
      'an ability of others',
      but('Ability', 'Ability: Levitate'),
      'Line 2: Pikachu cannot have Levitate; it has Static',
    ],
    [
      'an ability that is not',
      but('Ability', 'Ability: Flying'),
      'Line 2: generation 9 has no ability “Flying”',
    ],
    ['level 0', but('Level', 'Level: 0'), 'Line 3: a level is a whole number from 1 to 100.'],
    ['level 101', but('Level', 'Level: 101'), 'Line 3: a level is a whole number from 1 to 100.'],
    ['half a level', but('Level', 'Level: 1.5'), 'Line 3: a level is'],
    ['a level in words', but('Level', 'Level: fifty'), 'Line 3: a level is'],
    ['a level without end', but('Level', `Level: ${'9'.repeat(400)}`), 'Line 3: a level is'],
    ['a doubtful shine', but('Shiny', 'Shiny: Perhaps'), 'Line 4: takes `Yes`'],
    ['too much happiness', but('Happiness', 'Happiness: 256'), 'Line 5: happiness is'],
    ['a ball that is none', but('Pokeball', 'Pokeball: Light Ball 3'), 'Line 6: “Light Ball 3” is no ball.'],
    ['a type that is none', but('Tera', 'Tera Type: Sound'), 'Line 7: “Sound” is no type.'],
    ['too many EVs in one', but('EVs', 'EVs: 253 Spe'), 'Line 8: Spe takes whole EVs from 0 to 252.'],
    ['too many EVs', but('EVs', 'EVs: 252 HP / 252 Atk / 252 Spe'), 'Line 8: 756 EVs are more than 510'],
    ['EVs below zero', but('EVs', 'EVs: -4 HP'), 'Line 8: EVs are written like'],
    ['EVs of nothing', but('EVs', 'EVs: 4 Luck'), 'Line 8: EVs are written like'],
    ['EVs of one stat twice', but('EVs', 'EVs: 4 HP / 8 HP'), 'Line 8: EVs are written like'],
    ['EVs of a prototype', but('EVs', 'EVs: 4 constructor'), 'Line 8: EVs are written like'],
    ['a nature that is not', but('Timid', 'Grumpy Nature'), 'Line 9: there is no nature “Grumpy”.'],
    ['too high IVs', but('IVs', 'IVs: 32 Atk'), 'Line 10: Atk takes whole IVs from 0 to 31.'],
    ['a move that is not', but('- Surf', '- Serf'), 'Line 12: generation 9 has no move “Serf”.'],
    ['a move of others', but('- Surf', '- Spore'), 'Line 12: Pikachu cannot learn Spore in generation 9.'],
    ['a move twice', but('- Surf', '- Thunderbolt'), 'Line 12: Thunderbolt is there twice.'],
    ['a fifth move', [...PIKACHU, '- Iron Tail'], 'Line 15: a Pokémon knows at most 4 moves.'],
    ['a line that says nothing', but('Happiness', 'Mood: good'), 'Line 5: is not understood.'],
    [
      'a line of another generation',
      but('Happiness', 'Gigantamax: Yes'),
      'Line 5: is of another generation.',
    ],
    ['a line twice', but('Happiness', 'Ability: Static'), 'Line 5: is there twice.'],
    ['no ability', ['Pikachu', '- Surf'], 'Line 1: Pikachu needs its line `Ability:`'],
    ['no move', ['Pikachu', 'Ability: Static'], 'Line 1: Pikachu needs 1 to 4 moves'],
    ['bars in the middle', but('Happiness', 'a|b'), 'Line 5: is not understood.'],
  ])('is refused for %s, with the line', (_what, lines, message) => {
    expect(complaint(text(lines))).toContain(message);
  });

  it.each<[string, readonly string[], string]>([
    [
      'a species',
      but('Sparky', 'Pikachoo'),
      'Line 1: generation 9 has no Pokémon called “Pikachoo”. Did you mean `Pikachu`?',
    ],
    [
      'an item',
      but('Sparky', 'Pikachu @ Ligt Ball'),
      'Line 1: generation 9 has no item “Ligt Ball”. Did you mean `Light Ball`?',
    ],
    [
      'a move',
      but('- Surf', '- Thundrbolt'),
      'Line 12: generation 9 has no move “Thundrbolt”. Did you mean `Thunderbolt`?',
    ],
    ['a nature', but('Timid', 'Tmid Nature'), 'Line 9: there is no nature “Tmid”. Did you mean `Timid`?'],
  ])('guesses what was meant by %s', (_what, lines, message) => {
    expect(refusal(text(lines))).toBe(message);
  });

  it.each<[readonly string[], string]>([
    [but('Level', 'Level: 101'), 'Line 3 “Level: 101”: a level is a whole number from 1 to 100.'],
    [but('Level', '  Level: 0  '), 'Line 3 “Level: 0”: a level is a whole number from 1 to 100.'],
    [but('EVs', 'EVs: 253 Spe'), 'Line 8 “EVs: 253 Spe”: Spe takes whole EVs from 0 to 252.'],
    [but('- Surf', '- Spore'), 'Line 12 “- Spore”: Pikachu cannot learn Spore in generation 9.'],
    [
      but('Level', `Level: ${'9'.repeat(400)}`),
      `Line 3 “Level: ${'9'.repeat(33)}…”: a level is a whole number from 1 to 100.`,
    ],
    // what says itself what stands there is not told twice
    [but('Sparky', 'Agumon'), 'Line 1: generation 9 has no Pokémon called “Agumon”.'],
  ])('tells what stands on the line of %j', (lines, message) => {
    expect(refusal(text(lines))).toBe(message);
  });

  it('is refused in German, too, with what was written as it was', () => {
    const inGerman = (lines: readonly string[]): string => textFor(refusal(text(lines)), 'de');
    expect(inGerman(but('Level', 'Level: 101'))).toBe(
      'Zeile 3 „Level: 101“: eine Stufe ist eine ganze Zahl von 1 bis 100.',
    );
    expect(inGerman(but('Sparky', 'Pikachoo'))).toBe(
      'Zeile 1: Generation 9 hat kein Pokémon namens “Pikachoo”. Meintest du `Pikachu`?',
    );
  });

  it('counts lines over the whole text and names all that is wrong', () => {
    const given = text(GYARADOS, but('Level', 'Level: 0').with(11, '- Spore'));
    expect(complaint(given).split('\n')).toEqual([
      'Line 7: a level is a whole number from 1 to 100.',
      'Line 16: Pikachu cannot learn Spore in generation 9.',
    ]);
    const much = Array.from({ length: 9 }, () => ['x', 'y']);
    const lines = complaint(text(...much)).split('\n');
    expect(lines).toHaveLength(7);
    expect(lines.at(-1)).toMatch(/^And \d+ more\.$/);
  });

  it('says at once what cannot be read and what the rules do not allow, each by its line', () => {
    const lines = [
      'Agumon',
      'Ability: Static',
      'Level: 101',
      'Mood: good',
      'Tera Type: Sound',
      'IVs: 40 Atk',
      '- Serf',
    ];
    expect(complaint(text(lines)).split('\n')).toEqual([
      'Line 1: generation 9 has no Pokémon called “Agumon”.',
      'Line 3: a level is a whole number from 1 to 100.',
      expect.stringMatching(/^Line 4: is not understood\./) as unknown,
      'Line 5: “Sound” is no type.',
      'Line 6: Atk takes whole IVs from 0 to 31.',
      'Line 7: generation 9 has no move “Serf”. Did you mean `Surf`?',
    ]);
    // over several Pokémon, too: the first unreadable line hides nothing of the second
    expect(complaint(text(but('Happiness', 'Mood: good'), ['Agumon', 'Level: 0'])).split('\n')).toEqual([
      expect.stringMatching(/^Line 5: is not understood\./) as unknown,
      'Line 16: generation 9 has no Pokémon called “Agumon”.',
      'Line 17: a level is a whole number from 1 to 100.',
    ]);
  });

  it('says one thing of a line, and of nothing that it is missing where a line could not be read', () => {
    expect(complaint(text(but('Ability', 'Abilty: Static')))).toMatch(/^Line 2: is not understood\.[^\n]*$/);
    expect(complaint(text(but('Level', 'Level: 9999')))).toBe(
      'Line 3: a level is a whole number from 1 to 100.',
    );
    expect(complaint(text(but('EVs', 'EVs: 999 HP / 8 HP')))).toMatch(/^Line 8: EVs are written like[^\n]*$/);
  });

  it('is refused with one species twice, forms counted as one, and with a seventh Pokémon', () => {
    const wash = ['Rotom-Wash', 'Ability: Levitate', '- Hydro Pump'];
    const heat = ['Rotom-Heat', 'Ability: Levitate', '- Overheat'];
    expect(complaint(text(wash, heat))).toBe('Line 5: a team has at most one of each species.');
    const seven = ['Pichu', 'Raichu', 'Pikachu', 'Riolu', 'Lucario', 'Eevee', 'Snorlax'].map((name) => [
      name,
      `Ability: ${dex.species(name)?.abilities[0] ?? ''}`,
      '- Protect',
    ]);
    expect(complaint(text(...seven))).toBe('Line 25: a team has at most 6 Pokémon.');
  });

  it('is refused when it is empty, too long, or holds what cannot be shown', () => {
    for (const nothing of ['', '  \n\n ', '=== [gen9ou] Empty ===']) {
      expect(complaint(nothing)).toContain('There is no Pokémon in this text.');
    }
    expect(complaint('x'.repeat(5_000))).toBe(
      `The text has 5000 characters: a team takes at most ${TEAM_TEXT_MAX}.`,
    );
    for (const control of ['\u0000', '\u001b', '\u0085', '\ud800']) {
      const given = text(but('Ability', `Ability: St${control}atic`));
      expect(complaint(given)).toBe(
        'Line 2: holds characters that cannot be shown. Type it again as plain text.',
      );
    }
    expect(complaint(text(but('Sparky', 'Spa\u202erky (Pikachu)')))).toContain('Line 1: `nickname`');
    expect(complaint('|'.repeat(1_000))).toContain('no Pokémon');
    for (const head of ['---', '=== x', 'a|b\n- Surf'])
      expect(complaint(head)).toContain('Line 1: is no name');
    expect(complaint('- '.repeat(1_500))).toContain('Line 1');
  });
});
