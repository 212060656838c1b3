import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { PKMN_SIM_VERSION } from '#adapters/pkmn-sim/pkmn-sim.ts';
import { replayDigestOf } from '#game/battle/fairness.ts';
import { HUNT_VERSION } from '#game/battle/osrs/hunt.ts';
import { nodeHash } from '#ports/hash.ts';
import { huntReplayOf } from '#test/support/hunts.ts';
import { replayOf } from '#test/support/replays.ts';
import { huntVerdictOf } from '../../web/src/battle/match/hunt-verdict.ts';

const directory = mkdtempSync(join(tmpdir(), 'verify-'));
afterAll(() => {
  rmSync(directory, { recursive: true });
});

interface Said {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

const verify = async (...args: readonly string[]): Promise<Said> =>
  new Promise((resolve) => {
    const program = new URL('./verify.ts', import.meta.url).pathname;
    execFile(process.execPath, [program, ...args], (error, out, problems) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, error: problems });
    });
  });

const fileOf = (name: string, text: string): string => {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
};

describe('npm run verify', () => {
  const replay = replayOf(3, true);
  const digest = replayDigestOf(replay, nodeHash);

  it('says MATCH with ticks, result and digest', async () => {
    const file = fileOf('good.json', JSON.stringify(replay, undefined, 2));
    const said = await verify(file, '--digest', digest.toUpperCase(), '--commitment', replay.commitment);
    expect(said).toEqual({
      code: 0,
      out: `MATCH: ${replay.ticks} ticks, ${replay.result}\ndigest ${digest}\n`,
      error: '',
    });
  });

  it('says of a hunt what the page says of it', async () => {
    const hunt = huntReplayOf(5);
    const said = await verify(fileOf('hunt.json', JSON.stringify(hunt)));
    const found = await huntVerdictOf(hunt);
    expect(found).toMatchObject({ ok: true, ticks: hunt.turns, result: hunt.result });
    const { digest: hex } = found as Extract<typeof found, { ok: true }>;
    expect(said).toEqual({
      code: 0,
      out: `MATCH: ${hunt.turns} turns, ${hunt.result}\ndigest ${hex}\n`,
      error: '',
    });
  });

  it('names the first differing tick', async () => {
    const file = fileOf('moved.json', JSON.stringify({ ...replay, orders: [[4, 0, 2]] }));
    const said = await verify(file);
    expect([said.code, said.out]).toEqual([1, 'MISMATCH\n']);
    expect(said.error).toContain('first differing tick: 5');
  });

  it('refuses another digest than the published one', async () => {
    const said = await verify(fileOf('good.json', JSON.stringify(replay)), '--digest', '0'.repeat(64));
    expect([said.code, said.out]).toEqual([1, 'MISMATCH\n']);
    expect(said.error).toContain('digest');
  });

  it.each([
    ['no.json', 'not JSON', 'is not JSON'],
    ['list.json', '[]', 'not a replay'],
    [
      'old.json',
      JSON.stringify({ ...replayOf(3, true), rules: 'cross/v0' }),
      'unknown rules version "cross/v0"',
    ],
    [
      'old-match.json',
      JSON.stringify({
        format: 'match/1',
        rules: '@pkmn/sim/0.9',
        game: { rules: 'pokemon', format: 'gen9ou' },
      }),
      `unknown rules version "@pkmn/sim/0.9"; known: ${PKMN_SIM_VERSION}\n`,
    ],
    [
      'old-hunt.json',
      JSON.stringify({ format: 'match/1', rules: 'osrs/v0', game: { rules: 'osrs', more: 'than now' } }),
      `unknown rules version "osrs/v0"; known: ${HUNT_VERSION}\n`,
    ],
  ])('says what is wrong with %s', async (name, text, words) => {
    const said = await verify(fileOf(name, text));
    expect(said.code).toBe(1);
    expect(said.error).toContain(words);
    expect(said.error).not.toContain('    at ');
  });

  it('says what it takes', async () => {
    expect(await verify(join(directory, 'absent.json'))).toMatchObject({ code: 1 });
    for (const args of [[], ['a', 'b'], ['a', '--digest', 'xyz'], ['--nope']]) {
      const said = await verify(...args);
      expect(said.code).toBe(2);
      expect(said.error).toContain('Usage: npm run -s verify');
    }
  });
});
