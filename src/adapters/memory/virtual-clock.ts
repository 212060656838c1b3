import type { Clock } from '#ports/clock.ts';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly callback: () => void;
}

/** Time that stands still until it is moved: for simulators and tests. */
export interface VirtualClock extends Clock {
  /** Moves both clocks on by `ms`, calling back everything that comes due on the way, in order of time. */
  advance(ms: number): void;
  /** Moves the clocks to the next timer and calls it back; `false` when there is none. */
  next(): boolean;
  /** Makes the wall clock jump (also back) without moving monotonic time. */
  jump(ms: number): void;
  /** Timers waiting. */
  waiting(): number;
}

const before = (a: Timer, b: Timer): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

/** A binary heap by time, then by the order in which timers were set. */
const push = (heap: Timer[], timer: Timer): void => {
  let index = heap.push(timer) - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    const above = heap[parent];
    if (above === undefined || before(above, timer)) break;
    heap[index] = above;
    index = parent;
  }
  heap[index] = timer;
};

const pop = (heap: Timer[]): Timer | undefined => {
  const top = heap[0];
  const last = heap.pop();
  if (top === undefined || last === undefined || heap.length === 0) return top;
  let index = 0;
  for (;;) {
    let child = index * 2 + 1;
    let least = heap[child];
    if (least === undefined) break;
    const right = heap[child + 1];
    if (right !== undefined && before(right, least)) {
      child += 1;
      least = right;
    }
    if (!before(least, last)) break;
    heap[index] = least;
    index = child;
  }
  heap[index] = last;
  return top;
};

/** Makes a clock that starts at `startMs` (wall) and 0 (monotonic). */
export const createVirtualClock = (startMs = 1_800_000_000_000): VirtualClock => {
  let mono = 0;
  let offset = startMs;
  let order = 0;
  const heap: Timer[] = [];
  const live = new Set<Timer>();

  const nextTimer = (until: number): Timer | undefined => {
    for (;;) {
      const top = heap[0];
      if (top === undefined || top.at > until) return undefined;
      pop(heap);
      if (live.delete(top)) return top;
    }
  };
  const fire = (timer: Timer): void => {
    mono = Math.max(mono, timer.at);
    timer.callback();
  };

  return {
    nowMs: () => offset + Math.floor(mono),
    monoMs: () => mono,
    after: (delayMs, callback) => {
      order += 1;
      const timer: Timer = { at: mono + Math.max(0, delayMs), order, callback };
      push(heap, timer);
      live.add(timer);
      return () => {
        live.delete(timer);
      };
    },
    advance: (ms) => {
      const until = mono + ms;
      for (let timer = nextTimer(until); timer !== undefined; timer = nextTimer(until)) fire(timer);
      mono = until;
    },
    next: () => {
      const timer = nextTimer(Number.POSITIVE_INFINITY);
      if (timer !== undefined) fire(timer);
      return timer !== undefined;
    },
    jump: (ms) => {
      offset += ms;
    },
    waiting: () => live.size,
  };
};
