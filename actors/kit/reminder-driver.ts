import type { Clock } from '#ports/clock.ts';
import { reminderId } from '#ports/commit.ts';
import { Fault } from '#ports/fault.ts';
import type { ReminderRow, Reminders } from '#ports/reminders.ts';

const ROWS = 500;
/** Looks at least this often, ms: a clock that was set back must not delay a reminder for ever. */
const LOOK_EVERY_MS = 30_000;
/** One that did not take effect rests so long before it is tried again; each time twice as long, up to a look's pause. */
const REST_FIRST_MS = 1_000;
/** After a look that failed, ms. */
const LOOK_AGAIN_MS = 1_000;
/** Reminders on their way at the same time. */
const FIRING_MAX = 2_000;

interface Rest {
  readonly tries: number;
  /** By the monotonic clock. */
  readonly untilMs: number;
}

/** Brings due reminders to their entities; a row goes with the commit in which it took effect. */
export class ReminderDriver {
  readonly #reminders: Reminders;
  readonly #clock: Clock;
  readonly #shards: () => ReadonlySet<number>;
  readonly #fire: (row: ReminderRow, commandId: string) => Promise<void>;
  readonly #alarm: (error: unknown) => void;
  readonly #firing = new Set<string>();
  /** What did not take effect and is still due; for ever: it broke its entity once, and is a dead letter by now. */
  readonly #resting = new Map<string, Rest>();
  /** Not all that is due could be sent on its way. */
  #isHeldUp = false;
  #cancel: (() => void) | undefined;
  #wakeMs = Number.POSITIVE_INFINITY;
  #isLooking = false;
  #isStopped = false;

  constructor(
    reminders: Reminders,
    clock: Clock,
    shards: () => ReadonlySet<number>,
    fire: (row: ReminderRow, commandId: string) => Promise<void>,
    alarm: (error: unknown) => void,
  ) {
    this.#reminders = reminders;
    this.#clock = clock;
    this.#shards = shards;
    this.#fire = fire;
    this.#alarm = alarm;
  }

  start(): void {
    this.#sleepUntil(this.#clock.nowMs());
  }

  /** Told when a commit has set a reminder. */
  noticed(dueMs: number): void {
    if (dueMs < this.#wakeMs) this.#sleepUntil(dueMs);
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel?.();
  }

  #sleepUntil(dueMs: number): void {
    if (this.#isStopped) return;
    this.#cancel?.();
    this.#wakeMs = dueMs;
    const delayMs = Math.min(LOOK_EVERY_MS, Math.max(1, dueMs - this.#clock.nowMs()));
    this.#cancel = this.#clock.after(delayMs, () => void this.#look());
  }

  async #look(): Promise<void> {
    if (this.#isLooking || this.#isStopped) return;
    this.#isLooking = true;
    // what is noticed from now on may be missing from what is read
    this.#wakeMs = Number.POSITIVE_INFINITY;
    let next = Number.POSITIVE_INFINITY;
    try {
      const nowMs = this.#clock.nowMs();
      await this.#fireDue(nowMs);
      // what is due already is on its way, or rests
      const dueMs = await this.#reminders.nextDueMs(this.#shards(), nowMs);
      next = Math.min(dueMs ?? next, this.#clock.nowMs() + this.#shortestRestMs());
    } catch (error) {
      this.#alarm(error);
      next = this.#clock.nowMs() + LOOK_AGAIN_MS;
    } finally {
      this.#isLooking = false;
    }
    this.#sleepUntil(Math.min(next, this.#wakeMs, this.#clock.nowMs() + LOOK_EVERY_MS));
  }

  /** Sends on its way what is due and neither is so already nor rests; as long as there is room. */
  async #fireDue(nowMs: number): Promise<void> {
    const over = new Set(this.#resting.keys());
    let after: ReminderRow | undefined;
    let isRoom = true;
    this.#isHeldUp = false;
    do {
      const rows = await this.#reminders.due(this.#shards(), nowMs, ROWS, after);
      for (const row of rows) {
        const id = reminderId(row.stream, row.name, row.dueMs);
        over.delete(id);
        isRoom &&= this.#start(row, id);
      }
      after = rows.length < ROWS ? undefined : rows.at(-1);
    } while (after !== undefined && isRoom);
    this.#isHeldUp = !isRoom;
    // who is not due any more needs no rest; of those further on nothing is known
    if (isRoom) for (const id of over) this.#resting.delete(id);
  }

  /** Whether there was room for it, if it needed any. */
  #start(row: ReminderRow, id: string): boolean {
    const rest = this.#resting.get(id);
    if (this.#firing.has(id) || (rest !== undefined && rest.untilMs > this.#clock.monoMs())) return true;
    if (this.#isStopped || this.#firing.size >= FIRING_MAX) return false;
    this.#firing.add(id);
    this.#fire(row, id)
      .then(() => this.#resting.delete(id))
      .catch((error: unknown) => {
        this.#rest(id, error);
        this.#alarm(error);
      })
      .finally(() => {
        this.#firing.delete(id);
        if (this.#isHeldUp && this.#firing.size <= FIRING_MAX / 2) this.noticed(this.#clock.nowMs());
      });
    return true;
  }

  /** How long until the next rest ends; those that are over are on their way or wait for room. */
  #shortestRestMs(): number {
    const nowMs = this.#clock.monoMs();
    let shortest = Number.POSITIVE_INFINITY;
    for (const { untilMs } of this.#resting.values()) {
      if (untilMs > nowMs) shortest = Math.min(shortest, untilMs - nowMs);
    }
    return shortest;
  }

  #rest(id: string, error: unknown): void {
    const isPoison = error instanceof Fault && !error.retryable;
    const tries = (this.#resting.get(id)?.tries ?? 0) + 1;
    const restMs = isPoison
      ? Number.POSITIVE_INFINITY
      : Math.min(LOOK_EVERY_MS, REST_FIRST_MS * 2 ** Math.min(tries - 1, 10));
    this.#resting.set(id, { tries, untilMs: this.#clock.monoMs() + restMs });
    if (!isPoison) this.noticed(this.#clock.nowMs() + restMs);
  }
}
