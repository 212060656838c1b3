import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accept, ASH, begin, challenge, Fight, MISTY, team, nodeHash } from '#test/support/battle-rig.ts';
import { toHex, utf8 } from '../shared/bytes.ts';
import { commitmentOf, seedsOf } from './fairness.ts';

const seedText = fc.stringMatching(/^[A-Za-z0-9_-]{1,32}$/);

const begun = (rng: number, first: string, second: string, size = 1): Fight => {
  const fight = new Fight(rng);
  fight.give(ASH, challenge({ lineup: team('Ember', size) }));
  fight.give(MISTY, accept(second, team('Drop', size)));
  fight.give(ASH, begin(first));
  return fight;
};

const streams = (fight: Fight): string => JSON.stringify(fight.state.setup?.map(({ seed }) => seed));

describe('fairness', () => {
  it('binds the server before any player has given a seed: they change the rolls, never the commitment', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1 }), seedText, seedText, seedText, (rng, one, two, other) => {
        fc.pre(new Set([one, two, other]).size === 3);
        const fight = begun(rng, one, two);
        expect(fight.events[0]).toMatchObject({
          type: 'BattleOpened',
          commitment: commitmentOf(fight.state.serverSeed, nodeHash),
        });
        for (const changed of [begun(rng, other, two), begun(rng, one, other), begun(rng, two, one)]) {
          expect(changed.state.commitment).toBe(fight.state.commitment);
          expect(streams(changed)).not.toBe(streams(fight));
        }
      }),
      { numRuns: 100 },
    );
  });

  it('takes the rolls from the secret seed, the battle and both players’ seeds, and from nothing published', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1 }), seedText, seedText, (rng, one, two) => {
        const fight = begun(rng, one, two);
        const { serverSeed, setup, commitment, openingDigest } = fight.state;
        const seeds = { battleId: 'b1', serverSeed, playerSeeds: [one, two] as const };
        expect(setup?.map(({ seed }) => seed)).toEqual(seedsOf(seeds, nodeHash));
        // other teams give another opening digest, and the same streams
        const others = begun(rng, one, two, 2);
        expect(others.state.openingDigest).not.toBe(openingDigest);
        expect(streams(others)).toBe(streams(fight));
        // somebody who knows all that is published before the end cannot make them
        for (const known of [commitment, openingDigest, toHex(nodeHash.sha256(utf8(commitment)))]) {
          expect(seedsOf({ ...seeds, serverSeed: known }, nodeHash)).not.toEqual(
            setup?.map(({ seed }) => seed),
          );
        }
      }),
      { numRuns: 100 },
    );
  });

  it('gives the two sides streams of their own', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1 }), seedText, (rng, seed) => {
        const [one, other] = begun(rng, seed, seed).state.setup ?? [];
        expect(one?.seed).not.toEqual(other?.seed);
      }),
      { numRuns: 100 },
    );
  });
});
