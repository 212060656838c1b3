import { ROUND_MS } from '../../../src/game/battle/battle-protocol.ts';
import type { Link } from '../live.ts';
import { signal, type Signal } from '../signal.ts';
import { followBattle, type FollowDeps } from './follow-battle.ts';
import { advance, advanceAll, beginPlayback, type Playback, stepMs, takeMessage } from './playback.ts';
import { createSpeaker } from './speaker.ts';
import type { BattleAnswer, BattleMessage, SideNumber } from './wire.ts';

/** What the page shows of a battle that it follows. */
export interface Screen {
  readonly link: Link;
  /** There is no such battle for this viewer. */
  readonly isGone: boolean;
  readonly playback?: Playback;
  /** The viewer's own side. */
  readonly side?: SideNumber;
  /** When the round that waits is played, ms since the epoch. */
  readonly roundEndsAt?: number;
}

/** What a screen needs beside the connection. */
export interface ScreenDeps extends FollowDeps {
  nowMs(): number;
  /** Whether frames are shown at once instead of played. */
  isCalm(): boolean;
  say(text: string): void;
}

/** A screen that draws itself until it is stopped. */
export interface OpenScreen {
  readonly screen: Signal<Screen>;
  readonly stop: () => void;
  /** Tries to connect at once. */
  readonly retry: () => void;
  /** Draws at once what waits. */
  readonly skip: () => void;
}

/** Follows a battle and draws it, tick by tick. */
export const openScreen = (deps: ScreenDeps): OpenScreen => {
  const screen = signal<Screen>({ link: 'connecting', isGone: false });
  const speaker = createSpeaker(
    (text) => deps.say(text),
    (delayMs, call) => deps.after(delayMs, call),
  );
  let cancel: (() => void) | undefined;

  const draw = (next: Playback): void => {
    const before = screen.get().playback?.lines.at(-1);
    const since = before === undefined ? 0 : next.lines.findLastIndex(({ key }) => key === before.key) + 1;
    screen.update((old) => ({ ...old, playback: next }));
    speaker.hear(next.lines.slice(since));
  };
  const step = (): void => {
    cancel = undefined;
    const { playback } = screen.get();
    if (playback === undefined || playback.queue.length === 0) return;
    draw(advance(playback));
    plan();
  };
  /** The first tick of a frame is drawn at once, the next ones at their pace. */
  const plan = (): void => {
    const { playback } = screen.get();
    if (playback !== undefined && cancel === undefined) cancel = deps.after(stepMs(playback), step);
  };
  const skip = (): void => {
    const { playback } = screen.get();
    cancel?.();
    cancel = undefined;
    if (playback !== undefined) draw(advanceAll(playback));
  };

  const answer = ({ view, names, side, dueInMs }: BattleAnswer): void => {
    const { playback } = screen.get();
    screen.update((old) => ({
      ...old,
      isGone: false,
      playback:
        playback === undefined
          ? beginPlayback(view, names)
          : takeMessage(playback, { type: 'summary', view }),
      ...(side === undefined ? {} : { side }),
      ...(dueInMs === undefined ? {} : { roundEndsAt: deps.nowMs() + dueInMs }),
    }));
  };
  const message = (told: BattleMessage): void => {
    const { playback } = screen.get();
    if (playback === undefined) return;
    const hasBegun =
      told.type === 'summary' && told.view.status === 'live' && playback.view.status !== 'live';
    if (told.type === 'frame' || hasBegun)
      screen.update((old) => ({ ...old, roundEndsAt: deps.nowMs() + ROUND_MS }));
    draw(takeMessage(playback, told));
    if (deps.isCalm()) skip();
    else if (cancel === undefined) step();
  };

  const followed = followBattle(deps, {
    onAnswer: answer,
    onMessage: message,
    onLink: (link) => screen.update((old) => ({ ...old, link })),
    onGone: () => screen.update((old) => ({ ...old, isGone: true })),
  });
  return {
    screen,
    skip,
    retry: followed.retry,
    stop: () => {
      followed.stop();
      speaker.stop();
      cancel?.();
    },
  };
};
