import type { DatabaseSync } from 'node:sqlite';
import { parseCommit } from '#ports/commit-check.ts';
import {
  BLOCKED,
  COMMITTED,
  CONFLICT,
  GAP,
  type BatchMessage,
  type BatchReport,
  type SideMessage,
} from './messages.ts';
import { numberAt, textAt } from './row-values.ts';
import { MARK_EVERY } from './schema.ts';

/** Heads kept in memory; the one known for longest goes first. */
const HEADS_MAX = 100_000;

/** A stream's end. `pos` is where its last commit lies, 0 when it has none. */
interface Head {
  readonly id: number;
  seq: number;
  pos: number;
}

/** Appends batches inside a transaction that the caller opens and ends. */
export interface CommitWriter {
  /** `blocked`: streams of which an earlier commit was not applied. */
  append(batch: BatchMessage, midBatch: () => void, blocked?: Set<string>): BatchReport | undefined;
  /** Id of a stream, making its row when it is new. */
  streamId(name: string): number;
  /** Id of a stream that may not be there. */
  knownStreamId(name: string): number | undefined;
  /** The transaction was rolled back: nothing remembered since may be trusted. */
  forget(): void;
}

const createHeads = (database: DatabaseSync) => {
  const selectStream = database.prepare(
    'SELECT id, coalesce(seq, 0) AS seq, coalesce(pos, 0) AS pos FROM streams LEFT JOIN heads ON stream = id WHERE name = ?',
  );
  const insertStream = database.prepare('INSERT INTO streams (name, shard) VALUES (?, ?)');
  const heads = new Map<string, Head>();
  const remember = (name: string, head: Head): Head => {
    if (heads.size >= HEADS_MAX) {
      for (const oldest of heads.keys()) {
        heads.delete(oldest);
        break;
      }
    }
    heads.set(name, head);
    return head;
  };
  const known = (name: string): Head | undefined => {
    const head = heads.get(name);
    if (head !== undefined) return head;
    const row = selectStream.get(name);
    if (row === undefined) return undefined;
    return remember(name, { id: numberAt(row, 'id'), seq: numberAt(row, 'seq'), pos: numberAt(row, 'pos') });
  };
  const make = (name: string): Head => {
    const { lastInsertRowid } = insertStream.run(name, Number.parseInt(name.slice(0, 2), 16));
    return remember(name, { id: Number(lastInsertRowid), seq: 0, pos: 0 });
  };
  return { known, of: (name: string): Head => known(name) ?? make(name), clear: () => heads.clear() };
};

const createSideRows = (database: DatabaseSync, streamIdOf: (name: string) => number | undefined) => {
  const addEffect = database.prepare('INSERT INTO outbox VALUES (?, ?, ?, ?, ?, ?, 0, ?)');
  const dropEffect = database.prepare(
    'DELETE FROM outbox WHERE stream = ? AND seq = ? AND cmd = ? AND n = ?',
  );
  const fire = database.prepare('DELETE FROM reminders WHERE stream = ? AND name = ? AND due = ?');
  const cancel = database.prepare('DELETE FROM reminders WHERE stream = ? AND name = ?');
  const set = database.prepare('INSERT OR REPLACE INTO reminders VALUES (?, ?, ?, ?, ?)');
  return (side: SideMessage, stream: number, seq: number, shard: number): void => {
    for (const { cmd, n, body } of side.effects) addEffect.run(stream, seq, cmd, n, shard, side.at, body);
    for (const acked of side.acked) {
      const sender = streamIdOf(acked.stream);
      if (sender !== undefined) dropEffect.run(sender, acked.seq, acked.cmd, acked.n);
    }
    // What fired goes before what the same commit sets: a handler may set its own reminder again for the same time.
    for (const { name, dueMs } of side.fired) fire.run(stream, name, dueMs);
    for (const { name, dueMs, command } of side.changes) {
      if (dueMs === null) cancel.run(stream, name);
      else set.run(stream, name, shard, dueMs, command);
    }
  };
};

/** Body of the commit at `seq`, walking back from the stream's end or the mark next above. */
const createBodyAt = (database: DatabaseSync) => {
  const mark = database.prepare('SELECT pos FROM marks WHERE stream = ? AND seq >= ? ORDER BY seq LIMIT 1');
  const step = database.prepare('SELECT seq, prev FROM commits WHERE pos = ?');
  const body = database.prepare('SELECT body FROM commits WHERE pos = ?');
  return (head: Head, seq: number): string => {
    let pos = numberAt(mark.get(head.id, seq), 'pos') || head.pos;
    for (;;) {
      const row = step.get(pos);
      const at = numberAt(row, 'seq');
      if (at < seq) throw new Error(`the log has no commit ${seq} of stream ${head.id}`);
      if (at === seq) return textAt(body.get(pos), 'body');
      pos = numberAt(row, 'prev');
    }
  };
};

/** Makes the appending half of the writer. */
export const createCommitWriter = (database: DatabaseSync): CommitWriter => {
  const heads = createHeads(database);
  const bodyAt = createBodyAt(database);
  const addSideRows = createSideRows(database, (name) => heads.known(name)?.id);
  const addCommit = database.prepare('INSERT INTO commits VALUES (?, ?, ?, ?, ?)');
  const addCommand = database.prepare('INSERT OR IGNORE INTO cmds VALUES (?, ?, ?)');
  const addMark = database.prepare('INSERT INTO marks VALUES (?, ?, ?)');
  const moveHead = database.prepare(
    'INSERT INTO heads VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET seq = excluded.seq, pos = excluded.pos',
  );
  const lastPosition = database.prepare('SELECT coalesce(max(pos), 0) AS pos FROM commits');
  /** `undefined`: to be read again. Damage to be met in reading must fail the write that needs it. */
  let lastPos: number | undefined = numberAt(lastPosition.get(), 'pos');

  const insert = (head: Head, seq: number, body: string): void => {
    const pos = (lastPos ?? numberAt(lastPosition.get(), 'pos')) + 1;
    addCommit.run(pos, head.id, seq, head.pos, body);
    moveHead.run(head.id, seq, pos);
    if (seq % MARK_EVERY === 0) addMark.run(head.id, seq, pos);
    lastPos = pos;
    head.seq = seq;
    head.pos = pos;
  };

  const append = (
    batch: BatchMessage,
    midBatch: () => void,
    blocked = new Set<string>(),
  ): BatchReport | undefined => {
    const { streams, seqs, bodies, counts, hashes, sides } = batch;
    let codes: Uint8Array | undefined;
    const owners = new Map<number, string>();
    let nextHash = 0;
    let nextSide = 0;
    for (let index = 0; index < streams.length; index += 1) {
      const stream = streams[index] ?? '';
      const seq = seqs[index] ?? 0;
      const body = bodies[index] ?? '';
      const count = counts[index] ?? 0;
      const side = sides[nextSide]?.index === index ? sides[nextSide] : undefined;
      if (side !== undefined) nextSide += 1;
      if (index === streams.length >> 1) midBatch();
      const head = heads.of(stream);
      let code = COMMITTED;
      if (seq <= head.seq) {
        code = CONFLICT;
        const owner = parseCommit(bodyAt(head, seq)).commitId;
        owners.set(index, owner);
        if (owner !== parseCommit(body).commitId) blocked.add(stream);
      } else if (blocked.has(stream)) code = BLOCKED;
      else if (seq > head.seq + 1) {
        code = GAP;
        blocked.add(stream);
      }
      if (code === COMMITTED) {
        insert(head, seq, body);
        for (let n = 0; n < count; n += 1) addCommand.run(head.id, hashes[nextHash + n] ?? 0, head.pos);
        if (side !== undefined) addSideRows(side, head.id, seq, Number.parseInt(stream.slice(0, 2), 16));
      } else {
        codes ??= new Uint8Array(streams.length);
        codes[index] = code;
      }
      nextHash += count;
    }
    return codes === undefined ? undefined : { codes, owners };
  };

  return {
    append,
    streamId: (name) => heads.of(name).id,
    knownStreamId: (name) => heads.known(name)?.id,
    forget: () => {
      heads.clear();
      lastPos = undefined;
    },
  };
};
