import { parseCommitKey, sideRowsOf, type Commit } from './commit.ts';

/** The outbox and reminder rows that must be there, built from the log alone. */
export interface ExpectedRows {
  readonly outbox: ReadonlySet<string>;
  /** `<stream>/<name>` → due, ms since the epoch. */
  readonly reminders: ReadonlyMap<string, number>;
  add(commit: Commit): void;
}

/** Starts with nothing; commits are added in the order of the log. */
export const createExpectedRows = (): ExpectedRows => {
  const outbox = new Set<string>();
  const reminders = new Map<string, number>();
  return {
    outbox,
    reminders,
    add: (commit) => {
      const { stream } = parseCommitKey(commit._id);
      const rows = sideRowsOf(commit);
      for (const { id } of rows.effects) outbox.add(id);
      for (const id of rows.acked) outbox.delete(id);
      for (const { name, dueMs } of rows.fired) {
        if (reminders.get(`${stream}/${name}`) === dueMs) reminders.delete(`${stream}/${name}`);
      }
      for (const { name, dueMs, command } of rows.reminders) {
        if (dueMs === null) reminders.delete(`${stream}/${name}`);
        else if (command !== undefined) reminders.set(`${stream}/${name}`, dueMs);
      }
    },
  };
};
