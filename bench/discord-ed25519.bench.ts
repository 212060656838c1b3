import { createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { systemClock } from '#adapters/memory/system-clock.ts';
import { SignatureCheck } from '#surfaces/discord/signature.ts';
import type { Bench, BenchContext, Figure } from './figure.ts';
import { compare } from './rounds.ts';

/** Of a body, bytes: about what an interaction is long. */
const BODY_BYTES = 1_300;

/** A request as it comes in. */
interface Signed {
  readonly body: Buffer;
  readonly timestamp: string;
  readonly signature: string;
}

/** The same, as far prepared as a verification needs it. */
interface Bare {
  readonly message: Buffer;
  readonly signature: Buffer;
}

const requestsOf = (count: number, key: KeyObject): readonly Signed[] =>
  Array.from({ length: count }, (_, n) => {
    const body = Buffer.from(JSON.stringify({ id: String(n), type: 2, data: 'x'.repeat(BODY_BYTES) }));
    const timestamp = String(Math.floor(systemClock.nowMs() / 1_000));
    const signed = Buffer.concat([Buffer.from(timestamp), body]);
    return { body, timestamp, signature: sign(null, signed, key).toString('hex') };
  });

const bareOf = ({ body, timestamp, signature }: Signed): Bare => ({
  message: Buffer.concat([Buffer.from(timestamp), body]),
  signature: Buffer.from(signature, 'hex'),
});

const run = async (context: BenchContext): Promise<readonly Figure[]> => {
  const pair = generateKeyPairSync('ed25519');
  const { x = '' } = pair.publicKey.export({ format: 'jwk' });
  // both sides hold their key as it comes out of the portal's form
  const key = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x } });
  const publicKey = Buffer.from(x, 'base64url').toString('hex');
  const count = context.choose({ full: 10_000, quick: 2_000, check: 1_000 });
  const requests = requestsOf(count, pair.privateKey);
  const bare = requests.map(bareOf);
  context.say(`ed25519: ${count} requests`);
  const compared = await compare(
    {
      measured: async () => {
        // a check remembers what it has seen: each round has one of its own
        const check = new SignatureCheck(publicKey, systemClock);
        let checksum = 0;
        for (const { body, signature, timestamp } of requests)
          if (check.check(body, signature, timestamp) === 'ok') checksum += body.length;
        return Promise.resolve({ work: count, checksum });
      },
      baseline: async () => {
        let checksum = 0;
        for (const [n, { message, signature }] of bare.entries())
          if (verify(null, message, key, signature)) checksum += requests[n]?.body.length ?? 0;
        return Promise.resolve({ work: count, checksum });
      },
    },
    { rounds: context.choose({ full: 7, quick: 5, check: 3 }), slow: context.slow },
  );
  return [
    {
      name: 'ed25519',
      value: compared.ratio,
      unit: 'times',
      bar: { least: 0.8 },
      baseline: { what: 'crypto.verify', value: compared.baseline, unit: '/s' },
      ratio: compared.ratio,
      noise: compared.noise,
      checksum: compared.checksum,
      note: `${Math.round(compared.measured)} signed requests/s: raw body and headers in, verdict out`,
    },
  ];
};

/** The check of signed interactions. */
export const discordEd25519: Bench = { name: 'discord.ed25519', figures: ['ed25519'], run };
