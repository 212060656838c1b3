import { type Document, Long } from 'mongodb';
import { COMMIT_FORMAT, type Commit } from '#ports/commit.ts';
import { Fault } from '#ports/fault.ts';
import { finalFault } from './explain.ts';

/** Levels of objects and arrays in one commit; the server takes 100. */
const DEPTH_MAX = 90;

const refusal = (what: string): Fault =>
  new Fault('E_LIMIT', `the value cannot be stored: ${what}`, { retryable: false });

/** A whole number as int64. @throws Fault E_LIMIT beyond ±(2^53 − 1) */
export const int64 = (value: number): Long => {
  if (!Number.isSafeInteger(value)) throw refusal(`${value} is not a whole number within ±(2^53 − 1)`);
  return Long.fromNumber(value);
};

/** Text for a key or a filter: an object here would be read by the server as a query. @throws Fault E_INPUT */
export const keyText = (value: unknown): string => {
  if (typeof value === 'string') return value;
  throw new Fault('E_INPUT', `a key of the store must be text, not ${typeof value}`, { retryable: false });
};

const numbered = (value: unknown, depth: number): unknown => {
  if (typeof value === 'number') return Number.isInteger(value) ? int64(value) : finite(value);
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value !== 'object') throw refusal(`${typeof value} is not JSON`);
  number(value, depth + 1);
  return value;
};

const finite = (value: number): number => {
  if (!Number.isFinite(value)) throw refusal(`${value} is not a number of JSON`);
  return value;
};

/** Replaces every whole number by an int64, in place. */
const number = (value: object, depth: number): void => {
  if (depth > DEPTH_MAX) throw refusal(`it is nested more than ${DEPTH_MAX} levels deep`);
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) value[index] = numbered(value[index], depth);
    return;
  }
  // own keys only, so that a key called __proto__ is set like any other
  const held = value as Record<string, unknown>;
  for (const key of Object.keys(held)) {
    if (key.includes('\0')) throw refusal(`the name ${JSON.stringify(key)} holds a NUL character`);
    held[key] = numbered(held[key], depth);
  }
};

/**
 * A value of JSON as the database keeps it: whole numbers are int64, others double, `undefined` is refused. The value
 * itself is changed: hand over one of your own.
 * @throws Fault E_LIMIT
 */
export const toStored = (value: object): Document => {
  number(value, 0);
  return value;
};

/** Marks that a stored commit has beside the commit itself. */
const MARKS = new Set(['first', 'side']);

const foreign = (value: object): string | undefined => {
  if ('_bsontype' in value) return String(value._bsontype);
  if (value instanceof Date) return 'Date';
  return value instanceof RegExp || value instanceof Uint8Array ? value.constructor.name : undefined;
};

const isPlain = (value: unknown): boolean => {
  if (value === null || typeof value !== 'object') return typeof value !== 'undefined';
  if (foreign(value) !== undefined) return false;
  for (const part of Object.values(value)) if (!isPlain(part)) return false;
  return true;
};

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

const FIELDS: Readonly<Record<string, (value: unknown) => boolean>> = {
  kind: (value) => value === 'commands' || value === 'claim',
  epoch: Number.isSafeInteger,
  writer: isText,
  commitId: isText,
  at: Number.isSafeInteger,
  cmds: (value) =>
    Array.isArray(value) && value.every((cmd: Document) => isText(cmd['id']) && Array.isArray(cmd['events'])),
};

const problemOf = (document: Document): string | undefined => {
  for (const [name, isRight] of Object.entries(FIELDS)) {
    if (!isRight(document[name])) return `field "${name}" is missing or of another type`;
  }
  return isPlain(document) ? undefined : 'a value in it is of a type that Guildhall never writes';
};

/**
 * A stored commit as it was appended.
 * @throws Fault E_UNAVAILABLE when a newer version wrote it or somebody changed it by hand
 */
export const fromStored = (document: Document): Commit => {
  const id = String(document['_id']);
  if (typeof document['f'] === 'number' && document['f'] > COMMIT_FORMAT) {
    throw finalFault(
      `commit ${id} has format ${document['f']}, this version reads up to ${COMMIT_FORMAT}: start a newer version`,
    );
  }
  const problem = problemOf(document);
  if (problem !== undefined) {
    throw finalFault(
      `commit ${id} is not as it was written (${problem}): somebody changed the database by hand; restore it from a backup`,
    );
  }
  const commit: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(document)) if (!MARKS.has(name)) commit[name] = value;
  // its fields were just looked at
  return commit as unknown as Commit;
};
