import { describe, expect, it } from 'vitest';
import { huntReplayOf } from '#test/support/hunts.ts';
import { replayDigestOf } from '../../../../src/game/battle/fairness.ts';
import { browserHash } from '../browser-hash.ts';
import { exampleReplay } from '../example-battle.ts';
import { readFileText, verdictOfAny } from '../verdict.ts';

const replay = huntReplayOf(3);
/** As a reader of the file has it. */
const file = (): unknown => JSON.parse(JSON.stringify(replay));

describe('verifying a hunt in the browser', () => {
  it('finds an honest one the same, with its digest', async () => {
    expect(replay.inputs.length).toBeGreaterThan(3);
    const digest = replayDigestOf(replay, browserHash);
    expect(await verdictOfAny(file(), { digest, commitment: replay.commitment })).toEqual({
      ok: true,
      ticks: replay.turns,
      result: replay.result,
      digest,
    });
  });

  it('names the first turn that differs', async () => {
    const marks = replay.marks.map(([inputs, hash], n) => [inputs, n === 2 ? 'f'.repeat(16) : hash]);
    expect(await verdictOfAny({ ...replay, marks })).toMatchObject({ ok: false, tick: 2 });
  });

  it('finds other choices, other seeds, another result and another battle than the published one', async () => {
    const [side] = replay.inputs[0] ?? [0];
    const inputs = [[side, 'flee'], ...replay.inputs.slice(1)];
    for (const changed of [
      { inputs },
      { playerSeeds: ['other', 'seeds'] },
      { serverSeed: 'a'.repeat(64) },
      { result: replay.result === 'first' ? 'second' : 'first' },
    ]) {
      expect(await verdictOfAny({ ...replay, ...changed }), Object.keys(changed)[0]).toMatchObject({
        ok: false,
      });
    }
    expect(await verdictOfAny(file(), { digest: 'f'.repeat(64) })).toMatchObject({ ok: false });
  });

  it('says what is wrong with garbage, and that it does not know other rules', async () => {
    for (const value of [
      { format: 'match/1' },
      { ...replay, marks: 'none' },
      { ...replay, rules: 'osrs/v9' },
    ]) {
      expect(JSON.stringify(await verdictOfAny(value))).toMatch(/^\{"ok":false,"what":".{6,}"\}$/);
    }
  });

  it('reads files of hunts, and says of Pokémon battles where they are verified', () => {
    expect(readFileText(JSON.stringify(replay))).toEqual({ value: file() });
    const pokemon = JSON.stringify({ format: 'match/1', rules: '@pkmn/sim/0.10.11' });
    expect(readFileText(pokemon)).toMatchObject({
      problem: expect.stringContaining('npm run -s verify') as string,
    });
  });

  it('verifies battles in ticks as before', async () => {
    expect(await verdictOfAny(exampleReplay())).toMatchObject({ ok: true, ticks: exampleReplay().ticks });
  });
});
