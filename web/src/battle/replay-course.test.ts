import { describe, expect, it } from 'vitest';
import { playAgain, setupOf } from '../../../src/game/battle/replay.ts';
import { CROSS_V1 } from '../../../src/game/battle/rules.ts';
import { browserHash } from './browser-hash.ts';
import { exampleCourse, exampleReplay } from './example-battle.ts';
import { courseOf, eventsAt, readReplay, viewAt } from './replay-course.ts';

const replay = exampleReplay();
const course = courseOf(replay);

describe('a replay in the browser', () => {
  it('goes through the very states that the verifier compares', () => {
    const states: number[] = [];
    const battle = playAgain(
      CROSS_V1,
      setupOf(replay, browserHash),
      replay.orders,
      replay.ticks,
      (_tick, hash) => {
        states.push(hash);
      },
    );
    expect(course.ticks).toBe(replay.ticks);
    expect(states).toHaveLength(course.ticks);
    expect(course.words.at(-1)).toEqual(battle.words);
  });

  it('shows at each tick what everybody saw then, and all of it at the end', () => {
    expect(JSON.stringify(viewAt(course, 0).sides.map(({ fighters }) => fighters[2]))).toBe(
      '[{"shown":false},{"shown":false}]',
    );
    const end = viewAt(course, course.ticks);
    expect(end.status).toBe('ended');
    expect(end.sides.every(({ fighters }) => fighters.every(({ name }) => name !== undefined))).toBe(true);
    expect(end.revealed?.serverSeed).toBe(replay.serverSeed);
  });

  it('has each event at its own tick', () => {
    const all = Array.from({ length: course.ticks + 1 }, (_, tick) => eventsAt(course, tick)).flat();
    expect(all).toEqual(course.events);
  });

  it('names trainers and people of a file', () => {
    expect(course.names).toEqual(['Ash', 'Rook']);
    expect(courseOf(replay, ['A', 'B']).names).toEqual(['A', 'B']);
  });

  it('is another battle with another seed', () => {
    expect(exampleCourse('b').words.at(-1)).not.toEqual(course.words.at(-1));
  });

  it('opens nothing that has not the form of a replay', () => {
    for (const value of [
      undefined,
      null,
      7,
      'x',
      [],
      {},
      { ...replay, extra: 1 },
      { ...replay, rules: 'cross/v9' },
    ])
      expect(readReplay(value)).toBeUndefined();
  });
});
