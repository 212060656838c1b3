import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openSqliteStore } from '#adapters/sqlite/sqlite-store.ts';
import { integrations } from '#app/integrations.ts';
import { commandLog, createLogger } from '#app/logging.ts';
import { openLogStream } from '#app/log-stream.ts';
import { startService } from '#app/service.ts';
import { ADMITS } from './service-words.ts';

/** A service of its own for load from another process: as in production, but persons are not paced. */
const dir = mkdtempSync(join(tmpdir(), 'guildhall-service-'));
const store = await openSqliteStore({ dir });
const logger = createLogger({ level: 'info', secrets: [], to: openLogStream(join(dir, 'guildhall.log')) });
/** How late windows of battles were closed since the last question, ms. */
let windows: number[] = [];
/** What went wrong inside. */
const alarms: string[] = [];
const service = await startService({
  store,
  areas: integrations({ playground: true, publicUrl: undefined, osrsUrl: undefined, version: 'scenario' }),
  version: 'scenario',
  web: {
    host: '127.0.0.1',
    port: 0,
    playground: true,
    realm: 'home',
    pageDir: resolve(import.meta.dirname, '../../web/dist'),
  },
  log: commandLog(logger),
  onAlarm: (what, _self, error) => {
    alarms.push(`${what}: ${String(error)}`);
    console.error(what, error);
  },
  onError: (error) => console.error(error),
  onRefusal: (line) => logger.info(line, 'refused'),
  isPaced: false,
  onWindow: (lateMs) => windows.push(lateMs),
});
// for self-tests alone: everybody is let in
if (process.argv.includes(ADMITS)) service.engine.admit = () => ({ release: () => undefined });
process.on('message', (message) => {
  if (message === 'memory') process.send?.({ rss: process.memoryUsage.rss() });
  if (message === 'inside') {
    const { inFlight } = service.engine.stats();
    process.send?.({ inside: { alarms: alarms.splice(0), inFlight } });
  }
  if (message === 'windows') {
    process.send?.({ windows });
    windows = [];
  }
});
process.on('disconnect', () => {
  void service.close().finally(() => {
    rmSync(dir, { recursive: true, force: true });
    process.exit(0);
  });
});
process.send?.({ url: service.url });
