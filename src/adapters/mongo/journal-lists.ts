import type { Db } from 'mongodb';
import { parseCommitKey, parseStream } from '#ports/commit.ts';
import { SHARDS } from '#ports/leases.ts';
import type { Calls } from './calls.ts';
import type { Collections } from './collections.ts';
import { endOfStream, startOfShard } from './keys-of-rows.ts';

type Commits = Collections['commits'];

/** The first or last key of a range. */
const keyWithin = async (
  calls: Calls,
  commits: Commits,
  range: { readonly $gt: string; readonly $lt: string },
  direction: 1 | -1,
): Promise<string | undefined> => {
  const [row] = await calls.run('streams', () =>
    commits
      .find({ _id: range })
      .project<{ _id: string }>({ _id: 1 })
      .sort({ _id: direction })
      .limit(1)
      .toArray(),
  );
  return row?._id;
};

/**
 * The first key behind `past`, from its shard on: of one shard, then of 2, 4, 8 more. MongoDB looks at one key whatever the
 * range; the stand-in of the tests looks at all that are in it before it answers.
 */
const keyBehind = async (calls: Calls, commits: Commits, past: string): Promise<string | undefined> => {
  let after = past;
  let end = past === '' ? 0 : parseStream(past).shard;
  for (let shards = 1; end < SHARDS; shards *= 2) {
    end = Math.min(SHARDS, end + shards);
    const upTo = startOfShard(end);
    const first = await keyWithin(calls, commits, { $gt: after, $lt: upTo }, 1);
    if (first !== undefined) return first;
    after = upTo;
  }
  return undefined;
};

/** Streams by name after the given one: two steps of the index a stream, however long each is. */
export const listStreams = async (
  calls: Calls,
  commits: Commits,
  after: string,
  limit: number,
): Promise<readonly { readonly stream: string; readonly lastSeq: number }[]> => {
  const found: { readonly stream: string; readonly lastSeq: number }[] = [];
  let past = after === '' ? '' : endOfStream(after);
  while (found.length < limit) {
    const first = await keyBehind(calls, commits, past);
    if (first === undefined) break;
    const { stream } = parseCommitKey(first);
    past = endOfStream(stream);
    const last = await keyWithin(calls, commits, { $gt: `${stream}#`, $lt: past }, -1);
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
