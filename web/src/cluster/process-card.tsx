import { relativeTime } from '../time-text.ts';
import { useTimedText } from '../use-tick.ts';
import type { ClusterProcess, ProcessReport } from './cluster-wire.ts';
import type { Sign } from './sign-of.ts';
import { UpstreamList } from './upstream-list.tsx';

const whole = (value: number): string => value.toLocaleString('en-GB');

const rangeOf = (epochs: ProcessReport['epochs']): string => {
  const all = epochs.map(([, epoch]) => epoch);
  if (all.length === 0) return '–';
  const [least, most] = [Math.min(...all), Math.max(...all)];
  return least === most ? String(least) : `${least} to ${most}`;
};

const Figure = ({ name, value, isWarning = false }: { name: string; value: string; isWarning?: boolean }) => (
  <div class={isWarning ? 'warned' : undefined}>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
);

const Lags = ({ followers }: Pick<ProcessReport, 'followers'>) =>
  followers.length === 0 ? (
    <p class="quiet">Follows no log: another process does.</p>
  ) : (
    <details>
      <summary>
        Followers: at most {whole(Math.round(Math.max(...followers.map(({ lagMs }) => lagMs))))} ms behind
      </summary>
      <ul class="lags">
        {followers.map(({ name, lagMs, commits }) => (
          <li key={name}>
            <span>{name}</span> <b>{whole(Math.round(lagMs))} ms</b>{' '}
            <small>
              {whole(commits)} {commits === 1 ? 'commit' : 'commits'}
            </small>
          </li>
        ))}
      </ul>
    </details>
  );

const Report = ({ report }: { report: ProcessReport }) => {
  const since = useTimedText((nowMs) => relativeTime(report.startedAtMs, nowMs));
  const live = Object.values(report.liveByKind).reduce((sum, count) => sum + count, 0);
  return (
    <>
      <ul class="roles" aria-label="Roles">
        {report.roles.map((role) => (
          <li key={role}>{role}</li>
        ))}
      </ul>
      <dl>
        <Figure name="Epochs" value={rangeOf(report.epochs)} />
        <Figure name="Awake" value={whole(live)} />
        <Figure name="In inboxes" value={whole(report.inboxDepth)} />
        <Figure name="In flight" value={`${whole(report.inFlight)} of ${whole(report.admissionLimit)}`} />
        <Figure name="Restarts" value={whole(report.restarts)} />
        <Figure name="Quarantined" value={whole(report.quarantined)} isWarning={report.quarantined > 0} />
      </dl>
      <Lags followers={report.followers} />
      {report.upstreams.length > 0 && <UpstreamList upstreams={report.upstreams} />}
      <p class="quiet">
        Version {report.version}, started {since}
      </p>
    </>
  );
};

interface ProcessCardProps {
  readonly process: ClusterProcess;
  readonly sign: Sign | undefined;
}

/** One process: its sign on the square, what it does and how it is. */
export const ProcessCard = ({ process: { id, shards, isSelf, report }, sign }: ProcessCardProps) => (
  <li class={report === undefined ? 'process silent' : 'process'} style={{ '--hue': sign?.hue ?? 0 }}>
    <header>
      <span class="shard" aria-hidden="true">
        {sign?.letter}
      </span>
      <h3>{id}</h3>
      <span class={`status ${report === undefined ? 'quarantined' : 'ready'}`}>
        {report === undefined ? 'no answer' : isSelf ? 'this process' : 'reachable'}
      </span>
    </header>
    <p>
      {shards === 0 ? 'No shards' : `${whole(shards)} of 256 shards`}
      {report === undefined && '. It does not answer: ended, or its way is down. Leases end after 10 s.'}
    </p>
    {report !== undefined && <Report report={report} />}
  </li>
);
