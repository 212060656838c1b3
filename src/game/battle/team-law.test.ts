import { describe, expect, it } from 'vitest';
import { ASH, challenge, Fight, sheet, team } from '#test/support/battle-rig.ts';
import { NO_TYPE } from './cross/v1/chart.ts';
import { isAllAlike } from './team-law.ts';

const like = (type: number, of = 0) => ({ types: [type, NO_TYPE] as [number, number], class: of });

describe('a team', () => {
  it('has at most two of one type and class', () => {
    expect(isAllAlike([like(1), like(1), like(1)])).toBe(true);
    expect(isAllAlike([like(1), like(1), like(2)])).toBe(false);
    expect(isAllAlike([like(1), like(1), like(1, 2)])).toBe(false);
    expect(isAllAlike([like(1), like(1)])).toBe(false);
    expect(isAllAlike([like(NO_TYPE), like(NO_TYPE), like(NO_TYPE)])).toBe(false);
    expect(isAllAlike([])).toBe(false);
  });

  it('of three alike is refused by its field, and nothing is opened', () => {
    const fight = new Fight();
    const fighters = ['a', 'b', 'c'].map((name) => sheet(name));
    const refused = fight.try(ASH, challenge({ lineup: { ...team('Ember', 3), fighters } }));
    expect(refused).toMatchObject({ code: 'E_INPUT', field: 'team' });
    expect(fight.events).toEqual([]);
  });
});
