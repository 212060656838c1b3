import { describe, expect, it } from 'vitest';
import { battleReads } from '#game/battle/battle-reads.ts';
import { ANTIDOTE, FOOD, GUARD } from '#game/battle/cross/v1/orders.ts';
import { RULE_BOOK } from '#game/battle/rules.ts';
import type { BattleView } from '#game/battle/view.ts';
import { ASH, fighting, nodeHash, sheet, team } from '#test/support/battle-rig.ts';
import { doubtOf, offeredTo, orderNote, orderOf } from './order-choice.ts';

const reads = battleReads({ hash: nodeHash, book: RULE_BOOK });

/** A battle of two against two as Ash sees it after so many windows, in each of which he gave that order. */
const seenAfter = (windows: number, order: number, ticks = 8): BattleView => {
  const fight = fighting({ lineup: team('Ember', 2) });
  for (let n = 0; n < windows; n += 1) {
    fight.give(ASH, { type: 'Order', order });
    fight.play(ticks, 1);
  }
  const view = reads.view(fight.state, { userId: ASH });
  if (view === undefined) throw new Error('no such battle');
  return view;
};

describe('a doubt about an order', () => {
  it('is there while nothing is to be cured or eaten against', () => {
    const view = seenAfter(0, 0);
    expect(doubtOf(ANTIDOTE, view, 0)).toBe(
      'Ember a suffers from nothing: unless that changes, the antidote is kept.',
    );
    expect(doubtOf(FOOD, view, 0)).toBe('Ember a is at full HP: unless that changes, the food is kept.');
    expect([0, 1, GUARD].map((order) => doubtOf(order, view, 0))).toEqual(['', '', '']);
  });

  it('is there while a guard or an item has to wait for its time', () => {
    const guarded = seenAfter(1, GUARD);
    const early = 'A fighter that acts before that does what is best by itself.';
    const guardAt = guarded.sides[0]?.own?.guardReadyAt ?? 0;
    expect(guardAt).toBeGreaterThan(guarded.tick);
    expect(doubtOf(GUARD, guarded, 0)).toBe(`The next guard can be raised at tick ${guardAt}. ${early}`);
    const fed = seenAfter(4, FOOD, 2);
    const itemAt = fed.sides[0]?.own?.itemReadyAt ?? 0;
    expect(itemAt).toBeGreaterThan(fed.tick);
    expect(doubtOf(FOOD, fed, 0)).toBe(`The next item can be used at tick ${itemAt}. ${early}`);
  });

  it('is nobody’s but the side’s own', () => {
    expect(doubtOf(FOOD, seenAfter(0, 0), 1)).toBe('');
  });
});

describe('the note on an order', () => {
  const reply = (round: number) => ({ type: 'Ordered', round, isComplete: true }) as const;

  it('says that the round plays while it has not, and nothing once it has', () => {
    const fight = fighting({ lineup: team('Ember', 2) });
    fight.give(ASH, { type: 'Order', order: 1 });
    const waiting = reads.view(fight.state, { userId: ASH })!;
    expect(orderNote(1, reply(1), waiting, 0)).toBe('Both have chosen: the round plays.');
    expect(orderNote(1, { ...reply(1), isComplete: false }, waiting, 0)).toBe('');
    expect(orderNote(1, reply(1), seenAfter(1, 1), 0)).toBe('');
    expect(orderNote(GUARD, reply(1), seenAfter(1, GUARD), 0)).toBe('');
  });
});

describe('a typed order', () => {
  const side = seenAfter(0, 0).sides[0];

  it('is a word of the list, or a name of what can be done now', () => {
    expect(orderOf(' Move2 ', side)).toBe(1);
    expect(orderOf('ember A 3', side)).toBe(2);
    expect(orderOf('bring in Ember b', side)).toBe(9);
    expect(orderOf('eat', side)).toBe(FOOD);
    expect(orderOf('food', undefined)).toBe(FOOD);
    expect(() => orderOf('eat', undefined)).toThrow(/“eat” now\. It takes move1, move2/);
  });

  it('that is none is told what there is, by name', () => {
    const { name } = sheet('Ember a');
    expect(() => orderOf('dance', side)).toThrow(`It takes \`move1\` (${name} 1), `);
    expect(offeredTo(side!).map(({ word }) => word)).toEqual([
      'move1',
      'move2',
      'move3',
      'move4',
      'guard',
      'food',
      'antidote',
      'switch2',
    ]);
  });
});
