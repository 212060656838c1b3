import { z } from 'zod';
import type { CombatStyle } from '../battle/osrs/formulas.ts';
import { countSchema, sealedSchema } from '../profile/schemas.ts';
import { type Sealed, unsealed } from '../shared/sealed.ts';
import { type Loadout, loadoutSchema } from './loadout.ts';
import type { Levels } from './skills.ts';
import { bestStyle, starterLoadout } from './starters.ts';

/** Most skills that are kept of an account; the game has 24. */
const SKILLS_MAX = 100;

/** Levels by the skill's name in lower case. */
export const levelsSchema: z.ZodType<Levels> = z
  .record(z.string().regex(/^[a-z][a-z ]{0,23}$/), z.int().min(1).max(99))
  .refine((levels) => Object.keys(levels).length <= SKILLS_MAX);

export interface SavedLoadout {
  readonly name: Sealed;
  readonly loadout: Loadout;
}

/** A person as an adventurer of Old School RuneScape. */
export interface AdventurerState {
  /** How often an account was claimed. */
  readonly linkNo: number;
  /** Claimed, never proven: two people may claim the same one. */
  readonly account: { readonly name: Sealed; readonly linkedAtMs: number } | null;
  readonly levels: Levels;
  /** When the levels were read, ms since the epoch; 0: never. */
  readonly readAtMs: number;
  /** What is worn; `null`: nothing was chosen yet, and common gear by level counts. */
  readonly worn: Loadout | null;
  /** Oldest first. */
  readonly saved: readonly SavedLoadout[];
}

const NEW: AdventurerState = { linkNo: 0, account: null, levels: {}, readAtMs: 0, worn: null, saved: [] };

/** Somebody who never claimed an account. */
export const initialAdventurer = (): AdventurerState => NEW;

/** What a snapshot must satisfy. */
export const adventurerStateSchema: z.ZodType<AdventurerState> = z.strictObject({
  linkNo: countSchema,
  account: z.strictObject({ name: sealedSchema, linkedAtMs: countSchema }).nullable(),
  levels: levelsSchema,
  readAtMs: countSchema,
  worn: loadoutSchema.nullable(),
  saved: z.array(z.strictObject({ name: sealedSchema, loadout: loadoutSchema })),
});

/** Whether an account is claimed and its person has not been erased. */
export const isLinked = (state: AdventurerState): boolean =>
  state.account !== null && state.account.name.$sealed.text !== null;

/** What is worn: the choice, else common gear of the best style. */
export const wornBy = (state: AdventurerState): Loadout =>
  state.worn ?? starterLoadout(bestStyle(state.levels), state.levels);

const folded = (name: string): string => name.toLowerCase();

/** The loadout kept under a name, whatever the case of its letters. */
export const savedUnder = (state: AdventurerState, name: string): SavedLoadout | undefined =>
  state.saved.find((one) => folded(unsealed(one.name, '')) === folded(name));

/** What is worn, by its name as a loadout. */
const EQUIPPED = 'equipped';
/** Loadouts of these names are always there. */
const STARTERS: ReadonlyMap<string, CombatStyle> = new Map([
  ['starter melee', 'melee'],
  ['starter ranged', 'ranged'],
  ['starter magic', 'magic'],
]);

/** A loadout by name: a kept one, `starter melee|ranged|magic`, or `equipped`; `undefined`: there is none. */
export const loadoutNamed = (state: AdventurerState, name: string): Loadout | undefined => {
  const wanted = folded(name);
  if (wanted === EQUIPPED) return wornBy(state);
  const style = STARTERS.get(wanted);
  return style === undefined ? savedUnder(state, name)?.loadout : starterLoadout(style, state.levels);
};

/** Names of loadouts that everybody has. */
export const STARTER_NAMES: readonly string[] = [...STARTERS.keys()];

/** Whether a loadout of this name is always there, so that nobody keeps another one under it. */
export const isReserved = (name: string): boolean => folded(name) === EQUIPPED || STARTERS.has(folded(name));
