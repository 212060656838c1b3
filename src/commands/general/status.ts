import { monitorEventLoopDelay } from 'node:perf_hooks';
import { SHARDS } from '#ports/leases.ts';
import { defineCommand } from '../define-command.ts';
import type { ClusterView, ProcessInfo } from '../cluster.ts';
import type { PanelField, PanelTable } from '../panel.ts';
import { shareOption } from '../eco/share-option.ts';
import { shardTrouble } from './shard-trouble.ts';
import { lagText, slowFollowers, worstLag } from './status-lags.ts';
import { isUpstreamDown, upstreamTable } from './status-upstreams.ts';

/** Names that at most this many quarantined entities are listed by. */
const NAMED_MAX = 10;

/** How often the loop is looked at; the histogram counts this interval into every delay. */
const RESOLUTION_MS = 20;

const loop = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
loop.enable();

const delay = (nanoseconds: number): string =>
  `${Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS).toFixed(1)} ms`;

const field = (name: string, value: string | number): PanelField => ({
  name,
  value: typeof value === 'number' ? value.toLocaleString('en-GB') : value,
  inline: true,
});

const rangeOf = (numbers: readonly number[]): string => {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  return numbers.length === 0 ? '–' : least === most ? String(least) : `${least}–${most}`;
};

/** A process that did not answer may be dead or out of reach: what it owns is what the leases say. */
const processRow = ({ id, shards, isSelf, report }: ProcessInfo): readonly string[] => [
  isSelf ? `${id} (this one)` : id,
  ...(report === undefined
    ? ['no answer', String(shards), '–', '–', '–']
    : [
        report.roles.join(', '),
        String(shards),
        rangeOf(report.epochs.map(([, epoch]) => epoch)),
        lagText(Math.max(0, ...report.followers.map(({ lagMs }) => lagMs))),
        String(report.inboxDepth),
      ]),
];

/** Whether nobody follows the log, so that what is read from it stands still. */
const isUnfollowed = ({ processes }: ClusterView): boolean =>
  processes.every(({ report }) => report?.roles.includes('jobs') === false);

/** Counts that the whole service shares; nothing when the store did not say. */
const queueFields = ({ queues }: ClusterView): readonly PanelField[] =>
  queues === null
    ? []
    : [field('Effects on their way', queues.outbox), field('Reminders due', queues.dueReminders)];

/** What this process has of all, and how far behind what follows the log is. */
const followingFields = (view: ClusterView): readonly PanelField[] => [
  field('Shards here', `${view.processes[0]?.shards ?? 0} of ${SHARDS}`),
  field('Follower lag', worstLag(view)),
];

/** Who looks after how much, when this process is not alone. */
const processTable = (processes: readonly ProcessInfo[]): readonly PanelTable[] =>
  processes.length < 2
    ? []
    : [
        {
          caption: 'Processes',
          columns: [
            { label: 'Process' },
            { label: 'Roles' },
            { label: 'Shards', align: 'right' },
            { label: 'Epochs', align: 'right' },
            { label: 'Lag', align: 'right' },
            { label: 'Inboxes', align: 'right' },
          ],
          rows: processes.map(processRow),
        },
      ];

/** `/status`: how the service is, for everybody. */
export const status = defineCommand({
  name: 'status',
  summary: 'How the service is: uptime, store, entities, queues and incidents',
  ephemeral: true,
  options: [shareOption],
  examples: ['/status'],
  run: async (_input, { deps, roles }) => {
    const stats = deps.engine.stats();
    const [store, letters, cluster] = await Promise.all([
      deps.service.describe(),
      deps.deadLetters.count(),
      deps.service.cluster.look(),
    ]);
    const stopped = deps.engine
      .entities({ limit: 1_000 })
      .filter((info) => info.status === 'quarantined')
      .slice(0, NAMED_MAX);
    const isStill = isUnfollowed(cluster);
    const unowned = shardTrouble(cluster);
    const words = [
      ...(unowned === undefined ? [] : [unowned]),
      ...(isStill
        ? ['No process has the role `jobs`: timelines, histories and lists stand still until one starts.']
        : []),
      ...stopped.map(
        ({ kind, realm, id, incident }) =>
          `Stopped: \`${kind}:${realm}:${id}\`, incident ${incident ?? 'unknown'}`,
      ),
      ...slowFollowers(cluster),
    ];
    const calm = words.length === 0 && stats.quarantined === 0 && letters === 0 && !isUpstreamDown(cluster);
    return {
      title: calm ? 'All is well' : 'Running, with something to look at',
      tone: calm ? 'good' : 'warn',
      ...(words.length === 0 ? {} : { text: words.join('\n') }),
      fields: [
        field('Version', deps.service.version),
        field('Up since', `<t:${Math.floor(deps.service.startedAtMs / 1_000)}:R>`),
        field('In flight', `${stats.inFlight} of ${Math.round(stats.admissionLimit)}`),
        field('Waiting in inboxes', stats.inboxDepth),
        field('Refused for lack of room', stats.refused),
        field('Journal commits', stats.commits),
        field('Journal batches', stats.batches),
        field('Quarantined', stats.quarantined),
        field('Dead letters', letters),
        ...queueFields(cluster),
        ...followingFields(cluster),
        field('Restarts', stats.restarts),
        field('Event-loop delay p99', delay(loop.percentile(99))),
      ],
      tables: [
        ...processTable(cluster.processes),
        ...upstreamTable(cluster),
        {
          caption: 'Live entities',
          columns: [{ label: 'Kind' }, { label: 'Live', align: 'right' }],
          rows: Object.entries(stats.liveByKind).map(([kind, live]) => [kind, live.toLocaleString('en-GB')]),
        },
        {
          caption: 'Store',
          columns: [{ label: 'What' }, { label: 'Value', align: 'right' }],
          // where it lies is for those who run it
          rows: Object.entries(store)
            .filter(([name]) => name !== 'path' || roles.has('owner') || roles.has('operator'))
            .map(([name, value]) => [name, String(value)]),
        },
      ],
      ephemeral: true,
    };
  },
});
