import { useState } from 'preact/hooks';
import { crashActor } from './api.ts';
import { session } from './session.ts';
import { entityIn, findEntity } from './cluster/cluster-api.ts';
import type { HeldEntity } from './cluster/cluster-wire.ts';
import { HeldList } from './cluster/held.tsx';
import { useActors } from './use-actors.ts';
import { useAsked } from './use-asked.ts';
import type { ActorInfo } from './wire.ts';

const keyOf = (actor: ActorInfo): string => `${actor.kind}:${actor.realm}:${actor.id}`;

const fits = (actor: ActorInfo, words: string): boolean =>
  `${keyOf(actor)} ${actor.name ?? ''} ${actor.status} ${actor.lastError ?? ''}`
    .toLowerCase()
    .includes(words.trim().toLowerCase());

interface KindsProps {
  readonly kinds: Readonly<Record<string, number>>;
  readonly current: string;
  readonly onPick: (kind: string) => void;
}

/** The tree: the guardian, its kinds and how many live under each. */
const Kinds = ({ kinds, current, onPick }: KindsProps) => {
  const names = Object.keys(kinds).toSorted();
  const all = names.reduce((sum, name) => sum + (kinds[name] ?? 0), 0);
  const Row = ({ kind, label, count }: { kind: string; label: string; count: number }) => (
    <button type="button" aria-pressed={kind === current} onClick={() => onPick(kind)}>
      {label} <b>{count}</b>
    </button>
  );
  return (
    <ul class="kinds" aria-label="Live actors by kind">
      <li>
        <Row kind="" label="guardian" count={all} />
        <ul>
          {names.map((name) => (
            <li key={name}>
              <Row kind={name} label={name} count={kinds[name] ?? 0} />
            </li>
          ))}
        </ul>
      </li>
    </ul>
  );
};

interface ActorRowProps {
  readonly actor: ActorInfo;
  readonly crashedAt: number | undefined;
  readonly onCrash: (actor: ActorInfo) => void;
}

const outcomeOf = (actor: ActorInfo, crashedAt: number | undefined): string => {
  if (crashedAt === undefined) return '';
  return actor.restarts > crashedAt ? `back from its log (${crashedAt} → ${actor.restarts})` : 'crashing…';
};

const ActorRow = ({ actor, crashedAt, onCrash }: ActorRowProps) => {
  const outcome = outcomeOf(actor, crashedAt);
  return (
    <tr class={outcome === '' ? '' : 'crashed'} data-actor={keyOf(actor)}>
      <td data-label="Kind">{actor.kind}</td>
      <td data-label="Id">
        {actor.name !== undefined && <b>{actor.name} </b>}
        <code>{actor.realm === '0' ? actor.id : `${actor.realm}/${actor.id}`}</code>
      </td>
      <td data-label="Status">
        <span class={`status ${actor.status}`}>{actor.status}</span>
      </td>
      <td data-label="Seq" class="right">
        {actor.seq}
      </td>
      <td data-label="Inbox" class="right">
        {actor.inboxDepth}
      </td>
      <td data-label="Restarts" class="right">
        {actor.restarts}
      </td>
      <td data-label="Last error" class="last">
        {outcome !== '' && <b class="outcome">{outcome} </b>}
        {actor.incident === undefined ? '' : `incident ${actor.incident}: `}
        {actor.lastError ?? (outcome === '' ? '—' : '')}
      </td>
      <td class="act">
        <button
          type="button"
          class="button danger small"
          onClick={() => onCrash(actor)}
          aria-label={`Crash ${actor.kind} ${actor.id}`}
        >
          Crash
        </button>
      </td>
    </tr>
  );
};

const COLUMNS = ['Kind', 'Id', 'Status', 'Seq', 'Inbox', 'Restarts', 'Last error'] as const;
const NUMBERS: ReadonlySet<string> = new Set(['Seq', 'Inbox', 'Restarts']);

const ActorTable = ({
  actors,
  crashed,
  onCrash,
}: {
  actors: readonly ActorInfo[];
  crashed: ReadonlyMap<string, number>;
  onCrash: (actor: ActorInfo) => void;
}) => (
  <div class="table">
    <table class="actors">
      <thead>
        <tr>
          {COLUMNS.map((column) => (
            <th key={column} scope="col" class={NUMBERS.has(column) ? 'right' : ''}>
              {column}
            </th>
          ))}
          <th scope="col">
            <span class="unseen">Crash</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {actors.map((actor) => (
          <ActorRow
            key={keyOf(actor)}
            actor={actor}
            crashedAt={crashed.get(keyOf(actor))}
            onCrash={onCrash}
          />
        ))}
      </tbody>
    </table>
  </div>
);

/** What the words name and another process holds: this page's own list does not show it. */
const useElsewhere = (words: string): readonly HeldEntity[] => {
  const { answer } = useAsked(entityIn(words), findEntity);
  return (answer ?? []).filter(({ isSelf }) => !isSelf);
};

/** The live actor tree; in the playground each entity can be crashed to see it return from its log. */
export const Actors = () => {
  const [kind, setKind] = useState('');
  const [words, setWords] = useState('');
  const [crashed, setCrashed] = useState<ReadonlyMap<string, number>>(new Map());
  const [problem, setProblem] = useState<string>();
  const { answer: tree, lost } = useActors(kind);
  const elsewhere = useElsewhere(words);
  const actors = (tree?.entities ?? []).filter((actor) => fits(actor, words));
  const crash = async (actor: ActorInfo): Promise<void> => {
    const failed = await crashActor({ kind: actor.kind, realm: actor.realm, id: actor.id });
    setProblem(failed);
    if (failed !== undefined) return;
    session.spoken.set(`Crashed ${actor.kind} ${actor.id}`);
    setCrashed((old) => new Map(old).set(keyOf(actor), actor.restarts));
  };
  return (
    <main class="actors-page">
      <header class="bar">
        <h1>Actors</h1>
        <p>
          Each live person, pet and ledger is an actor of its own. Crash one: its siblings answer on, and it
          returns from its log.
          {tree !== undefined && tree.process !== '' && (
            <>
              {' '}
              Held by process <b>{tree.process}</b>; others are found by their id.
            </>
          )}
        </p>
      </header>
      <div class="actors-body">
        <Kinds kinds={tree?.kinds ?? {}} current={kind} onPick={setKind} />
        <div>
          <label class="filter">
            <span class="unseen">Filter</span>
            <input
              type="search"
              placeholder="Filter by id, status or error"
              value={words}
              onInput={(event) => setWords(event.currentTarget.value)}
            />
          </label>
          {lost && (
            <p class="problem" role="alert">
              No answer from the service; asking again each second.
            </p>
          )}
          {problem !== undefined && (
            <p class="problem" role="alert">
              {problem}
            </p>
          )}
          {elsewhere.length > 0 && <HeldList entities={elsewhere} />}
          {actors.length === 0 ? (
            <p class="empty">
              {tree === undefined
                ? 'Asking…'
                : 'Nothing live fits. Actors wake with their first command and sleep when idle.'}
            </p>
          ) : (
            <ActorTable actors={actors} crashed={crashed} onCrash={(actor) => void crash(actor)} />
          )}
        </div>
      </div>
    </main>
  );
};
