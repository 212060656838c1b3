import { z } from 'zod';
import { toHex, utf8 } from '../shared/bytes.ts';
import { canonicalJson } from '../shared/canonical-json.ts';
import type { Hash } from '../shared/hash.ts';
import { FIGHTER_KINDS, type FighterKind } from './cross/v1/sheet.ts';

/** Slants of a fighter towards attack (see forge.ts) at which factors are fitted, thousandths; between them by line. */
export const SLANTS = [630, 794, 1_000, 1_260, 1_588] as const;

/** Intervals from the shortest on, ticks. */
export const INTERVALS = [3, 4, 5, 6, 7] as const;

const factorSchema = z.int().min(5_000).max(20_000);
const slantsSchema = z.tuple([factorSchema, factorSchema, factorSchema, factorSchema, factorSchema]);
const kindSchema = z.tuple([slantsSchema, slantsSchema, slantsSchema, slantsSchema, slantsSchema]);

/** Factors of HP in ten-thousandths, fitted by simulation: by kind, by interval from 3 on, by slant. */
export const factorsSchema = z.strictObject({
  rules: z.literal('cross/v1'),
  hp: z.strictObject({ osrs: kindSchema, pokemon: kindSchema, pet: kindSchema }),
});
export type Factors = z.infer<typeof factorsSchema>;

const ONE = 10_000;

/** Where every fit starts: the law alone. */
export const EVEN_FACTORS: Factors = factorsSchema.parse({
  rules: 'cross/v1',
  hp: Object.fromEntries(FIGHTER_KINDS.map((kind) => [kind, INTERVALS.map(() => SLANTS.map(() => ONE))])),
});

/** The factor of a fighter in ten-thousandths. `interval`: 3 to 7; `slant`: thousandths. */
export const factorOf = (factors: Factors, kind: FighterKind, interval: number, slant: number): number => {
  const row = factors.hp[kind][interval - INTERVALS[0]] ?? [];
  const above = SLANTS.findIndex((knot) => slant <= knot);
  if (above === 0) return row[0] ?? ONE;
  if (above === -1) return row.at(-1) ?? ONE;
  const [x0, x1] = [SLANTS[above - 1] ?? 0, SLANTS[above] ?? 1];
  const [y0, y1] = [row[above - 1] ?? ONE, row[above] ?? ONE];
  return y0 + Math.round(((y1 - y0) * (slant - x0)) / (x1 - x0));
};

const HASH_CHARS = 12;

/** The name of a set of factors: the first 12 hexadecimal digits of SHA-256 of its canonical JSON. */
export const factorsHash = (factors: Factors, hash: Hash): string =>
  toHex(hash.sha256(utf8(canonicalJson(factors)))).slice(0, HASH_CHARS);
