import { describe, expect, it } from 'vitest';
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
} from '#test/support/battle-rig.ts';
import { type BattleCommand, CHALLENGE_TTL_MS, MATCH_TTL_MS } from './battle-protocol.ts';
import { commitmentOf } from './fairness.ts';

const opened = (): Fight => {
  const fight = new Fight();
  fight.give(ASH, challenge());
  return fight;
};

const accepted = (): Fight => {
  const fight = opened();
  fight.give(MISTY, accept());
  return fight;
};

/** As the lobby opens one for both. */
const LOBBY = 'lobby:home:cross';
const match = () => challenge({ answer: team('Drop') });

describe('a challenge', () => {
  it('shows its commitment before anybody has given a seed, invites the other, and may expire', () => {
    const fight = opened();
    const { serverSeed, commitment, seeds, expiresAtMs } = fight.state;
    expect(seeds).toEqual([null, null]);
    expect(fight.reply).toEqual({ type: 'Opened', commitment, expiresAtMs });
    expect(commitment).toBe(commitmentOf(serverSeed, nodeHash));
    expect(expiresAtMs).toBe(fight.nowMs + CHALLENGE_TTL_MS);
    expect(fight.effects).toMatchObject([
      { to: { kind: 'user', realm: '0', id: MISTY }, command: { type: 'Notify', event: 'challenge' } },
    ]);
    expect(fight.reminders).toEqual([{ name: 'expire', dueMs: expiresAtMs, command: { type: 'Expire' } }]);
  });

  it('draws another seed and salt for every battle', () => {
    const drawn = [1, 2, 3].map((seed) => {
      const fight = new Fight(seed);
      fight.give(ASH, challenge());
      return [fight.state.serverSeed, fight.state.salt];
    });
    expect(new Set(drawn.flat()).size).toBe(6);
  });

  it.each<[string, string, Parameters<typeof challenge>[0], string, string | undefined]>([
    ['of oneself', ASH, { players: [person(ASH), person(ASH)] }, 'E_TARGET', 'user'],
    ['in another’s name', MISTY, {}, 'E_PERM', undefined],
    ['by a lobby of another realm', 'lobby:north:cross', { answer: team('Drop') }, 'E_PERM', undefined],
    ['with a stake that is too large', ASH, { stake: 1_000_000_001 }, 'E_INPUT', 'stake'],
    ['with part of a coin', ASH, { stake: 0.5 }, 'E_INPUT', 'stake'],
    ['with a debt', ASH, { stake: -1 }, 'E_INPUT', 'stake'],
    [
      'of a trainer, for coins',
      ASH,
      { players: [person(ASH), trainer('wren')], answer: team('Puff'), stake: 1 },
      'E_INPUT',
      'stake',
    ],
    ['of a trainer without a team', ASH, { players: [person(ASH), trainer('wren')] }, 'E_INPUT', 'team'],
    [
      'of a trainer with another number of fighters',
      ASH,
      { players: [person(ASH), trainer('wren')], answer: team('Puff', 2) },
      'E_INPUT',
      'team',
    ],
    ['without fighters', ASH, { lineup: team('Ember', 0) }, 'E_INPUT', 'team'],
    ['with four fighters', ASH, { lineup: team('Ember', 4) }, 'E_INPUT', 'team'],
    ['at a tempo that is none', ASH, { tempo: 'fast' as 'live' }, 'E_INPUT', 'tempo'],
  ])('%s is refused with its field', (_what, by, more, code, field) => {
    const fight = new Fight();
    const refused = fight.try(by, challenge(more));
    expect(refused).toMatchObject({ code });
    expect(refused?.field).toBe(field);
    expect(fight.state.status).toBe('none');
  });

  it('cannot be opened twice', () => {
    expect(opened().try(ASH, challenge())).toMatchObject({ code: 'E_STALE' });
  });

  it('keeps a challenger from choosing the other’s fighters', () => {
    const fight = new Fight();
    fight.give(ASH, challenge({ answer: team('Weak') }));
    expect(fight.state.lineups[1]).toBeNull();
    fight.give(MISTY, accept());
    expect(fight.state.lineups[1]?.fighters[0]?.name).toBe('Drop a');
  });

  it('begins with the challenger’s seed, which is the last one', () => {
    const fight = accepted();
    expect(fight.state.seeds).toEqual([null, 'mistys-seed']);
    expect(fight.effects.at(-1)).toMatchObject({ to: { id: ASH } });
    expect(fight.give(ASH, begin())).toMatchObject({ status: 'live', tick: 0 });
    expect(fight.types()).toEqual(['BattleOpened', 'BattleAccepted', 'BattleBegun', 'BattleStarted']);
    expect(fight.state.seeds).toEqual(['ashs-seed', 'mistys-seed']);
    expect(fight.reminders.at(-1)).toEqual({ name: 'expire', dueMs: null });
  });

  it.each<[string, () => Fight, string, BattleCommand, string, string | undefined]>([
    ['accept by a stranger', opened, 'gary1', accept(), 'E_PERM', undefined],
    ['accept by the challenger', opened, ASH, accept(), 'E_PERM', undefined],
    ['a second accept', accepted, MISTY, accept(), 'E_STALE', undefined],
    ['accept with two fighters', opened, MISTY, accept('s', team('Drop', 2)), 'E_INPUT', 'team'],
    ['accept with a seed of spaces', opened, MISTY, accept('my seed'), 'E_INPUT', 'seed'],
    ['accept with no seed', opened, MISTY, accept(''), 'E_INPUT', 'seed'],
    ['start before the answer', opened, ASH, begin(), 'E_BUSY', undefined],
    ['start by the other', accepted, MISTY, begin(), 'E_PERM', undefined],
    ['start with a long seed', accepted, ASH, begin('x'.repeat(33)), 'E_INPUT', 'seed'],
    ['a second start', fighting, ASH, begin(), 'E_STALE', undefined],
    ['decline by the challenger', opened, ASH, { type: 'Decline' }, 'E_PERM', undefined],
    ['withdraw by the other', opened, MISTY, { type: 'Withdraw' }, 'E_PERM', undefined],
    ['withdraw of a battle under way', fighting, ASH, { type: 'Withdraw' }, 'E_GONE', undefined],
    ['ready in a challenge', opened, MISTY, { type: 'Ready', seed: 's' }, 'E_STALE', undefined],
    ['ready in one that is accepted', accepted, ASH, { type: 'Ready', seed: 's' }, 'E_STALE', undefined],
  ])('refuses %s', (_what, make, by, command, code, field) => {
    const fight = make();
    const before = fight.events.length;
    const refused = fight.try(by, command);
    expect(refused).toMatchObject({ code });
    expect(refused?.field).toBe(field);
    expect(fight.events.length).toBe(before);
  });

  it.each<[string, string, BattleCommand]>([
    ['declined', MISTY, { type: 'Decline' }],
    ['withdrawn', ASH, { type: 'Withdraw' }],
    ['expired', OWN, { type: 'Expire' }],
  ])('that is %s tells both and is gone', (why, by, command) => {
    const fight = opened();
    const before = fight.effects.length;
    expect(fight.give(by, command)).toEqual({ type: 'Standing', status: 'closed', tick: 0, isOver: true });
    expect(fight.state).toMatchObject({ status: 'closed', reason: why });
    expect(fight.effects.slice(before).map(({ to }) => to.id)).toEqual([ASH, MISTY]);
    for (const [who, late] of [
      [MISTY, accept()],
      [ASH, begin()],
      [MISTY, { type: 'Decline' }],
      [ASH, { type: 'Withdraw' }],
      [ASH, { type: 'Forfeit' }],
      [ASH, { type: 'Order', order: 0 }],
      ['op', { type: 'Void', reason: 'late' }],
    ] as const) {
      expect(fight.try(who, late), late.type).toMatchObject({ code: 'E_GONE' });
    }
    expect(fight.give(OWN, { type: 'Expire' })).toMatchObject({ status: 'closed' });
  });

  it('is gone when its time is over, even before its reminder has come', () => {
    for (const make of [opened, accepted]) {
      const fight = make();
      fight.nowMs += CHALLENGE_TTL_MS;
      expect(fight.try(MISTY, accept())).toMatchObject({ code: 'E_GONE' });
      expect(fight.try(ASH, begin())).toMatchObject({ code: 'E_GONE' });
    }
  });

  it('never expires once it has begun', () => {
    const fight = fighting();
    fight.give(OWN, { type: 'Expire' });
    expect(fight.state.status).toBe('live');
  });
});

describe('a battle that was never opened', () => {
  it.each<BattleCommand>([accept(), begin(), { type: 'Forfeit' }, { type: 'Order', order: 0 }])(
    'is not there for $type',
    (command) => {
      expect(new Fight().try(ASH, command)).toMatchObject({ code: 'E_GONE' });
    },
  );
});

describe('a trainer', () => {
  it('needs no answer and gives its name for a seed', () => {
    const fight = new Fight();
    fight.give(ASH, challenge({ players: [person(ASH), trainer('wren')], answer: team('Puff') }));
    expect(fight.effects).toEqual([]);
    fight.give(ASH, begin());
    expect(fight.types()).toEqual(['BattleOpened', 'BattleBegun', 'BattleStarted']);
  });

  it('meets another one when the hall says so', () => {
    const fight = new Fight();
    const players = [trainer('wren'), trainer('tobi')] as const;
    fight.give('playground:0:hall', challenge({ players, answer: team('Brook') }));
    fight.give('playground:0:hall', begin('seed'));
    fight.play(64);
    expect(fight.state.status).toBe('ended');
    expect(fight.effects).toEqual([]);
  });
});

describe('a battle of the lobby', () => {
  const matched = (): Fight => {
    const fight = new Fight();
    fight.give(LOBBY, match());
    return fight;
  };

  it('asks both, and begins with the second seed, whoever gives it', () => {
    for (const [first, second] of [
      [ASH, MISTY],
      [MISTY, ASH],
    ] as const) {
      const fight = matched();
      expect(fight.effects.map(({ to }) => to.id)).toEqual([ASH, MISTY]);
      expect(fight.state.expiresAtMs).toBe(fight.nowMs + MATCH_TTL_MS);
      fight.give(first, { type: 'Ready', seed: `${first}-seed` });
      expect(fight.state.status).toBe('open');
      expect(fight.give(second, { type: 'Ready', seed: `${second}-seed` })).toMatchObject({ status: 'live' });
      expect(fight.state.seeds).toEqual([`${ASH}-seed`, `${MISTY}-seed`]);
    }
  });

  it.each<[string, string, BattleCommand, string]>([
    ['accept', MISTY, accept(), 'E_STALE'],
    ['start', ASH, begin(), 'E_BUSY'],
    ['ready of a stranger', 'gary1', { type: 'Ready', seed: 's' }, 'E_PERM'],
    ['ready with a bad seed', ASH, { type: 'Ready', seed: 'a b' }, 'E_INPUT'],
  ])('refuses %s', (_what, by, command, code) => {
    expect(matched().try(by, command)).toMatchObject({ code });
  });

  it('takes one seed of each side, and ends when one never comes', () => {
    const fight = matched();
    fight.give(ASH, { type: 'Ready', seed: 'one' });
    expect(fight.try(ASH, { type: 'Ready', seed: 'two' })).toMatchObject({ code: 'E_STALE' });
    fight.nowMs += MATCH_TTL_MS;
    expect(fight.try(MISTY, { type: 'Ready', seed: 's' })).toMatchObject({ code: 'E_GONE' });
    fight.give(OWN, { type: 'Expire' });
    expect(fight.state.status).toBe('closed');
  });
});
