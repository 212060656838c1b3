import first from './103a1b9e80b0.json' with { type: 'json' };
import { type Factors, factorsSchema } from '../factors.ts';

/** The name of the set that new battles are forged with. */
export const DATA_HASH = '103a1b9e80b0';

/** Sets of factors by the hash that names their file. Frozen: what a battle was forged with stays readable. */
export const FACTOR_SETS: Readonly<Record<string, Factors>> = {
  '103a1b9e80b0': factorsSchema.parse(first),
};

/** The set that new battles are forged with. */
export const FACTORS: Factors = FACTOR_SETS[DATA_HASH] ?? factorsSchema.parse(first);
