import { z } from 'zod';
import { defineEntity } from '#actors/kit/define-entity.ts';
import { user } from '#actors/user/user.ts';
import { accept, type Decider } from '#game/shared/decider.ts';

interface EchoState {
  readonly total: number;
}
interface Add {
  readonly type: 'Add';
  readonly amount: number;
}
interface Added {
  readonly type: 'Added';
  readonly amount: number;
}

const decider: Decider<EchoState, Add, Added, { readonly total: number }> = {
  initial: () => ({ total: 0 }),
  decide: (state, { amount }) => accept([{ type: 'Added', amount }], { total: state.total + amount }),
  evolve: (state, { amount }) => ({ total: state.total + amount }),
};

/** The least that an entity can be: its read gives back what was asked, so that a swapped answer shows. */
export const echo = defineEntity({
  kind: 'echo',
  decider,
  state: z.object({ total: z.number() }),
  stateVersion: 1,
  events: { Added: z.strictObject({ amount: z.number() }) },
  reads: { echo: (_state: EchoState, n: number) => n },
});

/** The production user kind with room for a thousand at once. */
export const crowd = defineEntity({ ...user.options, kind: 'crowd', inboxMax: 2_048 });
