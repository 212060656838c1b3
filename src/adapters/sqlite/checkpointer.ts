import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { pragma } from './database.ts';

const EVERY_MS = 250;

/**
 * Moves what the write-ahead log holds into the database file, beside the writer, so that a commit seldom waits for it.
 * Failing is harmless: the log only grows until the writer's own cap.
 */
const start = (port: MessagePort, path: string): void => {
  const database = new DatabaseSync(path, { timeout: 0 });
  let seen: string | number = '';
  const timer = setInterval(() => {
    try {
      const version = pragma(database, 'data_version');
      if (version === seen) return;
      database.exec('PRAGMA wal_checkpoint(PASSIVE)');
      seen = version;
    } catch {
      seen = '';
    }
  }, EVERY_MS);
  port.on('message', () => {
    clearInterval(timer);
    database.close();
    port.close();
  });
  port.postMessage({ hello: {} });
};

// given by the store
const { path: databaseFile } = workerData as { readonly path: string };
parentPort?.once('message', (message: 'open' | 'close') => {
  if (parentPort === null) return;
  if (message === 'open') start(parentPort, databaseFile);
  else parentPort.close();
});
