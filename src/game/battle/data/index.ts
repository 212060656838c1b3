import first from './4c88e7fd4e81.json' with { type: 'json' };
import { type Factors, factorsSchema } from '../factors.ts';

/** The name of the set that new battles are forged with. */
export const DATA_HASH = '4c88e7fd4e81';

/** Sets of factors by the hash that names their file. Frozen: what a battle was forged with stays readable. */
export const FACTOR_SETS: Readonly<Record<string, Factors>> = {
  '4c88e7fd4e81': factorsSchema.parse(first),
};

/** The set that new battles are forged with. */
export const FACTORS: Factors = FACTOR_SETS[DATA_HASH] ?? factorsSchema.parse(first);
