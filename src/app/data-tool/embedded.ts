import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { backUp } from '#adapters/sqlite/tools/backup.ts';
import { onData, openData } from '#adapters/sqlite/tools/inspect.ts';
import { restore } from '#adapters/sqlite/tools/restore.ts';
import { type DataStats, statsOf } from '#adapters/sqlite/tools/stats.ts';
import { type Verification, verify } from '#adapters/sqlite/tools/verify.ts';
import { type Output, sized } from './output.ts';

/** Writes a backup of the data in a folder. @throws Fault E_UNAVAILABLE */
export const runBackup = async (dir: string, file: string, out: Output): Promise<void> => {
  const database = openData(dir);
  try {
    await backUp(database, file, out.progress);
  } finally {
    database.close();
  }
  out.line(`backed up ${resolve(dir)} to ${resolve(file)} (${sized(statSync(file).size)})`);
};

/** Puts a backup in the place of the data in a folder. @throws Fault E_UNAVAILABLE */
export const runRestore = async (dir: string, file: string, out: Output): Promise<void> => {
  const kept = await restore(dir, file, out.progress);
  out.line(`restored ${resolve(dir)} from ${resolve(file)}`);
  if (kept !== undefined) out.line(`the data before is kept as ${resolve(kept)}`);
};

/** Checks the data in a folder, structure of the file included. @throws Fault E_UNAVAILABLE */
export const verifyEmbedded = (dir: string, out: Output): Verification =>
  onData(dir, (database) => verify(database, out.progress));

/** Counts the data in a folder. @throws Fault E_UNAVAILABLE */
export const statsOfEmbedded = (dir: string): DataStats => onData(dir, (database) => statsOf(database, dir));
