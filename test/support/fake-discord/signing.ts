import { generateKeyPairSync, sign } from 'node:crypto';

/** A key pair as the portal holds it for an application. */
export interface Signing {
  /** 64 hex digits. */
  readonly publicKey: string;
  headers(body: string, atMs: number): Readonly<Record<string, string>>;
}

/** Makes a fresh key pair. */
export const newSigning = (): Signing => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  return {
    publicKey: Buffer.from(x, 'base64url').toString('hex'),
    headers: (body, atMs) => {
      const timestamp = String(Math.floor(atMs / 1_000));
      return {
        'content-type': 'application/json',
        'x-signature-timestamp': timestamp,
        'x-signature-ed25519': sign(null, Buffer.from(timestamp + body), privateKey).toString('hex'),
      };
    },
  };
};

/** Sends a signed interaction as Discord does. */
export const sendSigned = (
  url: string,
  signing: Signing,
  payload: unknown,
  more: Readonly<Record<string, string>> = {},
  atMs = Date.now(),
): Promise<Response> => {
  const body = JSON.stringify(payload);
  return fetch(url, { method: 'POST', body, headers: { ...signing.headers(body, atMs), ...more } });
};
