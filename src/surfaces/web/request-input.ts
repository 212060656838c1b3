import type { FastifyInstance, FastifySchemaCompiler } from 'fastify';
import { z } from 'zod';
import { nearest } from '#commands/nearest.ts';
import { shown } from '#commands/options.ts';
import { CommandRejection } from '#commands/rejected.ts';
import { lengthOf } from '#commands/text.ts';
import type { Rejection } from '#game/shared/errors.ts';

const EXAMPLE = 'a JSON object, for example `{"persona":"ash","text":"/help"}`';

const refusal = (field: string, message: string): CommandRejection =>
  new CommandRejection({ code: 'E_INPUT', field, message });

const valueAt = (data: unknown, path: readonly PropertyKey[]): unknown => {
  let value = data;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<PropertyKey, unknown>>)[key];
  }
  return value;
};

/** A stranger's value in words. Lists and objects are not shown: they may be as large as a body. */
const inWords = (value: unknown): string => {
  if (typeof value === 'string') return `“${shown(value)}”`;
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : `\`${String(value)}\``;
};

/** Names that a form knows: of an object schema its keys. */
const keysOf = (schema: unknown): readonly string[] =>
  schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];

const unknownKey = (key: string, known: readonly string[]): Rejection => {
  const guess = nearest(key, known);
  const hint = guess === undefined ? '' : ` Did you mean \`${guess}\`?`;
  const takes = known.length === 0 ? 'nothing' : known.map((name) => `\`${name}\``).join(', ');
  return {
    code: 'E_INPUT',
    field: shown(key),
    message: `There is no \`${shown(key)}\` here.${hint} It takes: ${takes}.`,
  };
};

/** What is wrong with a value: nothing there, too long or of another form. */
const wrongValue = (value: unknown, issue: z.core.$ZodIssue): string => {
  if (value === undefined || (value === null && issue.path.length === 0)) return 'is missing';
  if (value === '') return 'is empty';
  if (issue.code === 'too_big' && typeof value === 'string') return `has ${lengthOf(value)} characters`;
  if (issue.code === 'too_big' && Array.isArray(value)) return `has ${value.length} entries`;
  return `cannot be ${inWords(value)}`;
};

/** The first thing that is wrong; the messages of the schemas are the accepted forms. */
const explained = (schema: unknown, error: z.ZodError, data: unknown): Rejection => {
  const [issue] = error.issues;
  if (issue === undefined) return { code: 'E_INPUT', field: 'body', message: `The body takes ${EXAMPLE}.` };
  if (issue.code === 'unrecognized_keys') return unknownKey(issue.keys[0] ?? '', keysOf(schema));
  if (issue.code === 'invalid_key') {
    const key = shown(String(issue.path.at(-1)));
    const field = shown(issue.path.slice(0, -1).map(String).join('.'));
    return {
      code: 'E_INPUT',
      field: `${field}.${key}`,
      message: `\`${field}\` cannot have “${key}”: it takes ${issue.message}.`,
    };
  }
  const field = issue.path.length === 0 ? 'body' : shown(issue.path.map(String).join('.'));
  const takes = issue.path.length === 0 ? EXAMPLE : issue.message;
  const wrong = wrongValue(valueAt(data, issue.path), issue);
  return { code: 'E_INPUT', field, message: `\`${field}\` ${wrong}: it takes ${takes}.` };
};

/**
 * Holds what came to a schema; what is not accepted becomes an `E_INPUT` that names field, value and accepted form.
 * Messages of the schemas must be accepted forms, as they stand after "it takes".
 */
export const inputCompiler: FastifySchemaCompiler<z.ZodType> = ({ schema }) => {
  return (data: unknown) => {
    const { success, data: value, error } = schema.safeParse(data);
    return success ? { value } : { error: new CommandRejection(explained(schema, error, data)) };
  };
};

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** What kept a body from being read. */
const unreadable = (text: string): CommandRejection =>
  isJson(text)
    ? refusal('body', 'The body has a key that is refused: `__proto__`, or `prototype` in `constructor`.')
    : refusal(
        'body',
        `The body is not JSON: look for a missing quote, comma or bracket. It takes ${EXAMPLE}.`,
      );

/** Reads bodies of JSON and nothing else, and says of what cannot be read whether it is empty, no JSON or forbidden. */
export const readOnlyJson = (app: FastifyInstance): void => {
  app.removeContentTypeParser(['text/plain', 'application/json']);
  const strict = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = body.toString();
    if (text.trim() === '') return done(refusal('body', `The body is empty: it takes ${EXAMPLE}.`));
    return strict(request, text, (error, value) =>
      error === null ? done(null, value) : done(unreadable(text)),
    );
  });
};
