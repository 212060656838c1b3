import { describe, expect, it } from 'vitest';
import { type Patience, TurnLines } from './turn-lines.ts';

/** Takes turns until nobody waits, and tells whose they were. */
const orderOf = (...waiting: readonly (readonly [Patience, string])[]): string => {
  const lines = new TurnLines();
  const took: string[] = [];
  for (const [patience, name] of waiting) lines.join(patience, () => took.push(name));
  for (let turn = lines.next(); turn !== undefined; turn = lines.next()) turn();
  return took.join(' ');
};

describe('lines for turns', () => {
  it('serve by patience, and in each line who came first', () => {
    expect(
      orderOf(
        ['at-leisure', 'archive'],
        ['carries-on', 'edit'],
        ['begins', 'thread'],
        ['at-once', 'end1'],
        ['at-once', 'end2'],
      ),
    ).toBe('end1 end2 thread edit archive');
  });

  it('leave what carries on two turns of three, however much begins, and all that nobody else wants', () => {
    const begins = Array.from({ length: 4 }, (_, n) => ['begins', `b${n}`] as const);
    const edits = Array.from({ length: 5 }, (_, n) => ['carries-on', `e${n}`] as const);
    expect(orderOf(...begins, ...edits)).toBe('b0 e0 e1 b1 e2 e3 b2 e4 b3');
    expect(orderOf(...begins)).toBe('b0 b1 b2 b3');
    expect(orderOf(...edits)).toBe('e0 e1 e2 e3 e4');
  });

  it('let a crowd that wants to begin go first until few are left', () => {
    const begins = Array.from({ length: 18 }, (_, n) => ['begins', `b${n}`] as const);
    const order = orderOf(...begins, ['carries-on', 'e0'], ['carries-on', 'e1'], ['carries-on', 'e2']);
    expect(order).toMatch(/^b0 b1 b2 e0 e1 b3 e2 b4 /);
  });

  it('have nobody when nobody waits', () => {
    expect(new TurnLines().next()).toBeUndefined();
  });
});
