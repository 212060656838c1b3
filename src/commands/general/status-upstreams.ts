import type { ClusterView } from '../cluster.ts';
import type { PanelTable } from '../panel.ts';
import type { Upstream } from '../upstream.ts';

/** The worse, the later: what is said of a service that not all processes see alike. */
const BY_TROUBLE: readonly Upstream['state'][] = ['invented', 'unasked', 'answers', 'fails', 'rests'];

const ago = (atMs: number | undefined): string =>
  atMs === undefined ? '–' : `<t:${Math.floor(atMs / 1_000)}:R>`;

const words = ({ state, failingSinceMs, restsUntilMs }: Upstream): string => {
  switch (state) {
    case 'invented':
      return 'made up here, nobody is asked';
    case 'unasked':
      return 'not asked since the start';
    case 'answers':
      return 'answers';
    case 'fails':
      return `fails, the first time ${ago(failingSinceMs)}`;
    case 'rests':
      return `is not asked, again ${ago(restsUntilMs)}`;
  }
};

const troubleOf = ({ state }: Upstream): number => BY_TROUBLE.indexOf(state);

/** How one service stands for all processes: what the worst off says, and the newest answer that any of them had. */
const summaryOf = (seen: readonly Upstream[], isShared: boolean): readonly string[] => {
  const worst = seen.reduce((one, other) => (troubleOf(other) > troubleOf(one) ? other : one));
  const answeredMs = seen.flatMap(({ answeredAtMs }) => answeredAtMs ?? []);
  const count = seen.filter(({ state }) => state === worst.state).length;
  return [
    worst.name,
    ago(answeredMs.length === 0 ? undefined : Math.max(...answeredMs)),
    words(worst),
    ...(isShared ? [`${count} of ${seen.length}`] : []),
  ];
};

const upstreamsOf = ({ processes }: ClusterView): readonly Upstream[] =>
  processes.flatMap(({ report }) => report?.upstreams ?? []);

/** Whether a service that somebody asks gives no answers. */
export const isUpstreamDown = (view: ClusterView): boolean =>
  upstreamsOf(view).some(({ state }) => state === 'fails' || state === 'rests');

/** Other services: when each last answered, and how it stands. */
export const upstreamTable = (view: ClusterView): readonly PanelTable[] => {
  const byName = Map.groupBy(upstreamsOf(view), ({ name }) => name);
  const isShared = view.processes.length > 1;
  return byName.size === 0
    ? []
    : [
        {
          caption: 'Other services',
          columns: [
            { label: 'Service' },
            { label: 'Last answer' },
            { label: 'Now' },
            ...(isShared ? [{ label: 'Processes that say so' }] : []),
          ],
          rows: [...byName.values()].map((seen) => summaryOf(seen, isShared)),
        },
      ];
};
