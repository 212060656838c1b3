import { createHash } from 'node:crypto';
import { type EntityRef, isId, refKey } from '#game/shared/ids.ts';
import { Fault } from '#ports/fault.ts';

/**
 * The stream of an entity: `<shard>:<type>:<realm>:<id>`, shard = first byte of SHA-256("type:realm:id") in two hex digits.
 * @throws Fault E_INPUT when realm or id is not `[a-z0-9]{1,14}`
 */
export const streamOf = (ref: EntityRef): { readonly stream: string; readonly shard: number } => {
  if (!isId(ref.id) || !isId(ref.realm)) {
    throw new Fault('E_INPUT', `An id has 1 to 14 characters of a-z and 0-9, not "${ref.realm}:${ref.id}".`, {
      retryable: false,
    });
  }
  const key = refKey(ref);
  const [shard = 0] = createHash('sha256').update(key).digest();
  return { stream: `${shard.toString(16).padStart(2, '0')}:${key}`, shard };
};
