import type { DatabaseSync } from 'node:sqlite';
import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
import { openForWriting, pragma } from './database.ts';
import { unfinishedText } from '#ports/moving.ts';
import { explain, finalFault, isDamage } from './explain.ts';
import type {
  BatchMessage,
  BatchReport,
  Hello,
  Reply,
  Request,
  SqliteCrashPoint,
  Write,
  WriterData,
} from './messages.ts';
import { createCommitWriter } from './writer-commits.ts';
import { appendAroundDamage } from './writer-damage.ts';
import { createRowWriter } from './writer-rows.ts';

/** At most so many waiting requests share one transaction. */
const MERGE_MAX = 16;

type WriteRequest = Request<Write>;

const createCrashes = ({ crashes }: WriterData): ((point: SqliteCrashPoint) => void) => {
  const hits = new Map<SqliteCrashPoint, number>();
  return (point) => {
    if (crashes.length === 0) return;
    const hit = (hits.get(point) ?? 0) + 1;
    hits.set(point, hit);
    if (crashes.some((armed) => armed.point === point && armed.hit === hit))
      process.kill(process.pid, 'SIGKILL');
  };
};

/** The epoch of this opening, durable before anybody hears of it. */
const nextEpoch = (database: DatabaseSync): number => {
  const row = database.prepare("UPDATE meta SET value = value + 1 WHERE key = 'epoch' RETURNING value").get();
  return Number(row?.['value']);
};

const serve = (port: MessagePort, database: DatabaseSync, data: WriterData): void => {
  const crash = createCrashes(data);
  const commits = createCommitWriter(database);
  const writeRow = createRowWriter(database, commits);
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');

  const run = (write: Write): unknown => {
    if (write.op === 'append') return commits.append(write.batch, () => crash('sqlite.mid-batch'));
    if (write.op === 'limit-pages') return undefined;
    if (write.op === 'put-manifest') crash('sqlite.before-snapshot');
    const value = writeRow(write);
    if (write.op === 'put-manifest') crash('sqlite.after-snapshot');
    return value;
  };
  const rollBack = (): void => {
    if (database.isTransaction) database.exec('ROLLBACK');
    commits.forget();
  };
  const appendAround = (batch: BatchMessage): BatchReport =>
    appendAroundDamage(batch, data.path, (some, blocked) => {
      try {
        begin.run();
        const report = commits.append(some, () => undefined, blocked);
        commit.run();
        return report;
      } catch (error) {
        rollBack();
        throw error;
      }
    });
  const attempt = ({ id }: WriteRequest, work: () => unknown): Reply => {
    try {
      return { id, value: work() };
    } catch (error) {
      return { id, fault: explain(error, data.path) };
    }
  };
  const transact = (requests: readonly WriteRequest[]): readonly Reply[] => {
    try {
      crash('sqlite.before-begin');
      begin.run();
      const replies = requests.map(({ id, body }) => ({ id, value: run(body) }));
      crash('sqlite.before-commit');
      commit.run();
      crash('sqlite.after-commit');
      return replies;
    } catch (error) {
      const fault = explain(error, data.path);
      rollBack();
      const [first, ...others] = requests;
      // One value that the tables refuse, or one damaged page, must not fail those that share its transaction.
      const isOnes = fault.code === 'E_LIMIT' || isDamage(error);
      if (isOnes && others.length > 0) return requests.flatMap((one) => transact([one]));
      if (isDamage(error) && first?.body.op === 'append') {
        const { batch } = first.body;
        return [attempt(first, () => appendAround(batch))];
      }
      return requests.map(({ id }) => ({ id, fault }));
    }
  };
  /** An erased key must leave the write-ahead log too. */
  const emptyLog = (): void => {
    try {
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch {
      // A disk that fails now shows at the next commit; the log is emptied at the latest when the store closes.
    }
  };
  const afterwards = (requests: readonly WriteRequest[]): void => {
    for (const { body } of requests) {
      if (body.op === 'limit-pages') database.exec(`PRAGMA max_page_count = ${body.pages}`);
      if (body.op === 'erase-key') emptyLog();
    }
  };

  port.on('message', (first: WriteRequest | 'close') => {
    const requests: WriteRequest[] = [];
    let closing = false;
    let next: WriteRequest | 'close' | undefined = first;
    while (next !== undefined) {
      if (next === 'close') closing = true;
      else requests.push(next);
      if (closing || requests.length >= MERGE_MAX) break;
      // the other end is typed
      next = receiveMessageOnPort(port)?.message as WriteRequest | 'close' | undefined;
    }
    if (requests.length > 0) {
      const replies = transact(requests);
      afterwards(requests);
      crash('sqlite.before-ack');
      port.postMessage(replies);
    }
    if (closing) {
      database.close();
      port.close();
    }
  });
};

/** @throws Fault E_UNAVAILABLE for the unfinished target of a copy */
const refuseMarked = (database: DatabaseSync, path: string): void => {
  if (database.prepare("SELECT 1 AS here FROM meta WHERE key = 'moving'").get() === undefined) return;
  database.close();
  throw finalFault(unfinishedText(`"${path}"`));
};

const start = (port: MessagePort, data: WriterData): void => {
  let hello: Hello;
  try {
    const database = openForWriting(data.path);
    if (!data.forMoving) refuseMarked(database, data.path);
    hello = { hello: { epoch: nextEpoch(database), synchronous: pragma(database, 'synchronous') } };
    serve(port, database, data);
  } catch (error) {
    hello = { failed: explain(error, data.path) };
  }
  port.postMessage(hello);
  if ('failed' in hello) port.close();
};

// given by the store
if (parentPort !== null) start(parentPort, workerData as WriterData);
