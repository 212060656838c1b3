import { SHARDS } from '#ports/leases.ts';

/** How long a shard stays with an owner that is not heard of, ms. */
export const LEASE_TTL_MS = 10_000;
/** How often an owner says within that time that it is alive. */
export const RENEWALS_A_TTL = 4;
/** How often within that time it tries again what failed. */
export const RETRIES_A_TTL = 16;
/** A call about ownership may take this part of that time: an answer that was lost must not cost the shards. */
export const LEASE_CALL_SHARE = 1 / 5;
/** A process trusts its leases for this part of their time since it asked for them. */
export const TRUST = 2 / 3;

/** What a process does about its shards. */
export interface SharePlan {
  /** Own ones that it gives back. */
  readonly give: readonly number[];
  /** How many free ones it takes. */
  readonly take: number;
}

/** Each process has up to its share and gives back what is above it, so that no more moves than must. */
export const planShare = (own: readonly number[], alive: number): SharePlan => {
  const missing = Math.ceil(SHARDS / alive) - own.length;
  return missing < 0 ? { give: own.slice(missing), take: 0 } : { give: [], take: missing };
};

/**
 * Some of a list, from a place of chance on (`chance` from 0 to below 1), so that several processes do not reach for the
 * same ones.
 */
export const someOf = (shards: readonly number[], count: number, chance: number): readonly number[] => {
  const from = Math.floor(chance * shards.length);
  return [...shards.slice(from), ...shards.slice(0, from)].slice(0, Math.max(0, count));
};

/**
 * How shards are split among processes: each gets what it misses of its share, or its part of it when there are too few, in the
 * order of their names, so that those who see the same come to the same. `owners`: of the other shards. What is left over is
 * nobody's.
 */
export const splitAmong = (
  names: readonly string[],
  shards: readonly number[],
  owners: ReadonlyMap<number, string>,
): ReadonlyMap<string, readonly number[]> => {
  const counts = new Map<string, number>();
  const split = new Set(shards);
  for (const [shard, owner] of owners) if (!split.has(shard)) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  const share = Math.ceil(SHARDS / names.length);
  const missing = names
    .toSorted()
    .map((name) => [name, Math.max(0, share - (counts.get(name) ?? 0))] as const);
  const all = missing.reduce((sum, [, count]) => sum + count, 0);
  const given = Math.min(shards.length, all);
  let reached = 0;
  let from = 0;
  return new Map(
    missing.map(([name, count]) => {
      reached += count;
      const to = all === 0 ? 0 : Math.round((reached / all) * given);
      const part = shards.slice(from, to);
      from = to;
      return [name, part];
    }),
  );
};
