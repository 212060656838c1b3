import { afterEach, describe, expect, it } from 'vitest';
import { battle } from '#actors/battle/battle.ts';
import type { BattleCommand } from '#game/battle/battle-protocol.ts';
import { accept, ASH, begin, challenge, MISTY } from '#test/support/battle-rig.ts';
import { createRig, type Rig } from '#test/support/kit-rig.ts';
import { createMemoryBacking } from '#adapters/memory/backing.ts';
import { type Commit, commitKey } from '#ports/commit.ts';
import type { ViewRow } from '#ports/followers.ts';
import {
  BATTLES,
  type EndRow,
  battles,
  battlesUnderWay,
  endedPrefix,
  historyPrefix,
  ownPrefix,
  readHistoryRows,
  readOfferedRows,
} from './battles.ts';

const rigs: Rig[] = [];
const backing = createMemoryBacking();
const open = async (): Promise<Rig> => {
  const rig = await createRig({ kinds: [battle], followers: [battles], backing });
  rigs.push(rig);
  return rig;
};

afterEach(() => {
  for (const rig of rigs.splice(0)) rig.engine.kill();
});

const finish = async <T>(rig: Rig, work: Promise<T>): Promise<T> => {
  const end = { isOver: false };
  const result = work.finally(() => {
    end.isOver = true;
  });
  while (!end.isOver) await rig.pass(20);
  return result;
};

let keys = 0;
const say = async (rig: Rig, id: string, by: string, command: BattleCommand): Promise<void> => {
  keys += 1;
  await finish(
    rig,
    rig.engine.ask(
      battle,
      { realm: 'home', id },
      command,
      rig.call(`k${keys}`, { by, commandId: `${by}/k${keys}` }),
    ),
  );
};

const start = async (rig: Rig, id: string, isPrivate = false): Promise<void> => {
  await say(rig, id, ASH, challenge({ isPrivate }));
  await say(rig, id, MISTY, accept());
  await say(rig, id, ASH, begin());
};

const rows = async (rig: Rig, prefix: string) =>
  finish(rig, rig.engine.views.rows(BATTLES, prefix, { limit: 100 }));

/** Rows of one event of a battle or match. */
const rowsFor = (kind: 'battle' | 'match', type: string, data: unknown): readonly ViewRow[] => {
  const stream = `00:${kind}:home:b1`;
  const commit: Commit = {
    _id: commitKey(stream, 1),
    f: 1,
    kind: 'commands',
    epoch: 1,
    writer: 'w1',
    commitId: 'c1',
    at: 7,
    cmds: [{ id: 'u1/k', hash: 'h', at: 7, by: 'u1', events: [{ type, v: 1, data }] }],
  };
  return battles.rows?.(commit, { stream, kind, realm: 'home', id: 'b1', seq: 1 }) ?? [];
};

describe('the list of battles', () => {
  it('marks the end of a private battle or match, and keeps it out of the public list', () => {
    const players = [
      { kind: 'person', userId: ASH },
      { kind: 'person', userId: MISTY },
    ];
    const end = { winner: 0, how: 'forfeit', players, replayDigest: '0'.repeat(64) };
    for (const [kind, type, length] of [
      ['battle', 'BattleEnded', { tick: 9 }],
      ['match', 'MatchEnded', { turns: 9 }],
    ] as const)
      for (const isPrivate of [true, false]) {
        const written = rowsFor(kind, type, { ...end, ...length, isPrivate });
        expect(written.some(({ key }) => key.startsWith(endedPrefix('home')))).toBe(!isPrivate);
        const inHistories = [ASH, MISTY].flatMap((userId) =>
          written.filter(({ key }) => key.startsWith(historyPrefix('home', userId))),
        );
        expect(
          inHistories.map(({ value }) => [(value as EndRow).ticks, (value as EndRow).isPrivate ?? false]),
        ).toEqual([
          [9, isPrivate],
          [9, isPrivate],
        ]);
      }
  });

  it('counts a match as agreed to when the lobby has made it, and as open when it does not say so', () => {
    const players = [
      { kind: 'person', userId: ASH },
      { kind: 'person', userId: MISTY },
    ];
    const statusOf = (data: unknown): unknown =>
      rowsFor('match', 'MatchOpened', data)
        .filter(({ key }) => key.startsWith('u/'))
        .map(({ value }) => (value as { status: string }).status);
    expect(statusOf({ players, isMatched: true })).toEqual(['accepted', 'accepted']);
    expect(statusOf({ players, isMatched: false })).toEqual(['open', 'open']);
    // as they were written before the lobby opened any
    expect(statusOf({ players })).toEqual(['open', 'open']);
  });

  it('looks behind however many private battles for those that somebody may see', async () => {
    const PRIVATE = 120;
    const prefix = historyPrefix('home', ASH);
    const players = [
      { kind: 'person', userId: ASH },
      { kind: 'person', userId: MISTY },
    ];
    const end = { winner: 0, how: 'forfeit', players, tick: 9, replayDigest: '0'.repeat(64) };
    const rowOf = (isPrivate: boolean) =>
      rowsFor('battle', 'BattleEnded', { ...end, isPrivate }).find(({ key }) => key.startsWith(prefix));
    const history = Array.from({ length: PRIVATE + 1 }, (_, n) => ({
      key: `${prefix}${String(n).padStart(6, '0')}`,
      // the oldest one is public
      value: rowOf(n > 0)?.value,
    })).toReversed();
    let reads = 0;
    const views: Parameters<typeof readHistoryRows>[0] = {
      rows: (_name, wanted, { limit, before }) => {
        reads += 1;
        expect(wanted).toBe(prefix);
        const rest = before === undefined ? history : history.filter(({ key }) => key < before);
        return Promise.resolve(rest.slice(0, limit));
      },
    };
    const seenBy = (more: { readonly viewer?: string }) =>
      readHistoryRows(views, { realm: 'home', userId: ASH, ...more }, 10);
    expect((await seenBy({})).map(({ isPrivate }) => isPrivate)).toEqual([undefined]);
    expect(await seenBy({ viewer: 'gary1' })).toHaveLength(1);
    reads = 0;
    expect((await seenBy({ viewer: MISTY })).every(({ isPrivate }) => isPrivate === true)).toBe(true);
    expect(reads).toBe(1);
  });

  it('knows of battles and matches alike how far they are, to each of the two', () => {
    const players = [
      { kind: 'person', userId: ASH },
      { kind: 'person', userId: MISTY },
    ];
    const all = new Map<string, unknown>();
    const after = (kind: 'battle' | 'match', type: string, data: unknown) => {
      for (const { key, value } of rowsFor(kind, type, data))
        if (value === undefined) all.delete(key);
        else all.set(key, value);
      return [...all.keys()].toSorted();
    };
    const common = { players, isPrivate: false, openingDigest: '0'.repeat(64) };
    const seeds = [
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ];
    const own = [ownPrefix('home', ASH), ownPrefix('home', MISTY)].map((prefix) => `${prefix}b1`);
    for (const [kind, Kind, started, clock] of [
      ['battle', 'Battle', { ...common, seeds, tempo: 'rounds', stake: 0 }, 'c/home/b1'],
      ['match', 'Match', { ...common, seeds, seed: 'x' }, 'm/home/b1'],
    ] as const) {
      all.clear();
      expect(after(kind, `${Kind}Accepted`, {})).toEqual(['a/home/b1']);
      const live = after(kind, `${Kind}Started`, started);
      expect(live).toEqual([clock, `l/home/${ASH}/b1`, `l/home/${MISTY}/b1`, ...own].toSorted());
      expect(all.get(own[0] ?? '')).toMatchObject({ status: 'live' });
      expect(after(kind, `${Kind}Voided`, { reason: 'a test', players })).toEqual(own);
      expect(all.get(own[1] ?? '')).toMatchObject({ status: 'over' });
    }
  });

  it('holds those under way, to the last moment of the log, and keeps nothing of those that are over', async () => {
    const rig = await open();
    for (let n = 0; n < 30; n += 1) {
      await start(rig, `a${n}`);
      await say(rig, `a${n}`, ASH, { type: 'Forfeit' });
    }
    await start(rig, 'voided');
    await say(rig, 'voided', 'op', { type: 'Void', reason: 'a test.' });
    await start(rig, 'running');
    // nobody has waited for the follower here
    expect(await finish(rig, battlesUnderWay(rig.engine))).toEqual([{ realm: 'home', id: 'running' }]);
    expect(await rows(rig, 'c/')).toHaveLength(1);
    rig.engine.kill();
    const next = await open();
    expect(await finish(next, battlesUnderWay(next.engine))).toEqual([{ realm: 'home', id: 'running' }]);
  });

  it('finds what was offered to somebody among any number of battles that are over', async () => {
    const rig = await open();
    for (let n = 0; n < 120; n += 1) {
      await say(rig, `z${n}`, ASH, challenge());
      await say(rig, `z${n}`, MISTY, { type: 'Decline' });
    }
    await say(rig, 'anoffer', ASH, challenge());
    await finish(rig, battlesUnderWay(rig.engine));
    const offered = async () => {
      const found = await finish(rig, readOfferedRows(rig.engine.views, 'home', MISTY, 100));
      return found.map(({ id, status }) => `${id} ${status}`);
    };
    expect(await offered()).toEqual(['anoffer open']);
    await say(rig, 'anoffer', MISTY, accept());
    await finish(rig, battlesUnderWay(rig.engine));
    expect(await offered()).toEqual(['anoffer accepted']);
    await say(rig, 'anoffer', 'op', { type: 'Void', reason: 'a test.' });
    await finish(rig, battlesUnderWay(rig.engine));
    expect(await offered()).toEqual([]);
  });

  it('shows people their own, and everybody those that were public', async () => {
    const rig = await open();
    await start(rig, 'public');
    await start(rig, 'secret', true);
    for (const id of ['public', 'secret']) await say(rig, id, MISTY, { type: 'Forfeit' });
    await say(rig, 'refused', ASH, challenge());
    await say(rig, 'refused', MISTY, { type: 'Decline' });
    await finish(rig, battlesUnderWay(rig.engine));
    const ids = async (prefix: string) =>
      (await rows(rig, prefix)).map(({ value }) => (value as { id: string }).id);
    const ended = await ids(endedPrefix('home'));
    expect(ended).toContain('public');
    expect(ended).not.toContain('secret');
    expect(await ids(historyPrefix('home', MISTY))).toEqual(expect.arrayContaining(['public', 'secret']));
    const seenBy = async (more: { readonly viewer?: string }) => {
      const whose = { realm: 'home', userId: MISTY, ...more };
      return (await finish(rig, readHistoryRows(rig.engine.views, whose, 100))).map(({ id }) => id);
    };
    for (const viewer of [ASH, MISTY])
      expect((await seenBy({ viewer })).toSorted()).toEqual(expect.arrayContaining(['public', 'secret']));
    for (const more of [{ viewer: 'gary1' }, {}]) {
      const seen = await seenBy(more);
      expect(seen).toContain('public');
      expect(seen).not.toContain('secret');
    }
    const own = await rows(rig, ownPrefix('home', ASH));
    expect(own.find(({ key }) => key.endsWith('/refused'))?.value).toMatchObject({ status: 'over' });
  });
});
