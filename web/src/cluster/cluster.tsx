import { useState } from 'preact/hooks';
import { relativeTime } from '../time-text.ts';
import { useAsked } from '../use-asked.ts';
import { useTimedText } from '../use-tick.ts';
import { entityIn, fetchCluster, findEntity } from './cluster-api.ts';
import type { ClusterView, Queues } from './cluster-wire.ts';
import { HeldList } from './held.tsx';
import { ProcessCard } from './process-card.tsx';
import { ShardGrid } from './shard-grid.tsx';
import { signsOf } from './sign-of.ts';

const NextReminder = ({ atMs }: { atMs: number }) => (
  <small>next {useTimedText((nowMs) => relativeTime(atMs, nowMs))}</small>
);

const QueueList = ({ queues }: { queues: Queues | null }) =>
  queues === null ? (
    <p class="problem" role="alert">
      The store does not say what waits.
    </p>
  ) : (
    <dl class="queues">
      <div>
        <dt>Effects on their way</dt>
        <dd>{queues.outbox}</dd>
      </div>
      <div>
        <dt>Reminders due</dt>
        <dd>
          {queues.dueReminders >= 100 ? '100 or more' : queues.dueReminders}{' '}
          {queues.nextReminderAtMs !== undefined && <NextReminder atMs={queues.nextReminderAtMs} />}
        </dd>
      </div>
      <div class={queues.deadLetters > 0 ? 'warned' : undefined}>
        <dt>Dead letters</dt>
        <dd>{queues.deadLetters}</dd>
      </div>
    </dl>
  );

const headlineOf = ({ processes, owners }: ClusterView): string => {
  const nobody = owners.filter((owner) => owner === null).length;
  const silent = processes.filter(({ report }) => report === undefined).length;
  if (nobody > 0) return `${nobody} of ${owners.length} shards have no process just now.`;
  if (silent > 0) return `${silent} of ${processes.length} processes do not answer.`;
  return processes.length === 1
    ? 'One process does everything and has all shards.'
    : `${processes.length} processes share all ${owners.length} shards.`;
};

const Finder = () => {
  const [words, setWords] = useState('');
  const entity = entityIn(words);
  const { answer, lost } = useAsked(entity, findEntity);
  return (
    <section class="finder" aria-label="Find an entity">
      <h2>Who holds it?</h2>
      <label class="filter">
        <span class="unseen">Entity</span>
        <input
          type="search"
          placeholder="An id, or kind:realm:id"
          value={words}
          onInput={(event) => setWords(event.currentTarget.value)}
        />
      </label>
      <div role="status">
        {answer !== undefined && <HeldList entities={answer} />}
        {answer?.length === 0 && (
          <p class="empty">
            Nothing awake has this id. With kind and realm (<code>pet:home:a1b2c3</code>) sleeping ones are
            found too.
          </p>
        )}
        {entity !== undefined && lost && <p class="problem">No answer from the service; asking again.</p>}
      </div>
    </section>
  );
};

/** The processes of the service: who has which shards, how each is, and what waits. */
export const Cluster = () => {
  const { answer: view, lost } = useAsked('cluster', fetchCluster);
  const signs = signsOf(view?.processes ?? []);
  return (
    <main class="actors-page cluster-page">
      <header class="bar">
        <h1>Cluster</h1>
        <p role="status">{view === undefined ? 'Asking…' : headlineOf(view)}</p>
      </header>
      {lost && (
        <p class="problem" role="alert">
          No answer from the service; asking again each second.
        </p>
      )}
      {view !== undefined && (
        <div class="cluster-body">
          <section aria-label="Shards">
            <h2>Shards</h2>
            <ShardGrid view={view} signs={signs} />
            <h2>Waiting in the store</h2>
            <QueueList queues={view.queues} />
            <Finder />
          </section>
          <section aria-label="Processes">
            <h2>Processes</h2>
            <ul class="processes">
              {view.processes.map((process) => (
                <ProcessCard key={process.id} process={process} sign={signs.get(process.id)} />
              ))}
            </ul>
          </section>
        </div>
      )}
    </main>
  );
};
