import type { BoxMon, TrainerState } from './trainer-state.ts';

/** A Pokémon of the box and where it stands. */
export interface BoxView extends BoxMon {
  /** 1 to 6, or `null` when it is not in the team. */
  readonly slot: number | null;
}

const viewOf = (state: TrainerState, one: BoxMon): BoxView => {
  const place = state.team.indexOf(one.monId);
  return { ...one, slot: place === -1 ? null : place + 1 };
};

const box = (state: TrainerState): readonly BoxView[] => state.box.map((one) => viewOf(state, one));

/** Pure looks at a trainer, never committed. */
export const trainerReads = {
  /** Everything in the box, oldest first. */
  box: (state: TrainerState): readonly BoxView[] => box(state),
  /** One of the box; `undefined`: it holds none of that id. */
  mon: (state: TrainerState, args: { readonly monId: string }): BoxView | undefined =>
    box(state).find(({ monId }) => monId === args.monId),
  /** The team in the order of its slots; empty slots are left out. */
  team: (state: TrainerState): readonly BoxView[] =>
    box(state)
      .filter(({ slot }) => slot !== null)
      .toSorted((one, other) => (one.slot ?? 0) - (other.slot ?? 0)),
};
