import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { closeRigs, temporaryDirectory } from '#test/support/service-rig.ts';
import { openLogStream } from './log-stream.ts';

const running = new Set<ReturnType<typeof spawn>>();
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
});
afterAll(closeRigs);

/** A program that writes lines to standard output when it is told to, and ends as `last` says. */
const writer = (lines: number, last: string) => {
  const program = `
    import { once } from 'node:events';
    import { openLogStream } from ${JSON.stringify(join(import.meta.dirname, 'log-stream.ts'))};
    const log = openLogStream();
    process.stderr.write('there');
    await once(process.stdin, 'data');
    for (let n = 0; n < ${lines}; n += 1) log.write('x'.repeat(999) + '\\n');
    ${last};
    process.exit(7);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program]);
  running.add(child);
  return child;
};

describe('a log on standard output', () => {
  it.each([
    ['has gone', 3, 'await log.end()'],
    ['has gone', 3, 'log.abandon()'],
    ['stands still', 2_000, 'await log.end()'],
    ['stands still', 2_000, 'log.abandon()'],
  ])('whose reader %s lets a process end that wrote %d lines: %s', async (how, lines, last) => {
    const child = writer(lines, last);
    await once(child.stderr, 'data');
    if (how === 'has gone') child.stdout.destroy();
    child.stdin.write('go');
    expect(await once(child, 'exit')).toEqual([7, null]);
  });

  it('is whole when the end was waited for', async () => {
    const child = writer(2_000, 'await log.end()');
    let bytes = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    child.stdin.write('go');
    await once(child, 'close');
    expect(bytes).toBe(2_000_000);
  });
});

describe('a log in a file', () => {
  it('is whole at its end, and takes nothing any more', async () => {
    const file = join(temporaryDirectory(), 'made', 'guildhall.log');
    const log = openLogStream(file);
    log.write('one\n');
    log.write('two\n');
    await log.end();
    log.write('three\n');
    expect(readFileSync(file, 'utf8')).toBe('one\ntwo\n');
  });
});
