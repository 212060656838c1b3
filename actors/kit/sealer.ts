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

  async #fetchKey(userId: string, create: boolean): Promise<KeyObject | undefined> {
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
    const holes: Hole[] = [];
    const sealed = copyAround(value, holes);
    for (const { holder, was } of holes) {
      const { by, text, c } = was;
      const key = c !== undefined || text === null ? undefined : await this.#keyOf(by, true);
      holder.$sealed = { by, c: c ?? (key === undefined || text === null ? '' : close(key, by, text)) };
    }
    return sealed;
  }

  /** The same value in plain text; `null` where the person was erased. */
  async unseal(value: unknown): Promise<unknown> {
    const holes: Hole[] = [];
    const opened = copyAround(value, holes);
    for (const { holder, was } of holes) {
      const { by, text, c } = was;
      const key = c === undefined || c === '' ? undefined : await this.#keyOf(by, false);
      const plain = key === undefined || c === undefined ? null : open(key, by, Buffer.from(c, 'base64url'));
      holder.$sealed = { by, text: c === undefined ? text : plain };
    }
    return opened;
  }

  /** At once when it is known, which is nearly always: a promise for each text would cost more than the cipher. */
  #keyOf(userId: string, create: boolean): KeyObject | Promise<KeyObject | undefined> {
    return this.#cache.get(userId) ?? this.#fetchKey(userId, create);
  }
}

/** Where a sealed text stood in a value, and stands anew in its copy. */
interface Hole {
  readonly holder: { $sealed?: unknown };
  readonly was: Plain & Partial<Closed>;
}

/** The value itself when it holds nothing sealed, which is nearly always and costs one walk; else a copy whose sealed texts are holes. */
const copyAround = (value: unknown, holes: Hole[]): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return copyOfList(value, holes);
  const held = value as Record<string, unknown>;
  let copy: Record<string, unknown> | undefined;
  for (const key of Object.keys(held)) {
    const inner = held[key];
    if (key === '$sealed') {
      copy ??= { ...held };
      // only what the rules made has this name
      holes.push({ holder: copy, was: inner as Plain & Partial<Closed> });
      continue;
    }
    const after = copyAround(inner, holes);
    if (after === inner) continue;
    copy ??= { ...held };
    // a plain assignment of `__proto__` would set no property
    if (key === '__proto__') {
      Object.defineProperty(copy, key, {
        value: after,
        enumerable: true,
        writable: true,
        configurable: true,
      });
    } else copy[key] = after;
  }
  return copy ?? value;
};

const copyOfList = (list: readonly unknown[], holes: Hole[]): readonly unknown[] => {
  let copy: unknown[] | undefined;
  for (const [index, inner] of list.entries()) {
    const after = copyAround(inner, holes);
    if (after !== inner) (copy ??= [...list])[index] = after;
  }
  return copy ?? list;
};

/** `iv ‖ ciphertext ‖ tag` of a text. */
const close = (key: KeyObject, by: string, text: string): string => {
  const iv = freshBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(by));
  const [body, end] = [cipher.update(text, 'utf8'), cipher.final()];
  return Buffer.concat([iv, body, end, cipher.getAuthTag()]).toString('base64url');
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
