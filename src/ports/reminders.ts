import type { DomainCommand } from '#game/shared/decider.ts';

export interface ReminderRow {
  readonly stream: string;
  readonly name: string;
  readonly dueMs: number;
  readonly command: DomainCommand;
}

/** Where a row stands among the others; it need not be there any more. */
export type ReminderPlace = Pick<ReminderRow, 'stream' | 'name' | 'dueMs'>;

/** Reminders set by commits; at most one of a name in a stream. Rows come and go with commits. */
export interface Reminders {
  /**
   * Rows of these shards due at or before `nowMs`, earliest first, from the one after `after` on; those of one time come
   * in an order of the store's own, the same each time. @throws Fault E_UNAVAILABLE
   */
  due(
    shards: ReadonlySet<number>,
    nowMs: number,
    limit: number,
    after?: ReminderPlace,
  ): Promise<readonly ReminderRow[]>;
  /** When the earliest row of these shards is due that is due later than `afterMs` (absent: of all), if any. */
  nextDueMs(shards: ReadonlySet<number>, afterMs?: number): Promise<number | undefined>;
}
