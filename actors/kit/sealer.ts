import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto';
import type { Keys } from '#ports/keys.ts';
import { freshBytes } from './mint.ts';

const MARK = '"$sealed":';
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** Keys of people kept in memory. */
const KEYS_MAX = 10_000;

interface Plain {
  readonly by: string;
  readonly text: string | null;
}
interface Closed {
  readonly by: string;
  readonly c: string;
}

/**
 * Encrypts what the rules declared `Sealed`, AES-256-GCM under the key of its person with a fresh 96-bit IV; the person's
 * id is authenticated with it, so that a ciphertext moved to another person does not open.
 */
export class Sealer {
  readonly #keys: Pick<Keys, 'user' | 'erase'>;
  readonly #cache = new Map<string, KeyObject>();
  #erasures = 0;

  constructor(keys: Pick<Keys, 'user' | 'erase'>) {
    this.#keys = keys;
  }

  /** Whether a JSON text holds sealed values; a quote inside a string is escaped, so no text can forge the mark. */
  static isMarked(json: string): boolean {
    return json.includes(MARK);
  }

  async #keyOf(userId: string, create: boolean): Promise<KeyObject | undefined> {
    const cached = this.#cache.get(userId);
    if (cached !== undefined) return cached;
    const erasures = this.#erasures;
    const bytes = await this.#keys.user(userId, { create });
    if (bytes === undefined) return undefined;
    // a key object is prepared once; raw bytes would be looked at anew for each text
    const key = createSecretKey(bytes);
    // it may be the key of somebody who was erased while it was on its way
    if (erasures !== this.#erasures) return key;
    const oldest = this.#cache.size >= KEYS_MAX ? this.#cache.keys().next().value : undefined;
    if (oldest !== undefined) this.#cache.delete(oldest);
    this.#cache.set(userId, key);
    return key;
  }

  /** Deletes a person's key here and in the store. */
  async erase(userId: string): Promise<void> {
    this.#cache.delete(userId);
    await this.#keys.erase(userId);
    this.forget(userId);
  }

  /** Keeps no key of a person who was erased, also one that is on its way here. */
  forget(userId: string): void {
    this.#erasures += 1;
    this.#cache.delete(userId);
  }

  /** The same value with each sealed text encrypted; of an erased person nothing is kept. Parts without any are shared, not copied. */
  async seal(value: unknown): Promise<unknown> {
    return changeSealed(value, async ({ by, text, c }: Plain & Partial<Closed>) => {
      if (c !== undefined) return { by, c };
      const key = text === null ? undefined : await this.#keyOf(by, true);
      if (key === undefined || text === null) return { by, c: '' };
      const iv = freshBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(by));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return { by, c: Buffer.concat([iv, body, cipher.getAuthTag()]).toString('base64url') };
    });
  }

  /** The same value in plain text; `null` where the person was erased. */
  async unseal(value: unknown): Promise<unknown> {
    return changeSealed(value, async ({ by, text, c }: Plain & Partial<Closed>) => {
      if (c === undefined) return { by, text };
      const key = c === '' ? undefined : await this.#keyOf(by, false);
      return { by, text: key === undefined ? null : open(key, by, Buffer.from(c, 'base64url')) };
    });
  }
}

/** What is done with one sealed text. */
type Change = (sealed: Plain & Partial<Closed>) => Promise<unknown>;

/** The value itself when it holds nothing sealed, which is nearly always and costs one walk; otherwise a changed copy to come. */
const changeSealed = (value: unknown, change: Change): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  let changed: Map<string, unknown> | undefined;
  for (const key of Object.keys(value)) {
    const inner: unknown = value[key as keyof typeof value];
    const after = key === '$sealed' ? change(inner as Plain & Partial<Closed>) : changeSealed(inner, change);
    if (after !== inner) (changed ??= new Map<string, unknown>()).set(key, after);
  }
  return changed === undefined ? value : copyWith(value, changed);
};

/** A copy of an array or a record with some values replaced by those to come. */
const copyWith = async (value: object, changed: ReadonlyMap<string, unknown>): Promise<unknown> => {
  const copy: object = Array.isArray(value) ? [...(value as readonly unknown[])] : { ...value };
  await Promise.all(
    Array.from(changed, async ([key, after]) => {
      // a plain assignment of `__proto__` would set no property
      Object.defineProperty(copy, key, {
        value: await after,
        enumerable: true,
        writable: true,
        configurable: true,
      });
    }),
  );
  return copy;
};

/** Plain text of `iv ‖ ciphertext ‖ tag`, or `null` when it was not sealed for this person. */
const open = (key: KeyObject, by: string, bytes: Buffer): string | null => {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), {
      authTagLength: TAG_BYTES,
    })
      .setAAD(Buffer.from(by))
      .setAuthTag(bytes.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]).toString(
      'utf8',
    );
  } catch {
    return null;
  }
};
