import type { Owners } from './memory-leases.ts';
import type { Effect } from '#game/shared/decider.ts';
import { parseCommitKey, parseStream, sideRowsOf, type Commit } from '#ports/commit.ts';
import type { DeadLetter } from '#ports/dead-letters.ts';
import { parseEffectId, type EffectPlace } from '#ports/effect-order.ts';
import type { Position } from '#ports/followers.ts';
import type { ReminderRow } from '#ports/reminders.ts';
import type { Manifest } from '#ports/snapshots.ts';

interface StoredCommit {
  readonly commitId: string;
  readonly json: string;
}

interface MemoryStream {
  readonly commits: StoredCommit[];
  readonly commands: Map<string, number>;
}

interface StoredEffect {
  readonly id: string;
  readonly place: EffectPlace;
  readonly shard: number;
  readonly effect: string;
  readonly at: number;
  attempts: number;
}

interface StoredSnapshots {
  current?: Manifest;
  previous?: Manifest;
  readonly pages: Map<string, { readonly seq: number; readonly text: string }>;
}

interface StoredFollower {
  epoch: number;
  position: Position | undefined;
  readonly rows: Map<string, string>;
}

/** A write that is neither there nor gone. */
interface Unsettled {
  readonly commit: Commit;
  readonly json: string;
  readonly lands: boolean;
}

/** What survives when a view of it dies. Several views may share one: each is a process with its own epoch. */
export interface MemoryBacking {
  readonly streams: Map<string, MemoryStream>;
  /** Places of commits in the order in which they became durable. */
  readonly log: { readonly stream: string; readonly seq: number }[];
  readonly effects: Map<string, StoredEffect>;
  readonly reminders: Map<string, ReminderRow & { readonly shard: number }>;
  readonly snapshots: Map<string, StoredSnapshots>;
  readonly followers: Map<string, StoredFollower>;
  readonly deadLetters: Map<string, DeadLetter>;
  readonly userKeys: Map<string, Buffer | 'erased'>;
  deploymentKey?: Buffer;
  readonly unsettled: Map<string, Unsettled>;
  readonly listeners: Set<() => void>;
  lastEpoch: number;
  /** Who owns each shard, as every view knows it. */
  readonly owners: Owners;
  /** The copy of which it is the unfinished target. */
  mark?: string;
  bytes: number;
}

/** An empty world. */
export const createMemoryBacking = (): MemoryBacking => ({
  streams: new Map(),
  log: [],
  effects: new Map(),
  reminders: new Map(),
  snapshots: new Map(),
  followers: new Map(),
  deadLetters: new Map(),
  userKeys: new Map(),
  unsettled: new Map(),
  listeners: new Set(),
  lastEpoch: 0,
  owners: new Map(),
  bytes: 0,
});

const applySideRows = (backing: MemoryBacking, stream: string, commit: Commit): void => {
  const rows = sideRowsOf(commit);
  const { shard } = parseStream(stream);
  for (const { id, effect } of rows.effects) {
    const place = parseEffectId(id);
    if (place === undefined) continue;
    backing.effects.set(id, {
      id,
      place,
      shard,
      effect: JSON.stringify(effect satisfies Effect),
      at: commit.at,
      attempts: 0,
    });
  }
  for (const id of rows.acked) backing.effects.delete(id);
  // What fired goes before what the same commit sets: a handler may set its own reminder again for the same time.
  for (const { name, dueMs } of rows.fired) {
    if (backing.reminders.get(`${stream}/${name}`)?.dueMs === dueMs)
      backing.reminders.delete(`${stream}/${name}`);
  }
  for (const { name, dueMs, command } of rows.reminders) {
    if (dueMs === null) backing.reminders.delete(`${stream}/${name}`);
    else if (command !== undefined) {
      backing.reminders.set(`${stream}/${name}`, {
        stream,
        name,
        dueMs,
        command: structuredClone(command),
        shard,
      });
    }
  }
};

/** Sequence of the stream's last durable commit, 0 when it has none. */
export const lastSeqOf = (backing: MemoryBacking, stream: string): number =>
  backing.streams.get(stream)?.commits.length ?? 0;

/** Puts a commit at the end of its stream, side rows with it. The caller has checked that its place is the next one. */
export const applyCommit = (backing: MemoryBacking, commit: Commit, json: string): void => {
  const { stream, seq } = parseCommitKey(commit._id);
  let held = backing.streams.get(stream);
  if (held === undefined) {
    held = { commits: [], commands: new Map() };
    backing.streams.set(stream, held);
  }
  held.commits.push({ commitId: commit.commitId, json });
  for (const cmd of commit.cmds) {
    if (!held.commands.has(cmd.id)) held.commands.set(cmd.id, seq);
  }
  backing.log.push({ stream, seq });
  backing.bytes += json.length;
  applySideRows(backing, stream, commit);
};

/** A ghost lands if its place is still the next one; a rolled back write vanishes. */
export const settle = (backing: MemoryBacking, key: string): void => {
  const waiting = backing.unsettled.get(key);
  if (waiting === undefined) return;
  backing.unsettled.delete(key);
  const { commit, json, lands } = waiting;
  const { stream, seq } = parseCommitKey(commit._id);
  if (!lands || lastSeqOf(backing, stream) + 1 !== seq) return;
  applyCommit(backing, commit, json);
  for (const listener of backing.listeners) listener();
};
