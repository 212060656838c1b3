import type { Mon } from './mon.ts';

/** Places in a team. */
export const TEAM_MAX = 6;
/** Imported Pokémon that a box holds at most. */
export const LOANERS_MAX = 30;

/** What a trainer is asked for; whether a Pokémon is legal was looked up in the tables before. */
export type TrainerCommand =
  /** By the id of a starter; once in a life. */
  | { readonly type: 'ChooseStarter'; readonly starter: string }
  /** 1 to 6 loaners, which become the team in this order; nicknames are sealed under the trainer's key. */
  | { readonly type: 'ImportTeam'; readonly mons: readonly Mon[] }
  /** `slot`: 1 to 6; a Pokémon that stands elsewhere in the team changes places. `null` empties the slot. */
  | { readonly type: 'SetSlot'; readonly slot: number; readonly monId: string | null }
  /** Lets loaners go, 1 to {@link LOANERS_MAX} at once; a starter stays. */
  | { readonly type: 'Release'; readonly monIds: readonly string[] };

export type TrainerReply =
  | { readonly type: 'StarterChosen'; readonly monId: string }
  | { readonly type: 'TeamImported'; readonly monIds: readonly string[] }
  | { readonly type: 'Done' };
