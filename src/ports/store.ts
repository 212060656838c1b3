import type { DeadLetters } from './dead-letters.ts';
import type { Followers } from './followers.ts';
import type { Journal } from './journal.ts';
import type { Keys } from './keys.ts';
import type { Leases } from './leases.ts';
import type { Moving } from './moving.ts';
import type { Outbox } from './outbox.ts';
import type { Reminders } from './reminders.ts';
import type { Snapshots } from './snapshots.ts';

/** One durable store: everything that must survive a crash, opened and closed together. */
export interface Store {
  readonly journal: Journal;
  readonly snapshots: Snapshots;
  readonly outbox: Outbox;
  readonly reminders: Reminders;
  readonly followers: Followers;
  readonly deadLetters: DeadLetters;
  readonly keys: Keys;
  readonly leases: Leases;
  readonly moving: Moving;
  /** What an operator wants to know: engine, path, `synchronous` as read back, sizes. */
  describe(): Promise<Readonly<Record<string, string | number>>>;
  close(): Promise<void>;
}
