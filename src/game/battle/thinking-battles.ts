import { CrossBattle } from './cross/v1/battle.ts';
import { NEXT_AT, sideAt } from './cross/v1/layout.ts';
import type { Setup } from './cross/v1/sheet.ts';
import { THINKING_STANDING, ThinkingPlayer } from './players.ts';
import type { GivenOrder } from './replay.ts';
import { noteSeen, viewFor } from './player-view.ts';

/** Ticks from what a player sees to its order: 2 s and a bit. */
const REACTION_TICKS = 4;
/** Ticks that play out after each decision in rounds. */
const ROUND_TICKS = 8;

/** A battle that was played, with the orders that were given. */
export interface PlayedBattle {
  readonly battle: CrossBattle;
  readonly orders: readonly GivenOrder[];
}

type Side = 0 | 1;
const foeOf = (side: Side): Side => (side === 0 ? 1 : 0);

/** A battle with whom its one thinking player has seen, and what it ordered. */
class Table {
  readonly battle: CrossBattle;
  readonly orders: GivenOrder[] = [];
  readonly #setup: Setup;
  readonly #side: Side;
  readonly #player = new ThinkingPlayer();
  #seen = 0;

  constructor(setup: Setup, side: Side) {
    this.#setup = setup;
    this.#side = side;
    this.battle = CrossBattle.start(setup);
    this.look();
  }

  look(): void {
    this.#seen = noteSeen(this.battle, foeOf(this.#side), this.#seen);
  }

  /** What the player would order now for a tick from then on. */
  think(fromTick: number): number | undefined {
    return this.#player.order(viewFor(this.battle, this.#setup, this.#side, this.#seen), fromTick);
  }

  give(order: number): void {
    this.battle.order(this.#side, order);
    this.orders.push([this.battle.tick, this.#side, order]);
  }

  run(toTick: number): void {
    while (this.battle.result === 'running' && this.battle.tick < toTick) {
      this.battle.run(this.battle.tick + 1);
      this.look();
    }
  }
}

/** A thinking player against the other side's standing orders, in rounds: it decides while the clock stands. */
export const playRounds = (setup: Setup, side: Side): PlayedBattle => {
  const table = new Table(setup, side);
  table.give(THINKING_STANDING);
  while (table.battle.result === 'running') {
    const order = table.think(table.battle.tick + 1);
    if (order !== undefined) table.give(order);
    table.run(table.battle.tick + ROUND_TICKS);
  }
  return table;
};

/** A thinking player against the other side's standing orders, live: each order comes 4 ticks after what it answers. */
export const playLive = (setup: Setup, side: Side): PlayedBattle => {
  const table = new Table(setup, side);
  const onTheWay: (readonly [dueTick: number, order: number])[] = [[REACTION_TICKS, THINKING_STANDING]];
  while (table.battle.result === 'running') {
    const { tick } = table.battle;
    const order = table.think(tick + REACTION_TICKS + 1);
    if (order !== undefined) onTheWay.push([tick + REACTION_TICKS, order]);
    for (let next = onTheWay[0]; next !== undefined && next[0] <= tick; next = onTheWay[0]) {
      table.give(next[1]);
      onTheWay.shift();
    }
    table.run(tick + 1);
  }
  return table;
};

/** Two players who know all sheets and think in no time. */
export const playThinking = (setup: Setup): PlayedBattle => {
  const battle = CrossBattle.start(setup);
  const players = [new ThinkingPlayer(), new ThinkingPlayer()] as const;
  const orders: GivenOrder[] = [];
  const give = (side: Side, order: number): void => {
    battle.order(side, order);
    orders.push([battle.tick, side, order]);
  };
  for (;;) {
    const nextAt = [
      battle.words[sideAt(0, 0) + NEXT_AT] ?? 0,
      battle.words[sideAt(0, 1) + NEXT_AT] ?? 0,
    ] as const;
    const actsAt = Math.min(...nextAt);
    battle.run(actsAt - 1);
    if (battle.result !== 'running') return { battle, orders };
    // a side whose fighter fell in the meantime acts later than it was going to
    const due = ([0, 1] as const).filter((side) => battle.words[sideAt(0, side) + NEXT_AT] === actsAt);
    const given = due.map(
      (side) => [side, players[side].order(viewFor(battle, setup, side, 'everything'), actsAt)] as const,
    );
    for (const [side, order] of given) if (order !== undefined) give(side, order);
    battle.run(actsAt);
  }
};
