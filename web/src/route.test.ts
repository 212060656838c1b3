import { describe, expect, it } from 'vitest';
import { battleAddress, battleOfFooter, readAddress } from './route.ts';

describe('the address', () => {
  it('leads to the views', () => {
    expect(readAddress('').route).toBe('hall');
    expect(readAddress('#/').route).toBe('hall');
    expect(readAddress('#/actors').route).toBe('actors');
    expect(readAddress('#/battles')).toEqual({ route: 'battles', place: {} });
    expect(readAddress('#/replay-file')).toEqual({ route: 'battles', place: { isFile: true } });
  });

  it('leads to a battle and to a tick of its replay, there and back', () => {
    expect(readAddress(battleAddress('k3x9'))).toEqual({ route: 'battles', place: { id: 'k3x9' } });
    expect(readAddress(battleAddress('k3x9', 40))).toEqual({
      route: 'battles',
      place: { id: 'k3x9', tick: 40 },
    });
  });

  it('shows the list instead of a battle that cannot be', () => {
    expect(readAddress('#/battles/NOT an id')).toEqual({ route: 'battles', place: {} });
    expect(readAddress('#/battlesome').route).toBe('hall');
  });

  it('is found in the footer of a panel about a battle', () => {
    expect(battleOfFooter('Battle k3x9 · Ash: 2 not seen yet')).toBe('k3x9');
    expect(battleOfFooter('Battle k3x9')).toBe('k3x9');
    expect(battleOfFooter('Battles are won by the brave')).toBeUndefined();
    expect(battleOfFooter(undefined)).toBeUndefined();
  });
});
