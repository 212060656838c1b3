import type { ClusterView } from '../cluster.ts';

/** Further behind than this is worth a word, ms. */
const SLOW_MS = 60_000;

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** A time as people read it at a glance: the largest unit of which there are two, rounded. */
export const lagText = (ms: number): string => {
  if (ms < 2_000) return `${Math.round(ms)} ms`;
  if (ms < 2 * MINUTE_MS) return `${Math.round(ms / 1_000)} s`;
  if (ms < 2 * HOUR_MS) return `${Math.round(ms / MINUTE_MS)} min`;
  return `${Math.round(ms / HOUR_MS)} h`;
};

/** How far each follower is behind the log, ms; of several processes one runs it, and the others are at its end. */
const lagsOf = ({ processes }: ClusterView): ReadonlyMap<string, number> => {
  const lags = new Map<string, number>();
  for (const { name, lagMs } of processes.flatMap(({ report }) => report?.followers ?? []))
    lags.set(name, Math.max(lags.get(name) ?? 0, lagMs));
  return lags;
};

/** How far the slowest follower is behind; a dash when nobody follows. One that has had nothing to read is at the end. */
export const worstLag = (view: ClusterView): string =>
  view.processes.some(({ report }) => report?.roles.includes('jobs'))
    ? lagText(Math.max(0, ...lagsOf(view).values()))
    : '–';

/** A line for each follower that is far behind. */
export const slowFollowers = (view: ClusterView): readonly string[] =>
  [...lagsOf(view)]
    .filter(([, lagMs]) => lagMs > SLOW_MS)
    .map(
      ([name, lagMs]) => `The follower \`${name}\` is ${lagText(lagMs)} behind: what it shows is that old.`,
    );
