import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { levelsSchema } from '#game/osrs/adventurer-state.ts';
import { combatLevelOf, virtualLevelOf } from '#game/osrs/skills.ts';
import { hiscoresSchema, isOverall, levelsOf, skillRows } from './hiscores-schema.ts';
import plain from '#test/fixtures/hiscores/plain.json' with { type: 'json' };

/** What a body says, held to what may be shown and kept of it; `false`: it counts as no answer. */
const isAnswer = (body: unknown): boolean => {
  const read = hiscoresSchema.safeParse(body);
  if (!read.success) return false;
  const rows = skillRows(read.data);
  expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
  for (const row of rows) {
    const { name, rank, level, xp } = row;
    expect(name).toMatch(/^[^\p{C}`*_<>@#[\]|~\\]{1,60}$/u);
    for (const figure of [rank ?? 1, level, xp]) {
      expect(Number.isSafeInteger(figure)).toBe(true);
      expect(figure).toBeGreaterThanOrEqual(0);
      expect(figure).toBeLessThan(1e12);
    }
    expect(rank).not.toBe(0);
    expect(level).toBeGreaterThanOrEqual(name === 'Hitpoints' ? 10 : 1);
    if (!isOverall(row)) expect(level).toBeLessThanOrEqual(99);
    expect(virtualLevelOf(xp)).toBeGreaterThanOrEqual(1);
    expect(virtualLevelOf(xp)).toBeLessThanOrEqual(126);
  }
  const levels = levelsOf(rows);
  expect(levelsSchema.safeParse(levels).success).toBe(true);
  expect(combatLevelOf(levels)).toBeGreaterThanOrEqual(3);
  expect(combatLevelOf(levels)).toBeLessThanOrEqual(126);
  return true;
};

const name = fc.oneof(
  fc.constantFrom(
    'Hitpoints',
    'Overall',
    'Attack',
    'attack',
    '__proto__',
    'constructor',
    'toString',
    'Sailing',
  ),
  fc.string({ unit: 'binary', maxLength: 70 }),
);
const figure = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.constantFrom(-1, 0, 1, 99, 100, 200_000_000, 2 ** 53, 1e308, -0, 0.5),
);
const row = fc.record({ name, rank: figure, level: figure, xp: figure });

/** A change somewhere in a body that was good. */
const damaged = fc
  .record({
    at: fc.nat(plain.skills.length - 1),
    field: fc.constantFrom('name', 'rank', 'level', 'xp', 'id', 'more'),
    value: fc.oneof(figure, name, fc.jsonValue()),
  })
  .map(({ at, field, value }) => {
    const skills: object[] = plain.skills.map((one) => ({ ...one }));
    Object.assign(skills[at] ?? {}, { [field]: value });
    return { skills };
  });

describe('a body of the hiscores', { timeout: 30_000 }, () => {
  it('of any JSON is an answer within the rules or none', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        expect(isAnswer(body)).toBeTypeOf('boolean');
      }),
      { numRuns: 500 },
    );
  });

  it('of the right form with any figures and names is an answer within the rules', () => {
    const good = { name: 'Hitpoints', rank: 1, level: 50, xp: 101_333 };
    fc.assert(
      fc.property(fc.array(row, { maxLength: 60 }), (rows) => {
        expect(isAnswer({ skills: [...rows, good] })).toBeTypeOf('boolean');
      }),
      { numRuns: 500 },
    );
    expect(isAnswer({ skills: [good] })).toBe(true);
  });

  it('that was changed in one place is an answer within the rules or none', () => {
    fc.assert(
      fc.property(damaged, (body) => {
        expect(isAnswer(body)).toBeTypeOf('boolean');
      }),
      { numRuns: 1_000 },
    );
  });

  it('keeps skills that nobody knew, and leaves out what cannot be shown', () => {
    const skills = [
      ...plain.skills,
      { name: 'Brewing', rank: 5, level: 12, xp: 1_000 },
      { name: '**Bold**', rank: 5, level: 12, xp: 1_000 },
      { name: '\u202eevil', rank: 5, level: 12, xp: 1_000 },
      { name: 'Un\nder', rank: 5, level: 12, xp: 1_000 },
    ];
    const names = skillRows(hiscoresSchema.parse({ skills })).map((one) => one.name);
    expect(names.slice(25)).toEqual(['Brewing']);
  });
});
