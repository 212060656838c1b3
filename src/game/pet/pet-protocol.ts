import type { Sealed } from '../shared/sealed.ts';
import type { Care, Meters } from './pet-state.ts';
import type { Skill } from './routes.ts';

/** Longest name of a pet. */
export const PET_NAME_MAX = 20;

export type PetCommand =
  /** From the owner's user entity once the adoption is paid. */
  | { readonly type: 'Hatch'; readonly owner: string; readonly species: string; readonly name: Sealed }
  /** From the realm's ledger, in order of `ownershipSeq`; `null`: held in escrow or gone. May come before `Hatch`. */
  | { readonly type: 'SetOwner'; readonly owner: string | null; readonly ownershipSeq: number }
  /** Uses up one piece of food of the owner. */
  | { readonly type: 'Feed'; readonly item: string }
  /** With a toy of the owner (kept) or without. */
  | { readonly type: 'Play'; readonly item?: string }
  | { readonly type: 'Clean' }
  | { readonly type: 'Rest' }
  /** Uses up one piece of medicine of the owner. */
  | { readonly type: 'Heal'; readonly item: string }
  | { readonly type: 'Train'; readonly skill: Skill }
  /** `minutes`: 10 to 4,320. */
  | { readonly type: 'StartExpedition'; readonly route: string; readonly minutes: number }
  | { readonly type: 'Recall' }
  /** The pet's own reminder. */
  | { readonly type: 'FinishActivity'; readonly no: number }
  /** `days`: 1 to 30. */
  | { readonly type: 'StartVacation'; readonly days: number }
  | { readonly type: 'EndVacation' }
  /** The pet's own reminder: a need runs low. */
  | { readonly type: 'CheckNeeds' }
  | { readonly type: 'Rename'; readonly name: Sealed }
  | { readonly type: 'UndoRename' }
  | { readonly type: 'Rehome' }
  | { readonly type: 'UndoRehome' }
  /** From a battle that it fought in. */
  | { readonly type: 'Fought'; readonly won: boolean };

/** What a pet answers at once. */
export type PetReply =
  | { readonly type: 'Hatched' }
  /** The ledger is asked for an item of the owner; read `care` for how it ended. */
  | { readonly type: 'CareStarted'; readonly no: number }
  | {
      readonly type: 'CaredFor';
      readonly no: number;
      readonly care: Care;
      readonly gains: Meters;
      /** What this care was worth, in percent: returns diminish. */
      readonly freshness: number;
    }
  | { readonly type: 'ActivityStarted'; readonly no: number; readonly endsAtMs: number }
  | { readonly type: 'Recalled'; readonly no: number; readonly coins: number }
  | { readonly type: 'Done' };
