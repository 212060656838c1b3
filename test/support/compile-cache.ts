import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Lets test workers, and the processes and threads that they start, keep compiled code between starts: half the time of each. */
export const keepCompiledCode = (): void => {
  process.env['NODE_COMPILE_CACHE'] ??= join(tmpdir(), 'guildhall-compile-cache');
};
