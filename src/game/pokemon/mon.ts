import { z } from 'zod';
import { sealedSchema } from '../profile/schemas.ts';
import { type Sealed, unsealed } from '../shared/sealed.ts';
import { type Species, STATS, type Stats } from './dex.ts';
import { natureOf } from './natures.ts';

/** Most effort values of one stat, and of all together. */
export const EV_MAX = 252;
export const EV_SUM_MAX = 510;
export const IV_MAX = 31;
export const LEVEL_MAX = 100;
export const MOVES_MAX = 4;
export const HAPPINESS_MAX = 255;
/** Longest nickname, as in the games. */
export const NICKNAME_MAX = 12;
/** Proper names are shorter; nobody's free text gets in. */
const NAME_MAX = 32;

const nameSchema = z.string().min(1).max(NAME_MAX);
const statsSchema = (most: number): z.ZodType<Stats> => {
  const stat = z.int().min(0).max(most);
  return z.strictObject({ hp: stat, atk: stat, def: stat, spa: stat, spd: stat, spe: stat });
};

/** A Pokémon as its trainer built it; names are the proper ones of generation 9. */
export interface Mon {
  readonly species: string;
  /** Given by its trainer; `null`: called by its species. */
  readonly nickname: Sealed | null;
  readonly gender: 'M' | 'F' | null;
  readonly item: string | null;
  readonly ability: string;
  /** 1 to 100. */
  readonly level: number;
  /** `null`: as good as `Serious`, which changes nothing. */
  readonly nature: string | null;
  /** The type it takes when it terastallizes, with a capital. */
  readonly teraType: string | null;
  readonly isShiny: boolean;
  /** 0 to 255. */
  readonly happiness: number;
  readonly ball: string | null;
  /** 0 to 31 each. */
  readonly ivs: Stats;
  /** 0 to 252 each, 510 together. */
  readonly evs: Stats;
  /** 1 to 4 different ones. */
  readonly moves: readonly string[];
}

/** Form of a Pokémon in events, commands and snapshots. */
export const monSchema: z.ZodType<Mon> = z.strictObject({
  species: nameSchema,
  nickname: sealedSchema.nullable(),
  gender: z.enum(['M', 'F']).nullable(),
  item: nameSchema.nullable(),
  ability: nameSchema,
  level: z.int().min(1).max(LEVEL_MAX),
  nature: nameSchema.nullable(),
  teraType: nameSchema.nullable(),
  isShiny: z.boolean(),
  happiness: z.int().min(0).max(HAPPINESS_MAX),
  ball: nameSchema.nullable(),
  ivs: statsSchema(IV_MAX),
  evs: statsSchema(EV_MAX).refine((evs) => sumOf(evs) <= EV_SUM_MAX),
  moves: z
    .array(nameSchema)
    .min(1)
    .max(MOVES_MAX)
    .refine((moves) => new Set(moves).size === moves.length),
});

/** The six together. */
export const sumOf = (stats: Stats): number => STATS.reduce((sum, stat) => sum + stats[stat], 0);

/** What it is called. */
export const monName = ({ nickname, species }: Pick<Mon, 'nickname' | 'species'>): string =>
  nickname === null ? species : unsealed(nickname, species);

/**
 * The stats of a Pokémon, whole numbers, rounded down at every step: HP is ⌊(2·base + IV + ⌊EV/4⌋ + 100) · level/100⌋ + 10
 * and the others (⌊(2·base + IV + ⌊EV/4⌋) · level/100⌋ + 5) times 1.1, 1 or 0.9 by nature; a Shedinja has 1 HP.
 * https://bulbapedia.bulbagarden.net/wiki/Stat (generation III and later), Pokémon Showdown `sim/battle.ts`.
 */
export const statsOf = (
  { base, id }: Pick<Species, 'base' | 'id'>,
  { level, nature, ivs, evs }: Pick<Mon, 'level' | 'nature' | 'ivs' | 'evs'>,
): Stats => {
  const lean = nature === null ? undefined : natureOf(nature);
  const grown = (stat: keyof Stats, extra: number): number =>
    Math.floor(((2 * base[stat] + ivs[stat] + Math.floor(evs[stat] / 4) + extra) * level) / 100);
  const other = (stat: Exclude<keyof Stats, 'hp'>): number => {
    const plain = grown(stat, 0) + 5;
    if (lean === undefined || lean.up === lean.down) return plain;
    if (lean.up === stat) return Math.floor((plain * 110) / 100);
    return lean.down === stat ? Math.floor((plain * 90) / 100) : plain;
  };
  return {
    hp: id === 'shedinja' ? 1 : grown('hp', 100) + 10,
    atk: other('atk'),
    def: other('def'),
    spa: other('spa'),
    spd: other('spd'),
    spe: other('spe'),
  };
};
