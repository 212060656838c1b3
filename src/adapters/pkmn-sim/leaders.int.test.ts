import { describe, expect, it } from 'vitest';
import { LEADERS } from '#game/pokemon/leaders.ts';
import { TRAINERS } from '#game/battle/trainers.ts';
import { checkTeam } from './match.ts';

describe('leaders', () => {
  it.each(LEADERS.map((leader) => [leader.name, leader] as const))('%s has a legal team', (_name, leader) => {
    expect(checkTeam('gen9anythinggoes', leader.team)).toEqual({ ok: true, problems: [] });
    expect(leader.team.every(({ level }) => level === leader.level)).toBe(true);
  });

  it('are at least eight, with ids of their own', () => {
    expect(LEADERS.length).toBeGreaterThanOrEqual(8);
    const ids = [...LEADERS, ...TRAINERS].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
