import type { BattleEvent } from './battle-events.ts';
import { evolveBattle, playWindow } from './battle-evolve.ts';
import { type BattleState, LiveBattle, rerun } from './battle-state.ts';
import type { RuleBook } from './rules.ts';
import { type SeenEvent, Shown } from './shown.ts';
import { type BattleView, type SideView, type Viewer, viewWith } from './view.ts';

/** Some ticks that were committed before: what could be seen, and how both sides stand after them. */
export interface Frame {
  readonly fromTick: number;
  readonly toTick: number;
  readonly events: readonly SeenEvent[];
  readonly sides: readonly SideView[];
  readonly round: number;
}

type EventOf<T extends BattleEvent['type']> = Extract<BattleEvent, { readonly type: T }>;

/** A second battle that plays along for those who look: the same events give the same frames. */
export class Showing {
  readonly #book: RuleBook;
  readonly #shown = new Shown();
  #state: BattleState;

  /** The battle, and what was shown of it before, are found by playing the state's course again. */
  constructor(state: BattleState, book: RuleBook) {
    const battle = rerun(state, book, this.#shown.note);
    const isLive = state.status === 'live' && battle !== undefined;
    this.#state = { ...state, live: isLive ? new LiveBattle(battle) : null };
    this.#book = book;
  }

  get state(): BattleState {
    return this.#state;
  }

  view(viewer: Viewer): BattleView {
    const { live } = this.#state;
    const words = live?.battle.words ?? rerun(this.#state, this.#book)?.words;
    return viewWith(this.#state, viewer, words, this.#shown);
  }

  /** Whether a window is the next one here. */
  fits({ fromTick }: EventOf<'WindowClosed'>): boolean {
    return this.#state.live !== null && fromTick === this.#state.tick;
  }

  /** Plays a window that fits; gives each viewer's frame. */
  window(event: EventOf<'WindowClosed'>): (viewer: Viewer) => Frame {
    const events: SeenEvent[] = [];
    this.#state = playWindow(this.#state, event, (tick, side, kind, a, b) => {
      this.#shown.note(tick, side, kind, a, b);
      events.push([tick, side, kind, a, b]);
    });
    const { fromTick } = event;
    return (viewer) => {
      const { sides, round, tick } = this.view(viewer);
      return { fromTick, toTick: tick, events, sides, round };
    };
  }

  /** Takes note of an order; gives the side that its player sees. */
  order(event: EventOf<'OrderGiven'>, atMs: number): SideView | undefined {
    this.#state = evolveBattle(this.#state, event, atMs, this.#book);
    return this.view(event.side).sides[event.side];
  }
}
