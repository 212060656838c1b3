import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ASH, MISTY, nodeHash, person, trainer } from '#test/support/battle-rig.ts';
import { STARTERS } from '../../pokemon/starters.ts';
import { sfc32 } from '../../shared/rng.ts';
import { CHALLENGE_TTL_MS, MATCH_TTL_MS } from '../battle-protocol.ts';
import { commitmentOf } from '../fairness.ts';
import { matchDecider } from './match-decider.ts';
import { type MatchEvent, matchEventSchemas } from './match-events.ts';
import { INPUTS_MAX, type MatchCommand } from './match-protocol.ts';
import { matchReads } from './match-reads.ts';
import {
  initialMatch,
  matchStateSchema,
  type MatchState,
  setupOfMatch,
  upgradeMatchState,
} from './match-state.ts';

const SELF = { kind: 'match', realm: 'home', id: 'm1' } as const;
const OWN = 'match:home:m1';
const decider = matchDecider(nodeHash);
const reads = matchReads(nodeHash);
const eevee = STARTERS[0]!;

/** One match driven by hand. */
class Table {
  state: MatchState = initialMatch(SELF);
  nowMs = 1_800_000_000_000;
  readonly events: MatchEvent[] = [];
  readonly effects: string[] = [];
  readonly #rng = sfc32(1, 2, 3, 4);

  /** Code of a refusal; `undefined`: it was taken. */
  say(by: string, command: MatchCommand): string | undefined {
    const context = { nowMs: this.nowMs, rng: this.#rng, self: SELF, by, commandId: `${by}/k` };
    const decision = decider.decide(this.state, command, context);
    if (!decision.ok) return decision.rejection.code;
    for (const event of decision.events) {
      const { type, ...data } = event;
      matchEventSchemas[type].parse(JSON.parse(JSON.stringify(data)));
      this.state = decider.evolve(this.state, event, this.nowMs);
      this.events.push(event);
    }
    this.effects.push(
      ...(decision.effects ?? []).map(({ to, command: { type } }) => `${to.kind}:${to.id} ${type}`),
    );
    return undefined;
  }

  mark(more: Partial<Extract<MatchCommand, { type: 'Mark' }>> = {}): string | undefined {
    return this.say(OWN, {
      type: 'Mark',
      inputs: this.state.inputs.length,
      turn: this.state.marks.length,
      hash: String(this.state.inputs.length).padStart(16, '0'),
      waits: [true, true],
      isEnded: false,
      winner: null,
      ...more,
    });
  }
}

const open = (more: Partial<Extract<MatchCommand, { type: 'Open' }>> = {}): MatchCommand => ({
  type: 'Open',
  players: [person(ASH), person(MISTY)],
  version: 'test/1',
  game: { rules: 'pokemon', format: 'gen9anythinggoes' },
  team: [eevee.mon],
  answer: null,
  isPrivate: false,
  isEven: true,
  ...more,
});

const begun = (more: Partial<Extract<MatchCommand, { type: 'Open' }>> = {}): Table => {
  const table = new Table();
  expect(table.say(ASH, open(more))).toBeUndefined();
  if (more.players === undefined)
    expect(table.say(MISTY, { type: 'Accept', team: [eevee.mon], seed: 'm' })).toBeUndefined();
  expect(table.say(ASH, { type: 'Begin', seed: 'a' })).toBeUndefined();
  return table;
};

const played = (): Table => {
  const table = begun();
  expect(table.mark()).toBeUndefined();
  return table;
};

describe('a match', () => {
  it('commits to its seed before any other exists, and reveals it at the end', () => {
    const table = new Table();
    table.say(ASH, open());
    const { commitment } = reads.view(table.state, {}) ?? {};
    expect(commitment).toBe(commitmentOf(table.state.serverSeed, nodeHash));
    expect(JSON.stringify(reads.view(table.state, { userId: ASH }))).not.toContain(table.state.serverSeed);
    table.say(MISTY, { type: 'Accept', team: null, seed: 'm' });
    table.say(ASH, { type: 'Begin', seed: 'a' });
    expect(setupOfMatch(table.state)).toMatchObject({ rules: 'pokemon', battleId: 'm1' });
    table.say('op', { type: 'Void', reason: 'a test.' });
    expect(reads.view(table.state, {})?.revealed).toMatchObject({ seeds: ['a', 'm'] });
  });

  it('refuses what a challenge cannot be, and who may not speak', () => {
    const cases: readonly (readonly [string, MatchCommand, string])[] = [
      [MISTY, open(), 'E_PERM'],
      [ASH, open({ players: [person(ASH), person(ASH)] }), 'E_TARGET'],
      [ASH, open({ team: [] }), 'E_INPUT'],
      [ASH, open({ team: Array.from({ length: 7 }, () => eevee.mon) }), 'E_INPUT'],
      [ASH, open({ team: [{ ...eevee.mon, level: 101 }] }), 'E_INPUT'],
      [ASH, open({ team: [{ ...eevee.mon, level: 0 }] }), 'E_INPUT'],
      [ASH, { type: 'Begin', seed: 'a' }, 'E_GONE'],
    ];
    for (const [by, command, code] of cases) expect(new Table().say(by, command)).toBe(code);
    const table = new Table();
    table.say(ASH, open());
    expect(table.say(ASH, open())).toBe('E_STALE');
    expect(table.say(ASH, { type: 'Accept', team: null, seed: 'x' })).toBe('E_PERM');
    expect(table.say(MISTY, { type: 'Accept', team: null, seed: 'no good' })).toBe('E_INPUT');
    expect(table.say(ASH, { type: 'Begin', seed: 'a' })).toBe('E_BUSY');
    expect(table.say(MISTY, { type: 'Withdraw' })).toBe('E_PERM');
    expect(table.say('brock', { type: 'Decline' })).toBe('E_PERM');
    table.nowMs += CHALLENGE_TTL_MS;
    expect(table.say(MISTY, { type: 'Accept', team: null, seed: 'm' })).toBe('E_GONE');
  });

  it('takes one choice a turn of each side that is asked, and none for another', () => {
    const table = begun();
    expect(table.say(ASH, { type: 'Choose', choice: 'move 1' })).toBe('E_STALE');
    table.mark({ waits: [true, false] });
    expect(table.say('brock', { type: 'Choose', choice: 'move 1' })).toBe('E_PERM');
    expect(table.say(MISTY, { type: 'Choose', choice: 'move 1' })).toBe('E_STALE');
    expect(table.say(ASH, { type: 'Choose', choice: '>forcewin p1' })).toBe('E_INPUT');
    expect(table.say(ASH, { type: 'Choose', choice: 'x'.repeat(101) })).toBe('E_INPUT');
    expect(table.say(ASH, { type: 'Choose', choice: 'move 1', after: 1 })).toBe('E_STALE');
    expect(table.say(ASH, { type: 'Choose', choice: 'move 1', after: 0 })).toBeUndefined();
    expect(table.say(ASH, { type: 'Choose', choice: 'move 2', after: 1 })).toBe('E_STALE');
    // a person does not choose for the other side, whatever they say
    expect(table.say(ASH, { type: 'Choose', choice: 'move 1', side: 1 })).toBe('E_STALE');
    expect(reads.course(table.state)?.isComplete).toBe(true);
  });

  it('hides choices until the rules have played them', () => {
    const table = played();
    const before = JSON.stringify(reads.view(table.state, { userId: MISTY }));
    table.say(ASH, { type: 'Choose', choice: 'move 3 terastallize' });
    const after = reads.view(table.state, { userId: MISTY });
    expect(JSON.stringify(after)).not.toContain('terastallize');
    expect({ ...after, waits: [true, true] }).toEqual(JSON.parse(before));
    expect(reads.replay(table.state, { userId: ASH })).toBeUndefined();
  });

  it('is marked by its referee alone, and voided when a mark differs from what it was', () => {
    const table = played();
    expect(
      table.say(ASH, {
        type: 'Mark',
        inputs: 0,
        turn: 0,
        hash: '0'.repeat(16),
        waits: [true, true],
        isEnded: true,
        winner: 0,
      }),
    ).toBe('E_PERM');
    expect(table.mark()).toBeUndefined();
    expect(table.state.marks).toHaveLength(1);
    expect(table.mark({ inputs: 7 })).toBeUndefined();
    expect(table.state.status).toBe('live');
    expect(table.mark({ hash: 'f'.repeat(16) })).toBeUndefined();
    expect(table.state).toMatchObject({ status: 'void', reason: 'its log could not be replayed.' });
  });

  it('ends with its effects in one commit, and takes nothing after it', () => {
    const table = played();
    table.say(ASH, { type: 'Choose', choice: 'move 1' });
    table.say(MISTY, { type: 'Choose', choice: 'move 1' });
    const before = table.effects.length;
    table.mark({ isEnded: true, winner: 1, waits: [false, false] });
    expect(table.events.slice(-2).map(({ type }) => type)).toEqual(['TurnMarked', 'MatchEnded']);
    expect(table.effects.slice(before)).toEqual([
      'ladder:pokemon Record',
      `user:${ASH} AwardXp`,
      `user:${ASH} Notify`,
      `user:${MISTY} AwardXp`,
      `user:${MISTY} Notify`,
    ]);
    expect(table.say(ASH, { type: 'Choose', choice: 'move 1' })).toBe('E_GONE');
    expect(table.say(ASH, { type: 'Forfeit' })).toBe('E_GONE');
    expect(table.say('op', { type: 'Void', reason: 'x' })).toBe('E_GONE');
    expect(reads.replay(table.state, {})?.result).toBe('second');
  });

  it.each([
    [1, false],
    [2, false],
    [3, true],
  ])('given up in turn %i changes rating and experience: %s', (turn, counts) => {
    const table = played();
    const before = table.effects.length;
    table.say(MISTY, { type: 'Forfeit' });
    table.mark({ isEnded: true, winner: 0, turn });
    expect(table.effects.slice(before)).toEqual([
      ...(counts ? ['ladder:pokemon Record', `user:${ASH} AwardXp`] : []),
      `user:${ASH} Notify`,
      ...(counts ? [`user:${MISTY} AwardXp`] : []),
      `user:${MISTY} Notify`,
    ]);
    const slept = matchStateSchema.parse(JSON.parse(JSON.stringify(table.state)));
    expect(slept.outcome?.counts).toBe(counts ? undefined : false);
  });

  it.each([
    ['its own team', [eevee.mon], true],
    ['a dealt team', null, false],
  ])('won against a leader with %s tells who was beaten: %s', (_what, answer, isTold) => {
    const table = begun({ players: [person(ASH), trainer('fern')], answer });
    table.mark();
    table.say(ASH, { type: 'Choose', choice: 'move 1' });
    table.say(OWN, { type: 'Choose', choice: 'move 1', side: 1 });
    table.mark({ isEnded: true, winner: 0 });
    expect(table.effects.filter((one) => one.endsWith('BeatNpc'))).toEqual(
      isTold ? [`user:${ASH} BeatNpc`] : [],
    );
  });

  it('is private when it is meant to be, and has no place on the ladder against one of ours', () => {
    const table = begun({ isPrivate: true, players: [person(ASH), trainer('fern')] });
    expect(reads.view(table.state, {})).toBeUndefined();
    expect(reads.view(table.state, { userId: MISTY })).toBeUndefined();
    expect(reads.view(table.state, { userId: ASH })?.side).toBe(0);
    table.mark();
    expect(table.say(OWN, { type: 'Choose', choice: 'move 1', side: 1 })).toBeUndefined();
    table.say(ASH, { type: 'Forfeit' });
    expect(table.say(ASH, { type: 'Forfeit' })).toBe('E_GONE');
    table.mark({ isEnded: true, winner: 1 });
    expect(table.state.outcome).toMatchObject({ winner: 1, how: 'forfeit' });
    expect(table.effects.filter((effect) => effect.startsWith('ladder'))).toEqual([]);
  });

  it('is void when it goes on for too long', () => {
    const table = played();
    const inputs = Array.from(
      { length: INPUTS_MAX },
      () => ({ side: 0, choice: 'move 1', isAuto: false }) as const,
    );
    table.state = {
      ...table.state,
      inputs,
      marks: [{ inputs: INPUTS_MAX, turn: 1, hash: '0'.repeat(16), waits: [true, true] }],
    };
    expect(table.say(ASH, { type: 'Choose', choice: 'move 1' })).toBeUndefined();
    expect(table.state.status).toBe('void');
  });

  it('never throws, stays within its form, and goes on from any snapshot, whatever is said', () => {
    const side = fc.constantFrom(0 as const, 1 as const);
    const any = fc.oneof(
      fc.record({
        type: fc.constant('Choose' as const),
        choice: fc.constantFrom('move 1', 'switch 2', '', 'pass'),
        side,
      }),
      fc.record({
        type: fc.constant('Choose' as const),
        choice: fc.string({ maxLength: 12 }),
        after: fc.integer({ min: -1, max: 4 }),
      }),
      fc.record({
        type: fc.constant('Accept' as const),
        team: fc.constantFrom(null, [eevee.mon]),
        seed: fc.constantFrom('s', '!'),
      }),
      fc.record({ type: fc.constant('Begin' as const), seed: fc.constantFrom('s', '') }),
      fc.constantFrom<MatchCommand>(
        { type: 'Forfeit' },
        { type: 'Decline' },
        { type: 'Withdraw' },
        { type: 'Expire' },
      ),
      fc.record({
        type: fc.constant('Mark' as const),
        inputs: fc.nat(4),
        turn: fc.nat(4),
        hash: fc.constantFrom('0'.repeat(16), '1'.repeat(16)),
        waits: fc.tuple(fc.boolean(), fc.boolean()),
        isEnded: fc.boolean(),
        winner: fc.option(side, { nil: null }),
      }),
    );
    const who = fc.constantFrom(ASH, MISTY, OWN, 'brock');
    fc.assert(
      fc.property(fc.array(fc.tuple(who, any), { maxLength: 40 }), (words) => {
        const table = new Table();
        table.say(ASH, open());
        for (const [by, command] of words) {
          table.say(by, command);
          const again: unknown = JSON.parse(JSON.stringify(table.state));
          expect(matchStateSchema.parse(again)).toEqual(table.state);
        }
        const ends = table.events.filter(({ type }) =>
          ['MatchEnded', 'MatchVoided', 'MatchClosed'].includes(type),
        );
        expect(ends.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a match that the lobby has made', () => {
  const HALL = 'lobby:home:pokemon';
  const matched = (more: Partial<Extract<MatchCommand, { type: 'Open' }>> = {}): Table => {
    const table = new Table();
    expect(table.say(HALL, open({ answer: [eevee.mon], ...more }))).toBeUndefined();
    return table;
  };
  const ready = (seed: string): MatchCommand => ({ type: 'Ready', seed });

  it('begins when both are ready, whoever is first, with the seeds of both', () => {
    for (const order of [
      [ASH, MISTY],
      [MISTY, ASH],
    ]) {
      const table = matched();
      expect(table.effects).toEqual([`user:${ASH} Notify`, `user:${MISTY} Notify`]);
      expect(table.state).toMatchObject({ isMatched: true, teams: [[eevee.mon], [eevee.mon]] });
      expect(reads.view(table.state, { userId: ASH })).toMatchObject({
        isMatched: true,
        ready: [false, false],
      });
      const [first = '', second = ''] = order;
      expect(table.say(first, ready(`${first}-seed`))).toBeUndefined();
      expect(table.state.status).toBe('open');
      expect(reads.view(table.state, {})?.ready).toEqual([first === ASH, first === MISTY]);
      expect(table.say(second, ready(`${second}-seed`))).toBeUndefined();
      expect(table.state).toMatchObject({
        status: 'live',
        playerSeeds: [`${ASH}-seed`, `${MISTY}-seed`],
      });
      expect(reads.view(table.state, {})).toMatchObject({ isMatched: false, ready: [true, true] });
    }
  });

  it('gives the streams that the same seeds give a challenge', () => {
    const challenged = new Table();
    challenged.say(ASH, open());
    challenged.say(MISTY, { type: 'Accept', team: [eevee.mon], seed: 'm' });
    challenged.say(ASH, { type: 'Begin', seed: 'a' });
    const table = matched();
    table.say(MISTY, ready('m'));
    table.say(ASH, ready('a'));
    const { seeds, openingDigest } = table.state;
    expect({ seeds, openingDigest }).toEqual({
      seeds: challenged.state.seeds,
      openingDigest: challenged.state.openingDigest,
    });
  });

  it('is nobody else’s, is no challenge, and takes each side once', () => {
    const table = matched();
    expect(table.say('gary', ready('g'))).toBe('E_PERM');
    expect(table.say(ASH, ready('not a seed'))).toBe('E_INPUT');
    expect(table.say(MISTY, { type: 'Accept', team: [eevee.mon], seed: 'm' })).toBe('E_STALE');
    expect(table.say(ASH, { type: 'Begin', seed: 'a' })).toBe('E_BUSY');
    expect(table.say(ASH, ready('a'))).toBeUndefined();
    expect(table.say(ASH, ready('again'))).toBe('E_STALE');
    expect(table.say(MISTY, ready('m'))).toBeUndefined();
    expect(table.say(MISTY, ready('again'))).toBe('E_STALE');
    const challenged = new Table();
    challenged.say(ASH, open());
    expect(challenged.say(MISTY, ready('m'))).toBe('E_STALE');
    // only the lobby of the realm speaks for two people
    for (const by of ['lobby:away:pokemon', 'battle:home:b1', MISTY])
      expect(new Table().say(by, open({ answer: [eevee.mon] }))).toBe('E_PERM');
    const hunted = open({ players: [person(ASH), trainer('fern')] });
    expect(new Table().say(HALL, hunted)).toBe('E_PERM');
  });

  it('goes when not both are ready in time, or one does not want it', () => {
    const late = matched();
    late.say(ASH, ready('a'));
    expect(late.state.expiresAtMs - late.nowMs).toBe(MATCH_TTL_MS);
    late.nowMs += MATCH_TTL_MS;
    expect(late.say(MISTY, ready('m'))).toBe('E_GONE');
    expect(late.say(OWN, { type: 'Expire' })).toBeUndefined();
    expect(late.state.status).toBe('closed');
    for (const [by, type] of [
      [ASH, 'Withdraw'],
      [MISTY, 'Decline'],
    ] as const) {
      const table = matched();
      table.say(by === ASH ? MISTY : ASH, ready('r'));
      expect(table.say(by, { type })).toBeUndefined();
      expect(table.state.status).toBe('closed');
      expect(table.say(by, ready('r'))).toBe('E_GONE');
    }
  });

  it('needs no teams where the format deals them, and wakes from a snapshot of before there were any', () => {
    const table = matched({
      game: { rules: 'pokemon', format: 'gen9randombattle' },
      team: null,
      answer: null,
    });
    table.say(ASH, ready('a'));
    table.say(MISTY, ready('m'));
    expect(setupOfMatch(table.state)).toMatchObject({ format: 'gen9randombattle', teams: [null, null] });
    const { isMatched: _, ...old } = begun().state;
    const woken = matchStateSchema.parse(upgradeMatchState(JSON.parse(JSON.stringify(old))));
    expect(woken).toEqual({ ...old, isMatched: false });
  });
});
