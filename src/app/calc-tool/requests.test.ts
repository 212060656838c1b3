import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import notThere from '#adapters/smogon/data/not-there.json' with { type: 'json' };
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

const MEW = { kind: 'pokemon-damage', attacker: { name: 'Mew' }, defender: { name: 'Mew' }, move: 'Psychic' };

const GENERATIONS = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;
/** What of the calculator's names a generation has. */
const namesOf = (
  shelf: Iterable<{ readonly id: string; readonly name: string }>,
  gen: (typeof GENERATIONS)[number],
  kind: 'species' | 'moves' | 'items' | 'abilities',
): readonly string[] => {
  const lists: Readonly<Partial<Record<number, string>>> = notThere[kind];
  const absent = new Set(lists[gen]?.split(' '));
  return [...shelf].flatMap(({ id, name }) => (absent.has(id) ? [] : [name]));
};

const COMBAT = { attack: 99, strength: 99, defence: 99, hitpoints: 99, prayer: 99, ranged: 99, magic: 99 };

/** The paths of all fields, those within others included. */
const pathsOf = (value: unknown, path: readonly string[] = []): (readonly string[])[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => {
        const here = [...path, key];
        return [here].concat(pathsOf(inner, here).map((deeper) => Array.from(deeper)));
      })
    : [];

/** A copy with something else at a path; `undefined`: without it. */
const withAt = (value: unknown, [key, ...rest]: readonly string[], inner: unknown): unknown => {
  if (key === undefined) return inner;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<
    string,
    unknown
  >;
  copy[key] = withAt(copy[key], rest, inner);
  return copy;
};

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
    [{ kind: 'osrs-dps', style: 'melee' }, 'levels', 'missing; accepted: an object such as {"attack":99'],
    [{ ...QUAKE, attacker: 'Pikachu' }, 'attacker', 'an object such as {"name":"Garchomp"'],
    [{ ...QUAKE, move: undefined }, 'move', 'missing; accepted: the name of a move'],
    [{ ...QUAKE, crit: 'yes' }, 'crit', 'true or false'],
    [{ ...WHIP, prayers: [1] }, 'prayers', 'an object such as {"accuracy":[20,100]}'],
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
    [{ ...QUAKE, gen: 1 }, 'attacker.name', 'generations 4 to 9 have it'],
    [{ ...QUAKE, attacker: { name: 'Syclant' } }, 'attacker.name', 'it is in no game'],
    [{ ...QUAKE, defender: { name: 'beedrill' } }, 'defender.name', 'generations 1 to 7 have it'],
    [{ ...QUAKE, defender: { name: 'Heatran', ability: 'Mountaineer' } }, 'defender.ability', 'in no game'],
    [{ ...QUAKE, defender: { name: 'Heatran', item: 'Garchompite' } }, 'defender.item', '6 to 7 have it'],
    [{ ...QUAKE, move: 'Paleo Wave' }, 'move', 'it is in no game'],
    [{ ...QUAKE, move: '(No Move)' }, 'move', 'it is in no game'],
    [{ ...QUAKE, move: 'Pursuit' }, 'move', 'generations 2 to 7 have it'],
    [{ ...QUAKE, gen: 9, move: 'G-Max Wildfire' }, 'move', 'generation 8 has it'],
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

  it('say in words of their own what each field takes, with an example', async () => {
    const full = {
      ...QUAKE,
      attacker: {
        ...QUAKE.attacker,
        level: 50,
        ability: 'Rough Skin',
        gender: 'M',
        teraType: 'Fire',
        moves: ['Surf'],
      },
      defender: { ...QUAKE.defender, abilityOn: true, boosts: { def: 1 }, status: 'brn', ivs: { hp: 31 } },
      field: { gameType: 'Doubles', isGravity: true, attackerSide: { spikes: 1, isReflect: true } },
    };
    const requests = [WHIP, full, { kind: 'osrs-xp', xp: 83 }, { kind: 'osrs-combat-level', ...COMBAT }];
    const wrongs = [null, true, -1e6, 'x'.repeat(60), '', [], [1], {}, { x: 1 }, undefined];
    let refusals = 0;
    for (const request of requests) {
      expect(await ask(request)).not.toHaveProperty('error');
      for (const path of pathsOf(request)) {
        for (const wrong of wrongs) {
          const { error } = (await ask(withAt(request, path, wrong))) as { error?: { message: string } };
          if (error === undefined) continue;
          refusals += 1;
          expect(error.message).not.toMatch(
            /invalid|expected|received|too (?:big|small)|unrecognized|option/i,
          );
          expect(error.message).toMatch(/accepted: .{10,}|no field|kind is one of|has no|needs|more than/);
        }
      }
    }
    expect(refusals).toBeGreaterThan(400);
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

  it('answer every pair of Pokémon and move of every generation as the calculator does', async () => {
    const { calculate, Generations, Move, Pokemon } = await import('@smogon/calc');
    const shelves = GENERATIONS.map((gen) => {
      const { species, moves, items, abilities } = Generations.get(gen);
      return {
        gen,
        species: namesOf(species, gen, 'species'),
        moves: namesOf(moves, gen, 'moves'),
        items: namesOf(items, gen, 'items'),
        abilities: namesOf(abilities, gen, 'abilities'),
      };
    });
    for (const { species, moves } of shelves) {
      expect(species.length).toBeGreaterThan(150);
      expect(moves.length).toBeGreaterThan(160);
    }
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
        const { gen: number, attacker, defender, move, crit } = question;
        const gen = Generations.get(number);
        const { name: user, ...more } = attacker;
        const { name: target, ...other } = defender;
        const { ability, item } = more as { readonly ability?: string; readonly item?: string };
        const used = new Move(gen, move, {
          isCrit: crit,
          species: user,
          ...(ability === undefined ? {} : { ability }),
          ...(item === undefined ? {} : { item }),
        });
        const { damage } = calculate(
          gen,
          new Pokemon(gen, user, more),
          new Pokemon(gen, target, other),
          used,
        );
        expect(answer.rolls).toEqual(typeof damage === 'number' ? [damage] : damage);
      }),
      { numRuns: 1_000 },
    );
  });

  it('refuse every name that no game of the generation has, by its field', async () => {
    let refused = 0;
    for (const [shelf, field] of [
      ['species', 'defender.name'],
      ['moves', 'move'],
      ['items', 'attacker.item'],
      ['abilities', 'attacker.ability'],
    ] as const) {
      for (const [gen, text] of Object.entries<string>(notThere[shelf])) {
        // all of a long list say the same of their generation
        for (const id of text.split(' ').filter((_, n) => n % 5 === 0)) {
          const request = withAt({ ...MEW, gen: Number(gen) }, field.split('.'), id);
          const { error } = (await ask(request)) as { error?: { field: string; message: string } };
          expect(error?.field, id).toBe(field);
          expect(error?.message, id).toMatch(/; generations? [\d a-z]+ ha(?:ve|s) it$|it is in no game$/);
          refused += 1;
        }
      }
    }
    expect(refused).toBeGreaterThan(300);
  });
});
