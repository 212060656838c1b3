import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { openForReading, pragma } from './database.ts';
import { explain } from './explain.ts';
import type { Hello, Read, Reply, Request } from './messages.ts';
import { createLogReader } from './reader-log.ts';
import { createRowReader } from './reader-rows.ts';

/** Answers go out in groups of at most this many, so that the first does not wait for the last. */
const GROUP = 32;

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

const createAnswers = (database: DatabaseSync, path: string): ((read: Read) => unknown) => {
  const log = createLogReader(database);
  const rows = createRowReader(database);
  return (read) => {
    switch (read.op) {
      case 'commits':
        return log.commits(read);
      case 'find':
        return log.find(read);
      case 'streams':
        return log.streams(read);
      case 'stats':
        return {
          ...log.counts(),
          bytes: sizeOf(path),
          walBytes: sizeOf(`${path}-wal`),
          version: pragma(database, 'user_version'),
        };
      case 'snapshot':
        return rows.snapshot(read);
      case 'outbox':
        return rows.outbox(read);
      case 'outbox-count':
        return rows.outboxCount();
      case 'due':
        return rows.due(read);
      case 'next-due':
        return rows.nextDue(read);
      case 'log':
        return log.log(read);
      case 'rows':
        return rows.rows(read);
      case 'letter-get':
        return rows.letter(read.id);
      case 'letter-list':
        return rows.letters(read.limit);
      case 'letter-count':
        return rows.letterCount();
      case 'user-key':
        return rows.userKey(read.userId);
      case 'user-keys':
        return rows.userKeys(read.after, read.limit);
      case 'mark':
        return rows.mark();
    }
  };
};

const serve = (port: MessagePort, database: DatabaseSync, path: string): void => {
  const answer = createAnswers(database, path);
  const reply = ({ id, body }: Request<Read>): Reply => {
    try {
      return { id, value: answer(body) };
    } catch (error) {
      return { id, fault: explain(error, path) };
    }
  };
  port.on('message', (requests: readonly Request<Read>[] | 'close') => {
    if (requests === 'close') {
      database.close();
      port.close();
      return;
    }
    for (let from = 0; from < requests.length; from += GROUP) {
      port.postMessage(requests.slice(from, from + GROUP).map((request) => reply(request)));
    }
  });
};

const start = (port: MessagePort, path: string): void => {
  let hello: Hello;
  try {
    serve(port, openForReading(path), path);
    hello = { hello: {} };
  } catch (error) {
    hello = { failed: explain(error, path, 'start') };
  }
  port.postMessage(hello);
  if ('failed' in hello) port.close();
};

// given by the store
const { path: databaseFile } = workerData as { readonly path: string };
parentPort?.once('message', (message: 'open' | 'close') => {
  if (parentPort === null) return;
  if (message === 'open') start(parentPort, databaseFile);
  else parentPort.close();
});
