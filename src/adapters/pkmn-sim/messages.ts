import { type BattleInput, type BattleSetup, type Ruling, type SideNo } from '#ports/battle-rules.ts';

/** What the thread is asked. Each request carries all that its answer follows from. */
export type Ask =
  | {
      readonly op: 'play';
      readonly setup: BattleSetup;
      readonly inputs: readonly BattleInput[];
    }
  | {
      readonly op: 'auto';
      readonly setup: BattleSetup;
      readonly inputs: readonly BattleInput[];
      readonly side: SideNo;
    }
  | { readonly op: 'forget'; readonly battleId: string };

/** What it answers. */
export type Told = Ruling | string | undefined;

export interface Request {
  readonly id: number;
  readonly ask: Ask;
}

export type Reply =
  | { readonly id: number; readonly told: Told }
  /** Our own code failed; the thread goes on. */
  | { readonly id: number; readonly error: string };
