import { type DomainCommand } from '#game/shared/decider.ts';

export interface ReminderRow {
  readonly stream: string;
  readonly name: string;
  readonly dueMs: number;
  readonly command: DomainCommand;
}

/** Reminders set by commits; at most one of a name in a stream. Rows come and go with commits. */
export interface Reminders {
  /** Rows of these shards due at or before `nowMs`, earliest first. @throws Fault E_UNAVAILABLE */
  due(shards: ReadonlySet<number>, nowMs: number, limit: number): Promise<readonly ReminderRow[]>;
  /** When the earliest row of these shards is due, if any. */
  nextDueMs(shards: ReadonlySet<number>): Promise<number | undefined>;
}
