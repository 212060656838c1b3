import type { DatabaseSync } from 'node:sqlite';
import { parseCommit } from '#ports/commit-check.ts';
import { parseStream } from '#ports/commit.ts';
import { finalFault } from './explain.ts';
import type { Fault } from '#ports/fault.ts';
import type { Read } from './messages.ts';
import { numberAt, textAt } from './row-values.ts';

/** What one read of the log hands over, characters: more would hold up whoever parses it. */
const LOG_LENGTH_MAX = 128 * 1024;

const missing = (stream: string, seq: number): Fault =>
  finalFault(`the log has no commit ${seq} of ${stream}: run "npm run data -- verify"`);

/** The log as the reader sees it: by stream (walking back from a mark), by command id and by position. */
export const createLogReader = (database: DatabaseSync) => {
  const headOf = database.prepare(
    'SELECT id, seq, pos FROM streams JOIN heads ON stream = id WHERE name = ?',
  );
  const markFrom = database.prepare(
    'SELECT pos FROM marks WHERE stream = ? AND seq >= ? ORDER BY seq LIMIT 1',
  );
  const step = database.prepare('SELECT seq, prev FROM commits WHERE pos = ?');
  const commitAt = database.prepare('SELECT seq, prev, body FROM commits WHERE pos = ?');
  const positions = database.prepare('SELECT pos FROM cmds WHERE stream = ? AND hash = ? ORDER BY pos');
  const streamsAfter = database.prepare(
    'SELECT name, seq FROM streams JOIN heads ON stream = id WHERE name > ? ORDER BY name LIMIT ?',
  );
  const logAfter = database.prepare('SELECT pos, body FROM commits WHERE pos > ? ORDER BY pos LIMIT ?');
  const placesAfter = database.prepare('SELECT pos, stream FROM commits WHERE pos > ? ORDER BY pos LIMIT ?');
  const nameOf = database.prepare('SELECT name FROM streams WHERE id = ?');
  /** Kinds of streams seen so far: a stream never changes its name. */
  const kinds = new Map<number, string>();
  const lastPos = database.prepare('SELECT coalesce(max(pos), 0) AS pos FROM commits');
  const streamCount = database.prepare('SELECT count(*) AS streams FROM heads');

  const commits = ({ stream, fromSeq, limit }: Extract<Read, { op: 'commits' }>): readonly string[] => {
    const head = headOf.get(stream);
    const lastSeq = numberAt(head, 'seq');
    const to = Math.min(lastSeq, fromSeq + limit - 1);
    if (to < fromSeq) return [];
    let pos = numberAt(head, 'pos');
    if (to < lastSeq) pos = numberAt(markFrom.get(numberAt(head, 'id'), to), 'pos') || pos;
    let above = 0;
    for (let row = step.get(pos); numberAt(row, 'seq') > to; row = step.get(pos)) {
      above = numberAt(row, 'seq');
      pos = numberAt(row, 'prev');
    }
    if (above > to + 1) throw missing(stream, above - 1);
    const bodies: string[] = [];
    for (let seq = to; seq >= fromSeq; seq -= 1) {
      const row = commitAt.get(pos);
      if (numberAt(row, 'seq') !== seq) {
        throw missing(stream, seq);
      }
      bodies.push(textAt(row, 'body'));
      pos = numberAt(row, 'prev');
    }
    return bodies.toReversed();
  };

  const kindOf = (stream: number): string => {
    let kind = kinds.get(stream);
    if (kind === undefined) {
      ({ kind } = parseStream(textAt(nameOf.get(stream), 'name')));
      kinds.set(stream, kind);
    }
    return kind;
  };

  /** The bodies of other kinds are not even read. */
  const logOf = (after: number, limit: number, wanted: ReadonlySet<string>) => {
    const bodies: string[] = [];
    let last = after;
    let length = 0;
    for (const place of placesAfter.all(after, limit)) {
      last = numberAt(place, 'pos');
      if (!wanted.has(kindOf(numberAt(place, 'stream')))) continue;
      const body = textAt(commitAt.get(last), 'body');
      bodies.push(body);
      length += body.length;
      if (length > LOG_LENGTH_MAX) break;
    }
    return { bodies, last };
  };

  const find = ({ stream, ids, hashes }: Extract<Read, { op: 'find' }>): ReadonlyMap<string, number> => {
    const found = new Map<string, number>();
    const head = headOf.get(stream);
    if (head === undefined) return found;
    const stored = new Map<number, { readonly seq: number; readonly ids: ReadonlySet<string> }>();
    for (const [index, id] of ids.entries()) {
      for (const place of positions.all(numberAt(head, 'id'), hashes[index] ?? 0)) {
        const pos = numberAt(place, 'pos');
        let commit = stored.get(pos);
        if (commit === undefined) {
          const row = commitAt.get(pos);
          const { cmds } = parseCommit(textAt(row, 'body'));
          commit = { seq: numberAt(row, 'seq'), ids: new Set(cmds.map((cmd) => cmd.id)) };
          stored.set(pos, commit);
        }
        if (commit.ids.has(id)) {
          found.set(id, commit.seq);
          break;
        }
      }
    }
    return found;
  };

  return {
    commits,
    find,
    streams: ({ after, limit }: Extract<Read, { op: 'streams' }>) =>
      streamsAfter
        .all(after, limit)
        .map((row) => ({ stream: textAt(row, 'name'), lastSeq: numberAt(row, 'seq') })),
    log: ({ after, limit, kinds: wanted }: Extract<Read, { op: 'log' }>) => {
      if (wanted !== undefined) return logOf(after, limit, new Set(wanted));
      const rows = logAfter.all(after, limit);
      return { bodies: rows.map((row) => textAt(row, 'body')), last: numberAt(rows.at(-1), 'pos') || after };
    },
    counts: () => ({
      commits: numberAt(lastPos.get(), 'pos'),
      streams: numberAt(streamCount.get(), 'streams'),
    }),
  };
};
