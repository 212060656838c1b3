import { describe, expect, it } from 'vitest';
import { nodeHash, playedBattle, replayOf, unfrozen } from '#test/support/replays.ts';
import { JUNK, withCharactersChanged, withPartsReplaced } from '#test/support/tampering.ts';
import { fromHex, packWords, toHex, unpackWords, utf8 } from '../shared/bytes.ts';
import { canonicalJson } from '../shared/canonical-json.ts';
import { checksumOf, commitmentOf, openingDigestOf, replayDigestOf, seedsOf } from './fairness.ts';
import { makeReplay, type Replay } from './replay.ts';
import { verifyReplay } from './verify.ts';

const verify = (replay: unknown, published = {}) => verifyReplay(replay, nodeHash, published);

/** What a careful cheat would do after a change: make checksum and opening digest fit again. */
const sealedAgain = (replay: Replay): Replay => {
  const { checksum: _, ...rest } = replay;
  const openingDigest = openingDigestOf(replay, nodeHash);
  const body = { ...rest, openingDigest };
  return { ...body, checksum: checksumOf(body, nodeHash) };
};

describe('a replay', () => {
  it('verifies, with its digest, for many battles', () => {
    for (let seed = 0; seed < 150; seed += 1) {
      const replay = replayOf(seed);
      const digest = replayDigestOf(replay, nodeHash);
      const published = { digest, commitment: replay.commitment, openingDigest: replay.openingDigest };
      expect(verify(unfrozen(replay), published)).toEqual({
        ok: true,
        ticks: replay.ticks,
        result: replay.result,
        digest,
      });
    }
  });

  it('of a usual battle is less than 10 KB of canonical JSON', () => {
    const replay = replayOf(7, true);
    expect(replay.ticks).toBeGreaterThan(30);
    expect(Buffer.byteLength(canonicalJson(replay))).toBeLessThan(10_000);
  });

  it('is the same however orders of one tick were listed, and keeps the last of one side', () => {
    const played = playedBattle(3, true);
    const orders = [
      [8, 1, 4],
      [2, 0, 1],
      [2, 0, 2],
      [2, 0, 16],
      [2, 1, 3],
      [2, 0, 0],
    ] as const;
    const replay = makeReplay({ ...played, orders }, nodeHash);
    expect(replay.orders).toEqual([
      [2, 0, 0],
      [2, 0, 16],
      [2, 1, 3],
      [8, 1, 4],
    ]);
    expect(verify(replay).ok).toBe(true);
  });

  it('of a battle that goes on is refused, and of one that ended early told as such', () => {
    const played = playedBattle(5, true);
    const voided = makeReplay({ ...played, early: { ticks: 20, how: 'void' } }, nodeHash);
    const given = makeReplay({ ...played, early: { ticks: 20, how: 'forfeit', side: 0 } }, nodeHash);
    expect([voided.ticks, voided.result, given.ticks, given.result]).toEqual([20, 'void', 20, 'second']);
    expect([verify(voided).ok, verify(given).ok]).toEqual([true, true]);
    expect(verify(sealedAgain({ ...given, result: 'first' }))).toMatchObject({ ok: false });
    const { forfeit: _, ...decided } = given;
    expect(verify(sealedAgain(decided))).toMatchObject({
      ok: false,
      what: 'result: the battle is running after tick 20',
    });
    expect(() =>
      makeReplay({ ...played, early: { ticks: 2_000, how: 'forfeit', side: 0 } }, nodeHash),
    ).toThrow(RangeError);
  });

  it('catches a server that chose its seed after it had seen the others', () => {
    const promised = replayOf(11, true);
    const other = { ...playedBattle(11, true), serverSeed: toHex(nodeHash.sha256(utf8('better'))) };
    const chosen = makeReplay(other, nodeHash);
    // it keeps the commitment that it published
    expect(verify(sealedAgain({ ...chosen, commitment: promised.commitment }))).toMatchObject({
      ok: false,
      what: expect.stringContaining('commitment') as unknown,
    });
    // or replaces it, against the one on the challenge card
    expect(verify(chosen).ok).toBe(true);
    expect(verify(chosen, { commitment: promised.commitment })).toMatchObject({ ok: false });
    expect(verify(chosen, { openingDigest: promised.openingDigest })).toMatchObject({ ok: false });
  });

  it('catches a server that moves, drops or changes orders', () => {
    let caught = 0;
    for (let seed = 0; seed < 25; seed += 1) {
      const replay = replayOf(seed);
      const digest = replayDigestOf(replay, nodeHash);
      for (const [n, [tick, side, order]] of replay.orders.entries()) {
        if (n % 5 !== 0) continue;
        const moved = replay.orders.map((one, at) => (at === n ? ([tick + 1, side, order] as const) : one));
        const without = replay.orders.filter((_, at) => at !== n);
        for (const orders of [moved, without]) {
          // played again with those orders, all inside fits; the published digest does not
          const forged = makeReplay({ ...playedBattle(seed), orders }, nodeHash);
          expect(verify(forged, { digest })).toMatchObject({ ok: false });
          caught += 1;
        }
      }
    }
    expect(caught).toBeGreaterThan(100);
  });

  it('names the first tick that differs', () => {
    const replay = replayOf(2, true);
    for (const tick of [1, 17, replay.ticks]) {
      const states = [...(unpackWords(replay.hashes) ?? [])];
      states[tick - 1] = ((states[tick - 1] ?? 0) ^ 1) >>> 0;
      expect(verify(sealedAgain({ ...replay, hashes: packWords(states) }))).toEqual({
        ok: false,
        tick,
        what: `tick ${tick}: the state differs`,
      });
    }
    const ordered = makeReplay({ ...playedBattle(2, true), orders: [[10, 0, 2]] }, nodeHash);
    expect(verify(sealedAgain({ ...ordered, orders: [[11, 0, 2]] }))).toMatchObject({ ok: false, tick: 11 });
  });

  it('of another version is named', () => {
    expect(verify({ ...replayOf(1), rules: 'cross/v2' })).toEqual({
      ok: false,
      what: 'unknown rules version "cross/v2"; known: cross/v1',
    });
  });

  it('is never taken with one character changed, and nothing is thrown', () => {
    const texts = [1, 2, 3].map((seed) => JSON.stringify(replayOf(seed)));
    let parsed = 0;
    for (const { value, where, original } of withCharactersChanged(texts, 900)) {
      parsed += 1;
      expect(verify(value).ok, where).toBe(canonicalJson(value) === canonicalJson(original));
    }
    expect(parsed).toBeGreaterThan(400);
  });

  it('is never taken when anything in it is replaced by something else', () => {
    const replay = replayOf(4);
    for (const { value, where } of withPartsReplaced(replay, 250))
      expect(verify(value).ok, where).toBe(false);
    for (const bad of [...JUNK, undefined, { rules: 'cross/v1' }, { ...replay, more: 1 }])
      expect(verify(bad).ok).toBe(false);
  });
});

describe('fairness', () => {
  it('is defined to the byte', () => {
    const serverSeed = '00'.repeat(31) + '01';
    expect(commitmentOf(serverSeed, nodeHash)).toBe(
      toHex(
        nodeHash.sha256(
          Uint8Array.from([...utf8('guildhall/battle-commitment/1\n'), ...fromHex(serverSeed)]),
        ),
      ),
    );
    const mac = nodeHash.hmacSha256(
      fromHex(serverSeed),
      utf8('{"battleId":"b1","playerSeeds":["a","é"],"side":1}'),
    );
    const words = [0, 4, 8, 12].map((at) =>
      new DataView(mac.buffer, mac.byteOffset + at, 4).getUint32(0, true),
    );
    expect(seedsOf({ battleId: 'b1', serverSeed, playerSeeds: ['a', 'é'] }, nodeHash)[1]).toEqual(words);
  });

  it('gives each side, battle and player seed a stream of its own', () => {
    const base = { battleId: 'b1', serverSeed: 'ab'.repeat(32), playerSeeds: ['x', 'y'] as const };
    const all = [
      base,
      { ...base, battleId: 'b2' },
      { ...base, playerSeeds: ['x', 'z'] as const },
      { ...base, serverSeed: 'ac'.repeat(32) },
    ].flatMap((seeds) => seedsOf(seeds, nodeHash).map(String));
    expect(new Set(all).size).toBe(8);
  });
});
