import { describe, expect, it } from 'vitest';
import type { StreamHandlers } from '../battle-api.ts';
import { createVirtualTimer } from '../virtual-timer.ts';
import { isMatchScreen } from './match-guards.ts';
import { asOfTurn, isOutdated, openMatchScreen } from './match-screen.ts';
import type { MatchScreen } from './match-wire.ts';

const at = (turn: number, { status = 'live', chosen = turn, isKnown = true } = {}): MatchScreen => {
  const told = Array.from({ length: turn }, (_, n) => ({ turn: n, lines: [`Side 1 hit for ${n}.`] }));
  const side = { active: [{ name: 'Goblin', note: '', healthPercent: 50 }], standing: 1, fighters: 1 };
  const value: unknown = {
    view: {
      id: 'm1',
      rules: 'osrs',
      about: 'Goblin',
      status,
      commitment: 'c',
      players: [],
      turn,
      chosen,
      waits: [true, false],
    },
    names: ['Ash', 'Goblin'],
    ...(isKnown
      ? {
          position: {
            turn,
            field: [side, side],
            story: told,
            isEnded: false,
            winner: null,
            request: { kind: 'move', slots: [] },
          },
        }
      : {}),
  };
  if (!isMatchScreen(value)) throw new Error('no match');
  return value;
};

const settle = async (): Promise<void> => {
  for (let n = 0; n < 5; n += 1) await Promise.resolve();
};

const rig = (first: MatchScreen | 'gone') => {
  const timer = createVirtualTimer();
  const said: string[] = [];
  const streams: StreamHandlers<MatchScreen>[] = [];
  const answers = { next: first };
  let closed = 0;
  const opened = openMatchScreen({
    lookUp: () => Promise.resolve(answers.next),
    open: (handlers) => {
      streams.push(handlers);
      return { close: () => (closed += 1) };
    },
    after: timer.after,
    say: (text) => said.push(text),
  });
  return { ...opened, answers, said, streams, closed: () => closed };
};

describe('the screen of a match', () => {
  it('shows what comes and says only what is new', async () => {
    const { screen, streams, said, stop } = rig(at(2));
    await settle();
    expect(said).toEqual([]);
    streams[0]?.onMessage(at(3));
    expect(screen.get().match?.view.turn).toBe(3);
    expect(screen.get().before?.view.turn).toBe(2);
    expect(said).toEqual(['Ash hit for 2.']);
    stop();
  });

  it('does not go back when the stream was overtaken by a question', async () => {
    const { screen, streams, answers, refresh, stop } = rig(at(1));
    await settle();
    answers.next = at(4);
    await refresh();
    streams[0]?.onMessage(at(2));
    expect(screen.get().match?.view.turn).toBe(4);
    expect(isOutdated(at(4, { chosen: 5 }), at(4))).toBe(false);
    stop();
  });

  it('keeps the field when a service that came back does not know it yet, and asks nothing', async () => {
    const { screen, streams, stop } = rig(at(3));
    await settle();
    streams[0]?.onMessage(at(3, { isKnown: false }));
    expect(screen.get().match?.position?.story).toHaveLength(3);
    expect(screen.get().match?.position?.request).toBeNull();
    stop();
  });

  it('stops listening at the end, and knows who is gone', async () => {
    const { screen, streams, closed } = rig(at(3));
    await settle();
    const before = closed();
    streams[0]?.onMessage(at(4, { status: 'ended' }));
    expect(screen.get().match?.view.status).toBe('ended');
    expect(closed()).toBeGreaterThan(before);
    const gone = rig('gone');
    await settle();
    expect(gone.screen.get().isGone).toBe(true);
  });

  it('takes nothing that is no match', () => {
    for (const value of [null, {}, { view: {}, names: [] }, { ...at(1), position: { field: [{}] } }])
      expect(isMatchScreen(value)).toBe(false);
  });
});

describe('a match that is over', () => {
  it('is drawn as it stood at the end of a turn, where that was told', () => {
    const over = at(3, { status: 'ended' });
    const position = over.position!;
    const [side] = position.field;
    const hurt = { ...side, active: side.active.map((one) => ({ ...one, healthPercent: 9 })) };
    const story = position.story.map((chapter) =>
      chapter.turn === 1 ? { ...chapter, field: [hurt, side] as const } : chapter,
    );
    const told = { ...over, position: { ...position, story } };
    expect(asOfTurn(told, 1)).toMatchObject({ view: { turn: 1 }, position: { field: [hurt, side] } });
    expect(asOfTurn(told, 2)).toBe(told);
  });
});
