import { become } from './actions.ts';
import { fetchCommands, fetchPersonas } from './api.ts';
import { addFact, addFromFeed } from './feed.ts';
import { isAfter, keepEntries, keepLastSeen, readLastSeen } from './keep.ts';
import { followFeed } from './live.ts';
import { personaOf, session, speak } from './session.ts';
import type { FeedEvent } from './wire.ts';

type PanelEvent = Extract<FeedEvent, { type: 'panel' }>;

/** Panels of somebody whose answer this page still awaits: most likely that very answer. */
let held: readonly PanelEvent[] = [];

const awaits = (persona: string): boolean =>
  session.entries
    .get()
    .some(
      (one) =>
        (one.waiting || one.busy !== undefined) && [one.persona, session.persona.get()].includes(persona),
    );

const showFromFeed = (event: PanelEvent): void => {
  const persona = personaOf(event.by.userId)?.id ?? personaOf(event.by.name)?.id ?? event.by.name;
  if (awaits(persona)) {
    held = [...held, event];
    return;
  }
  const before = session.entries.get();
  session.entries.update((entries) => addFromFeed(entries, event, persona));
  if (session.entries.get() !== before && Date.now() - event.atMs < 5_000) speak(persona, event.panel);
};

const flushHeld = (): void => {
  const events = held;
  if (events.length === 0) return;
  held = [];
  for (const event of events) showFromFeed(event);
};

/** Panels up to this one are in the kept messages, also those that later answers have replaced. */
let lastSeen = readLastSeen();

const onEvent = (event: FeedEvent, id: string): void => {
  if (event.type === 'panel') {
    if (!isAfter(id, lastSeen)) return;
    lastSeen = id;
    keepLastSeen(id);
    showFromFeed(event);
    keepEntries(session.entries.get());
  } else session.facts.update((facts) => addFact(facts, event));
};

const loadTree = async (): Promise<void> => {
  try {
    const [personas, commands] = await Promise.all([fetchPersonas(), fetchCommands()]);
    session.personas.set(personas);
    session.commands.set(commands);
    const first = personas[0];
    if (first !== undefined && personaOf(session.persona.get()) === undefined) become(first.id);
  } catch {
    // The feed's banner says that the service is away; the next connection asks again.
  }
};

let loading = false;

/** Somebody's first command gives them the id by which texts name them: the people are asked for again. */
const learnIds = async (): Promise<void> => {
  const settled = session.entries.get().every((entry) => !entry.waiting);
  if (loading || !settled || session.personas.get().every((one) => one.userId !== undefined)) return;
  loading = true;
  await loadTree();
  loading = false;
};

/** Starts the page's life: loads people and commands, follows the feed. Answers how to connect again at once. */
export const startSession = (): (() => void) => {
  session.entries.subscribe(() => {
    flushHeld();
    void learnIds();
  });
  return followFeed('/api/playground/events', onEvent, (link) => {
    session.link.set(link);
    if (link === 'open') void loadTree();
  });
};
