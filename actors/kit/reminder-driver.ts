import { type Clock } from '#ports/clock.ts';
import { reminderId } from '#ports/commit.ts';
import { Fault } from '#ports/fault.ts';
import { type ReminderRow, type Reminders } from '#ports/reminders.ts';

const ROWS = 500;
/** Looks at least this often, ms: a clock that was set back must not delay a reminder for ever. */
const LOOK_EVERY_MS = 30_000;
const RETRY_MS = 1_000;

/** Brings due reminders to their entities; a row goes with the commit in which it took effect. */
export class ReminderDriver {
  readonly #reminders: Reminders;
  readonly #clock: Clock;
  readonly #shards: () => ReadonlySet<number>;
  readonly #fire: (row: ReminderRow, commandId: string) => Promise<void>;
  readonly #alarm: (error: unknown) => void;
  readonly #firing = new Set<string>();
  /** What broke its entity once: a dead letter by now, and not tried again before the next start. */
  readonly #poison = new Set<string>();
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
      const rows = await this.#reminders.due(this.#shards(), nowMs, ROWS);
      for (const row of rows) this.#start(row);
      const isMore = rows.length === ROWS;
      const dueMs = await this.#reminders.nextDueMs(this.#shards());
      if (dueMs !== undefined) next = isMore ? nowMs : dueMs > nowMs ? dueMs : nowMs + RETRY_MS;
    } catch (error) {
      this.#alarm(error);
      next = this.#clock.nowMs() + RETRY_MS;
    } finally {
      this.#isLooking = false;
    }
    this.#sleepUntil(Math.min(next, this.#wakeMs, this.#clock.nowMs() + LOOK_EVERY_MS));
  }

  #start(row: ReminderRow): void {
    const id = reminderId(row.stream, row.name, row.dueMs);
    if (this.#firing.has(id) || this.#poison.has(id)) return;
    this.#firing.add(id);
    this.#fire(row, id)
      .catch((error: unknown) => {
        if (error instanceof Fault && !error.retryable) this.#poison.add(id);
        this.#alarm(error);
      })
      .finally(() => this.#firing.delete(id));
  }
}
