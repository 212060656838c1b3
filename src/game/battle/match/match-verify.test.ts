import { describe, expect, it } from 'vitest';
import { huntReplayOf, playHuntAgain } from '#test/support/hunts.ts';
import { nodeHash } from '#test/support/replays.ts';
import { JUNK, type Tampered, withCharactersChanged, withPartsReplaced } from '#test/support/tampering.ts';
import { canonicalJson } from '../../shared/canonical-json.ts';
import { verifyMatchReplay } from './match-verify.ts';

const verify = (value: unknown) => verifyMatchReplay(value, nodeHash, {}, playHuntAgain);

/** Tampered values that are taken although they say something else; nothing may be thrown. */
const taken = async (tampered: Iterable<Tampered>): Promise<{ tries: number; taken: readonly string[] }> => {
  let tries = 0;
  const wrongly: string[] = [];
  for (const { value, where, original } of tampered) {
    tries += 1;
    const { ok } = await verify(value);
    if (ok && canonicalJson(value) !== canonicalJson(original)) wrongly.push(where);
  }
  return { tries, taken: wrongly };
};

describe('the replay of a match', () => {
  it('is never taken with one character changed, and nothing is thrown', async () => {
    const texts = [1, 2].map((n) => JSON.stringify(huntReplayOf(n)));
    for (const text of texts) expect(await verify(JSON.parse(text))).toMatchObject({ ok: true });
    const found = await taken(withCharactersChanged(texts, 600));
    expect(found.taken).toEqual([]);
    expect(found.tries).toBeGreaterThan(200);
  });

  it('is never taken when anything in it is replaced by something else', async () => {
    const replay = huntReplayOf(3);
    const found = await taken(withPartsReplaced(replay, 120));
    expect(found.taken).toEqual([]);
    expect(found.tries).toBeGreaterThan(1_000);
    for (const bad of [...JUNK, undefined, { format: 'match/1' }, { ...replay, more: 1 }])
      expect((await verify(bad)).ok).toBe(false);
  });

  it('with a lone surrogate in any of its texts is refused by the field', async () => {
    const replay = huntReplayOf(4);
    const lone = 'a\ud800';
    expect(await verify({ ...replay, battleId: lone })).toMatchObject({
      ok: false,
      what: expect.stringContaining('battleId') as string,
    });
    expect(await verify({ ...replay, playerSeeds: ['x', lone] })).toMatchObject({ ok: false });
    expect(await verify({ ...replay, inputs: [[0, lone]] })).toMatchObject({ ok: false });
  });
});
