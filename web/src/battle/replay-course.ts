import { initialBattle, type BattleState } from '../../../src/game/battle/battle-state.ts';
import type { Player } from '../../../src/game/battle/battle-protocol.ts';
import { RULES } from '../../../src/game/battle/cross/v1/orders.ts';
import { type Replay, replaySchema, setupOf } from '../../../src/game/battle/replay.ts';
import { trainerById } from '../../../src/game/battle/trainers.ts';
import { RULE_BOOK, type Rules } from '../../../src/game/battle/rules.ts';
import { Shown } from '../../../src/game/battle/shown.ts';
import { viewWith } from '../../../src/game/battle/view.ts';
import { invariant } from '../../../src/game/shared/errors.ts';
import { browserHash } from './browser-hash.ts';
import { playEvent } from './board.ts';
import { lineOf, type LogLine } from '../../../src/game/battle/log-text.ts';
import type { BattleView, SeenEvent, Sides } from './wire.ts';

/** A finished battle, played again in this browser: everything that one may want to see of each tick. */
export interface Course {
  readonly replay: Replay;
  readonly ticks: number;
  /** The battle's words after each tick, from tick 0 on. */
  readonly words: readonly Int32Array[];
  readonly events: readonly SeenEvent[];
  readonly lines: readonly LogLine[];
  readonly state: BattleState;
  readonly names: readonly string[];
}

const rulesOf = ({ rules }: Replay): Rules | undefined => RULE_BOOK.versions.get(rules);

/** The replay in a value, if it has the form of one and is by rules that are known here. */
export const readReplay = (value: unknown): Replay | undefined => {
  const { data } = replaySchema.safeParse(value);
  return data !== undefined && rulesOf(data) !== undefined ? data : undefined;
};

const playerOf = (id: string): Player =>
  trainerById(id) === undefined ? { kind: 'person', userId: id } : { kind: 'trainer', trainerId: id };

/** What the sides of a replay are called, as far as the file says it. */
const namesIn = ({ players }: Replay): readonly string[] =>
  players.map(({ id, name }) => name ?? trainerById(id)?.name ?? `Player ${id}`);

const WINNERS = { first: 0, second: 1, draw: null, void: null } as const;

const stateOf = (replay: Replay): BattleState => {
  const [first, second] = replay.players;
  const { commitment, openingDigest, serverSeed, salt, playerSeeds, setup, result, ticks, forfeit } = replay;
  const how = forfeit !== undefined ? 'forfeit' : ticks >= RULES.cap ? 'cap' : 'knockout';
  return {
    ...initialBattle({ kind: 'battle', realm: '0', id: replay.battleId }),
    id: replay.battleId,
    status: result === 'void' ? 'void' : 'ended',
    rules: replay.rules,
    tempo: 'live',
    players: [playerOf(first.id), playerOf(second.id)],
    lineups: [
      { ...setup[0], pets: [] },
      { ...setup[1], pets: [] },
    ],
    seeds: playerSeeds,
    serverSeed,
    salt,
    commitment,
    openingDigest,
    setup: setupOf(replay, browserHash),
    tick: ticks,
    outcome: result === 'void' ? null : { winner: WINNERS[result], how, tick: ticks, replayDigest: '' },
  };
};

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
 * Plays a replay from its seeds and orders by the rules themselves; what the file says of its states is not asked.
 *
 * @throws InvariantError for rules that {@link readReplay} would not take
 */
export const courseOf = (replay: Replay, known?: readonly string[]): Course => {
  const state = stateOf(replay);
  const names = known ?? namesIn(replay);
  const rules = rulesOf(replay);
  invariant(rules !== undefined, 'only replays by known rules are played');
  const battle = rules.start(setupOf(replay, browserHash));
  const words = [battle.words.slice()];
  const events: SeenEvent[] = [];
  let next = 0;
  while (battle.tick < replay.ticks && battle.result === 'running') {
    for (
      let given = replay.orders[next];
      given !== undefined && given[0] <= battle.tick;
      given = replay.orders[next]
    ) {
      battle.order(given[1] === 0 ? 0 : 1, given[2]);
      next += 1;
    }
    battle.run(battle.tick + 1, (...event) => {
      events.push(event);
    });
    words.push(battle.words.slice());
  }
  const all = viewWith({ ...state, tick: 0 }, 'spectator', words[0], new Shown());
  return {
    replay,
    ticks: words.length - 1,
    words,
    events,
    lines: linesOf(all.sides, events, names),
    state,
    names,
  };
};

/** The battle as everybody saw it at a tick; at its end, with all that was hidden. */
export const viewAt = (course: Course, tick: number): BattleView => {
  const shown = new Shown();
  for (const event of course.events) if (event[0] <= tick) shown.note(...event);
  const isEnd = tick >= course.ticks;
  const state: BattleState = isEnd
    ? course.state
    : { ...course.state, tick, status: 'live', outcome: null, live: null };
  return viewWith(state, 'spectator', course.words[Math.min(tick, course.ticks)], shown);
};

/** Events of one tick. */
export const eventsAt = (course: Course, tick: number): readonly SeenEvent[] =>
  course.events.filter(([at]) => at === tick);
