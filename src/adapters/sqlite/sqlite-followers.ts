import type { Rng } from '#game/shared/rng.ts';
import { parseCommit } from '#ports/commit-check.ts';
import type { Followers, Position, ViewRow } from '#ports/followers.ts';
import { mixStreams } from '#ports/mix-streams.ts';
import { finalFault } from './explain.ts';
import type { Threads } from './threads.ts';

const POSITION = /^s(\d+)$/;

// the one place where this adapter makes positions
const positionAt = (pos: number | string): Position => `s${pos}` as Position;

const posOf = (position: Position | undefined): number => {
  if (position === undefined) return 0;
  const match = POSITION.exec(position);
  if (match === null) throw finalFault(`position "${position}" was not made by this store`);
  return Number(match[1]);
};

const rowOf = ({ key, value }: { readonly key: string; readonly value: string }): ViewRow => {
  const parsed: unknown = JSON.parse(value);
  return { key, value: parsed };
};

export interface SqliteFollowersOptions {
  readonly threads: Threads;
  readonly listeners: Set<() => void>;
  readonly shuffle: Rng | undefined;
}

/** Followers on SQLite. */
export const createSqliteFollowers = ({
  threads,
  listeners,
  shuffle,
}: SqliteFollowersOptions): Followers => ({
  open: async (name) => {
    const { epoch, position } = await threads.write({ op: 'follower-open', name });
    return { epoch, position: position === null ? undefined : positionAt(position) };
  },
  read: async (position, limit, kinds) => {
    const { bodies, last } = await threads.read({ op: 'log', after: posOf(position), limit, kinds });
    const commits = bodies.map((body) => parseCommit(body));
    return {
      commits: shuffle === undefined ? commits : mixStreams(commits, shuffle),
      position: positionAt(last),
    };
  },
  save: async (name, epoch, position, rows = []) =>
    threads.write({
      op: 'follower-save',
      name,
      epoch,
      position: String(posOf(position)),
      rows: rows.map(({ key, value }) =>
        value === undefined ? { key } : { key, json: JSON.stringify(value) },
      ),
    }),
  rows: async (name, prefix, { limit, descending = false, before }) => {
    const rows = await threads.read({ op: 'rows', name, prefix, limit, descending, before });
    return rows.map((row) => rowOf(row));
  },
  onAppend: (listener) => {
    // A wrapper of its own, so that the same function may listen twice.
    const mine = (): void => listener();
    listeners.add(mine);
    return () => {
      listeners.delete(mine);
    };
  },
});
