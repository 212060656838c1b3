import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerLine } from './requests.ts';

const ask = async (request: unknown): Promise<unknown> =>
  JSON.parse(await answerLine(typeof request === 'string' ? request : JSON.stringify(request)));

const WHIP = {
  kind: 'osrs-dps',
  style: 'melee',
  levels: { attack: 99, strength: 99, ranged: 1, magic: 1 },
  boosts: { strength: 19 },
  prayers: { accuracy: [20, 100], damage: [23, 100] },
  stance: 'aggressive',
  bonuses: { attack: 82, strength: 82 },
  speedTicks: 4,
  spellMaxHit: 24,
  target: { defenceLevel: 135, magicLevel: 1, bonus: 20, hitpoints: 150 },
};

const QUAKE = {
  kind: 'pokemon-damage',
  gen: 9,
  attacker: { name: 'Garchomp', nature: 'Jolly', evs: { atk: 252 }, item: 'Choice Band' },
  defender: { name: 'Heatran', evs: { hp: 4 } },
  move: 'Earthquake',
  crit: false,
  field: {},
};

const COMBAT = { attack: 99, strength: 99, defence: 99, hitpoints: 99, prayer: 99, ranged: 99, magic: 99 };

describe('calc requests', () => {
  it('answer OSRS attacks with every figure', async () => {
    expect(await ask(WHIP)).toMatchObject({ maxHit: 36, attackRoll: 18_396, defenceRoll: 12_096 });
    expect(Object.keys((await ask(WHIP)) as object)).toEqual([
      'maxHit',
      'attackRoll',
      'defenceRoll',
      'accuracy',
      'dps',
      'hitsToKill',
      'ttkSeconds',
    ]);
  });

  it('take levels, bonus and target by style', async () => {
    // 99 + 9 + 2 and a spell of 24 with 15 %, against the Magic level
    const magic = { ...WHIP, style: 'magic', stance: 'accurate', levels: { magic: 99 }, prayers: {} };
    expect(await ask({ ...magic, bonuses: { attack: 36, strength: 15 } })).toMatchObject({
      maxHit: 27,
      attackRoll: 110 * 100,
      defenceRoll: 10 * 84,
    });
    // 99 Ranged with 3 for an accurate stance in both rolls
    const ranged = { ...WHIP, style: 'ranged', stance: 'accurate', levels: { ranged: 99 }, prayers: {} };
    expect(await ask({ ...ranged, bonuses: { attack: 36, strength: 64 } })).toMatchObject({
      maxHit: Math.floor((110 * 128 + 320) / 640),
      attackRoll: 110 * 100,
    });
  });

  it('answer levels', async () => {
    expect(await ask({ kind: 'osrs-xp', xp: 83 })).toEqual({ level: 2 });
    expect(await ask({ kind: 'osrs-xp', xp: 200_000_000 })).toEqual({ level: 99 });
    expect(await ask({ kind: 'osrs-combat-level', ...COMBAT })).toEqual({ level: 126 });
  });

  it('answer Pokémon damage as the calculator of the field does', async () => {
    expect(await ask(QUAKE)).toEqual({
      rolls: [936, 948, 960, 964, 976, 988, 1000, 1012, 1024, 1032, 1044, 1056, 1068, 1080, 1092, 1104],
      description:
        '252 Atk Choice Band Garchomp Earthquake vs. 4 HP / 0 Def Heatran: 936-1104 (288.8 - 340.7%) -- guaranteed OHKO',
    });
  });

  it('answer moves that do nothing, and those that hit as often as their user can', async () => {
    expect(await ask({ ...QUAKE, defender: { name: 'Skarmory' } })).toEqual({
      rolls: [0],
      description: 'Garchomp Earthquake vs. Skarmory: 0-0 (0 - 0%)',
    });
    const spear = await ask({
      ...QUAKE,
      attacker: { name: 'cloyster', ability: 'Skill Link' },
      move: 'icicle spear',
    });
    expect((spear as { rolls: unknown[] }).rolls).toHaveLength(5);
  });

  it.each([
    ['not json', undefined, 'not JSON'],
    ['', undefined, 'not JSON'],
    ['[1]', undefined, 'a JSON object'],
    ['null', undefined, 'a JSON object'],
    [{ kind: 'nope' }, 'kind', 'pokemon-damage'],
    [{ xp: 83 }, 'kind', 'osrs-xp'],
    [{ kind: 'osrs-xp' }, 'xp', 'missing'],
    [{ kind: 'osrs-xp', xp: '83' }, 'xp', '"83"'],
    [{ kind: 'osrs-xp', xp: 83, y: 1 }, 'y', 'no field y'],
    ['{"kind":"osrs-xp","xp":83,"__proto__":{}}', '__proto__', 'no field __proto__'],
    ['{"kind":"osrs-xp","xp":1e309}', 'xp', 'Infinity'],
    ['{"kind":"osrs-xp","xp":9007199254740993}', 'xp', 'a whole number'],
    [{ kind: 'osrs-xp', xp: 0.1 }, 'xp', '0.1'],
    [{ kind: 'osrs-xp', xp: -5 }, 'xp', '-5'],
    [{ kind: 'osrs-combat-level', ...COMBAT, magic: 100 }, 'magic', '100'],
    [{ ...WHIP, stance: 'sideways' }, 'stance', 'accurate, aggressive'],
    [{ ...WHIP, levels: { attack: 99, luck: 1 } }, 'levels.luck', 'no field'],
    [{ ...WHIP, boosts: { attack: -120 } }, 'boosts.attack', '-120'],
    [{ ...WHIP, levels: { attack: 1 }, boosts: { attack: -2 } }, 'boosts.attack', 'more than the level'],
    [{ ...WHIP, prayers: { accuracy: [20] } }, 'prayers.accuracy', 'two whole numbers'],
    [{ ...WHIP, prayers: { accuracy: [20, 0] } }, 'prayers.accuracy.1', 'a whole number from 1 to 100'],
    [{ ...WHIP, target: { ...WHIP.target, bonus: -65 } }, 'target.bonus', '-65'],
    [{ ...WHIP, target: { ...WHIP.target, hitpoints: 1e6 } }, 'target.hitpoints', '1000000'],
    [{ ...WHIP, style: 'magic', spellMaxHit: undefined }, 'spellMaxHit', 'spell'],
    [{ ...QUAKE, gen: 10 }, 'gen', '10'],
    [{ ...QUAKE, attacker: { name: 'Missingno' } }, 'attacker.name', 'Missingno'],
    [{ ...QUAKE, gen: 1 }, 'attacker.name', 'generation 1 has no Pokémon called "Garchomp"'],
    [{ ...QUAKE, move: 'Splash Zone' }, 'move', 'Splash Zone'],
    [{ ...QUAKE, defender: { name: 'Heatran', ability: 'constructor' } }, 'defender.ability', 'constructor'],
    [{ ...QUAKE, defender: { name: '!!!' } }, 'defender.name', '!!!'],
    [{ ...QUAKE, defender: { name: 'Heatran', curHP: 999 } }, 'defender.curHP', '323 HP'],
    [{ ...QUAKE, defender: { name: 'Heatran', level: 0 } }, 'defender.level', '0'],
    [{ ...QUAKE, defender: { name: 'Heatran', level: 101 } }, 'defender.level', '101'],
    [{ ...QUAKE, field: { weather: 'Fog' } }, 'field.weather', '"Fog"'],
    [{ ...QUAKE, field: { attackerSide: { luck: 1 } } }, 'field.attackerSide.luck', 'no field'],
    [{ ...QUAKE, move: 'x'.repeat(5_000) }, 'move', '…'],
  ])('refuse bad request %# by its field', async (request, field, words) => {
    const { error } = (await ask(request)) as {
      error: { code: string; field?: string; message: string };
    };
    expect(error.code).toBe('E_INPUT');
    expect(error.field).toBe(field);
    expect(error.message).toContain(words);
    expect(error.message.length).toBeLessThan(200);
  });

  it('answer whatever comes with one line of JSON', async () => {
    const broken = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .tuple(fc.constantFrom(WHIP, QUAKE), fc.constantFrom(...Object.keys(WHIP)), fc.jsonValue())
        .map(([base, key, value]) => JSON.stringify({ ...base, [key]: value })),
      fc
        .tuple(fc.constantFrom('attacker', 'defender', 'field'), fc.dictionary(fc.string(), fc.jsonValue()))
        .map(([key, more]) => JSON.stringify({ ...QUAKE, [key]: { name: 'Gengar', ...more } })),
    );
    await fc.assert(
      fc.asyncProperty(broken, async (line) => {
        const answer = await answerLine(line);
        expect(answer).not.toContain('\n');
        expect(typeof JSON.parse(answer)).toBe('object');
      }),
      { numRuns: 500 },
    );
  });

  it('answer every pair of Pokémon and move of every generation', async () => {
    const { Generations } = await import('@smogon/calc');
    const shelves = ([1, 2, 3, 4, 5, 6, 7, 8, 9] as const).map((gen) => {
      const { species, moves, items, abilities } = Generations.get(gen);
      const names = (shelf: Iterable<{ readonly name: string }>): string[] =>
        [...shelf].map(({ name }) => name);
      return {
        gen,
        species: names(species),
        moves: names(moves),
        items: names(items),
        abilities: names(abilities),
      };
    });
    const questions = fc.constantFrom(...shelves).chain((shelf) => {
      const fighter = fc.record(
        {
          name: fc.constantFrom(...shelf.species),
          // the first generation has neither
          ...(shelf.items.length > 0 ? { item: fc.constantFrom(...shelf.items) } : {}),
          ...(shelf.abilities.length > 0 ? { ability: fc.constantFrom(...shelf.abilities) } : {}),
        },
        { requiredKeys: ['name'] },
      );
      return fc.record({
        kind: fc.constant('pokemon-damage'),
        gen: fc.constant(shelf.gen),
        attacker: fighter,
        defender: fighter,
        move: fc.constantFrom(...shelf.moves),
        crit: fc.boolean(),
      });
    });
    await fc.assert(
      fc.asyncProperty(questions, async (question) => {
        const answer = (await ask(question)) as { rolls?: unknown[]; description?: string };
        expect(answer.rolls?.length).toBeGreaterThan(0);
        expect(answer.description).toContain(' vs. ');
      }),
      { numRuns: 1_000 },
    );
  });
});
