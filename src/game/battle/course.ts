import type { Player } from './battle-protocol.ts';
import { type BattleState, initialBattle } from './battle-state.ts';
import { RULES } from './cross/v1/orders.ts';
import { type Replay, setupOf } from './replay.ts';
import { type Means, rulesOf } from './rules.ts';
import { type SeenEvent, Shown } from './shown.ts';
import { trainerById } from './trainers.ts';
import { type BattleView, viewWith } from './view.ts';

/** A finished battle, played again: everything that one may want to see of each tick. */
export interface Course {
  readonly replay: Replay;
  readonly ticks: number;
  /** The battle's words after each tick, from tick 0 on. */
  readonly words: readonly Int32Array[];
  readonly events: readonly SeenEvent[];
  /** The battle at its end, as far as its replay tells it. */
  readonly state: BattleState;
}

const playerOf = (id: string): Player =>
  trainerById(id) === undefined ? { kind: 'person', userId: id } : { kind: 'trainer', trainerId: id };

const WINNERS = { first: 0, second: 1, draw: null, void: null } as const;

const stateOf = (replay: Replay, hash: Means['hash']): BattleState => {
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
    setup: setupOf(replay, hash),
    tick: ticks,
    outcome: result === 'void' ? null : { winner: WINNERS[result], how, tick: ticks, replayDigest: '' },
  };
};

/**
 * Plays a replay from its seeds and orders by the rules themselves; what the file says of its states is not asked.
 *
 * @throws InvariantError for rules that are not in the book
 */
export const courseOf = (replay: Replay, { hash, book }: Means): Course => {
  const state = stateOf(replay, hash);
  const battle = rulesOf(book, replay.rules).start(setupOf(replay, hash));
  const words = [battle.words.slice()];
  const events: SeenEvent[] = [];
  const { orders } = replay;
  let next = 0;
  while (battle.tick < replay.ticks && battle.result === 'running') {
    for (let given = orders[next]; given !== undefined && given[0] <= battle.tick; given = orders[next]) {
      battle.order(given[1] === 0 ? 0 : 1, given[2]);
      next += 1;
    }
    battle.run(battle.tick + 1, (...event) => {
      events.push(event);
    });
    words.push(battle.words.slice());
  }
  return { replay, ticks: words.length - 1, words, events, state };
};

/** The battle as everybody saw it at a tick; at its end, with all that was hidden. */
export const viewAt = ({ state, words, events, ticks }: Course, tick: number): BattleView => {
  const shown = new Shown();
  for (const event of events) if (event[0] <= tick) shown.note(...event);
  const at: BattleState =
    tick >= ticks ? state : { ...state, tick, status: 'live', outcome: null, live: null };
  return viewWith(at, 'spectator', words[Math.min(tick, ticks)], shown);
};

/** The battle before its first tick with nothing hidden: whom its log is about. */
export const castOf = ({ state, words }: Course): BattleView =>
  viewWith({ ...state, tick: 0 }, 'spectator', words[0], new Shown());
