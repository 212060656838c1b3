import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenStore } from '#ports/contract/fixture.ts';
import { followersContract } from '#ports/contract/followers.ts';
import { storeContract } from '#ports/contract/store.ts';
import { openSqliteStore } from './sqlite-store.ts';

const opened =
  (shuffleSeed?: number): OpenStore =>
  async () => {
    const dir = mkdtempSync(join(tmpdir(), 'guildhall-'));
    const options = shuffleSeed === undefined ? { dir } : { dir, shuffleSeed };
    let store = await openSqliteStore(options);
    return {
      store,
      reopen: async () => {
        await store.close();
        store = await openSqliteStore(options);
        return store;
      },
      settled: async () => Promise.resolve(),
      close: async () => {
        await store.close();
        rmSync(dir, { recursive: true, force: true });
      },
    };
  };

storeContract('sqlite', opened());
followersContract('sqlite, shuffled', opened(5));
