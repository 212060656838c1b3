import type { Rng } from '#game/shared/rng.ts';
import { parseCommit } from '#ports/commit-check.ts';
import { parseStream } from '#ports/commit.ts';
import { Fault } from '#ports/fault.ts';
import type { Followers, Position, ViewRow } from '#ports/followers.ts';
import { mixStreams } from '#ports/mix-streams.ts';
import type { MemoryBacking } from './backing.ts';
import type { Calls } from './calls.ts';
import type { MemoryFaults } from './faults.ts';

const POSITION = /^m(\d+)$/;

// the one place where this adapter makes positions
const positionAt = (index: number): Position => `m${index}` as Position;

const indexOf = (position: Position | undefined): number => {
  if (position === undefined) return 0;
  const match = POSITION.exec(position);
  if (match === null) {
    throw new Fault('E_UNAVAILABLE', `position "${position}" was not made by this store`, {
      retryable: false,
    });
  }
  return Number(match[1]);
};

const followerOf = (backing: MemoryBacking, name: string) => {
  let held = backing.followers.get(name);
  if (held === undefined) {
    held = { epoch: 0, position: undefined, rows: new Map() };
    backing.followers.set(name, held);
  }
  return held;
};

const parseRow = (key: string, json: string): ViewRow => {
  const value: unknown = JSON.parse(json);
  return { key, value };
};

export interface MemoryFollowersOptions {
  readonly backing: MemoryBacking;
  readonly calls: Calls;
  readonly faults: MemoryFaults;
  /** Shuffles across streams when given. */
  readonly shuffle: Rng | undefined;
}

/** Followers in memory. */
export const createMemoryFollowers = ({
  backing,
  calls,
  faults,
  shuffle,
}: MemoryFollowersOptions): Followers => {
  const page = (position: Position | undefined, limit: number, kinds: readonly string[] | undefined) => {
    const from = indexOf(position);
    const to = Math.min(from + limit, backing.log.length);
    const repeated = from === to ? 0 : (faults.repeats?.() ?? 0);
    const commits = backing.log
      .slice(Math.max(0, from - repeated), to)
      .filter(({ stream }) => kinds?.includes(parseStream(stream).kind) !== false)
      .map(({ stream, seq }) => parseCommit(backing.streams.get(stream)?.commits[seq - 1]?.json ?? ''));
    return {
      commits: shuffle === undefined ? commits : mixStreams(commits, shuffle),
      position: positionAt(to),
    };
  };
  return {
    open: async (name) =>
      calls.call('followers', () => {
        const held = followerOf(backing, name);
        held.epoch += 1;
        return {
          epoch: held.epoch,
          position: held.position,
        };
      }),
    read: async (position, limit, kinds) => calls.call('followers', () => page(position, limit, kinds)),
    save: async (name, epoch, position, rows) =>
      calls.call('followers', () => {
        const held = followerOf(backing, name);
        if (held.epoch !== epoch) return 'fenced';
        indexOf(position);
        held.position = position;
        for (const { key, value } of rows ?? []) {
          if (value === undefined) held.rows.delete(key);
          else held.rows.set(key, JSON.stringify(value));
        }
        return 'saved';
      }),
    rows: async (name, prefix, { limit, descending, before }) =>
      calls.call('followers', () => {
        const held = backing.followers.get(name)?.rows ?? new Map<string, string>();
        const keys = [...held.keys()]
          .filter((key) => key.startsWith(prefix) && (before === undefined || key < before))
          .toSorted((a, b) => (a < b ? -1 : 1));
        if (descending === true) keys.reverse();
        return keys.slice(0, limit).map((key) => parseRow(key, held.get(key) ?? 'null'));
      }),
    onAppend: (listener) => {
      // A wrapper of its own, so that the same function may listen twice.
      const mine = (): void => listener();
      backing.listeners.add(mine);
      return () => {
        backing.listeners.delete(mine);
      };
    },
  };
};
