import { commitKey } from '#ports/commit.ts';
import { parseEffectId } from '#ports/effect-order.ts';
import { SHARDS } from '#ports/leases.ts';

/** Digits of a number within an effect's key: a commit has at most 200 commands, and effects fit into 256 KB. */
const DIGITS = 6;

const padded = (value: number): string => String(value).padStart(DIGITS, '0');

/** Key of an effect's row: numbers have leading zeros, so that order of text is order of cause. Other text stays as it is. */
export const effectKey = (id: string): string => {
  const place = parseEffectId(id);
  if (place === undefined) return id;
  return `${commitKey(place.stream, place.seq)}/${padded(place.cmd)}/${padded(place.n)}`;
};

/** Key of a reminder's row. */
export const reminderKey = (stream: string, name: string): string => `${stream}/${name}`;

/** Where keys that start with `prefix` end. */
export const endOf = (prefix: string): string => `${prefix}\u{10FFFF}`;

/** Where the keys of a shard begin; of the first one that is not there: behind all of them. */
export const startOfShard = (shard: number): string =>
  shard < SHARDS ? `${shard.toString(16).padStart(2, '0')}:` : endOf('ff:');

/** Where the keys of a stream's commits end. */
export const endOfStream = (stream: string): string => `${stream}#~`;
