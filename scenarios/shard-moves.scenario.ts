import { LEASE_TTL_MS, RENEWALS_A_TTL } from '#adapters/mongo/sharing.ts';
import { SHARDS } from '#ports/leases.ts';
import type { Scenario } from './harness/scenario.ts';
import { type ShardResult, ShardWorld } from './shards/shard-world.ts';

/** Small fleets beside the one that was asked for. */
const FLEETS = [2, 3, 8, 32, 100] as const;
const AWAY_MS = 30_000;
/** A lease that runs out is noticed at the next renewal of somebody who has less than a share. */
const LONGEST_GAP_MS = LEASE_TTL_MS + LEASE_TTL_MS / RENEWALS_A_TTL + 200;
/** A failure a minute, orderly restarts as many as crashes. */
const MINUTE_MS = 60_000;

const at = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;

const lineOf = (processes: number, result: ShardResult): string =>
  `${String(processes).padStart(9)}  ${String(result.owed).padStart(6)}  ${String(result.moves).padStart(5)}  ${`${result.least}–${result.most}`.padStart(7)}  ${String(at(result.gapsMs, 0.5)).padStart(7)}  ${String(at(result.gapsMs, 0.99)).padStart(7)}  ${String(result.gapsMs.at(-1) ?? 0).padStart(7)}  ${(result.unowned * 100).toFixed(3)} %`;

/** The production's rule for sharing shards, with fleets of many sizes that fail, on a virtual clock. */
export const shardMoves: Scenario = {
  name: 'shard-moves',
  summary: 'fleets of up to 1,000 processes that crash and restart: moves, imbalance, time without an owner',
  defaults: { players: 1_000, seconds: 1_800 },
  surfaces: ['inproc'],
  async run({ players, seconds, seed, isBroken }, stage) {
    stage.say('processes    owed  moves   shards  gap p50  gap p99  gap max  without an owner (gaps in ms)');
    let moved = 0;
    for (const processes of [...FLEETS.filter((size) => size < players), players]) {
      // a large fleet fails more often
      const failures = Math.ceil((seconds * 1_000) / MINUTE_MS) * Math.max(1, Math.round(processes / 100));
      const result = new ShardWorld({
        seed,
        processes,
        lastsMs: seconds * 1_000,
        crashes: Math.ceil(failures / 2),
        restarts: Math.floor(failures / 2),
        awayMs: AWAY_MS,
        isBroken,
      }).run();
      stage.say(lineOf(processes, result));
      const of = `of ${processes}`;
      const { gapsMs, doubles, most, moves, owed } = result;
      stage.expect(
        'no shard is taken from an owner that trusts its lease',
        doubles === 0,
        () => `${doubles} ${of}`,
      );
      moved += moves;
      const longestMs = gapsMs.at(-1) ?? 0;
      stage.expect(
        `no shard is without an owner for more than ${LONGEST_GAP_MS} ms`,
        longestMs <= LONGEST_GAP_MS,
        () => `${longestMs} ms ${of}`,
        gapsMs.length,
      );
      const share = Math.ceil(SHARDS / processes);
      stage.expect('nobody ends with more than a share', most <= share, () => `${most} ${of}`);
      stage.expect(
        'no more moves than owners were lost or shares are owed',
        moves <= owed,
        () => `${moves} for ${owed} ${of}`,
        moves,
      );
      stage.figure(`shard-moves.${processes}.moves-a-failure`, moves / failures, 'count');
      stage.figure(`shard-moves.${processes}.gap.p99`, at(gapsMs, 0.99), 'ms');
      await Promise.resolve();
    }
    // each fleet loses a process a minute, and in small ones every process has shards
    stage.atLeast('moves of shards', moved, Math.ceil((seconds * 1_000) / MINUTE_MS));
  },
};
