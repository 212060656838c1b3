import { afterEach, describe, expect, it } from 'vitest';
import { createMemoryBacking, type MemoryBacking } from '#adapters/memory/backing.ts';
import { ladder } from '#actors/ladder/ladder.ts';
import { RATED_A_DAY } from '#game/battle/meetings.ts';
import { createRig, type Rig } from '#test/support/kit-rig.ts';
import { KEPT, RATINGS, ratings, readRatings } from './ratings.ts';

const rigs: Rig[] = [];
const open = async (backing: MemoryBacking = createMemoryBacking()): Promise<Rig> => {
  const rig = await createRig({ kinds: [ladder], followers: [ratings], backing });
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

let battles = 0;
const record = async (rig: Rig, first: string, second: string, winner: 0 | 1 | null, rules = 'cross') => {
  battles += 1;
  const command = { type: 'Record', battleId: `b${battles}`, players: [first, second], winner } as const;
  const by = `battle:home:b${battles}`;
  const answer = await finish(
    rig,
    rig.engine.ask(ladder, { realm: 'home', id: rules }, command, rig.call(by, { by, commandId: `${by}/r` })),
  );
  if (!answer.ok) throw new Error(answer.rejection.code);
  return answer.value;
};

const courseOf = async (rig: Rig, userId: string, rules = 'cross', limit?: number) => {
  await finish(rig, rig.engine.settled());
  return readRatings(rig.engine.views, { realm: 'home', rules, userId }, limit);
};

describe('how ratings went', () => {
  it('is told of both sides, battle by battle, as the ladder said it', async () => {
    const rig = await open();
    const said = [
      await record(rig, 'ash', 'misty', 0),
      await record(rig, 'misty', 'ash', 0),
      await record(rig, 'ash', 'gary', null),
    ];
    const ash = await courseOf(rig, 'ash');
    expect(ash.map(({ n }) => n)).toEqual([1, 2, 3]);
    expect(ash.map(({ before }) => before)).toEqual([1_500, said[0]?.ratings[0], said[1]?.ratings[1]]);
    expect(ash.map(({ rating }) => rating)).toEqual([
      said[0]?.ratings[0],
      said[1]?.ratings[1],
      said[2]?.ratings[0],
    ]);
    const deviations = ash.map(({ deviation }) => deviation);
    expect(deviations).toEqual(deviations.toSorted((a, b) => b - a));
    expect((await courseOf(rig, 'misty')).map(({ rating }) => rating)).toEqual([
      said[0]?.ratings[1],
      said[1]?.ratings[0],
    ]);
    expect(await courseOf(rig, 'brock')).toEqual([]);
  });

  it('keeps ladders apart, and battles that the ladder does not rate out', async () => {
    const rig = await open();
    await record(rig, 'ash', 'misty', 0, 'pokemon');
    for (let n = 0; n < RATED_A_DAY + 3; n += 1) await record(rig, 'ash', 'misty', 0);
    expect(await courseOf(rig, 'ash', 'pokemon')).toHaveLength(1);
    expect(await courseOf(rig, 'ash')).toHaveLength(RATED_A_DAY);
  });

  it('goes back so many battles and no further, however many there were, and is the same when it is read anew', async () => {
    const rig = await open();
    const many = KEPT + 25;
    for (let n = 0; n < many; n += 1) await record(rig, 'ash', `u${n}`, ([0, 1] as const)[n % 2] ?? 0);
    const course = await courseOf(rig, 'ash');
    expect(course.map(({ n }) => n)).toEqual(Array.from({ length: KEPT }, (_, n) => n + many - KEPT + 1));
    // each begins where the one before has ended: nobody rested for a week
    expect(course.slice(1).map(({ before }) => before)).toEqual(
      course.slice(0, -1).map(({ rating }) => rating),
    );
    expect(await courseOf(rig, 'ash', 'cross', 7)).toEqual(course.slice(-7));
    const { epoch } = await rig.store.followers.open(RATINGS);
    const { commits, position } = await rig.store.followers.read(undefined, 10_000, ['ladder']);
    const again = commits.flatMap((commit) =>
      (
        ratings.rows?.(commit, { stream: '', kind: 'ladder', realm: 'home', id: 'cross', seq: 1 }) ?? []
      ).slice(),
    );
    expect(await rig.store.followers.save(RATINGS, epoch, position, again)).toBe('saved');
    expect(await courseOf(rig, 'ash')).toEqual(course);
  });
});
