import type { CombatStyle, Stance } from '../battle/osrs/formulas.ts';
import type { Sealed } from '../shared/sealed.ts';
import type { Slot } from './gear.ts';
import type { Levels } from './skills.ts';

/** Longest name of a loadout. */
export const LOADOUT_NAME_MAX = 20;
/** Loadouts that one adventurer keeps. */
export const LOADOUTS_MAX = 10;

/** One change of what is worn. */
export type GearChange =
  | { readonly kind: 'gear' | 'spell' | 'prayer'; readonly id: string }
  | { readonly kind: 'remove'; readonly slot: Slot }
  | { readonly kind: 'stance'; readonly stance: Stance }
  /** Common gear of a style for the levels last read. */
  | { readonly kind: 'starter'; readonly style: CombatStyle };

export type AdventurerCommand =
  /** Claims an account by its name; an earlier claim is replaced. Its levels come by `Observe`. */
  | { readonly type: 'Link'; readonly account: Sealed }
  | { readonly type: 'Unlink' }
  /** Fresh levels of the account of claim `linkNo`; older ones than are known change nothing. */
  | {
      readonly type: 'Observe';
      readonly linkNo: number;
      readonly levels: Levels;
      readonly readAtMs: number;
    }
  | { readonly type: 'Equip'; readonly change: GearChange }
  /** Keeps what is worn under a name; the same name replaces it. */
  | { readonly type: 'SaveLoadout'; readonly name: Sealed }
  | { readonly type: 'LoadLoadout'; readonly name: Sealed };

/** What an adventurer answers; `linkNo` is the number of the claim that counts now. */
export interface AdventurerReply {
  readonly type: 'Done';
  readonly linkNo: number;
}
