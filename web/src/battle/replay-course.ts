import { castOf, type Course as Played, courseOf as playedOf } from '../../../src/game/battle/course.ts';
import { lineOf, type LogLine } from '../../../src/game/battle/log-text.ts';
import { type Replay, replaySchema } from '../../../src/game/battle/replay.ts';
import { RULE_BOOK } from '../../../src/game/battle/rules.ts';
import { trainerById } from '../../../src/game/battle/trainers.ts';
import { playEvent } from './board.ts';
import { browserHash } from './browser-hash.ts';
import type { SeenEvent, Sides } from './wire.ts';

export { viewAt } from '../../../src/game/battle/course.ts';

/** A finished battle, played again in this browser, and told. */
export interface Course extends Played {
  readonly lines: readonly LogLine[];
  readonly names: readonly string[];
}

/** The replay in a value, if it has the form of one and is by rules that are known here. */
export const readReplay = (value: unknown): Replay | undefined => {
  const { data } = replaySchema.safeParse(value);
  return data !== undefined && RULE_BOOK.versions.has(data.rules) ? data : undefined;
};

/** What the sides of a replay are called, as far as the file says it. */
const namesIn = ({ players }: Replay): readonly string[] =>
  players.map(({ id, name }) => name ?? trainerById(id)?.name ?? `Player ${id}`);

const linesOf = (
  start: Sides,
  events: readonly SeenEvent[],
  names: readonly string[],
): readonly LogLine[] => {
  let sides = start;
  let [tick, index] = [-1, 0];
  return events.map((event) => {
    index = event[0] === tick ? index + 1 : 0;
    [tick] = event;
    const line = lineOf(event, index, { sides, after: start, names });
    sides = playEvent(sides, event, { events, sides: start });
    return line;
  });
};

/**
 * Plays a replay and tells it.
 *
 * @throws InvariantError for rules that {@link readReplay} would not take
 */
export const courseOf = (replay: Replay, known?: readonly string[]): Course => {
  const played = playedOf(replay, { hash: browserHash, book: RULE_BOOK });
  const names = known ?? namesIn(replay);
  return { ...played, names, lines: linesOf(castOf(played).sides, played.events, names) };
};

/** Events of one tick. */
export const eventsAt = (course: Course, tick: number): readonly SeenEvent[] =>
  course.events.filter(([at]) => at === tick);
