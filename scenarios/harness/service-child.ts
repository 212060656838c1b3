import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openSqliteStore } from '#adapters/sqlite/sqlite-store.ts';
import { startService } from '#app/service.ts';
import { guildhallCommands } from '#commands/index.ts';

/** A service of its own for load from another process: everything but the page's log, and persons are not paced. */
const dir = mkdtempSync(join(tmpdir(), 'guildhall-service-'));
const store = await openSqliteStore({ dir });
const silent = (): void => undefined;
const service = await startService({
  store,
  tree: guildhallCommands,
  version: 'scenario',
  web: {
    host: '127.0.0.1',
    port: 0,
    playground: true,
    realm: 'home',
    pageDir: resolve(import.meta.dirname, '../../web/dist'),
  },
  log: silent,
  onAlarm: (what, _self, error) => console.error(what, error),
  onError: (error) => console.error(error),
  isPaced: false,
});
process.on('message', (message) => {
  if (message === 'memory') process.send?.({ rss: process.memoryUsage.rss() });
});
process.on('disconnect', () => {
  void service.close().finally(() => {
    rmSync(dir, { recursive: true, force: true });
    process.exit(0);
  });
});
process.send?.({ url: service.url });
