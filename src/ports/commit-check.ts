import {
  COMMIT_FORMAT,
  COMMIT_MAX_BYTES,
  COMMIT_MAX_COMMANDS,
  COMMIT_MAX_EVENTS,
  type Commit,
} from './commit.ts';
import { Fault } from './fault.ts';
import type { AppendEntry } from './journal.ts';

const KEY = /^[0-9a-f]{2}:[a-z]{2,12}:[a-z0-9]{1,14}:[a-z0-9]{1,14}#(?!0{12}$)\d{12}$/;

const problemOf = (commit: Commit): string | undefined => {
  if (!KEY.test(commit._id))
    return `its key "${commit._id}" is not <shard>:<kind>:<realm>:<id>#<seq in 12 digits>`;
  if (commit.f !== COMMIT_FORMAT) return `its format is ${commit.f}, this version writes ${COMMIT_FORMAT}`;
  if (commit.commitId === '') return 'its commitId is empty';
  if (commit.cmds.length > COMMIT_MAX_COMMANDS) {
    return `it carries ${commit.cmds.length} commands, at most ${COMMIT_MAX_COMMANDS} are allowed`;
  }
  if (!Number.isSafeInteger(commit.at)) return `its time ${commit.at} is not a whole number of ms`;
  let events = 0;
  for (const cmd of commit.cmds) {
    events += cmd.events.length;
    for (const { name, dueMs } of cmd.reminders ?? []) {
      if (dueMs !== null && !Number.isSafeInteger(dueMs)) {
        return `the time ${dueMs} of its reminder "${name}" is not a whole number of ms`;
      }
    }
  }
  if (events > COMMIT_MAX_EVENTS)
    return `it carries ${events} events, at most ${COMMIT_MAX_EVENTS} are allowed`;
  return undefined;
};

const tooLarge = (json: string): string | undefined => {
  // A UTF-16 unit becomes at most three bytes, so that most commits need no counting.
  if (json.length * 3 <= COMMIT_MAX_BYTES) return undefined;
  const bytes = Buffer.byteLength(json);
  return bytes > COMMIT_MAX_BYTES
    ? `it has ${bytes} bytes, at most ${COMMIT_MAX_BYTES} are allowed`
    : undefined;
};

/** What every journal refuses for ever, before it touches its storage: bounds and form of one commit. Else its JSON. */
export const checkEntry = (entry: AppendEntry): { readonly json: string } | { readonly refused: Fault } => {
  const json = entry.json ?? JSON.stringify(entry.commit);
  const problem = problemOf(entry.commit) ?? tooLarge(json);
  if (problem === undefined) return { json };
  return {
    refused: new Fault('E_LIMIT', `commit ${entry.commit._id} is refused: ${problem}`, { retryable: false }),
  };
};

/** Reads a commit back. @throws Fault E_UNAVAILABLE when a newer version wrote it or it is not JSON. */
export const parseCommit = (json: string): Commit => {
  let commit: Commit;
  try {
    // only checked commits are ever stored
    commit = JSON.parse(json) as Commit;
  } catch (error) {
    throw new Fault('E_UNAVAILABLE', 'a stored commit is not JSON: restore the data from a backup', {
      retryable: false,
      cause: error,
    });
  }
  if (commit.f <= COMMIT_FORMAT) return commit;
  throw new Fault(
    'E_UNAVAILABLE',
    `commit ${commit._id} has format ${commit.f}, this version reads up to ${COMMIT_FORMAT}: start a newer version`,
    { retryable: false },
  );
};
