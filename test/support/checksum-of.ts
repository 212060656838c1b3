import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** SHA-256 over names and contents of all source files of a folder, tests left out, and how many they are. */
export const checksumOf = (folder: string): { readonly files: number; readonly checksum: string } => {
  const hash = createHash('sha256');
  const files = globSync('*.ts', { cwd: folder }).filter((file) => !file.endsWith('.test.ts'));
  for (const file of files.toSorted()) hash.update(`${file}\n${readFileSync(join(folder, file), 'utf8')}\n`);
  return { files: files.length, checksum: hash.digest('hex') };
};
