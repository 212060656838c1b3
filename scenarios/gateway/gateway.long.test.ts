import { describe, expect, it } from 'vitest';
import { runCli } from '../harness/cli-run.ts';

const SHORT = ['gateway-kill', '--players', '10', '--rate', '8', '--rounds', '1'] as const;

describe('gateway-kill', () => {
  it('passes', async () => {
    const { code, out } = await runCli(...SHORT);
    expect(out).toContain('passed: gateway-kill');
    expect(code).toBe(0);
  });

  it('ends with 1 when nobody can resume', async () => {
    const { code, out } = await runCli(...SHORT, '--break');
    expect(out).toContain('FAILED');
    expect(out).toContain('✗ the gateway resumed each time');
    expect(code).toBe(1);
  });
});
