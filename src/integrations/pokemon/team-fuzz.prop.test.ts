import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadDex } from '#game/pokemon/dex.ts';
import { checkDraft } from '#game/pokemon/legality.ts';
import { type Mon, monSchema } from '#game/pokemon/mon.ts';
import { trainerDecider } from '#game/pokemon/trainer-decider.ts';
import { sfc32 } from '#game/shared/rng.ts';
import { readTeam, writeTeam } from './team-text.ts';

const dex = await loadDex();
const self = { kind: 'trainer', realm: 'home', id: 'u1' };

const TEAM = `=== [gen9ou] Rain ===

Sparky (Pikachu) (M) @ Light Ball
Ability: Static
Level: 50
Shiny: Yes
Happiness: 0
Pokeball: Poke Ball
Tera Type: Electric
EVs: 4 HP / 252 SpA / 252 Spe
Timid Nature
IVs: 0 Atk
- Thunderbolt
- Surf
- Nuzzle
- Protect

Gyarados
Ability: Intimidate
- Waterfall

Rotom-Wash @ Leftovers
Ability: Levitate
EVs: 252 HP / 4 Def / 252 SpA
Modest Nature
- Hydro Pump
- Volt Switch
`;
const SHORT =
  'Sparky|pikachu|lightball|static|thunderbolt,surf|Timid|,,,252,4,252||M||||]Gyarados|||intimidate|waterfall|||||||';

/** What was taken is within every rule, and can be taken again. */
const isLegal = (mons: readonly Mon[]): void => {
  expect(mons.length).toBeGreaterThanOrEqual(1);
  expect(mons.length).toBeLessThanOrEqual(6);
  const numbers = mons.map(({ species }) => dex.species(species)?.number);
  expect(numbers).not.toContain(undefined);
  expect(new Set(numbers).size).toBe(mons.length);
  for (const mon of mons) {
    expect(monSchema.safeParse(mon).success).toBe(true);
    expect(checkDraft(dex, mon)).toEqual({ ok: true, mon });
  }
  expect(readTeam(dex, writeTeam(mons), 'u1')).toEqual({ ok: true, mons });
  const decision = trainerDecider.decide(
    trainerDecider.initial(self),
    { type: 'ImportTeam', mons },
    { nowMs: 5, rng: sfc32(1, 2, 3, 4), self, by: 'u1', commandId: 'u1/k' },
  );
  expect(decision.ok).toBe(true);
};

/** A text is read within the rules, or refused by lines that it has. Answers whether it was read. */
const isAnswered = (text: string): boolean => {
  const read = readTeam(dex, text, 'u1');
  if (read.ok) {
    isLegal(read.mons);
    return true;
  }
  const { code, field, message } = read.rejection;
  expect([code, field]).toEqual(['E_INPUT', 'text']);
  expect(message.length).toBeGreaterThan(10);
  expect(message.length).toBeLessThan(1_500);
  const most = text.includes('\n') || !text.includes('|') ? text.split(/\r\n?|\n/).length : Infinity;
  for (const [, line] of message.matchAll(/^Line (\d+)/gm)) {
    expect(Number(line)).toBeGreaterThanOrEqual(1);
    expect(Number(line)).toBeLessThanOrEqual(most);
  }
  return false;
};

const piece = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    '\n',
    '\n\n',
    '|',
    ']',
    ':',
    ' / ',
    '@',
    '(',
    ')',
    '- ',
    '=== x ===',
    '999',
    '-1',
    '0',
    '101',
  ),
  fc.constantFrom(...dex.speciesNames),
  fc.constantFrom(...dex.moveNames),
  fc.constantFrom(...dex.itemNames),
);
const change = fc.record({ at: fc.nat(700), drop: fc.nat(12), piece });

/** A text in which something was cut out and something else put in, one to four times. */
const changed = (text: string) =>
  fc
    .array(change, { minLength: 1, maxLength: 4 })
    .map((changes) =>
      changes.reduce(
        (now, { at, drop, piece: more }) => now.slice(0, at) + more + now.slice(at + drop),
        text,
      ),
    );

const LINES = TEAM.split('\n');
/** The lines of a team in any order, some of them twice and some left out. */
const shuffled = fc.array(fc.constantFrom(...LINES), { maxLength: 40 }).map((lines) => lines.join('\n'));

/** A number, a name or a word of the team in the place of another. */
const swapped = fc
  .record({
    line: fc.constantFrom(...LINES),
    other: fc.oneof(fc.constantFrom(...LINES), fc.integer().map(String), piece),
  })
  .map(({ line, other }) => TEAM.replace(line, () => other));

const TIMEOUT_MS = 60_000;

describe('a team text that somebody has changed', { timeout: TIMEOUT_MS }, () => {
  it('is a team before that', () => {
    expect(isAnswered(TEAM)).toBe(true);
    expect(isAnswered(SHORT)).toBe(true);
  });

  it.each([
    ['in any place', changed(TEAM), 1_500],
    ['in its short form', changed(SHORT), 1_000],
    ['by the order of its lines', shuffled, 500],
    ['by a line for a line', swapped, 1_000],
  ])('%s is read within the rules or refused by its lines', (_what, texts, numRuns) => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(isAnswered(text)).toBeTypeOf('boolean');
      }),
      { numRuns },
    );
  });
});
