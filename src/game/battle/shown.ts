import { EVENT, type EventSink } from './cross/v1/events.ts';

/** What a battle has shown to everybody so far. */
export class Shown {
  readonly #fighters: [number, number] = [1, 1];
  readonly #moves = new Map<number, number>();
  readonly #active: [number, number] = [0, 0];
  readonly food: [number, number] = [0, 0];
  readonly antidotes: [number, number] = [0, 0];

  /** Takes note of what the engine tells. */
  readonly note: EventSink = (_tick, side, kind, a) => {
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

  hasFighter(side: 0 | 1, n: number): boolean {
    return (this.#fighters[side] & (1 << n)) !== 0;
  }

  hasMove(side: 0 | 1, n: number, move: number): boolean {
    return ((this.#moves.get(side * 3 + n) ?? 0) & (1 << move)) !== 0;
  }
}
