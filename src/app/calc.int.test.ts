import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';

/** What the program answers to its input. */
const calc = async (input: string): Promise<{ readonly out: string; readonly code: number | null }> => {
  const child = spawn(process.execPath, [new URL('./calc.ts', import.meta.url).pathname], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => {
    child.on('exit', resolve);
  });
  child.stdin.end(input);
  const out = await text(child.stdout);
  return { out, code: await ended };
};

describe('npm run calc', () => {
  it('answers line by line in their order, goes on after bad ones, and ends with its input', async () => {
    const lines = ['{"kind":"osrs-xp","xp":83}', 'no', '{"kind":"osrs-xp","xp":174}'];
    const { out, code } = await calc(`${lines.join('\r\n')}\n`);
    const answers = out.trimEnd().split('\n');
    expect(answers).toHaveLength(3);
    expect([answers[0], answers[2]]).toEqual(['{"level":2}', '{"level":3}']);
    expect(answers[1]).toContain('"code":"E_INPUT"');
    expect(code).toBe(0);
  });
});
