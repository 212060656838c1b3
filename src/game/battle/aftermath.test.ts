import { describe, expect, it } from 'vitest';
import { ASH, type Fight, fighting, MISTY, nodeHash, team } from '#test/support/battle-rig.ts';
import type { EffectOutcome } from '../shared/decider.ts';
import { battleReads } from './battle-reads.ts';
import { battleStateSchema } from './battle-state.ts';
import { RULE_BOOK } from './rules.ts';

const RATED: EffectOutcome = { ok: true, reply: { before: [1500, 1500], ratings: [1380, 1620] } };
const awarded = (xp: number): EffectOutcome => ({ ok: true, reply: { type: 'XpAwarded', xp, level: 2 } });
const REFUSED: EffectOutcome = { ok: false, gaveUp: true, rejection: { code: 'E_FROZEN', message: 'No.' } };

const reads = battleReads({ hash: nodeHash, book: RULE_BOOK });
const isSettled = ({ state }: Fight): boolean => reads.settled(state) === true;

/** One that Ash has given up after two rounds. */
const lost = (more: Parameters<typeof fighting>[0] = {}): Fight => {
  const fight = fighting({ lineup: team('Ember', 3), ...more });
  fight.play(8, 2);
  fight.give(ASH, { type: 'Forfeit' });
  return fight;
};

describe('what the end of a battle changes elsewhere', () => {
  it('is told when ladder and people have answered: ratings to all, experience to its own side', () => {
    const fight = lost();
    expect(isSettled(fight)).toBe(false);
    fight.settle('rate', RATED);
    fight.settle('xp:0', awarded(10));
    expect(isSettled(fight)).toBe(false);
    fight.settle('xp:1', awarded(40));
    expect(isSettled(fight)).toBe(true);
    const ratings = { before: [1500, 1500], after: [1380, 1620] };
    const seenBy = (userId?: string) =>
      reads.view(fight.state, userId === undefined ? {} : { userId })?.aftermath;
    expect(seenBy()).toEqual({ ratings, xp: [null, null], receiptId: null });
    expect(seenBy(ASH)?.xp).toEqual([10, null]);
    expect(seenBy(MISTY)?.xp).toEqual([null, 40]);
  });

  it('is the receipt of the stakes, too', () => {
    const fight = lost({ stake: 50 });
    fight.settle('rate', RATED);
    fight.settle('xp:0', awarded(0));
    fight.settle('xp:1', awarded(40));
    expect(isSettled(fight)).toBe(false);
    fight.settle('settle', { ok: true, reply: { receiptId: '0006c', balances: {} } });
    expect(isSettled(fight)).toBe(true);
    expect(reads.view(fight.state, {})?.aftermath.receiptId).toBe('0006c');
  });

  it('is nothing that a refusal or an odd answer says', () => {
    const fight = lost();
    const before = fight.events.length;
    fight.settle('rate', REFUSED);
    fight.settle('rate', { ok: true, reply: { ratings: [1, 2] } });
    fight.settle('xp:0', { ok: true, reply: null });
    fight.settle('xp:1', { ok: true, reply: { xp: -4 } });
    expect(fight.events.length).toBe(before);
    expect(isSettled(fight)).toBe(false);
  });

  it('is nothing at all for one that does not count, is void or never began', () => {
    const early = fighting();
    early.give(ASH, { type: 'Forfeit' });
    expect(isSettled(early)).toBe(true);
    const voided = fighting();
    voided.give('op', { type: 'Void', reason: 'a test.' });
    expect(isSettled(voided)).toBe(true);
    const running = fighting();
    expect(isSettled(running)).toBe(false);
  });

  it('asks nobody’s rating where levels are not even', () => {
    const fight = lost({ isEven: false });
    fight.settle('xp:0', awarded(10));
    fight.settle('xp:1', awarded(40));
    expect(isSettled(fight)).toBe(true);
  });

  it('is empty in a snapshot from before it was kept', () => {
    const { aftermath, ...old } = JSON.parse(JSON.stringify(lost().state)) as Record<string, unknown>;
    expect(aftermath).toBeDefined();
    const state = battleStateSchema(RULE_BOOK).parse(old);
    expect(state.aftermath).toEqual({ ratings: null, xp: [null, null], receiptId: null });
  });
});
