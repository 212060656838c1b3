import { z } from 'zod';
import type { Dispatcher } from '#ports/dispatcher.ts';
import type { AnyKind } from './define-entity.ts';
import type { Entity } from './entity.ts';
import type { KindRuntime } from './kind-runtime.ts';

/** Entities looked at in one loop turn. */
const SLICE = 64;

/**
 * Whether states of this kind can hold sealed texts, by the schema of its state; a schema that does not say what it
 * takes counts as yes.
 */
export const mayHoldTexts = ({ options }: AnyKind): boolean => {
  const opaque: unknown[] = [];
  const json = z.toJSONSchema(options.state as z.ZodType, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      if (Object.keys(jsonSchema).length === 0) opaque.push(jsonSchema);
    },
  });
  return opaque.length > 0 || JSON.stringify(json).includes('"$sealed"');
};

const isOf = (sealed: unknown, userId: string): boolean =>
  typeof sealed === 'object' && sealed !== null && 'by' in sealed && sealed.by === userId;

/** Whether a sealed text of this person is anywhere in the value, maps and sets included. */
const holdsTextOf = (value: unknown, userId: string): boolean => {
  const left: unknown[] = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next !== 'object' || next === null) continue;
    if (next instanceof Map) {
      for (const pair of next) left.push(pair[1]);
    } else if (Array.isArray(next) || next instanceof Set) {
      for (const item of next) left.push(item);
    } else {
      if ('$sealed' in next && isOf(next.$sealed, userId)) return true;
      for (const inner of Object.values(next)) left.push(inner);
    }
  }
  return false;
};

/** What an entity knows, page by page where its kind says how; a state that is not there yet says nothing. */
const pagesOf = ({ options }: AnyKind, state: unknown): readonly (() => unknown)[] =>
  options.paging === undefined
    ? [() => state]
    : options.paging.freeze(state).map((page) => () => page.encode());

/**
 * Puts to sleep, in slices of a loop turn, every live entity that may hold a text of this person in plain: it wakes from
 * its log, in which the text cannot be opened any more. Call it after the person's key is gone.
 */
export const forgetPerson = async (
  kinds: Iterable<KindRuntime>,
  userId: string,
  dispatcher: Dispatcher,
): Promise<void> => {
  let looks = 0;
  const rest = async (): Promise<void> => {
    looks += 1;
    if (looks % SLICE === 0) await new Promise<void>((resolve) => dispatcher.nextTurn(resolve));
  };
  for (const { kind, live } of kinds) {
    if (!mayHoldTexts(kind)) continue;
    // who wakes from now on finds no key, so those of now are enough
    const awake = [...live.values()];
    for (const entity of awake) {
      if (await isKnown(kind, entity, userId, rest)) entity.stop();
      await rest();
    }
  }
};

const isKnown = async (
  kind: AnyKind,
  entity: Entity,
  userId: string,
  rest: () => Promise<void>,
): Promise<boolean> => {
  const { state, status } = entity;
  // it may have opened the text already
  if (status === 'waking') return true;
  try {
    const [first, ...others] = pagesOf(kind, state);
    if (first !== undefined && holdsTextOf(first(), userId)) return true;
    for (const page of others) {
      await rest();
      if (holdsTextOf(page(), userId)) return true;
    }
    return false;
  } catch {
    // what cannot be read through is not trusted
    return true;
  }
};
