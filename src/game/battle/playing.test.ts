import { describe, expect, it } from 'vitest';
import {
  ASH,
  challenge,
  Fight,
  fighting,
  MISTY,
  OWN,
  person,
  team,
  trainer,
  nodeHash,
} from '#test/support/battle-rig.ts';
import { battleReads } from './battle-reads.ts';
import { type BattleCommand, ORDERS_MAX } from './battle-protocol.ts';
import { FOOD, GUARD, packStanding, RULES, STANDING, SWITCH } from './cross/v1/orders.ts';
import { replayDigestOf } from './fairness.ts';
import { RULE_BOOK } from './rules.ts';
import { verifyReplay } from './verify.ts';

const reads = battleReads({ hash: nodeHash, book: RULE_BOOK });
const order = (number: number, round?: number): BattleCommand => ({
  type: 'Order',
  order: number,
  ...(round === undefined ? {} : { round }),
});
const close = (fromTick: number, toTick: number): BattleCommand => ({
  type: 'CloseWindow',
  fromTick,
  toTick,
});

/** Two sides that can only scratch: nobody falls before time is up. */
const scratching = () => {
  const weak = team('Ember');
  const fighters = weak.fighters.map((one) => ({ ...one, attack: 1, hp: 1_000_000 }));
  return { lineup: { ...weak, fighters } };
};

describe('an order', () => {
  it('waits for its window, and of one side the later one counts', () => {
    const fight = fighting();
    expect(fight.give(ASH, order(0))).toEqual({ type: 'Ordered', round: 1, isComplete: false });
    fight.give(ASH, order(GUARD));
    expect(fight.give(MISTY, order(2))).toEqual({ type: 'Ordered', round: 1, isComplete: true });
    expect(fight.state.pending).toEqual([
      [0, GUARD],
      [1, 2],
    ]);
    fight.play(8, 1);
    expect(fight.state.pending).toEqual([]);
    expect(fight.state.orders).toEqual([
      [0, 0, GUARD],
      [0, 1, 2],
    ]);
    expect(fight.events.at(-1)).toMatchObject({ type: 'WindowClosed', fromTick: 0, toTick: 8 });
  });

  it('for standing orders stands beside the action, and does not complete a round', () => {
    const fight = fighting();
    const standing = STANDING + packStanding({ focus: 2, healBelow: 40, cure: false, switching: false });
    fight.give(ASH, order(standing));
    fight.give(MISTY, order(0));
    expect(reads.clock(fight.state)?.isComplete).toBe(false);
    fight.give(ASH, order(1));
    fight.give(ASH, order(standing + 1));
    expect(fight.state.pending).toEqual([
      [1, 0],
      [0, 1],
      [0, standing + 1],
    ]);
    expect(reads.clock(fight.state)?.isComplete).toBe(true);
  });

  it('against a trainer completes the round alone', () => {
    const fight = new Fight();
    fight.give(ASH, challenge({ players: [person(ASH), trainer('wren')], answer: team('Puff') }));
    fight.give(ASH, { type: 'Begin', seed: 's' });
    expect(fight.give(ASH, order(0))).toMatchObject({ isComplete: true });
  });

  it.each<[string, string, BattleCommand, string, string | undefined]>([
    ['of a spectator', 'gary1', order(0), 'E_PERM', undefined],
    ['for the round to come', ASH, order(0, 2), 'E_STALE', undefined],
    ['that is none', ASH, order(7), 'E_INPUT', 'choice'],
    ['of half a number', ASH, order(0.5), 'E_INPUT', 'choice'],
    ['below zero', ASH, order(-1), 'E_INPUT', 'choice'],
    ['for a third fighter of two', ASH, order(SWITCH + 2), 'E_INPUT', 'choice'],
    ['for the fighter that stands there', ASH, order(SWITCH), 'E_INPUT', 'choice'],
  ])('%s is refused', (_what, by, command, code, field) => {
    const fight = fighting({ lineup: team('Ember', 2) });
    const refused = fight.try(by, command);
    expect(refused).toMatchObject({ code });
    expect(refused?.field).toBe(field);
    expect(fight.state.pending).toEqual([]);
  });

  it('for a round that has closed is refused, and one for this round is taken', () => {
    const fight = fighting();
    fight.play(8, 1);
    expect(fight.try(ASH, order(0, 1))).toEqual({
      code: 'E_STALE',
      message: 'Round 1 is over; this is round 2.',
    });
    expect(fight.try(ASH, order(0, 99))).toEqual({
      code: 'E_STALE',
      message: 'Round 99 has not come yet; this is round 2.',
    });
    expect(fight.give(ASH, order(0, 2))).toMatchObject({ round: 2 });
  });

  it('moves the giver’s own side only', () => {
    const fight = fighting({ lineup: team('Ember', 2) });
    fight.give(MISTY, order(SWITCH + 1));
    fight.play(8, 1);
    const view = reads.view(fight.state, {});
    expect(view?.sides.map(({ active }) => active)).toEqual([0, 1]);
  });

  it('after the end is refused, like every other word', () => {
    const fight = fighting();
    fight.play(64);
    expect(fight.state.status).toBe('ended');
    for (const command of [order(0), { type: 'Forfeit' }, { type: 'Void', reason: 'late' }] as const) {
      expect(fight.try(ASH, command)).toMatchObject({ code: 'E_GONE' });
    }
  });

  it('beyond a battle’s share is refused while the battle goes on', () => {
    const fight = fighting(scratching());
    const given = Array.from({ length: ORDERS_MAX }, () => [0, 0, 0] as const);
    fight.state = { ...fight.state, orders: given };
    expect(fight.try(ASH, order(0))).toMatchObject({ code: 'E_LIMIT' });
    fight.play(8, 1);
    expect(fight.state).toMatchObject({ status: 'live', tick: 8 });
  });
});

describe('a window', () => {
  it('is closed by the battle’s own clock alone', () => {
    expect(fighting().try(ASH, close(0, 8))).toMatchObject({ code: 'E_PERM' });
  });

  it('that was played already, or does not fit, changes nothing and says where the battle stands', () => {
    const fight = fighting();
    fight.play(8, 2);
    const count = fight.events.length;
    for (const [from, to] of [
      [0, 8],
      [8, 24],
      [24, 32],
      [16, 16],
      [16, 2_001],
    ] as const) {
      expect(fight.give(OWN, close(from, to))).toEqual({
        type: 'Standing',
        status: 'live',
        tick: 16,
        isOver: false,
      });
    }
    expect(fight.events.length).toBe(count);
  });

  it('tells a late clock that a battle is over', () => {
    const fight = fighting();
    fight.give(ASH, { type: 'Forfeit' });
    expect(fight.give(OWN, close(0, 8))).toMatchObject({ status: 'ended', isOver: true });
  });

  it('gives the same battle whatever the windows’ lengths, when the orders come at the same ticks', () => {
    const ends = [8, 16, 40].map((ticks) => {
      const fight = fighting({ lineup: team('Ember', 2) });
      fight.give(ASH, order(GUARD));
      fight.play(ticks);
      return [fight.state.outcome?.tick, fight.state.outcome?.winner, fight.state.outcome?.replayDigest];
    });
    expect(ends[1]).toEqual(ends[0]);
    expect(ends[2]).toEqual(ends[0]);
  });
});

describe('the end', () => {
  it('by knock-out names the winner and publishes the digest of a replay that verifies', () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const fight = fighting({ lineup: team('Ember', 2) }, seed);
      fight.give(ASH, order(FOOD));
      fight.play(8, 2);
      fight.give(MISTY, order(GUARD));
      fight.play();
      const { outcome, status, live, openingDigest, commitment } = fight.state;
      expect(status).toBe('ended');
      expect(live).toBeNull();
      const replay = reads.replay(fight.state, {});
      expect(outcome?.replayDigest).toBe(replayDigestOf(replay ?? {}, nodeHash));
      const published = { openingDigest, commitment, digest: outcome?.replayDigest };
      expect(verifyReplay(JSON.parse(JSON.stringify(replay)), nodeHash, published)).toMatchObject({
        ok: true,
        ticks: outcome?.tick,
        result: outcome?.winner === null ? 'draw' : outcome?.winner === 0 ? 'first' : 'second',
      });
    }
  });

  it('by giving up goes to the other side at once', () => {
    for (const [who, winner] of [
      [ASH, 1],
      [MISTY, 0],
    ] as const) {
      const fight = fighting();
      fight.play(8, 1);
      expect(fight.give(who, { type: 'Forfeit' })).toMatchObject({ status: 'ended', isOver: true });
      expect(fight.state.outcome).toMatchObject({ winner, how: 'forfeit', tick: 8 });
      expect(verifyReplay(reads.replay(fight.state, {}), nodeHash)).toMatchObject({ ok: true });
    }
    expect(fighting().try('gary1', { type: 'Forfeit' })).toMatchObject({ code: 'E_PERM' });
  });

  it('comes after 2,000 ticks with a draw', () => {
    const fight = new Fight();
    fight.give(ASH, challenge(scratching()));
    fight.give(MISTY, { type: 'Accept', seed: 's', lineup: scratching().lineup });
    fight.give(ASH, { type: 'Begin', seed: 's' });
    fight.play(64);
    expect(fight.state.outcome).toMatchObject({ winner: null, how: 'cap', tick: RULES.cap });
    expect(verifyReplay(reads.replay(fight.state, {}), nodeHash)).toMatchObject({ ok: true, result: 'draw' });
  });

  it('is the first that anybody sees of the replay', () => {
    const fight = fighting();
    expect(reads.replay(fight.state, { userId: ASH })).toBeUndefined();
    fight.play();
    expect(reads.replay(fight.state, {})).toBeDefined();
  });

  it('of a private battle is told to its players only', () => {
    const fight = fighting({ isPrivate: true });
    for (const userId of [ASH, MISTY]) expect(reads.view(fight.state, { userId })?.status).toBe('live');
    expect(reads.view(fight.state, {})).toBeUndefined();
    expect(reads.view(fight.state, { userId: 'gary1' })).toBeUndefined();
    fight.play();
    expect(reads.replay(fight.state, { userId: 'gary1' })).toBeUndefined();
    expect(reads.replay(fight.state, { userId: MISTY })).toBeDefined();
  });
});

describe('waking up', () => {
  it('plays on to the same end, from a snapshot of any moment', () => {
    const whole = fighting({ lineup: team('Ember', 3) });
    whole.play();
    const woken = fighting({ lineup: team('Ember', 3) });
    while (woken.state.status === 'live') {
      woken.play(8, 1);
      woken.slept();
    }
    expect(woken.state.outcome).toEqual(whole.state.outcome);
  });

  it('with another state than the log says voids the battle at the next word', () => {
    const fight = fighting();
    fight.play(8, 1);
    fight.take({ type: 'WindowClosed', fromTick: 8, toTick: 16, orders: [], hash: 1 });
    expect(fight.state.isBroken).toBe(true);
    expect(fight.give(OWN, close(16, 24))).toMatchObject({ status: 'void', isOver: true });
    expect(fight.state.reason).toContain('log');
  });

  it('by rules that nobody knows voids it as well', () => {
    const fight = new Fight();
    fight.give(ASH, challenge());
    fight.give(MISTY, { type: 'Accept', seed: 's', lineup: team('Drop') });
    fight.state = { ...fight.state, rules: 'cross/v9' };
    fight.give(ASH, { type: 'Begin', seed: 's' });
    fight.slept();
    expect(fight.give(OWN, close(0, 8))).toMatchObject({ status: 'void' });
    expect(reads.replay(fight.state, {})).toBeUndefined();
    expect(reads.view(fight.state, {})?.revealed?.serverSeed).toBe(fight.state.serverSeed);
  });
});
