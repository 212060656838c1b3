import { playEvent } from './board.ts';
import { lineOf, type LogLine } from '../../../src/game/battle/log-text.ts';
import type { BattleMessage, BattleView, Frame, SeenEvent, Sides } from './wire.ts';

/** One tick to draw, or a summary that takes its place after all that was played before it. */
type Step =
  | { readonly kind: 'tick'; readonly tick: number; readonly frame: Frame }
  | { readonly kind: 'summary'; readonly view: BattleView };

/** What is drawn of a battle, and what waits to be drawn: frames come in one piece and are played tick by tick. */
export interface Playback {
  readonly names: readonly string[];
  /** The newest that was told. */
  readonly view: BattleView;
  /** As it is drawn, which may be some ticks behind. */
  readonly drawn: BattleView;
  readonly queue: readonly Step[];
  readonly lines: readonly LogLine[];
  /** Events of the tick that is drawn. */
  readonly struck: readonly SeenEvent[];
}

/** Lines that are kept; older ones are in the replay. */
export const LINES_MAX = 300;
/** Between two ticks, ms: a frame of `rounds` takes some seconds, `live` goes as it comes. */
const ROUND_STEP_MS = 450;
const LIVE_STEP_MS = 600;
const HURRY_STEP_MS = 150;
/** Ticks that may wait before the drawing hurries, and before it leaps. */
const HURRY_OVER = 3;
const LEAP_OVER = 16;

const note = (tick: number, text: string): LogLine => ({
  key: `note-${tick}-${text}`,
  tick,
  side: -1,
  text,
  isBig: false,
});

/** Begins with what a viewer is told first. */
export const beginPlayback = (view: BattleView, names: readonly string[]): Playback => ({
  names,
  view,
  drawn: view,
  queue: [],
  lines: view.tick > 0 && view.status === 'live' ? [note(view.tick, `You came at tick ${view.tick}.`)] : [],
  struck: [],
});

const addLines = (lines: readonly LogLine[], more: readonly LogLine[]): readonly LogLine[] =>
  [...lines, ...more].slice(-LINES_MAX);

const takeSummary = (playback: Playback, view: BattleView): Playback => {
  const isNext = view.tick === playback.view.tick;
  if (isNext && playback.queue.length > 0)
    return { ...playback, view, queue: [...playback.queue, { kind: 'summary', view }] };
  const missed = view.tick - playback.view.tick;
  const lines =
    missed > 0
      ? addLines(playback.lines, [note(view.tick, `${missed} ticks passed unseen.`)])
      : playback.lines;
  return { ...playback, view, drawn: view, queue: [], struck: [], lines };
};

const takeFrame = (playback: Playback, frame: Frame): Playback => {
  // after a reconnection an old frame may come again
  if (frame.toTick <= playback.view.tick) return playback;
  const ticks = Array.from(
    { length: frame.toTick - playback.view.tick },
    (_, n) => playback.view.tick + 1 + n,
  );
  const view = { ...playback.view, tick: frame.toTick, round: frame.round, sides: frame.sides };
  const steps = ticks.map((tick): Step => ({ kind: 'tick', tick, frame }));
  return { ...playback, view, queue: [...playback.queue, ...steps] };
};

const ownInto = (view: BattleView, side: BattleView['sides'][number]): BattleView => ({
  ...view,
  sides: view.sides.map((one) =>
    one.own === undefined || side.own === undefined ? one : { ...one, own: side.own },
  ),
});

/** Takes in what the stream tells. */
export const takeMessage = (playback: Playback, message: BattleMessage): Playback => {
  switch (message.type) {
    case 'summary':
      return takeSummary(playback, message.view);
    case 'frame':
      return takeFrame(playback, message);
    case 'own':
      return {
        ...playback,
        view: ownInto(playback.view, message.side),
        drawn: ownInto(playback.drawn, message.side),
      };
  }
};

const drawTick = (playback: Playback, tick: number, frame: Frame): Playback => {
  const { drawn } = playback;
  const struck = frame.events.filter(([at]) => at === tick);
  const lines: LogLine[] = [];
  let sides: Sides = drawn.sides;
  for (const [index, event] of struck.entries()) {
    lines.push(lineOf(event, index, { sides, after: frame.sides, names: playback.names }));
    sides = playEvent(sides, event, frame);
  }
  const isLast = tick === frame.toTick;
  return {
    ...playback,
    drawn: { ...drawn, tick, sides: isLast ? frame.sides : sides, round: isLast ? frame.round : drawn.round },
    lines: addLines(playback.lines, lines),
    struck,
  };
};

/** Draws the next tick; nothing changes when none waits. */
export const advance = (playback: Playback): Playback => {
  const [step, ...queue] = playback.queue;
  if (step === undefined) return playback;
  if (step.kind === 'summary') return { ...playback, drawn: step.view, queue };
  return { ...drawTick(playback, step.tick, step.frame), queue };
};

/** Draws all that waits at once. */
export const advanceAll = (playback: Playback): Playback => {
  let drawn = playback;
  while (drawn.queue.length > 0) drawn = advance(drawn);
  return drawn;
};

/** How long the drawn tick stands until the next one, ms; 0: at once. */
export const stepMs = ({ queue, view }: Playback): number => {
  if (queue[0]?.kind === 'summary' || queue.length > LEAP_OVER) return 0;
  if (view.tempo === 'rounds') return ROUND_STEP_MS;
  return queue.length > HURRY_OVER ? HURRY_STEP_MS : LIVE_STEP_MS;
};
