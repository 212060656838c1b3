import { mintKey, sendCommand, sendComponent } from './api.ts';
import { addOwn, changeEntry, clearError, markBusy, settle, type Entry } from './feed.ts';
import { keepEntries, keepPreference } from './keep.ts';
import { session, speak } from './session.ts';
import type { ApiReply, Modal } from './wire.ts';

const keepAll = (): void => keepEntries(session.entries.get());

const take = (entryKey: string, persona: string, reply: ApiReply): void => {
  session.entries.update((entries) => settle(entries, entryKey, reply, Date.now()));
  keepAll();
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

/** Opens a form of a panel that stands outside the log. */
export const openFormFor = (persona: string, modal: Modal, onAnswer: (reply: ApiReply) => void): void =>
  session.form.set({ entryKey: '', persona, modal, busy: false, onAnswer });

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
  keepAll();
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
  if (form.onAnswer !== undefined) return form.onAnswer(reply);
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
