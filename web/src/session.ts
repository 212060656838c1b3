import { fetchCommands, fetchPersonas, mintKey, sendCommand, sendComponent } from './api.ts';
import {
  addFact,
  addFromFeed,
  addOwn,
  changeEntry,
  clearError,
  markBusy,
  settle,
  type Entry,
  type Fact,
} from './feed.ts';
import { keepEntries, keepPreference, keptEntries, readPreference } from './keep.ts';
import { followFeed, type Link } from './live.ts';
import { signal } from './signal.ts';
import { toPlainText } from './text-nodes.ts';
import { clockTime, relativeTime } from './time-text.ts';
import {
  type ApiReply,
  type CommandInfo,
  type FeedEvent,
  type Modal,
  type Panel,
  type Persona,
} from './wire.ts';

/** A form that stands open, and the message it belongs to. */
export interface OpenForm {
  readonly entryKey: string;
  readonly persona: string;
  readonly modal: Modal;
  readonly busy: boolean;
  readonly error?: string;
}

/** Everything the page shows, as signals. */
export const session = {
  personas: signal<readonly Persona[]>([]),
  commands: signal<readonly CommandInfo[]>([]),
  persona: signal<string>(readPreference('persona') ?? 'ash'),
  entries: signal<readonly Entry[]>(keptEntries()),
  facts: signal<readonly Fact[]>([]),
  link: signal<Link>('connecting'),
  form: signal<OpenForm | undefined>(undefined),
  /** The last thing said to screen readers. */
  spoken: signal<string>(''),
};

/** The persona of an id, also of a user id; `undefined` for strangers. */
export const personaOf = (id: string): Persona | undefined =>
  session.personas.get().find((one) => [one.id, one.userId, one.name].includes(id));

/** A person's name for text; the id itself for strangers. */
export const nameOf = (id: string): string => personaOf(id)?.name ?? id;

const timeOf = (seconds: number, relative: boolean): string =>
  relative ? relativeTime(seconds * 1000, Date.now()) : clockTime(seconds * 1000, Date.now());

const speak = (persona: string, panel: Panel): void => {
  const text = toPlainText(panel.text ?? '', nameOf, timeOf);
  session.spoken.set(`${nameOf(persona)}: ${panel.title}. ${text}`.slice(0, 300));
};

const keepAll = (): void => keepEntries(session.entries.get());

const take = (entryKey: string, persona: string, reply: ApiReply): void => {
  session.entries.update((entries) => settle(entries, entryKey, reply, Date.now()));
  flushHeld();
  keepAll();
  if (session.personas.get().some((one) => one.userId === undefined)) void loadTree();
  if ('error' in reply) {
    session.spoken.set(`Not done: ${reply.error.message}`);
    return;
  }
  speak(persona, reply.panel);
  const { modal } = reply.panel;
  if (modal !== undefined) openForm(entryKey, persona, modal);
};

/** Opens a form of a message. */
export const openForm = (entryKey: string, persona: string, modal: Modal): void =>
  session.form.set({ entryKey, persona, modal, busy: false });

/** Closes the open form without sending it. */
export const closeForm = (): void => session.form.set(undefined);

/** Runs a slash line as the current persona and shows question and answer in the log. */
export const run = async (text: string): Promise<void> => {
  const persona = session.persona.get();
  const key = mintKey();
  const entry: Entry = {
    key,
    persona,
    text,
    at: Date.now(),
    changedAt: 0,
    mine: true,
    ephemeral: true,
    waiting: true,
  };
  session.entries.update((entries) => addOwn(entries, entry));
  take(key, persona, await sendCommand(persona, text, key));
};

/** Sends a failed line of this page again under its old key, so that it cannot happen twice. */
export const runAgain = async (entry: Entry): Promise<void> => {
  if (entry.text === undefined || entry.waiting) return;
  session.entries.update((entries) =>
    changeEntry(clearError(entries, entry.key), entry.key, (one) => ({ ...one, waiting: true })),
  );
  take(entry.key, entry.persona, await sendCommand(entry.persona, entry.text, entry.key));
};

/** The answer to a control: it takes the panel's place, opens a form, or stands below when it is private and the panel is not. */
const takeAnswer = (entry: Entry, persona: string, reply: ApiReply): void => {
  const own: Entry = {
    key: mintKey(),
    persona,
    at: Date.now(),
    changedAt: 0,
    mine: true,
    ephemeral: true,
    waiting: false,
  };
  const apart = 'error' in reply ? persona !== entry.persona : reply.ephemeral && !entry.ephemeral;
  const release = (): void =>
    session.entries.update((entries) => changeEntry(entries, entry.key, ({ busy: _busy, ...one }) => one));
  if (!('error' in reply) && reply.panel.modal !== undefined) {
    release();
    openForm(entry.key, persona, reply.panel.modal);
    return;
  }
  if (!apart) return take(entry.key, persona, reply);
  release();
  session.entries.update((entries) => addOwn(entries, own));
  take(own.key, persona, reply);
};

/** Presses a button or makes a choice in a message; a second press while the first is under way does nothing. */
export const press = async (
  entryKey: string,
  customId: string,
  values?: readonly string[],
): Promise<void> => {
  const entry = session.entries.get().find((one) => one.key === entryKey);
  if (entry === undefined || entry.busy !== undefined) return;
  const persona = session.persona.get();
  session.entries.update((entries) => markBusy(entries, entryKey, customId));
  takeAnswer(entry, persona, await sendComponent(persona, customId, values));
};

/** Submits the open form; it stays open with the reason when it is refused. */
export const submitForm = async (fields: Readonly<Record<string, string>>): Promise<void> => {
  const form = session.form.get();
  if (form === undefined || form.busy) return;
  const { error: _error, ...rest } = form;
  session.form.set({ ...rest, busy: true });
  const reply = await sendComponent(form.persona, form.modal.customId, undefined, fields);
  if ('error' in reply) {
    session.form.set({ ...rest, busy: false, error: reply.error.message });
    return;
  }
  closeForm();
  const entry = session.entries.get().find((one) => one.key === form.entryKey);
  if (entry !== undefined) takeAnswer(entry, form.persona, reply);
};

/** Takes a private message off the page. */
export const dismiss = (entryKey: string): void => {
  session.entries.update((entries) => entries.filter((entry) => entry.key !== entryKey));
  keepAll();
};

/** Takes away the error card under a panel. */
export const dismissError = (entryKey: string): void =>
  session.entries.update((entries) => clearError(entries, entryKey));

/** Speaks as another demo person from now on. */
export const become = (persona: string): void => {
  session.persona.set(persona);
  keepPreference('persona', persona);
};

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
  held = [];
  for (const event of events) showFromFeed(event);
};

const onEvent = (event: FeedEvent): void => {
  if (event.type === 'panel') showFromFeed(event);
  else session.facts.update((facts) => addFact(facts, event));
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

/** Starts the page's life: loads people and commands, follows the feed. */
export const startSession = (): (() => void) =>
  followFeed('/api/playground/events', onEvent, (link) => {
    session.link.set(link);
    if (link === 'open') void loadTree();
  });
