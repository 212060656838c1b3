import type { RunningEngine } from '#actors/kit/running-engine.ts';
import type { Bus } from '#events/bus.ts';
import type { WebParts } from '#surfaces/web/app.ts';
import type { BatchSizes } from './batch-sizes.ts';
import type { TransferCounts } from './transfer-counts.ts';

/** What `/metrics` shows of the engine and its bus. */
export const metricsOf = (
  engine: RunningEngine,
  bus: Bus,
  batches: BatchSizes,
  transfers: TransferCounts,
): WebParts['metrics'] => ({
  batchSizes: () => batches.read(),
  bus: () => {
    // one subscriber may listen to several topics
    const sums: Record<string, { dropped: number; failed: number }> = {};
    for (const { name, dropped, failed } of bus.stats()) {
      const sum = (sums[name] ??= { dropped: 0, failed: 0 });
      sum.dropped += dropped;
      sum.failed += failed;
    }
    return sums;
  },
  transfers: () => transfers.read(),
  followerLagMs: () =>
    Object.fromEntries(engine.followers.map(({ follower, lagMs }) => [follower.name, lagMs])),
});
