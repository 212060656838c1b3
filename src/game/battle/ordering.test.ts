import { describe, expect, it } from 'vitest';
import { ASH, type Fight, fighting, MISTY, nodeHash, team } from '#test/support/battle-rig.ts';
import { battleReads } from './battle-reads.ts';
import { ANTIDOTE, FOOD, GUARD, SWITCH } from './cross/v1/orders.ts';
import { choicesOf } from './ordering.ts';
import { RULE_BOOK } from './rules.ts';
import { verifyReplay } from './verify.ts';

const reads = battleReads({ hash: nodeHash, book: RULE_BOOK });

/** Three against three of whom the first falls soon; there is nothing to eat. */
const bare = (): Fight => {
  const { fighters, ...rest } = team('Ember', 3);
  const [first, ...others] = fighters as [(typeof fighters)[number], ...typeof fighters];
  const lineup = {
    ...rest,
    fighters: [{ ...first, hp: 64 }, ...others],
    supplies: { food: 0, antidotes: 0 },
  };
  return fighting({ lineup });
};

const order = (number: number) => ({ type: 'Order', order: number }) as const;

describe('an order that cannot be carried out', () => {
  it.each([
    ['food', FOOD, 'no food left'],
    ['an antidote', ANTIDOTE, 'no antidote left'],
    ['the one already in', SWITCH, 'Ember a is on the field already'],
    ['number 7', 7, 'there is no such order'],
  ])('for %s is refused with the reason and with what can be ordered', (_what, number, why) => {
    const fight = bare();
    const refused = fight.try(ASH, order(number));
    expect(refused).toEqual({
      code: 'E_INPUT',
      field: 'choice',
      message: `That cannot be ordered now: ${why}. What can: Ember a 1, Ember a 2, Ember a 3, Ember a 4, Guard, Bring in Ember b, Bring in Ember c.`,
    });
    expect(fight.state.pending).toEqual([]);
  });

  it('for a fighter that has fallen is refused by its name', () => {
    const fight = bare();
    for (let n = 0; n < 100 && fight.try(ASH, order(SWITCH))?.message.includes('already') === true; n += 1)
      fight.play(2, 1);
    const refused = fight.try(ASH, order(SWITCH));
    expect(refused?.message).toMatch(
      /^That cannot be ordered now: Ember a has fallen\. What can: Ember b 1, /,
    );
    expect(refused?.message).toMatch(/Bring in Ember c\.$/);
  });

  it('is taken for the other side, which has food', () => {
    expect(bare().try(MISTY, order(FOOD))).toBeUndefined();
  });

  it('is taken while it only waits for its time', () => {
    const fight = fighting();
    fight.give(ASH, order(GUARD));
    fight.play(8, 1);
    expect(choicesOf(fight.state.live!.battle.words, 0)).not.toContain(GUARD);
    expect(fight.try(ASH, order(GUARD))).toBeUndefined();
  });
});

it('stands in logs of before, which play on as they did', () => {
  const fight = bare();
  const first = { type: 'OrderGiven', side: 0, order: FOOD } as const;
  fight.take(first);
  fight.play(8, 1);
  expect(fight.state.orders).toEqual([[0, 0, FOOD]]);
  fight.slept();
  expect(fight.state.isBroken).toBe(false);
  fight.play();
  const replay = reads.replay(fight.state, { userId: ASH });
  expect(replay?.orders[0]).toEqual([0, 0, FOOD]);
  expect(verifyReplay(JSON.parse(JSON.stringify(replay)), nodeHash)).toMatchObject({ ok: true });
});
