import { afterEach, describe, expect, it } from 'vitest';
import { battle } from '#actors/battle/battle.ts';
import { FOLLOWERS, KINDS } from '#actors/guardian.ts';
import type { BattleCommand } from '#game/battle/battle-protocol.ts';
import { accept, ASH, begin, challenge, MISTY } from '#test/support/battle-rig.ts';
import { createRig, type Rig } from '#test/support/kit-rig.ts';
import { createMemoryBacking } from '#adapters/memory/backing.ts';
import { type Commit, commitKey } from '#ports/commit.ts';
import type { ViewRow } from '#ports/followers.ts';
import { stakeKey } from './timeline-battles.ts';
import { TIMELINE, timeline, timelinePrefix } from './timeline.ts';

const rigs: Rig[] = [];
afterEach(() => {
  for (const rig of rigs.splice(0)) rig.engine.kill();
});

const GOBLIN = { kind: 'trainer', trainerId: 'osrs-goblin' } as const;
const person = (userId: string) => ({ kind: 'person', userId }) as const;
const DIGEST = '0'.repeat(64);

/** Rows of one command with one event; `id`: the command's. */
const rowsOf = (stream: string, type: string, data: unknown, id = 'u1/k'): readonly ViewRow[] => {
  const [, kind = '', realm = '', entity = ''] = stream.split(':');
  const commit: Commit = {
    _id: commitKey(stream, 1),
    f: 1,
    kind: 'commands',
    epoch: 1,
    writer: 'w1',
    commitId: 'c1',
    at: 7,
    cmds: [{ id, hash: 'h', at: 7, by: 'u1', events: [{ type, v: 1, data }] }],
  };
  return timeline.rows?.(commit, { stream, kind, realm, id: entity, seq: 1 }) ?? [];
};
const entriesOf = (...of: Parameters<typeof rowsOf>) => rowsOf(...of).map(({ value }) => value);
/** The first effect of the battle `b1`, and of the pet `p1`. */
const BY_BATTLE = '07:battle:home:b1#000000000009/0/0';
const BY_PET = '07:pet:home:p1#000000000009/0/0';

describe('what battles leave in timelines', () => {
  const ended = { winner: 1, how: 'knockout', players: [person(ASH), person(MISTY)], replayDigest: DIGEST };

  it('is their end for each of the two, private or not, and for nobody else', () => {
    for (const isPrivate of [false, true]) {
      const rows = rowsOf('00:battle:home:b1', 'BattleEnded', { ...ended, tick: 40, isPrivate });
      const cause = { kind: 'battle', id: 'b1' };
      expect(rows.map(({ value }) => value)).toEqual([
        { atMs: 7, kind: 'battle', cause, realm: 'home', against: person(MISTY), result: 'lost' },
        { atMs: 7, kind: 'battle', cause, realm: 'home', against: person(ASH), result: 'won' },
      ]);
      expect(rows.map(({ key }) => key.split('/')[0])).toEqual([ASH, MISTY]);
    }
  });

  it('is the end of a match and of a hunt, and what was void', () => {
    const hunt = {
      ...ended,
      winner: null,
      how: 'draw',
      turns: 3,
      isPrivate: false,
      players: [person(ASH), GOBLIN],
    };
    expect(entriesOf('00:match:home:m1', 'MatchEnded', hunt)).toMatchObject([
      { kind: 'battle', cause: { kind: 'match', id: 'm1' }, against: GOBLIN, result: 'drawn' },
    ]);
    const data = { reason: 'a test', players: [person(ASH), person(MISTY)] };
    for (const [stream, type] of [
      ['00:battle:home:b1', 'BattleVoided'],
      ['00:match:home:m1', 'MatchVoided'],
    ] as const)
      expect(entriesOf(stream, type, data)).toMatchObject([{ result: 'void' }, { result: 'void' }]);
  });

  it('names the battle whose effect something was, and nothing else', () => {
    const xp = { source: 'battle-win', xp: 150, total: 400 };
    const cause = { kind: 'battle', id: 'b1' };
    expect(entriesOf('00:user:0:u1', 'XpAwarded', xp, BY_BATTLE)).toEqual([
      { atMs: 7, kind: 'experience', xp: 150, cause },
    ]);
    for (const id of [BY_PET, 'u1/k', 'u1/07:battle:home:b1#9/0/0'])
      expect(entriesOf('00:user:0:u1', 'XpAwarded', xp, id)).toEqual([]);
    expect(entriesOf('00:user:0:u1', 'LevelReached', { level: 3 }, BY_BATTLE)).toEqual([
      { atMs: 7, kind: 'level', level: 3, cause },
    ]);
    expect(entriesOf('00:user:0:u1', 'LevelReached', { level: 3 }, BY_PET)).toEqual([
      { atMs: 7, kind: 'level', level: 3 },
    ]);
    const gains = { food: 0, hygiene: 0, joy: 5_000, energy: -8_000, health: 0, bond: 1_500 };
    const fought = { battle: 'b1', won: true, gains, owner: 'u1' };
    expect(entriesOf('00:pet:home:p1', 'PetFought', fought, BY_BATTLE)).toEqual([
      { atMs: 7, kind: 'fought', petId: 'p1', bond: 1_500, cause },
    ]);
    expect(entriesOf('00:pet:home:p1', 'PetFought', { ...fought, owner: '' }, BY_BATTLE)).toEqual([]);
  });

  it('is what went into the pot and came out of it, and where the stake is found', () => {
    const transfer = (kind: string, by: string, legs: readonly unknown[]) =>
      entriesOf('00:ledger:home:0', 'TransferPosted', {
        receiptNo: 5,
        by,
        memo: { kind, about: 'b1' },
        legs,
        after: {},
        holdId: 'b1',
      });
    const cause = { kind: 'battle', id: 'b1' };
    const into = { from: `u:${ASH}`, to: 'hold:b1', coins: 100 };
    const out = { from: 'hold:b1', to: `u:${ASH}`, coins: 196 };
    const fee = { from: 'hold:b1', to: 'fee', coins: 4 };
    expect(transfer('stake', 'battle:home:b1', [into])).toMatchObject([
      { kind: 'staked', coins: 100, cause },
    ]);
    expect(transfer('stake', 'battle:home:b1', [out, fee])).toMatchObject([
      { kind: 'stakes', coins: 196, cause },
    ]);
    expect(transfer('hold', 'battle:home:b1', [out])).toMatchObject([{ kind: 'stakes-back', cause }]);
    const [byOthers] = transfer('hold', 'ledger:home:0', [out]);
    expect(byOthers).toMatchObject({ kind: 'stakes-back', coins: 196 });
    expect(byOthers).not.toHaveProperty('cause');

    const started = {
      openingDigest: DIGEST,
      seeds: [
        [1, 2, 3, 4],
        [5, 6, 7, 8],
      ],
      players: [person(ASH), person(MISTY)],
      tempo: 'rounds',
      isPrivate: false,
      stake: 100,
    };
    expect(rowsOf('00:battle:home:b1', 'BattleStarted', started)).toEqual([
      { key: stakeKey('home', 'b1'), value: { stake: 100 } },
    ]);
    expect(rowsOf('00:battle:home:b1', 'BattleStarted', { ...started, stake: 0 })).toEqual([]);
  });
});

describe('a timeline that an earlier release kept', () => {
  const finish = async <T>(rig: Rig, work: Promise<T>): Promise<T> => {
    const end = { isOver: false };
    const result = work.finally(() => {
      end.isOver = true;
    });
    while (!end.isOver) await rig.pass(20);
    return result;
  };

  it('has its battles after the next start: it is read anew from the beginning of the log', async () => {
    const backing = createMemoryBacking();
    const old = { name: 'timeline', kinds: ['user', 'pet', 'ledger'], rows: () => [] };
    const before = await createRig({ kinds: KINDS, followers: [old], backing });
    rigs.push(before);
    const words: readonly (readonly [string, BattleCommand])[] = [
      [ASH, challenge({ isPrivate: true })],
      [MISTY, accept()],
      [ASH, begin()],
      [MISTY, { type: 'Forfeit' }],
    ];
    for (const [n, [by, command]] of words.entries()) {
      const call = before.call(`k${n}`, { by, commandId: `${by}/k${n}` });
      await finish(before, before.engine.ask(battle, { realm: 'home', id: 'b1' }, command, call));
    }
    await finish(before, before.engine.settled());
    before.engine.kill();

    const after = await createRig({ kinds: KINDS, followers: FOLLOWERS, backing });
    rigs.push(after);
    await finish(after, after.engine.settled());
    const rows = await finish(after, after.engine.views.rows(TIMELINE, timelinePrefix(ASH), { limit: 100 }));
    expect(rows.map(({ value }) => value)).toContainEqual(
      expect.objectContaining({ kind: 'battle', result: 'won', cause: { kind: 'battle', id: 'b1' } }),
    );
  });
});
