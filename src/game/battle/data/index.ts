import { EVEN_FACTORS, type Factors } from '../factors.ts';

/** Sets of factors by the hash that names their file. Frozen: what a battle was forged with stays readable. */
export const FACTOR_SETS: Readonly<Record<string, Factors>> = {};

/** The set that new battles are forged with. */
export const FACTORS: Factors = EVEN_FACTORS;

export const DATA_HASH = '';
