import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';

interface Ended {
  readonly out: string;
  readonly err: string;
  readonly code: number | null;
}

/** What the program answers to its input. */
const calc = async (input: string, ...args: readonly string[]): Promise<Ended> => {
  const child = spawn(process.execPath, [new URL('./calc.ts', import.meta.url).pathname, ...args], {
    stdio: 'pipe',
  });
  const ended = new Promise<number | null>((resolve) => {
    child.on('exit', resolve);
  });
  child.stdin.end(input);
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { out, err, code: await ended };
};

describe('npm run calc', () => {
  it('answers line by line in their order, goes on after bad ones, and ends with its input', async () => {
    const lines = ['{"kind":"osrs-xp","xp":83}', 'no', '{"kind":"osrs-xp","xp":174}'];
    const { out, err, code } = await calc(`${lines.join('\r\n')}\n`);
    const answers = out.trimEnd().split('\n');
    expect(answers).toHaveLength(3);
    expect([answers[0], answers[2]]).toEqual(['{"level":2}', '{"level":3}']);
    expect(answers[1]).toContain('"code":"E_INPUT"');
    expect([code, err]).toEqual([0, '']);
  });

  it('says how it is used, and that it takes no arguments', async () => {
    const asked = await calc('', '--help');
    expect([asked.code, asked.err]).toEqual([0, '']);
    expect(asked.out).toContain('Usage: npm run -s calc');
    const wrong = await calc('', '{"kind":"osrs-xp","xp":83}');
    expect([wrong.code, wrong.out]).toEqual([2, '']);
    expect(wrong.err).toContain('requests come by the input');
  });
});
