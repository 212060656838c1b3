import type { TeamCheck } from '#ports/battle-rules.ts';
import type { MatchInput, PokemonSetup, Ruling, SideNo } from '#game/battle/match/rules-words.ts';

/** What the thread is asked. Each request carries all that its answer follows from. */
export type Ask =
  | {
      readonly op: 'play';
      readonly setup: PokemonSetup;
      readonly inputs: readonly MatchInput[];
    }
  | {
      readonly op: 'auto';
      readonly setup: PokemonSetup;
      readonly inputs: readonly MatchInput[];
      readonly side: SideNo;
    }
  | { readonly op: 'check'; readonly format: string; readonly team: PokemonSetup['teams'][0] }
  | { readonly op: 'forget'; readonly battleId: string };

/** What it answers. */
export type Told = Ruling | TeamCheck | string | undefined;

export interface Request {
  readonly id: number;
  readonly ask: Ask;
}

export type Reply =
  | { readonly id: number; readonly told: Told }
  /** Our own code failed; the thread goes on. */
  | { readonly id: number; readonly error: string };
