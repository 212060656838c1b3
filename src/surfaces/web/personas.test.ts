import { describe, expect, it } from 'vitest';
import { fakeDesk } from '#test/support/commands/fake-desk.ts';
import { findPersonaIn, personaOf, PERSONAS } from './personas.ts';

const CALL = { realm: 'demo', scope: 'g', deadlineMonoMs: 1_000, traceId: 't' };

describe('personas', () => {
  it('are four, and brock is the owner', () => {
    expect(PERSONAS.map(({ name }) => name)).toEqual(['ash', 'misty', 'brock', 'zezima']);
    expect(PERSONAS.filter(({ roles }) => roles.includes('owner')).map(({ name }) => name)).toEqual([
      'brock',
    ]);
  });

  it('and guests are members, everybody else is nobody', () => {
    expect(personaOf('guest-a1')?.roles).toEqual(['member']);
    for (const name of ['guest-', 'guest-A', 'guest-1234567890123', 'oak', 'Ash', '__proto__']) {
      expect(personaOf(name), name).toBeUndefined();
    }
  });

  it('can be paid before they have said a word', async () => {
    const { people, directory } = fakeDesk([]);
    const find = findPersonaIn(people);
    const userId = await find('Misty', CALL);
    expect(directory.nameOf(userId ?? '')).toBe('Misty');
    expect(await find('misty', CALL)).toBe(userId);
    expect(await find('oak', CALL)).toBeUndefined();
  });
});
