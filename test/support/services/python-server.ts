import { execFile } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findProgram } from './find-program.ts';

const run = promisify(execFile);

const VERSION = '0.7.0b3';
const INSTALL_WITHIN_MS = 180_000;
const LOOK_EVERY_MS = 200;

const cacheDir = (): string =>
  join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'guildhall', `secantusdb-${VERSION}`);

/** The server where it is installed already. */
export const pythonServer = (): string | undefined => findProgram(join(cacheDir(), 'bin', 'secantusd-py'));

const isOld = (path: string): boolean => {
  try {
    return Date.now() - statSync(path).mtimeMs > INSTALL_WITHIN_MS;
  } catch {
    return false;
  }
};

/** One process installs; others wait for it. Returns the way to let go; `undefined`: it was installed meanwhile. */
const takeTurn = async (lock: string): Promise<(() => void) | undefined> => {
  for (;;) {
    if (pythonServer() !== undefined) return undefined;
    try {
      mkdirSync(lock);
      return () => rmSync(lock, { recursive: true, force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      if (isOld(lock)) rmSync(lock, { recursive: true, force: true });
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }
};

/** Installs the Python server into a cache directory unless it is there. @throws Error that says what is missing */
export const installPythonServer = async (): Promise<string> => {
  const there = pythonServer();
  if (there !== undefined) return there;
  const python = findProgram('python3');
  if (python === undefined) throw new Error('python3 is not on the PATH');
  const dir = cacheDir();
  mkdirSync(join(dir, '..'), { recursive: true });
  const letGo = await takeTurn(`${dir}.lock`);
  if (letGo !== undefined) {
    try {
      rmSync(dir, { recursive: true, force: true });
      await run(python, ['-m', 'venv', dir], { timeout: INSTALL_WITHIN_MS });
      await run(
        join(dir, 'bin', 'pip'),
        ['install', '--quiet', '--disable-pip-version-check', `secantusdb==${VERSION}`],
        { timeout: INSTALL_WITHIN_MS },
      );
    } catch (error) {
      // half an installation must not look like one
      renameSync(dir, `${dir}.failed-${process.pid}`);
      rmSync(`${dir}.failed-${process.pid}`, { recursive: true, force: true });
      throw error;
    } finally {
      letGo();
    }
  }
  const installed = pythonServer();
  if (installed === undefined) throw new Error('the installation left no secantusd-py behind');
  return installed;
};
