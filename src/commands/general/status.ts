import { monitorEventLoopDelay } from 'node:perf_hooks';
import { defineCommand } from '../define-command.ts';
import { type ProcessInfo } from '../deps.ts';
import { type PanelField, type PanelTable } from '../panel.ts';
import { shareOption } from '../eco/share-option.ts';

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

/** Who looks after how much, when this process is not alone. */
const processTable = (processes: readonly ProcessInfo[]): readonly PanelTable[] =>
  processes.length < 2
    ? []
    : [
        {
          caption: 'Processes',
          columns: [{ label: 'Process' }, { label: 'Shards', align: 'right' }],
          rows: processes.map(({ id, shards, isSelf }) => [isSelf ? `${id} (this one)` : id, String(shards)]),
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
    const [store, letters] = await Promise.all([deps.service.describe(), deps.deadLetters.count()]);
    const stopped = deps.engine
      .entities({ limit: 1_000 })
      .filter((info) => info.status === 'quarantined')
      .slice(0, NAMED_MAX);
    const calm = stats.quarantined === 0 && letters === 0;
    return {
      title: calm ? 'All is well' : 'Running, with something to look at',
      tone: calm ? 'good' : 'warn',
      ...(stopped.length === 0
        ? {}
        : {
            text: stopped
              .map(
                ({ kind, realm, id, incident }) =>
                  `Stopped: \`${kind}:${realm}:${id}\`, incident ${incident ?? 'unknown'}`,
              )
              .join('\n'),
          }),
      fields: [
        field('Version', deps.service.version),
        field('Up since', `<t:${Math.floor(deps.service.startedAtMs / 1_000)}:R>`),
        field('In flight', `${stats.inFlight} of ${stats.admissionLimit}`),
        field('Waiting in inboxes', stats.inboxDepth),
        field('Refused for lack of room', stats.refused),
        field('Journal commits', stats.commits),
        field('Journal batches', stats.batches),
        field('Quarantined', stats.quarantined),
        field('Dead letters', letters),
        field('Restarts', stats.restarts),
        field('Event-loop delay p99', delay(loop.percentile(99))),
      ],
      tables: [
        ...processTable(deps.service.processes()),
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
