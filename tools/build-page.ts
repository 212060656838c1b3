import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/**
 * Builds the page into `web/dist` when its sources have changed since the last build, told by a hash kept beside the
 * result. Quiet when there is nothing to do; `--force` builds anyway.
 */
const root = join(import.meta.dirname, '..');
const web = join(root, 'web');
const stamp = join(web, 'dist', '.sources');

/** What the page is made of; tests change nothing. */
const sources = (): readonly string[] => {
  const files = ['web/index.html', 'web/vite.config.ts', 'src/commands/panel.ts', 'package-lock.json'];
  // the page plays battles again by the rules themselves
  for (const folder of ['web/src', 'web/public', 'src/game']) {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true, recursive: true })) {
      const path = relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/');
      if (entry.isFile() && !entry.name.endsWith('.test.ts')) files.push(path);
    }
  }
  return files.toSorted();
};

const hashSources = (): string => {
  const hash = createHash('sha256');
  for (const path of sources()) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0');
  }
  return hash.digest('hex');
};

const built = (hash: string): boolean =>
  existsSync(join(web, 'dist', 'index.html')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;

const build = (hash: string): number => {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  if (!existsSync(vite)) {
    process.stderr.write('The page cannot be built: run `npm ci` first (it installs Vite).\n');
    return 1;
  }
  const run = spawnSync(process.execPath, [vite, 'build', '--config', join(web, 'vite.config.ts')], {
    cwd: root,
    encoding: 'utf8',
  });
  if (run.status !== 0) {
    process.stderr.write(`The page was not built:\n${run.stdout}${run.stderr}\n`);
    return 1;
  }
  writeFileSync(stamp, hash);
  return 0;
};

const hash = hashSources();
if (process.argv.includes('--force') || !built(hash)) process.exitCode = build(hash);
