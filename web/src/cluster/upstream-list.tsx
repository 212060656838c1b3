import { Moment } from '../rich-text.tsx';
import type { Upstream } from './cluster-wire.ts';

const Standing = ({ upstream: { state, failingSinceMs, restsUntilMs } }: { upstream: Upstream }) => {
  if (state === 'fails' && failingSinceMs !== undefined)
    return (
      <>
        fails, the first time <Moment ms={failingSinceMs} relative />
      </>
    );
  if (state === 'rests' && restsUntilMs !== undefined)
    return (
      <>
        not asked, again <Moment ms={restsUntilMs} relative />
      </>
    );
  return <>{state === 'invented' ? 'made up here' : state === 'unasked' ? 'not asked yet' : 'answers'}</>;
};

const isDown = ({ state }: Upstream): boolean => state === 'fails' || state === 'rests';

/** Other services that a process asks, and when each last answered. */
export const UpstreamList = ({ upstreams }: { upstreams: readonly Upstream[] }) => (
  <ul class="upstreams" aria-label="Other services">
    {upstreams.map((upstream) => (
      <li key={upstream.name} class={isDown(upstream) ? 'warned' : undefined}>
        <span>{upstream.name}</span>
        <b>
          <Standing upstream={upstream} />
        </b>
        <small>
          {upstream.answeredAtMs === undefined ? (
            'no answer yet'
          ) : (
            <>
              answered <Moment ms={upstream.answeredAtMs} relative />
            </>
          )}
        </small>
      </li>
    ))}
  </ul>
);
