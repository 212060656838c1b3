import { describe, expect, it } from 'vitest';
import { EVENT } from '../../../src/game/battle/cross/v1/events.ts';
import { exampleCourse } from './example-battle.ts';
import { lineOf } from '../../../src/game/battle/log-text.ts';
import { viewAt } from './replay-course.ts';
import type { SeenEvent, SideView } from './wire.ts';

const course = exampleCourse();
// at its end all names are known
const [first, second] = viewAt(course, course.ticks).sides as [SideView, SideView];
const sides = [
  { ...first, active: 0 },
  { ...second, active: 0 },
];
const scene = { sides, after: sides, names: ['Ash', 'Rook'] };
const move = sides[0]?.fighters[0]?.moves?.[1]?.name ?? '';

const say = (side: number, kind: number, a = 0, b = 0): string =>
  lineOf([7, side, kind, a, b], 0, scene).text;

describe('the log of a battle', () => {
  it('tells blows in points of 64 units', () => {
    expect(say(0, EVENT.hit, 1, 640)).toBe(`Mossback uses ${move}: 10 points off Lanternfox.`);
    expect(say(0, EVENT.hit, 1, 3)).toContain('1 point off');
    expect(say(1, EVENT.critical, 0, 128)).toContain('a critical hit, 2 points off Mossback.');
  });

  it('tells a miss from a move without damage', () => {
    expect(say(0, EVENT.hit, 1, 0)).toBe(`Mossback uses ${move} and misses.`);
    const [fighter] = first.fighters;
    const silent = { name: 'Hush', type: 0, power: 0, effect: 4, chance: 8 };
    const quiet = [{ ...first, active: 0, fighters: [{ ...fighter, shown: true, moves: [silent, silent] }] }];
    expect(lineOf([7, 0, EVENT.hit, 1, 0], 0, { ...scene, sides: quiet }).text).toBe('Mossback uses Hush.');
  });

  it('tells effects of whom they strike', () => {
    expect(say(0, EVENT.effect, 1)).toBe('Lanternfox is poisoned.');
    expect(say(1, EVENT.effect, 4)).toBe('Mossback falls asleep.');
    expect(say(0, EVENT.lost, 3)).toBe('Mossback cannot move: paralysis.');
    expect(say(0, EVENT.lost, 4)).toBe('Mossback is fast asleep.');
    expect(say(1, EVENT.upkeep, 2, 64)).toBe('Lanternfox loses 1 point to burn.');
  });

  it('tells guard, items, falls, changes and the end', () => {
    expect(say(0, EVENT.guard)).toBe('Mossback raises its guard.');
    expect(say(0, EVENT.food, 320)).toBe('Mossback eats: 5 points back.');
    expect(say(0, EVENT.antidote)).toBe('Mossback takes an antidote.');
    expect(say(1, EVENT.fall, 0)).toBe('Lanternfox falls.');
    expect(say(1, EVENT.enter, 2, 0)).toBe('Rook brings in Coralhorn for Lanternfox.');
    expect(say(0, EVENT.end, 2)).toBe('Rook wins the battle.');
    expect(say(0, EVENT.end, 3)).toBe('The battle ends in a draw.');
  });

  it('has words for every kind of event and a real battle', () => {
    for (const kind of Object.values(EVENT)) expect(say(0, kind, 1, 64)).not.toContain('no words');
    expect(course.lines.length).toBe(course.events.length);
    expect(course.lines.map(({ text }) => text).join(' ')).not.toMatch(/a fighter|attack \d|undefined|NaN/);
    expect(course.lines.at(-1)?.text).toMatch(/wins the battle|draw/);
  });

  it('says whose fighter it is when both look the same', () => {
    const mirrored = { ...scene, sides: [sides[0], sides[0]], names: ['Ash', 'Misty'] } as typeof scene;
    expect(lineOf([7, 1, EVENT.hit, 1, 64], 0, mirrored).text).toBe(
      `Misty’s Mossback uses ${move}: 1 point off Ash’s Mossback.`,
    );
  });

  it('does not fail on kinds of a later service', () => {
    const strange: SeenEvent = [7, 0, 99, 0, 0];
    expect(lineOf(strange, 0, scene).text).toContain('no words');
  });
});
