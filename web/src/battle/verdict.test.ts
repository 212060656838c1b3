import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { replayDigestOf } from '../../../src/game/battle/fairness.ts';
import { utf8 } from '../../../src/game/shared/bytes.ts';
import { browserHash } from './browser-hash.ts';
import { exampleReplay } from './example-battle.ts';
import { readFileText, verdictOf } from './verdict.ts';

const replay = exampleReplay();

describe('verifying in the browser', () => {
  it('hashes as the service does', () => {
    for (const text of ['', 'abc', 'Pokémon'.repeat(50)]) {
      const bytes = utf8(text);
      expect([...browserHash.sha256(bytes)]).toEqual([...createHash('sha256').update(bytes).digest()]);
      expect([...browserHash.hmacSha256(utf8('key'), bytes)]).toEqual([
        ...createHmac('sha256', 'key').update(bytes).digest(),
      ]);
    }
  });

  it('finds an honest replay the same, with its digest', () => {
    const digest = replayDigestOf(replay, browserHash);
    expect(verdictOf(JSON.parse(JSON.stringify(replay)))).toEqual({
      ok: true,
      ticks: replay.ticks,
      result: replay.result,
      digest,
    });
    expect(verdictOf(replay, { digest }).ok).toBe(true);
  });

  it('names the first tick that differs', () => {
    const { hashes } = replay;
    const at = 4 * 12;
    const other = hashes[at] === 'A' ? 'B' : 'A';
    const forged = { ...replay, hashes: hashes.slice(0, at) + other + hashes.slice(at + 1) };
    expect(verdictOf(forged)).toMatchObject({ ok: false, tick: 10 });
  });

  it('finds another battle than the published one', () => {
    expect(verdictOf(replay, { digest: 'f'.repeat(64) }).ok).toBe(false);
    expect(verdictOf(replay, { commitment: 'f'.repeat(64) }).ok).toBe(false);
  });

  it.each([undefined, null, 4, 'text', [], {}, { rules: 'cross/v9' }, { ...replay, orders: 'none' }])(
    'says what is wrong with garbage instead of failing: %j',
    (value) => {
      expect(JSON.stringify(verdictOf(value))).toMatch(/^\{"ok":false,"what":".{6,}"\}$/);
    },
  );

  it('reads files that hold JSON and refuses others in words', () => {
    expect(readFileText('{"a":1}')).toEqual({ value: { a: 1 } });
    expect(readFileText('\u0000\u0001')).toHaveProperty('problem');
    expect(readFileText('{"format":"match/1"}')).toHaveProperty('problem');
    expect(readFileText(' '.repeat(2_000_001))).toHaveProperty('problem');
  });
});
