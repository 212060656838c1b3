import { execFileSync } from 'node:child_process';
import {
  closeSync,
  fdatasyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmdirSync,
  rmSync,
  statfsSync,
  writeSync,
} from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

/** Where benches keep their files while they run; removed at the end. */
const TEMPORARY = join(import.meta.dirname, '.tmp');

/** Numbers of file systems that live in memory: tmpfs and ramfs. */
const IN_MEMORY: ReadonlySet<number> = new Set([0x0102_1994, 0x8584_58f6]);
const SYNC_BYTES = 4_096;
const SYNC_FOR_MS = 400;
const GIB = 1024 ** 3;

/** What stands beside the numbers. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGib: number;
  readonly node: string;
  /** Writes of 4 KB, each made durable, that the disk does in a second; absent when no bench used it. */
  readonly fdatasyncPerS?: number;
}

export const describeMachine = (fdatasyncPerS?: number): Machine => {
  const cores = cpus();
  return {
    cpu: cores[0]?.model.trim() ?? 'unknown',
    cores: cores.length,
    memoryGib: Math.round((totalmem() / GIB) * 10) / 10,
    node: process.version,
    ...(fdatasyncPerS === undefined ? {} : { fdatasyncPerS }),
  };
};

/** The commit that is checked out, with `+` when files differ from it; `unknown` outside of git. */
export const currentCommit = (): string => {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', [...args], {
      cwd: import.meta.dirname,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  try {
    const changed = git('status', '--porcelain', '--untracked-files=no', '--', ':!/bench');
    return git('rev-parse', '--short=12', 'HEAD') + (changed === '' ? '' : '+');
  } catch {
    return 'unknown';
  }
};

/** @throws Error when what is written there is lost with the power */
export const refuseMemoryDisk = (type: number, path: string): void => {
  if (IN_MEMORY.has(type)) {
    throw new Error(
      `${path} lies in memory (tmpfs): durable figures need a disk. Move the repository to one.`,
    );
  }
};

/** An empty directory on a real disk. @throws Error on tmpfs */
export const makeDirectory = (name: string): string => {
  const path = join(TEMPORARY, String(process.pid), name);
  mkdirSync(path, { recursive: true });
  refuseMemoryDisk(statfsSync(path).type, path);
  return path;
};

/** Removes what a process wrote; others may be running beside it. */
export const removeDirectories = (pid: number): void => {
  rmSync(join(TEMPORARY, String(pid)), { recursive: true, force: true });
  try {
    if (readdirSync(TEMPORARY).length === 0) rmdirSync(TEMPORARY);
  } catch {
    // it was never made, or somebody else is writing there again
  }
};

/** Durable writes of 4 KB a second, one after the other, on the disk of a directory. */
export const fdatasyncPerS = (directory: string): number => {
  const path = join(directory, 'sync');
  const file = openSync(path, 'w');
  const bytes = Buffer.alloc(SYNC_BYTES, 7);
  let writes = 0;
  const startMs = performance.now();
  while (performance.now() - startMs < SYNC_FOR_MS) {
    writeSync(file, bytes);
    fdatasyncSync(file);
    writes += 1;
  }
  const perS = (writes * 1_000) / (performance.now() - startMs);
  closeSync(file);
  rmSync(path);
  return Math.round(perS);
};
