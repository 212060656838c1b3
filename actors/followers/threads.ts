import type { StoredEvent } from '#ports/commit.ts';
import type { ViewRow } from '#ports/followers.ts';
import type { Place } from '../kit/define-entity.ts';
import type { CommitPlace, Follower } from '../kit/follower-runner.ts';
import type { RunningEngine } from '../kit/running-engine.ts';

/** Name of the read model. */
const THREADS = 'threads';
const ROWS_AT_ONCE = 1_000;

const rowsOf = ({ type }: StoredEvent, { realm, id }: CommitPlace): readonly ViewRow[] => {
  const key = `${realm}/${id}`;
  if (type === 'ThreadPlaced') return [{ key, value: { realm, id } satisfies Place }];
  return type === 'ThreadClosed' ? [{ key, value: undefined }] : [];
};

const isPlace = (value: unknown): value is Place =>
  typeof value === 'object' && value !== null && 'realm' in value && 'id' in value;

/** Threads of battles that are not over. When all are needed, the follower first reads to the end of the log. @throws Fault */
export const openThreads = async (
  { followers, views }: Pick<RunningEngine, 'followers' | 'views'>,
  needsAll: boolean,
): Promise<readonly Place[]> => {
  if (needsAll) await followers.find(({ follower }) => follower.name === THREADS)?.catchUp();
  const found: Place[] = [];
  let before: string | undefined;
  for (;;) {
    const rows = await views.rows(THREADS, '', {
      limit: ROWS_AT_ONCE,
      descending: true,
      ...(before === undefined ? {} : { before }),
    });
    for (const { value } of rows) if (isPlace(value)) found.push({ realm: value.realm, id: value.id });
    before = rows.at(-1)?.key;
    if (rows.length < ROWS_AT_ONCE) return found;
  }
};

/** Where battles are shown that are not over, from the logs of their threads. */
export const threads: Follower = {
  name: THREADS,
  kinds: ['thread'],
  rows: (commit, place) => commit.cmds.flatMap((cmd) => cmd.events.flatMap((event) => rowsOf(event, place))),
};
