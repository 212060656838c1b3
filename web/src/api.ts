import {
  type ActorInfo,
  type ActorTree,
  type ApiReply,
  type Choice,
  type CommandInfo,
  type Persona,
} from './wire.ts';

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

const isReply = (value: unknown): value is ApiReply =>
  typeof value === 'object' &&
  value !== null &&
  ('panel' in value || ('error' in value && typeof value.error === 'object'));

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

/** @throws Error when the service does not answer with success */
const getJson = async <T>(path: string, signal?: AbortSignal): Promise<T> => {
  const response = await fetch(path, signal === undefined ? {} : { signal });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return (await response.json()) as T;
};

interface WirePersona {
  readonly name: string;
  readonly displayName: string;
  readonly about: string;
  readonly userId?: string;
  readonly roles: readonly string[];
}

/** Four hues far apart for the people of the hall, in their order. */
const HUES = [12, 205, 32, 275, 150, 330] as const;

/** The demo persons. @throws Error when the service does not answer */
export const fetchPersonas = async (): Promise<readonly Persona[]> => {
  const { personas } = await getJson<{ personas: WirePersona[] }>('/api/playground/personas');
  return personas.map(({ name, displayName, ...rest }, index) => ({
    ...rest,
    id: name,
    name: displayName,
    hue: HUES[index % HUES.length] ?? 0,
  }));
};

/** The command tree. @throws Error when the service does not answer */
export const fetchCommands = async (): Promise<readonly CommandInfo[]> =>
  (await getJson<{ commands: CommandInfo[] }>('/api/playground/commands')).commands;

/** Choices of an option for what is typed so far. @throws Error when aborted or not answered */
export const fetchChoices = async (
  query: { persona: string; command: string; option: string; partial: string },
  signal: AbortSignal,
): Promise<readonly Choice[]> =>
  (await getJson<{ choices: Choice[] }>(`/api/playground/autocomplete?${new URLSearchParams(query)}`, signal))
    .choices;

/** The live actor tree; an empty `kind` means all. @throws Error when aborted or not answered */
export const fetchActors = async (kind: string, limit: number, signal: AbortSignal): Promise<ActorTree> => {
  const query = new URLSearchParams({ ...(kind === '' ? {} : { kind }), limit: String(limit) });
  const answer = await getJson<{ kinds: { kind: string; live: number }[]; entities: ActorInfo[] }>(
    `/api/actors?${query}`,
    signal,
  );
  return {
    kinds: Object.fromEntries(answer.kinds.map(({ kind: name, live }) => [name, live])),
    entities: answer.entities,
  };
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
    const answer = (await response.json()) as { error?: { message?: string } };
    return answer.error?.message ?? `The service answered ${response.status}.`;
  } catch {
    return 'No answer came from Guildhall. Is it running?';
  }
};

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** A fresh idempotency key: 14 characters of `a-z0-9`. */
export const mintKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(14)), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
