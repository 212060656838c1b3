import { describe, expect, it } from 'vitest';
import { createVirtualTimer } from './virtual-timer.ts';
import type { StreamHandlers } from './battle-api.ts';
import { exampleCourse } from './example-battle.ts';
import { followBattle } from './follow-battle.ts';
import { viewAt } from './replay-course.ts';
import type { BattleAnswer } from './wire.ts';

const course = exampleCourse();
const LIVE: BattleAnswer = { view: viewAt(course, 8), names: ['Ash', 'Rook'] };
const OVER: BattleAnswer = { view: viewAt(course, course.ticks), names: ['Ash', 'Rook'] };

const settle = async (): Promise<void> => {
  await Promise.resolve();
  await Promise.resolve();
};

const rig = (answer: () => BattleAnswer | 'gone' | 'lost') => {
  const timer = createVirtualTimer();
  const told: string[] = [];
  const streams: (StreamHandlers & { isClosed: boolean })[] = [];
  let asked = 0;
  const followed = followBattle(
    {
      lookUp: () => {
        asked += 1;
        return Promise.resolve(answer());
      },
      open: (handlers) => {
        const stream = { ...handlers, isClosed: false };
        streams.push(stream);
        return {
          close: () => {
            stream.isClosed = true;
          },
        };
      },
      after: timer.after,
    },
    {
      onAnswer: () => told.push('answer'),
      onMessage: ({ type }) => told.push(type),
      onLink: (link) => told.push(link),
      onGone: () => told.push('gone'),
    },
  );
  return { timer, told, streams, followed, asked: () => asked };
};

describe('following a battle', () => {
  it('asks, then listens', async () => {
    const { told, streams } = rig(() => LIVE);
    await settle();
    streams[0]?.onOpen();
    streams[0]?.onMessage({ type: 'summary', view: LIVE.view });
    expect(told).toEqual(['answer', 'open', 'summary']);
  });

  it('comes back by itself, waiting longer each time, and asks anew', async () => {
    let isAway = false;
    const { timer, told, streams, asked } = rig(() => (isAway ? 'lost' : LIVE));
    await settle();
    streams[0]?.onOpen();
    isAway = true;
    streams[0]?.onLost();
    expect(streams[0]?.isClosed).toBe(true);
    for (const waitMs of [500, 1_000, 2_000, 4_000, 8_000, 8_000]) {
      const before = asked();
      timer.advance(waitMs - 1);
      await settle();
      expect(asked()).toBe(before);
      timer.advance(1);
      await settle();
      expect(asked()).toBe(before + 1);
    }
    isAway = false;
    timer.advance(8_000);
    await settle();
    streams[1]?.onOpen();
    expect(told.filter((one) => one !== 'lost')).toEqual(['answer', 'open', 'answer', 'open']);
    streams[1]?.onLost();
    timer.advance(500);
    await settle();
    expect(streams).toHaveLength(3);
  });

  it('says of a battle that is gone that it is gone, and asks no more', async () => {
    const { told, streams, timer } = rig(() => 'gone');
    await settle();
    timer.advance(60_000);
    expect(told).toEqual(['gone']);
    expect(streams).toEqual([]);
  });

  it('needs no stream of a battle that is over, and closes one that ends', async () => {
    expect(rig(() => OVER).streams).toEqual([]);
    const { streams, told } = rig(() => LIVE);
    await settle();
    streams[0]?.onMessage({ type: 'summary', view: OVER.view });
    expect(streams[0]?.isClosed).toBe(true);
    streams[0]?.onLost();
    expect(told).not.toContain('lost');
  });

  it('is silent once it is stopped, whatever comes late', async () => {
    const { streams, told, followed, timer } = rig(() => LIVE);
    await settle();
    followed.stop();
    const before = told.length;
    streams[0]?.onMessage({ type: 'summary', view: LIVE.view });
    streams[0]?.onLost();
    timer.advance(60_000);
    await settle();
    expect(told).toHaveLength(before);
  });
});
