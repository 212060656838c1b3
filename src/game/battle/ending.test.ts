import { describe, expect, it } from 'vitest';
import type { LedgerCommand } from '#game/economy/ledger-protocol.ts';
import type { Effect, EffectOutcome } from '#game/shared/decider.ts';
import {
  accept,
  ASH,
  begin,
  challenge,
  Fight,
  fighting,
  MISTY,
  OWN,
  person,
  team,
  trainer,
  nodeHash,
  sheet,
} from '#test/support/battle-rig.ts';
import { battleReads } from './battle-reads.ts';
import type { BattleEvent } from './battle-events.ts';
import type { BattleReply } from './battle-protocol.ts';
import { RULE_BOOK } from './rules.ts';
import { verifyReplay } from './verify.ts';

const STAKE = 101;
const TAKEN: EffectOutcome = { ok: true, reply: { receiptId: 'r1', balances: {} } };
const reads = battleReads({ hash: nodeHash, book: RULE_BOOK });
const refused = (code: 'E_FUNDS' | 'E_GONE'): EffectOutcome => ({
  ok: false,
  rejection: { code, message: 'no' },
});

const staking = (): Fight => {
  const fight = new Fight();
  fight.give(ASH, challenge({ stake: STAKE }));
  fight.give(MISTY, accept());
  fight.give(ASH, begin());
  return fight;
};

const toLedger = ({ effects }: Fight): readonly LedgerCommand[] =>
  effects.filter(({ to }) => to.kind === 'ledger').map(({ command }) => command as LedgerCommand);
const of = (effects: readonly Effect[], kind: string) =>
  effects.filter(({ to }) => to.kind === kind).map(({ to, command }) => [to.id, command]);
const holdOf = (fight: Fight): BattleReply | string => {
  const reply = fight.give('ledger:home:0', { type: 'ReviewHold', holdId: 'b1' });
  return 'hold' in reply ? reply.hold : '?';
};

describe('stakes', () => {
  it('are both taken in one transfer before the first tick', () => {
    const fight = staking();
    expect(fight.state).toMatchObject({ status: 'staking', hold: 'asked', setup: null });
    expect(toLedger(fight)).toMatchObject([
      {
        type: 'PlaceHold',
        holdId: 'b1',
        owner: { kind: 'battle', realm: 'home', id: 'b1' },
        legs: [
          { from: `u:${ASH}`, to: 'hold:b1', coins: STAKE },
          { from: `u:${MISTY}`, to: 'hold:b1', coins: STAKE },
        ],
      },
    ]);
    expect(fight.give(OWN, { type: 'CloseWindow', fromTick: 0, toTick: 8 })).toMatchObject({
      status: 'staking',
      isOver: false,
    });
    expect(fight.try(ASH, { type: 'Order', order: 0 })).toMatchObject({ code: 'E_GONE' });
    fight.settle('stake', TAKEN);
    expect(fight.state).toMatchObject({ status: 'live', hold: 'held' });
  });

  it.each([
    ['could not pay', refused('E_FUNDS')],
    ['did not take', refused('E_GONE')],
    ['did not take', { ...refused('E_GONE'), gaveUp: true } as EffectOutcome],
  ])('that the ledger refuses void the battle: %s', (words, outcome) => {
    const fight = staking();
    fight.settle('stake', outcome);
    expect(fight.state).toMatchObject({ status: 'void', hold: 'closed' });
    expect(fight.state.reason).toContain(words);
    // nothing was taken: nothing is given back, and a hold that turns up later is
    expect(toLedger(fight)).toHaveLength(1);
    expect(holdOf(fight)).toBe('void');
  });

  it('go to the winner less the house’s share, rounded down', () => {
    const fight = fighting({ stake: STAKE });
    fight.give(MISTY, { type: 'Forfeit' });
    expect(toLedger(fight).at(-1)).toEqual({
      type: 'SettleHold',
      holdId: 'b1',
      legs: [
        { from: 'hold:b1', to: `u:${ASH}`, coins: 198 },
        { from: 'hold:b1', to: 'fee', coins: 4 },
      ],
      memo: { kind: 'stake', about: 'b1' },
    });
    expect(fight.state.hold).toBe('closing');
    fight.settle('settle', TAKEN);
    expect(fight.state.hold).toBe('closed');
    expect(fight.events.at(-1)).toEqual({ type: 'StakesSettled', receiptId: 'r1' });
  });

  it('too small for a share go to the winner whole', () => {
    const fight = fighting({ stake: 20 });
    fight.give(ASH, { type: 'Forfeit' });
    expect(toLedger(fight).at(-1)).toMatchObject({
      legs: [{ from: 'hold:b1', to: `u:${MISTY}`, coins: 40 }],
    });
  });

  it('go back to both after a draw', () => {
    const weak = team('Ember');
    const lineup = { ...weak, fighters: [sheet('Ember a', { attack: 1, hp: 1_000_000 })] };
    const fight = new Fight();
    fight.give(ASH, challenge({ stake: STAKE, lineup }));
    fight.give(MISTY, accept('s', lineup));
    fight.give(ASH, begin());
    fight.settle('stake', TAKEN);
    fight.play(64);
    expect(fight.state.outcome?.how).toBe('cap');
    expect(toLedger(fight).at(-1)).toMatchObject({
      type: 'SettleHold',
      legs: [
        { to: `u:${ASH}`, coins: STAKE },
        { to: `u:${MISTY}`, coins: STAKE },
      ],
    });
  });

  it('are answered for while they lie in the ledger', () => {
    expect(holdOf(new Fight())).toBe('void');
    const open = new Fight();
    open.give(ASH, challenge({ stake: STAKE }));
    expect(holdOf(open)).toBe('void');
    const fight = staking();
    expect(holdOf(fight)).toBe('live');
    fight.settle('stake', TAKEN);
    expect(holdOf(fight)).toBe('live');
    fight.give(ASH, { type: 'Forfeit' });
    expect(holdOf(fight)).toBe('live');
    fight.settle('settle', TAKEN);
    const before = toLedger(fight).length;
    expect(holdOf(fight)).toBe('settled');
    // it would not ask if it had paid: it is told once more
    expect(toLedger(fight).slice(before)).toEqual([toLedger(fight)[before - 1]]);
    const voided = fighting({ stake: STAKE });
    voided.give('op', { type: 'Void', reason: 'test' });
    voided.settle('settle', TAKEN);
    expect(holdOf(voided)).toBe('void');
  });
});

describe('a void', () => {
  it('gives stakes back, reveals the seeds and tells both, in one commit', () => {
    const fight = fighting({ stake: STAKE, lineup: team('Ember', 2) });
    fight.play(8, 2);
    const before = fight.effects.length;
    const reply = fight.give('op', { type: 'Void', reason: 'a test.' });
    expect(reply).toEqual({ type: 'Standing', status: 'void', tick: 16, isOver: true });
    expect(fight.events.at(-1)).toMatchObject({ type: 'BattleVoided', reason: 'a test.' });
    expect(fight.effects.slice(before).map(({ to, command }) => [to.id, command.type])).toEqual([
      ['0', 'VoidHold'],
      [ASH, 'Notify'],
      [MISTY, 'Notify'],
    ]);
    const view = reads.view(fight.state, {});
    expect(view?.revealed).toEqual({
      serverSeed: fight.state.serverSeed,
      salt: fight.state.salt,
      seeds: ['ashs-seed', 'mistys-seed'],
    });
    expect(view?.outcome).toBeNull();
    expect(verifyReplay(reads.replay(fight.state, {}), nodeHash)).toMatchObject({
      ok: true,
      ticks: 16,
      result: 'void',
    });
  });

  it('while the stakes are being taken asks for them back behind the taking', () => {
    const fight = staking();
    fight.give('op', { type: 'Void', reason: 'a test.' });
    expect(toLedger(fight).map(({ type }) => type)).toEqual(['PlaceHold', 'VoidHold']);
    fight.settle('stake', TAKEN);
    expect(fight.state.status).toBe('void');
    expect(holdOf(fight)).toBe('live');
    fight.settle('settle', TAKEN);
    expect(holdOf(fight)).toBe('void');
  });

  it('of a mere challenge costs nobody anything', () => {
    const fight = new Fight();
    fight.give(ASH, challenge({ stake: STAKE }));
    fight.give('op', { type: 'Void', reason: 'a test.' });
    expect(toLedger(fight)).toEqual([]);
    expect(reads.replay(fight.state, {})).toBeUndefined();
  });
});

describe('a finished battle', () => {
  it('rates both, gives both experience and a word, and its pets remember', () => {
    const fight = fighting({ lineup: team('Ember', 1, { pets: ['p1'] }) });
    fight.play(8, 2);
    const before = fight.effects.length;
    fight.give(MISTY, { type: 'Forfeit' });
    expect(fight.state.outcome).not.toHaveProperty('counts');
    const effects = fight.effects.slice(before);
    expect(of(effects, 'ladder')).toEqual([
      ['cross', { type: 'Record', battleId: 'b1', players: [ASH, MISTY], winner: 0 }],
    ]);
    expect(of(effects, 'pet')).toEqual([['p1', { type: 'Fought', won: true }]]);
    expect(of(effects, 'user')).toMatchObject([
      [ASH, { type: 'AwardXp', source: 'battle-win' }],
      [ASH, { type: 'Notify', event: 'battle' }],
      [MISTY, { type: 'AwardXp', source: 'battle-loss' }],
      [MISTY, { type: 'Notify', event: 'battle' }],
    ]);
    expect(of(effects, 'ledger')).toEqual([]);
  });

  it('that was given up before both have fought pays the stakes and changes nothing else', () => {
    const fight = fighting({ stake: STAKE, lineup: team('Ember', 1, { pets: ['p1'] }) });
    fight.play(8, 1);
    const before = fight.effects.length;
    fight.give(MISTY, { type: 'Forfeit' });
    const effects = fight.effects.slice(before);
    expect(fight.state.outcome).toMatchObject({ winner: 0, how: 'forfeit', tick: 8, counts: false });
    expect(effects.map(({ to, command }) => [to.kind, command.type])).toEqual([
      ['ledger', 'SettleHold'],
      ['user', 'Notify'],
      ['user', 'Notify'],
    ]);
    for (const [, command] of of(effects, 'user')) {
      expect(command).toMatchObject({
        text: { $sealed: { text: expect.stringContaining('does not count') as unknown } },
      });
    }
    fight.slept();
    expect(reads.view(fight.state, {})?.outcome?.counts).toBe(false);
    const { counts: _, ...old } = fight.events.at(-1) as Extract<BattleEvent, { type: 'BattleEnded' }>;
    const log = fighting();
    log.take(old);
    // the log from before there was this rule says nothing: it counted
    expect(log.state.outcome).not.toHaveProperty('counts');
  });

  it.each([
    ['at own levels', { isEven: false }],
    ['without a clock', { tempo: 'sim' as const }],
  ])('%s changes no rating', (_what, more) => {
    const fight = fighting(more);
    fight.play(8, 2);
    fight.give(ASH, { type: 'Forfeit' });
    expect(of(fight.effects, 'ladder')).toEqual([]);
    expect(of(fight.effects, 'user')).toContainEqual([ASH, { type: 'AwardXp', source: 'battle-loss' }]);
  });

  it('won against a trainer tells the winner whom they have beaten, and lost or given up at once nobody', () => {
    const against = (strength: number): Fight => {
      const fight = new Fight();
      const lineup = { ...team('Ember'), fighters: [sheet('Ember a', { attack: strength })] };
      fight.give(ASH, challenge({ players: [person(ASH), trainer('wren')], lineup, answer: team('Puff') }));
      fight.give(ASH, begin());
      return fight;
    };
    const won = against(3_000);
    won.play();
    expect(won.state.outcome?.winner).toBe(0);
    expect(of(won.effects, 'user')).toContainEqual([
      ASH,
      { type: 'BeatNpc', npc: 'wren', realm: 'home', battle: 'battle:b1' },
    ]);
    const lost = against(100);
    lost.play();
    expect(lost.state.outcome?.winner).toBe(1);
    const left = against(3_000);
    left.give(ASH, { type: 'Forfeit' });
    const between = fighting();
    between.play();
    for (const fight of [lost, left, between])
      expect(fight.effects.filter(({ command }) => command.type === 'BeatNpc')).toEqual([]);
  });

  it('against a trainer gives a trainer’s share and changes no rating', () => {
    const fight = new Fight();
    fight.give(ASH, challenge({ players: [person(ASH), trainer('wren')], answer: team('Puff') }));
    fight.give(ASH, begin());
    fight.play(8, 2);
    fight.give(ASH, { type: 'Forfeit' });
    expect(of(fight.effects, 'ladder')).toEqual([]);
    expect(of(fight.effects, 'user')[0]).toEqual([ASH, { type: 'AwardXp', source: 'battle-trainer-loss' }]);
  });
});
