import {
  errorMessageIn,
  isActor,
  isChoice,
  isCommand,
  isKindCount,
  isObject,
  isPersona,
  isReply,
  listIn,
} from './guards.ts';
import { withoutCodeMarks } from './text-nodes.ts';
import type { ActorTree, ApiReply, Choice, CommandInfo, Persona } from './wire.ts';

const OFFLINE: ApiReply = {
  error: {
    code: 'E_OFFLINE',
    message:
      'No answer came from Guildhall. Is it running? Nothing is lost: trying again cannot do it twice.',
  },
};

const postJson = async (
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> =>
  fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

const askReply = async (path: string, body: unknown, headers?: Record<string, string>): Promise<ApiReply> => {
  try {
    const response = await postJson(path, body, headers);
    const answer: unknown = await response.json();
    if (isReply(answer)) return answer;
    return {
      error: { code: 'E_UNKNOWN', message: `The service answered ${response.status} in an unknown form.` },
    };
  } catch {
    return OFFLINE;
  }
};

/** Runs a slash line as a persona; the same `key` never runs it twice. Never throws. */
export const sendCommand = (persona: string, text: string, key: string): Promise<ApiReply> =>
  askReply('/api/playground/commands', { persona, text }, { 'idempotency-key': key });

/** Presses a button, chooses in a select or submits a form. Never throws. */
export const sendComponent = (
  persona: string,
  customId: string,
  values?: readonly string[],
  fields?: Readonly<Record<string, string>>,
): Promise<ApiReply> =>
  askReply('/api/playground/components', {
    persona,
    customId,
    ...(values === undefined ? {} : { values }),
    ...(fields === undefined ? {} : { fields }),
  });

/** What an address answers. @throws Error when the service does not answer with success */
export const getJson = async (path: string, signal?: AbortSignal): Promise<unknown> => {
  const response = await fetch(path, signal === undefined ? {} : { signal });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  const answer: unknown = await response.json();
  return answer;
};

/** Hues far apart for the people of the hall, in their order. */
const HUES = [12, 205, 60, 285, 150, 330] as const;

/** The demo persons. @throws Error when the service does not answer */
export const fetchPersonas = async (): Promise<readonly Persona[]> => {
  const people = listIn(await getJson('/api/playground/personas'), 'personas', isPersona);
  return people.map(({ name: id, displayName: name, about, userId, roles }, index): Persona => {
    const hue = HUES[index % HUES.length] ?? 0;
    return userId === undefined ? { id, name, about, hue, roles } : { id, name, about, hue, roles, userId };
  });
};

/** A command as the command line tells of it: in plain words. */
const plainCommand = (command: CommandInfo): CommandInfo => ({
  ...command,
  summary: withoutCodeMarks(command.summary),
  options: command.options.map((option) => ({
    ...option,
    description: withoutCodeMarks(option.description),
  })),
});

/** The command tree. @throws Error when the service does not answer */
export const fetchCommands = async (): Promise<readonly CommandInfo[]> =>
  listIn(await getJson('/api/playground/commands'), 'commands', isCommand).map(plainCommand);

/** Choices of an option for what is typed so far. @throws Error when aborted or not answered */
export const fetchChoices = async (
  query: { persona: string; command: string; option: string; partial: string },
  signal: AbortSignal,
): Promise<readonly Choice[]> => {
  const partial = query.partial.slice(0, 100);
  const path = `/api/playground/autocomplete?${new URLSearchParams({ ...query, partial })}`;
  return listIn(await getJson(path, signal), 'choices', isChoice);
};

/** The live actor tree; an empty `kind` means all. @throws Error when aborted or not answered */
export const fetchActors = async (kind: string, limit: number, signal: AbortSignal): Promise<ActorTree> => {
  const query = new URLSearchParams({ ...(kind === '' ? {} : { kind }), limit: String(limit) });
  const answer = await getJson(`/api/actors?${query}`, signal);
  const counts = listIn(answer, 'kinds', isKindCount).map(({ kind: name, live }) => [name, live] as const);
  const process = isObject(answer) && typeof answer['process'] === 'string' ? answer['process'] : '';
  return { process, kinds: Object.fromEntries(counts), entities: listIn(answer, 'entities', isActor) };
};

/** Faults one entity on purpose; answers what went wrong, or `undefined` when it was done. */
export const crashActor = async (place: {
  kind: string;
  realm: string;
  id: string;
}): Promise<string | undefined> => {
  try {
    const response = await postJson('/api/playground/actors/crash', place);
    if (response.ok) return undefined;
    const answer: unknown = await response.json();
    return errorMessageIn(answer) ?? `The service answered ${response.status}.`;
  } catch {
    return 'No answer came from Guildhall. Is it running?';
  }
};

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** A fresh idempotency key: 14 characters of `a-z0-9`. */
export const mintKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(14)), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
