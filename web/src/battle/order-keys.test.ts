import { describe, expect, it } from 'vitest';
import { TYPES } from '../../../src/game/battle/cross/v1/chart.ts';
import { choicesOf } from '../../../src/game/battle/ordering.ts';
import { exampleCourse } from './example-battle.ts';
import { edgeOf, effectPercent, orderLine, orderOfKey, ordersOf } from './order-keys.ts';
import { viewAt } from './replay-course.ts';
import type { SideView } from './wire.ts';

const course = exampleCourse();

/** Side 0 as its player sees it, with all that is hidden to others. */
const ownSide = (tick: number, own: Partial<NonNullable<SideView['own']>> = {}): SideView => {
  const side = viewAt(course, course.ticks).sides[0];
  const words = course.words[tick];
  if (side === undefined || words === undefined) throw new Error('no such tick');
  return {
    ...side,
    active: 0,
    nextAt: tick + 3,
    own: {
      food: 2,
      antidotes: 0,
      itemReadyAt: 0,
      guardReadyAt: 0,
      standing: 0,
      choices: choicesOf(words, 0),
      pending: [],
      ...own,
    },
  };
};

describe('order keys', () => {
  it('are 1 to 4, G, F, A and Q, W, E, in either case', () => {
    expect(['1', '2', '3', '4', 'g', 'F', 'a', 'q', 'W', 'e'].map(orderOfKey)).toEqual([
      0, 1, 2, 3, 4, 5, 6, 8, 9, 10,
    ]);
    expect(['5', 'Enter', ' ', ''].map(orderOfKey)).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('stand on buttons with what they give', () => {
    const buttons = ordersOf(ownSide(2, { choices: [0, 1, 2, 3, 4, 5, 9, 10] }), 2);
    expect(buttons.map(({ key }) => key).join('')).toBe('1234GFAQWE');
    expect(buttons.map(({ choice }) => choice)).toEqual([
      'move1',
      'move2',
      'move3',
      'move4',
      'guard',
      'food',
      'antidote',
      'switch1',
      'switch2',
      'switch3',
    ]);
    expect(buttons.find(({ key }) => key === 'Q')).toMatchObject({
      state: 'in play',
      isPossible: false,
    });
    expect(buttons.find(({ key }) => key === 'A')).toMatchObject({ state: 'none left', isPossible: false });
    expect(buttons.find(({ key }) => key === 'F')).toMatchObject({ state: '2 left', isPossible: true });
  });

  it('mark what is ordered and say how long a cooldown lasts', () => {
    const buttons = ordersOf(ownSide(2, { guardReadyAt: 12, choices: [0, 1, 2, 3], pending: [1] }), 2);
    expect(buttons.filter(({ isChosen }) => isChosen).map(({ key }) => key)).toEqual(['2']);
    expect(buttons.find(({ key }) => key === 'G')).toMatchObject({ state: 'in 7 ticks', isPossible: false });
  });

  it('are not there for those who only watch', () => {
    const { own: _own, ...side } = ownSide(2);
    expect(ordersOf(side, 2)).toEqual([]);
  });

  it('write the command that the hall would take', () => {
    expect(orderLine('k3x9', 'move1', undefined)).toBe('/battle move choice:move1 battle:k3x9');
    expect(orderLine('k3x9', 'switch2', 3)).toBe('/battle move choice:switch2 battle:k3x9 round:3');
  });

  it('tell how often a hit leaves its effect: slow fighters more often', () => {
    const move = { name: 'Nip', power: 50, type: 0, effect: 1, chance: 8 };
    expect([3, 6, 7].map((interval) => effectPercent(move, interval))).toEqual([25, 50, 58]);
    expect(effectPercent({ ...move, chance: 16 }, 7)).toBe(100);
  });

  it('tell where a type is an edge', () => {
    const move = { name: 'Splash', power: 100, effect: 0, chance: 0, type: TYPES.indexOf('water') };
    const fire = TYPES.indexOf('fire');
    expect(edgeOf(move, [fire, 18])).toBe('strong');
    expect(edgeOf(move, [TYPES.indexOf('grass'), 18])).toBe('weak');
    expect(edgeOf(move, [TYPES.indexOf('normal'), 18])).toBeUndefined();
    expect(edgeOf({ ...move, power: 0 }, [fire, 18])).toBeUndefined();
    expect(edgeOf(move, undefined)).toBeUndefined();
  });
});
