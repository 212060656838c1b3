import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';
import type { Clock } from '#ports/clock.ts';

/** How far a request's time may be from ours, s. */
const WINDOW_S = 300;
/** Signatures remembered; at 300 a second those of the whole window. */
const SEEN_MAX = 200_000;

/** What a check of a signed request says. */
export type Verdict = 'ok' | 'unsigned' | 'forged' | 'stale' | 'replayed';

const SIGNATURE = /^[0-9a-f]{128}$/i;
const TIMESTAMP = /^\d{1,12}$/;

const keyOf = (publicKey: string): KeyObject =>
  createPublicKey({
    format: 'jwk',
    key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey, 'hex').toString('base64url') },
  });

/** Checks that Discord signed a request, lately, and that it did not come before. Nothing is parsed. */
export class SignatureCheck {
  readonly #key: KeyObject;
  readonly #clock: Pick<Clock, 'nowMs'>;
  readonly #seen = new Map<string, number>();

  /** `publicKey`: 64 hex digits, from the developer portal. @throws Error when it is no key */
  constructor(publicKey: string, clock: Pick<Clock, 'nowMs'>) {
    this.#key = keyOf(publicKey);
    this.#clock = clock;
  }

  /** `body`: the bytes as they came; the others are the headers of Discord's names. */
  check(body: Buffer, signature: string | undefined, timestamp: string | undefined): Verdict {
    if (signature === undefined || timestamp === undefined) return 'unsigned';
    if (!SIGNATURE.test(signature) || !TIMESTAMP.test(timestamp)) return 'forged';
    const signed = Buffer.concat([Buffer.from(timestamp), body]);
    if (!verify(null, signed, this.#key, Buffer.from(signature, 'hex'))) return 'forged';
    const nowS = this.#clock.nowMs() / 1_000;
    if (Math.abs(nowS - Number(timestamp)) > WINDOW_S) return 'stale';
    return this.#isNew(signed, nowS) ? 'ok' : 'replayed';
  }

  /** By what was signed: a signature can be written in two ways. */
  #isNew(signed: Buffer, nowS: number): boolean {
    const digest = createHash('sha256').update(signed).digest('base64');
    if (this.#seen.has(digest)) return false;
    for (const [old, untilS] of this.#seen) {
      if (untilS > nowS && this.#seen.size < SEEN_MAX) break;
      this.#seen.delete(old);
    }
    this.#seen.set(digest, nowS + 2 * WINDOW_S);
    return true;
  }
}
