import { fromHex, toHex, utf8 } from '../shared/bytes.ts';
import { canonicalJson } from '../shared/canonical-json.ts';
import type { Hash } from '../shared/hash.ts';
import type { Seed, Team } from './cross/v1/sheet.ts';

/** Keeps a commitment from being mistaken for a hash of something else. */
const COMMITMENT_PREFIX = 'guildhall/battle-commitment/1\n';

const digestOf = (value: unknown, hash: Hash): string => toHex(hash.sha256(utf8(canonicalJson(value))));

/**
 * What the server publishes before any player's seed exists: SHA-256 of a prefix and of its seed's 32 bytes, in
 * hexadecimal digits. `serverSeed`: 64 hexadecimal digits.
 */
export const commitmentOf = (serverSeed: string, hash: Hash): string => {
  const prefix = utf8(COMMITMENT_PREFIX);
  const seed = fromHex(serverSeed);
  const bytes = new Uint8Array(prefix.length + seed.length);
  bytes.set(prefix);
  bytes.set(seed, prefix.length);
  return toHex(hash.sha256(bytes));
};

/** The seeds of all who take part. */
export interface AllSeeds {
  readonly battleId: string;
  /** 64 hexadecimal digits. */
  readonly serverSeed: string;
  /** In the order of the sides. */
  readonly playerSeeds: readonly [string, string];
}

/**
 * The streams of the two sides: the first 16 bytes of HMAC-SHA-256, keyed with the server's seed, over the canonical
 * JSON of `{battleId, playerSeeds, side}`, read as four little-endian words. Nobody can choose them alone.
 */
export const seedsOf = (seeds: AllSeeds, hash: Hash): readonly [Seed, Seed] => [
  streamOf(seeds, 0, hash),
  streamOf(seeds, 1, hash),
];

const streamOf = ({ battleId, serverSeed, playerSeeds }: AllSeeds, side: 0 | 1, hash: Hash): Seed => {
  const message = utf8(canonicalJson({ battleId, playerSeeds, side }));
  const mac = hash.hmacSha256(fromHex(serverSeed), message);
  const view = new DataView(mac.buffer, mac.byteOffset, mac.byteLength);
  return [
    view.getUint32(0, true),
    view.getUint32(4, true),
    view.getUint32(8, true),
    view.getUint32(12, true),
  ];
};

/** What a battle opens with. */
export interface Opening {
  readonly commitment: string;
  readonly setup: readonly [Omit<Team, 'seed'>, Omit<Team, 'seed'>];
  /** Version of the rules, such as `cross/v1`. */
  readonly rules: string;
  /** 64 hexadecimal digits, kept until the end: without it teams could be guessed from the digest. */
  readonly salt: string;
}

/** What the opening message publishes: SHA-256 of the canonical JSON of an {@link Opening}, in hexadecimal digits. */
export const openingDigestOf = ({ commitment, setup, rules, salt }: Opening, hash: Hash): string =>
  digestOf({ commitment, setup, rules, salt }, hash);

/** What the result message publishes: SHA-256 of a replay's canonical JSON, in hexadecimal digits. */
export const replayDigestOf = (replay: object, hash: Hash): string => digestOf(replay, hash);

/** A replay's own checksum: SHA-256 of the canonical JSON of all its other fields, in hexadecimal digits. */
export const checksumOf = (body: object, hash: Hash): string => digestOf(body, hash);
