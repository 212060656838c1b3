import { type EventSink } from './events.ts';
import { give, run } from './engine.ts';
import { hashOf } from './hash.ts';
import { RESULT, SLOT_WORDS, TICK } from './layout.ts';
import { place } from './placing.ts';
import { type Setup } from './sheet.ts';

/** How a battle stands: under way, won by side 0 or 1, or a draw. */
export type Result = 'running' | 'first' | 'second' | 'draw';
const RESULTS: readonly Result[] = ['running', 'first', 'second', 'draw'];

/** One battle of the `cross` rules, version 1. The same orders at the same ticks give the same battle, everywhere. */
export class CrossBattle {
  readonly #words: Int32Array;

  private constructor(words: Int32Array) {
    this.#words = words;
  }

  static start(setup: Setup): CrossBattle {
    const words = new Int32Array(SLOT_WORDS);
    place(words, 0, setup);
    return new CrossBattle(words);
  }

  /** A battle from its {@link save}. */
  static restore(words: Int32Array): CrossBattle {
    return new CrossBattle(words.slice());
  }

  /** The whole state, 640 bytes. */
  save(): Int32Array {
    return this.#words.slice();
  }

  /** The state itself, to look at. */
  get words(): Int32Array {
    return this.#words;
  }

  get tick(): number {
    return this.#words[TICK] ?? 0;
  }

  get result(): Result {
    return RESULTS[this.#words[RESULT] ?? 0] ?? 'running';
  }

  get hash(): number {
    return hashOf(this.#words, 0);
  }

  /** Gives an order (see orders.ts) for a side's next action. */
  order(side: 0 | 1, order: number): void {
    give(this.#words, 0, side, order);
  }

  /** Plays up to and including a tick, or the end. */
  run(toTick: number, sink?: EventSink): void {
    run(this.#words, 0, toTick, sink);
  }
}
