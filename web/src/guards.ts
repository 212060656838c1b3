import type { ActorInfo, ApiReply, Choice, CommandInfo, FeedEvent } from './wire.ts';

/** A person as the service tells it. */
export interface WirePersona {
  readonly name: string;
  readonly displayName: string;
  readonly about: string;
  readonly userId?: string;
  readonly roles: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

/** Any object that is no list. */
export const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object with texts under these names. */
export const hasTexts = (value: unknown, ...names: readonly string[]): value is Fields =>
  isObject(value) && names.every((name) => typeof value[name] === 'string');

const isPanel = (value: unknown): boolean => hasTexts(value, 'title');

/** The answer of commands and components: a panel or an error. */
export const isReply = (value: unknown): value is ApiReply =>
  isObject(value) && (hasTexts(value['error'], 'code', 'message') || isPanel(value['panel']));

/** An event of the live feed with its `type` put in. */
export const isFeedEvent = (value: unknown): value is FeedEvent => {
  if (!isObject(value) || typeof value['atMs'] !== 'number') return false;
  if (value['type'] === 'fact') return hasTexts(value, 'topic', 'text');
  return value['type'] === 'panel' && isPanel(value['panel']) && hasTexts(value['by'], 'userId', 'name');
};

/** One person of the playground. */
export const isPersona = (value: unknown): value is WirePersona =>
  hasTexts(value, 'name', 'displayName') && Array.isArray(value['roles']);

/** One command of the tree. */
export const isCommand = (value: unknown): value is CommandInfo =>
  hasTexts(value, 'name', 'summary') && Array.isArray(value['options']) && Array.isArray(value['examples']);

/** One choice of an autocomplete answer. */
export const isChoice = (value: unknown): value is Choice => hasTexts(value, 'label', 'value');

/** One entity of the live tree. */
export const isActor = (value: unknown): value is ActorInfo =>
  hasTexts(value, 'kind', 'realm', 'id', 'status');

/** One count of the live tree. */
export const isKindCount = (value: unknown): value is { kind: string; live: number } =>
  hasTexts(value, 'kind') && typeof value['live'] === 'number';

/** The list under `name`, without what does not fit. */
export const listIn = <T>(
  answer: unknown,
  name: string,
  fits: (value: unknown) => value is T,
): readonly T[] => {
  const list: unknown = isObject(answer) ? answer[name] : undefined;
  return Array.isArray(list) ? list.filter((one: unknown) => fits(one)) : [];
};

/** The message of an error answer, if it is one. */
export const errorMessageIn = (answer: unknown): string | undefined =>
  isReply(answer) && 'error' in answer ? answer.error.message : undefined;
