import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const bench = (...args: readonly string[]): { code: number | null; lines: readonly string[] } => {
  const { status, stdout } = spawnSync(process.execPath, [join(import.meta.dirname, 'run.ts'), ...args], {
    encoding: 'utf8',
  });
  return { code: status, lines: stdout.trim().split('\n') };
};

describe('npm run bench -- --check', () => {
  it('turns red and names the rows when what is measured takes three times as long', () => {
    const { code, lines } = bench('rules', '--check', '--slow', '3');
    expect(code).toBe(1);
    expect(lines.filter((line) => line.startsWith('FAILED'))).toEqual([
      expect.stringMatching(/^FAILED rules\.ledger: ratio [\d.]+, at least [\d.]+$/) as string,
      expect.stringMatching(/^FAILED rules\.pet: ratio [\d.]+, at least [\d.]+$/) as string,
    ]);
    expect(lines.at(-1)).toBe('0 passed, 2 failed');
  });

  it('stays green as it is', () => {
    const { code, lines } = bench('rules', '--check');
    expect(lines.at(-1)).toBe('2 passed, 0 failed');
    expect(code).toBe(0);
  });

  it('says what there is when asked for something else, and exits with 2', () => {
    const { code } = bench('nothing');
    expect(code).toBe(2);
  });
});
