import { describe, expect, it } from 'vitest';
import { exampleCourse, exampleFrame } from './example-battle.ts';
import {
  advance,
  advanceAll,
  beginPlayback,
  LINES_MAX,
  type Playback,
  stepMs,
  takeMessage,
} from './playback.ts';
import { viewAt } from './replay-course.ts';
import type { BattleView } from './wire.ts';

const course = exampleCourse();
const NAMES = ['Ash', 'Rook'];

/** What can be told from events alone; how long sleep lasts is known at a frame's end. */
const seen = (view: BattleView) =>
  view.sides.map(({ active, nextAt, foodUsed, antidotesUsed, fighters }) => ({
    active,
    nextAt,
    foodUsed,
    antidotesUsed,
    fighters: fighters.map(({ shown, name, hp, moves }) => ({ shown, name, hp, moves })),
  }));

const frame = (playback: Playback, toTick: number): Playback =>
  takeMessage(playback, { type: 'frame', ...exampleFrame(course, playback.view.tick, toTick) });

describe('playing frames tick by tick', () => {
  it.each([2, 8, 64])('draws each tick of %i-tick frames as the rules have it', (ticks) => {
    let playback = beginPlayback(viewAt(course, 0), NAMES);
    for (let at = ticks; at < course.ticks; at += ticks) {
      playback = frame(playback, at);
      while (playback.queue.length > 0) {
        playback = advance(playback);
        const { drawn } = playback;
        expect({ tick: drawn.tick, sides: seen(drawn) }).toEqual({
          tick: drawn.tick,
          sides: seen(viewAt(course, drawn.tick)),
        });
      }
      expect(playback.drawn.sides).toEqual(viewAt(course, playback.drawn.tick).sides);
    }
    expect(playback.drawn.tick).toBeGreaterThan(course.ticks - ticks - 1);
  });

  it('shows no fighter before its tick, though its frame knows it', () => {
    const enter = course.events.find(([, , kind]) => kind === 9);
    expect(enter).toBeDefined();
    const [tick = 0, side = 0, , number = 0] = enter ?? [];
    let playback = frame(beginPlayback(viewAt(course, 0), NAMES), tick);
    while (playback.drawn.tick < tick - 1) playback = advance(playback);
    expect(JSON.stringify(playback.drawn.sides[side]?.fighters[number])).toBe('{"shown":false}');
    expect(advance(playback).drawn.sides[side]?.active).toBe(number);
  });

  it('writes a line for each event, once and in order', () => {
    const whole = advanceAll(frame(beginPlayback(viewAt(course, 0), NAMES), course.ticks - 1));
    const expected = course.events.filter(([tick]) => tick < course.ticks).length;
    expect(whole.lines).toHaveLength(Math.min(LINES_MAX, expected));
    expect(new Set(whole.lines.map(({ key }) => key)).size).toBe(whole.lines.length);
  });

  it('takes a frame again after a reconnection as the same', () => {
    const once = frame(beginPlayback(viewAt(course, 0), NAMES), 8);
    expect(takeMessage(once, { type: 'frame', ...exampleFrame(course, 0, 8) })).toBe(once);
  });

  it('plays what came before a summary of the same tick, then shows it', () => {
    const told = frame(beginPlayback(viewAt(course, 0), NAMES), course.ticks);
    const end = viewAt(course, course.ticks);
    const waiting = takeMessage(told, { type: 'summary', view: end });
    expect(waiting.drawn.status).toBe('live');
    expect(advanceAll(waiting).drawn).toBe(end);
  });

  it('leaps over a gap and says so', () => {
    const told = frame(beginPlayback(viewAt(course, 0), NAMES), 8);
    const later = takeMessage(told, { type: 'summary', view: viewAt(course, 24) });
    expect(later.queue).toEqual([]);
    expect(later.drawn.tick).toBe(24);
    expect(later.lines.at(-1)?.text).toBe('16 ticks passed unseen.');
  });

  it('marks an order at once and only for its own side', () => {
    const start = viewAt(course, 4);
    const own = {
      food: 1,
      antidotes: 1,
      itemReadyAt: 0,
      guardReadyAt: 0,
      standing: 0,
      choices: [0, 1],
      pending: [],
    };
    const [first, second] = start.sides;
    if (first === undefined || second === undefined) throw new Error('a battle has two sides');
    const mine = { ...start, sides: [{ ...first, own }, second] };
    const ordered = takeMessage(beginPlayback(mine, NAMES), {
      type: 'own',
      side: { ...first, own: { ...own, pending: [1] } },
    });
    expect(ordered.drawn.sides[0]?.own?.pending).toEqual([1]);
    expect(ordered.drawn.sides[1]).toBe(second);
  });

  it('goes at the pace of the battle and hurries when it is behind', () => {
    const live = frame(beginPlayback(viewAt(course, 0), NAMES), 2);
    expect(stepMs(live)).toBe(600);
    expect(stepMs(frame(live, 8))).toBe(150);
    expect(stepMs(frame(live, 64))).toBe(0);
    const rounds = beginPlayback({ ...viewAt(course, 0), tempo: 'rounds' }, NAMES);
    expect(8 * stepMs(frame(rounds, 8))).toBeGreaterThan(2_000);
    expect(8 * stepMs(frame(rounds, 8))).toBeLessThan(6_000);
  });
});
