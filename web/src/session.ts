import type { Entry, Fact } from './feed.ts';
import { keptEntries, readPreference } from './keep.ts';
import type { Link } from './live.ts';
import { signal } from './signal.ts';
import { toPlainText } from './text-nodes.ts';
import { clockTime, relativeTime } from './time-text.ts';
import type { ApiReply, CommandInfo, Modal, Panel, Persona } from './wire.ts';

/** A form that stands open, and the message it belongs to. */
export interface OpenForm {
  readonly entryKey: string;
  readonly persona: string;
  readonly modal: Modal;
  readonly busy: boolean;
  readonly error?: string;
  /** Takes the answer where the form is of no message of the log. */
  readonly onAnswer?: (reply: ApiReply) => void;
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
  /** A line that something on the page puts into the composer; each click is an object of its own. */
  draft: signal<{ readonly text: string } | undefined>(undefined),
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

/** Says a panel to screen readers, in one breath. */
export const speak = (persona: string, panel: Panel): void => {
  const text = toPlainText(panel.text ?? '', nameOf, timeOf);
  session.spoken.set(`${nameOf(persona)}: ${panel.title}. ${text}`.slice(0, 300));
};
