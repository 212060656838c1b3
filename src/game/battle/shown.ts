import { ROUND_TICKS } from './battle-protocol.ts';
import { EVENT, type EventSink } from './cross/v1/events.ts';

/** What can be seen of one tick: `[tick, side, kind, a, b]`, see events.ts of the rules. */
export type SeenEvent = readonly [tick: number, side: number, kind: number, a: number, b: number];

/** What a battle has shown to everybody so far. */
export class Shown {
  readonly #fighters: [number, number] = [1, 1];
  readonly #moves = new Map<number, number>();
  readonly #active: [number, number] = [0, 0];
  readonly food: [number, number] = [0, 0];
  readonly antidotes: [number, number] = [0, 0];
  /** Of the last ticks in which something happened, no more than a round has. */
  #recent: SeenEvent[] = [];

  /** Takes note of what the engine tells. */
  readonly note: EventSink = (tick, side, kind, a, b) => {
    const oldest = this.#recent[0]?.[0] ?? tick;
    if (oldest <= tick - ROUND_TICKS) this.#recent = this.#recent.filter(([at]) => at > tick - ROUND_TICKS);
    this.#recent.push([tick, side, kind, a, b]);
    const own = side === 0 ? 0 : 1;
    if (kind === EVENT.enter) {
      this.#active[own] = a;
      this.#fighters[own] |= 1 << a;
    } else if (kind === EVENT.hit || kind === EVENT.critical) {
      const key = own * 3 + this.#active[own];
      this.#moves.set(key, (this.#moves.get(key) ?? 0) | (1 << a));
    } else if (kind === EVENT.food) this.food[own] += 1;
    else if (kind === EVENT.antidote) this.antidotes[own] += 1;
  };

  /** What was seen after a tick, as far as it is remembered. */
  since(tick: number): readonly SeenEvent[] {
    return this.#recent.filter(([at]) => at > tick);
  }

  hasFighter(side: 0 | 1, n: number): boolean {
    return (this.#fighters[side] & (1 << n)) !== 0;
  }

  hasMove(side: 0 | 1, n: number, move: number): boolean {
    return ((this.#moves.get(side * 3 + n) ?? 0) & (1 << move)) !== 0;
  }
}
