import type { z } from 'zod';
import {
  ApplicationCommandAutocompleteCallbackRequestSchema,
  ApplicationCommandUpdateRequestSchema,
  CreateMessageInteractionCallbackRequestSchema,
  CreateTextThreadWithMessageRequestSchema,
  CreateTextThreadWithoutMessageRequestSchema,
  IncomingWebhookInteractionRequestSchema,
  IncomingWebhookUpdateRequestPartialSchema,
  MessageCreateRequestSchema,
  MessageEditRequestPartialSchema,
  ModalInteractionCallbackRequestSchema,
  PongInteractionCallbackRequestSchema,
  UpdateMessageInteractionCallbackRequestSchema,
  UpdateThreadRequestPartialSchema,
} from 'discord-api-spec/zod';
import { type ApiFault, badForm, type Json } from './api-fault.ts';

/** The published schemas of what a bot may send, by what it is for. */
export const SCHEMAS = {
  command: ApplicationCommandUpdateRequestSchema,
  followUp: IncomingWebhookInteractionRequestSchema,
  editAnswer: IncomingWebhookUpdateRequestPartialSchema,
  message: MessageCreateRequestSchema,
  editMessage: MessageEditRequestPartialSchema,
  threadOfMessage: CreateTextThreadWithMessageRequestSchema,
  thread: CreateTextThreadWithoutMessageRequestSchema,
  editThread: UpdateThreadRequestPartialSchema,
  callback1: PongInteractionCallbackRequestSchema,
  callback4: CreateMessageInteractionCallbackRequestSchema,
  callback5: CreateMessageInteractionCallbackRequestSchema,
  callback6: UpdateMessageInteractionCallbackRequestSchema,
  callback7: UpdateMessageInteractionCallbackRequestSchema,
  callback8: ApplicationCommandAutocompleteCallbackRequestSchema,
  callback9: ModalInteractionCallbackRequestSchema,
} as const satisfies Record<string, z.ZodType>;

type Path = readonly (string | number)[];

interface Issue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly errors?: readonly (readonly Issue[])[];
}

/** In a union, the branch that came closest: the one that fails deepest, of those the one with the fewest complaints. */
const deepest = (issue: Issue): Issue => {
  const branches = issue.errors ?? [];
  const depth = (issues: readonly Issue[]): number => Math.max(0, ...issues.map((one) => one.path.length));
  const [best] = branches.toSorted((a, b) => depth(b) - depth(a) || a.length - b.length);
  const [inner] = best ?? [];
  if (inner === undefined) return issue;
  return deepest({ ...inner, path: [...issue.path, ...inner.path] });
};

/** The path of a field that came in and that no schema took, or `undefined`. */
const untaken = (given: unknown, taken: unknown, path: Path): Path | undefined => {
  if (typeof given !== 'object' || given === null || typeof taken !== 'object' || taken === null)
    return undefined;
  for (const [key, value] of Object.entries(given)) {
    const here = [...path, Array.isArray(given) ? Number(key) : key];
    if (!Object.hasOwn(taken, key)) return here;
    const deeper = untaken(value, (taken as Json)[key], here);
    if (deeper !== undefined) return deeper;
  }
  return undefined;
};

/** What is wrong with a body by its published schema; unknown fields are wrong. */
export const formFault = (name: keyof typeof SCHEMAS, body: unknown): ApiFault | undefined => {
  const parsed = SCHEMAS[name].safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues as unknown as readonly Issue[];
    const found = issue === undefined ? undefined : deepest(issue);
    const path = (found?.path ?? []).map((key) => (typeof key === 'symbol' ? String(key) : key));
    return badForm(path, 'BASE_TYPE_BAD', found?.message ?? 'not accepted');
  }
  const stray = untaken(body, parsed.data, []);
  return stray === undefined ? undefined : badForm(stray, 'UNKNOWN_FIELD', 'This field is not known.');
};
