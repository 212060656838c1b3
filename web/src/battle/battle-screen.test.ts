import { describe, expect, it } from 'vitest';
import type { StreamHandlers } from './battle-api.ts';
import { openScreen } from './battle-screen.ts';
import { exampleCourse, exampleFrame } from './example-battle.ts';
import { viewAt } from './replay-course.ts';
import { createVirtualTimer } from './virtual-timer.ts';
import type { BattleView } from './wire.ts';

const course = exampleCourse();
const inRounds = (tick: number): BattleView => ({ ...viewAt(course, tick), tempo: 'rounds' });

const settle = async (): Promise<void> => {
  await Promise.resolve();
  await Promise.resolve();
};

const rig = async (isCalm = false) => {
  const timer = createVirtualTimer();
  const streams: StreamHandlers[] = [];
  const opened = openScreen({
    lookUp: () => Promise.resolve({ view: inRounds(0), names: ['Ash', 'Rook'], side: 0, dueInMs: 9_000 }),
    open: (handlers) => {
      streams.push(handlers);
      return { close: () => undefined };
    },
    after: timer.after,
    nowMs: timer.nowMs,
    isCalm: () => isCalm,
    say: () => undefined,
  });
  await settle();
  const [stream] = streams;
  if (stream === undefined) throw new Error('it did not listen');
  stream.onOpen();
  return { timer, stream, opened, drawn: () => opened.screen.get().playback?.drawn };
};

describe('the screen of a battle', () => {
  it('counts the round down from what the service said, then from each frame', async () => {
    const { timer, stream, opened } = await rig();
    expect(opened.screen.get()).toMatchObject({ link: 'open', side: 0, roundEndsAt: 9_000 });
    timer.advance(4_000);
    stream.onMessage({ type: 'frame', ...exampleFrame(course, 0, 8) });
    expect(opened.screen.get().roundEndsAt).toBe(19_000);
  });

  it('plays a round over some seconds', async () => {
    const { timer, stream, drawn } = await rig();
    stream.onMessage({ type: 'frame', ...exampleFrame(course, 0, 8) });
    expect(drawn()?.tick).toBe(1);
    timer.advance(1_000);
    expect(drawn()?.tick).toBe(3);
    timer.advance(5_000);
    expect(drawn()?.tick).toBe(8);
  });

  it('shows a round at once to those who want no motion, or who skip', async () => {
    const calm = await rig(true);
    calm.stream.onMessage({ type: 'frame', ...exampleFrame(course, 0, 8) });
    expect(calm.drawn()?.tick).toBe(8);
    const { stream, opened, drawn } = await rig();
    stream.onMessage({ type: 'frame', ...exampleFrame(course, 0, 8) });
    opened.skip();
    expect(drawn()?.tick).toBe(8);
  });

  it('shows that the connection is lost, and draws nothing once it is stopped', async () => {
    const { timer, stream, opened, drawn } = await rig();
    stream.onMessage({ type: 'frame', ...exampleFrame(course, 0, 8) });
    stream.onLost();
    expect(opened.screen.get().link).toBe('lost');
    opened.stop();
    timer.advance(10_000);
    expect(drawn()?.tick).toBe(1);
  });
});
