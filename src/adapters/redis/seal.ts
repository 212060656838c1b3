import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/** Wraps values for a way on which nobody may read or change them. */
export interface Seal {
  /** `place`: what the value belongs to; it opens nowhere else. */
  close(value: unknown, place: string): Buffer;
  /** @throws Error for what was not closed under this key for this place */
  open(sealed: Buffer, place: string): unknown;
}

/** A seal under a key that follows from the deployment's: every process of the deployment has the same. */
export const createSeal = (deploymentKey: Buffer): Seal => {
  const key = Buffer.from(hkdfSync('sha256', deploymentKey, '', 'guildhall redis', KEY_BYTES));
  return {
    close: (value, place) => {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(place));
      const body = Buffer.concat([cipher.update(serialize(value)), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]);
    },
    open: (sealed, place) => {
      const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, IV_BYTES), {
        authTagLength: TAG_BYTES,
      })
        .setAAD(Buffer.from(place))
        .setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      const body = sealed.subarray(IV_BYTES + TAG_BYTES);
      return deserialize(Buffer.concat([decipher.update(body), decipher.final()])) as unknown;
    },
  };
};
