import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { EngineStats } from '#actors/kit/engine-api.ts';
import { LATENCY_BOUNDS_MS, REFUSAL_BOUNDS_MS } from '#commands/meter.ts';
import type { WebApp, WebParts } from './app.ts';
import { processReadings } from './process-readings.ts';
import { histogramSamples, registryOf, type Reading, type Sample } from './readings.ts';

/** How often the loop is looked at; the histogram counts this interval into every delay. */
const RESOLUTION_MS = 10;

/** `/metrics` in the text form of Prometheus. Nothing is counted here: plain counters are read at each scrape. */
export const metricsRoutes = (app: WebApp, parts: WebParts): void => {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  app.addHook('onClose', async () => {
    delay.disable();
  });
  const loop: Reading = {
    name: 'guildhall_event_loop_delay_seconds',
    help: 'Event-loop delay since the scrape before',
    type: 'gauge',
    read: () => {
      const at = (quantile: number): Sample => ({
        labels: { quantile: String(quantile) },
        value: Math.max(0, delay.percentile(quantile * 100) / 1e9 - RESOLUTION_MS / 1e3),
      });
      const samples = [at(0.5), at(0.99), at(1)];
      delay.reset();
      return samples;
    },
  };
  const registry = registryOf([
    ...engineReadings(parts),
    ...surfaceReadings(parts),
    ...processReadings(),
    loop,
  ]);
  app.get(
    '/metrics',
    { schema: { summary: 'Metrics in the text form of Prometheus', tags: ['operations'] } },
    async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()),
  );
};

type StatName = Exclude<keyof EngineStats, 'liveByKind' | 'batchSizes'>;

const ENGINE: readonly (readonly [stat: StatName, name: string, help: string, type: 'counter' | 'gauge'])[] =
  [
    ['inboxDepth', 'guildhall_inbox_depth', 'Messages waiting in inboxes', 'gauge'],
    ['inFlight', 'guildhall_commands_in_flight', 'Admitted and unanswered work', 'gauge'],
    ['admissionLimit', 'guildhall_admission_limit', 'Work that may be in flight now', 'gauge'],
    ['refused', 'guildhall_refused_total', 'Work refused with E_OVERLOAD', 'counter'],
    ['commits', 'guildhall_journal_commits_total', 'Durable commits', 'counter'],
    ['commands', 'guildhall_journal_commands_total', 'Commands in durable commits', 'counter'],
    ['batches', 'guildhall_journal_batches_total', 'Batches given to the journal', 'counter'],
    ['restarts', 'guildhall_entity_restarts_total', 'Entities reloaded from their log', 'counter'],
    ['quarantined', 'guildhall_quarantined_entities', 'Entities that wait for an operator', 'gauge'],
    ['deadLetters', 'guildhall_dead_letters_total', 'Commands put aside as dead letters', 'counter'],
  ];

const labelled = (label: string, values: Readonly<Record<string, number>>): readonly Sample[] =>
  Object.entries(values).map(([key, value]) => ({ labels: { [label]: key }, value }));

const engineReadings = ({ desk, metrics }: WebParts): readonly Reading[] => {
  const { engine } = desk.deps;
  return [
    ...ENGINE.map(([stat, name, help, type]): Reading => ({
      name,
      help,
      type,
      read: () => [{ value: engine.stats()[stat] }],
    })),
    {
      name: 'guildhall_live_entities',
      help: 'Entities awake, by kind',
      type: 'gauge',
      read: () => labelled('kind', engine.stats().liveByKind),
    },
    {
      name: 'guildhall_journal_batch_commits',
      help: 'Commits in one batch of the journal',
      type: 'histogram',
      read: () => {
        const sizes = metrics.batchSizes?.();
        return sizes === undefined ? [] : histogramSamples(sizes.bounds, sizes.counts, sizes.sum);
      },
    },
    {
      name: 'guildhall_follower_lag_seconds',
      help: 'How far a follower is behind the log; grows while it is held up',
      type: 'gauge',
      read: () =>
        Object.entries(metrics.followerLagMs?.() ?? {}).map(([follower, lagMs]) => ({
          labels: { follower },
          value: lagMs / 1_000,
        })),
    },
  ];
};

const surfaceReadings = ({ desk, feed, metrics }: WebParts): readonly Reading[] => {
  const { meter } = desk;
  const bus = (part: 'dropped' | 'failed') => (): readonly Sample[] =>
    Object.entries(metrics.bus?.() ?? {}).map(([subscriber, counts]) => ({
      labels: { subscriber },
      value: counts[part],
    }));
  return [
    {
      name: 'guildhall_commands_total',
      help: 'Commands by name and result',
      type: 'counter',
      read: () =>
        [...meter.counts()].flatMap(([command, { results }]) =>
          [...results].map(([result, value]) => ({ labels: { command, result }, value })),
        ),
    },
    {
      name: 'guildhall_command_duration_seconds',
      help: 'From entry to answer, by command',
      type: 'histogram',
      read: () =>
        [...meter.counts()].flatMap(([command, { buckets, sumMs }]) =>
          histogramSamples(LATENCY_SECONDS, buckets, sumMs / 1_000, { command }),
        ),
    },
    {
      name: 'guildhall_refused_unread_total',
      help: 'Requests refused before their body was read',
      type: 'counter',
      read: () => [{ value: meter.refusedUnread }],
    },
    {
      name: 'guildhall_refusal_duration_seconds',
      help: 'From entry to refusal of the same requests',
      type: 'histogram',
      read: () =>
        histogramSamples(
          REFUSAL_BOUNDS_MS.map((bound) => bound / 1_000),
          meter.refusals.buckets,
          meter.refusals.sumMs / 1_000,
        ),
    },
    {
      name: 'guildhall_transfers_total',
      help: 'Transfers of the ledgers by what they were for, as the bus told them',
      type: 'counter',
      read: () => labelled('kind', metrics.transfers?.() ?? {}),
    },
    {
      name: 'guildhall_feed_clients',
      help: 'Pages that watch the live feed',
      type: 'gauge',
      read: () => [{ value: feed.clients }],
    },
    {
      name: 'guildhall_feed_dropped_total',
      help: 'Feed items that slow pages never saw',
      type: 'counter',
      read: () => [{ value: feed.dropped }],
    },
    {
      name: 'guildhall_bus_dropped_total',
      help: 'Facts dropped by bounded subscribers',
      type: 'counter',
      read: bus('dropped'),
    },
    {
      name: 'guildhall_bus_failed_total',
      help: 'Errors thrown by subscribers',
      type: 'counter',
      read: bus('failed'),
    },
  ];
};

const LATENCY_SECONDS = LATENCY_BOUNDS_MS.map((bound) => bound / 1_000);
