import type { Db } from 'mongodb';
import { parseCommitKey } from '#ports/commit.ts';
import type { Calls } from './calls.ts';
import type { Collections } from './collections.ts';

type Commits = Collections['commits'];

const keyBeside = async (
  calls: Calls,
  commits: Commits,
  filter: { readonly $gt: string } | { readonly $gt: string; readonly $lt: string },
  direction: 1 | -1,
): Promise<string | undefined> => {
  const [row] = await calls.run('streams', () =>
    commits
      .find({ _id: filter })
      .project<{ _id: string }>({ _id: 1 })
      .sort({ _id: direction })
      .limit(1)
      .toArray(),
  );
  return row?._id;
};

/** Streams by name after the given one: two steps of the index a stream, however long each is. */
export const listStreams = async (
  calls: Calls,
  commits: Commits,
  after: string,
  limit: number,
): Promise<readonly { readonly stream: string; readonly lastSeq: number }[]> => {
  const found: { readonly stream: string; readonly lastSeq: number }[] = [];
  let past = after === '' ? '' : `${after}#~`;
  while (found.length < limit) {
    const first = await keyBeside(calls, commits, { $gt: past }, 1);
    if (first === undefined) break;
    const { stream } = parseCommitKey(first);
    past = `${stream}#~`;
    const last = await keyBeside(calls, commits, { $gt: `${stream}#`, $lt: past }, -1);
    found.push({ stream, lastSeq: parseCommitKey(last ?? first).seq });
  }
  return found;
};

/** How much there is; the counts are the server's own and may be late after a crash of it, bytes are those of the database. */
export const statsOf = async (
  calls: Calls,
  db: Db,
  commits: Commits,
): Promise<{ readonly commits: number; readonly streams: number; readonly bytes: number }> =>
  calls.run('stats', async () => {
    const [count, streams, sizes] = await Promise.all([
      commits.estimatedDocumentCount(),
      commits.countDocuments({ first: true }, { hint: 'first' }),
      db.command({ dbStats: 1 }),
    ]);
    return { commits: count, streams, bytes: Number(sizes['dataSize']) + Number(sizes['indexSize'] ?? 0) };
  });
