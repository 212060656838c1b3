import { randomBelow, type Rng } from '#game/shared/rng.ts';

type Task = () => void;

/** Lets every promise that can move do so: Node runs a tick only when the microtask queue is empty. */
export const stillness = (): Promise<void> =>
  new Promise((resolve) => {
    process.nextTick(resolve);
  });

/** What could happen next, and the seed that says what does. */
export class Schedule {
  readonly #rng: Rng;
  readonly #ready: Task[] = [];
  steps = 0;

  constructor(rng: Rng) {
    this.#rng = rng;
  }

  get size(): number {
    return this.#ready.length;
  }

  /** Something that may happen from now on, in any order with everything else here. */
  add(task: Task): void {
    this.#ready.push(task);
  }

  /** Lets one of the waiting tasks happen. `false`: nothing was waiting. */
  step(): boolean {
    const last = this.#ready.pop();
    if (last === undefined) return false;
    const index = randomBelow(this.#rng, this.#ready.length + 1);
    const task = this.#ready[index] ?? last;
    if (index < this.#ready.length) this.#ready[index] = last;
    this.steps += 1;
    task();
    return true;
  }
}
