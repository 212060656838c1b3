import { z } from 'zod';
import { defineEntity } from '#actors/kit/define-entity.ts';
import { accept, type Decider, reject } from '#game/shared/decider.ts';
import type { EntityRef } from '#game/shared/ids.ts';
import { type Sealed, sealed } from '#game/shared/sealed.ts';

export type CounterCommand =
  | { readonly type: 'Add'; readonly amount: number }
  | { readonly type: 'Send'; readonly to: EntityRef; readonly amount: number }
  | { readonly type: 'RemindMe'; readonly dueMs: number; readonly amount: number }
  | { readonly type: 'Write'; readonly by: string; readonly text: string }
  | { readonly type: 'Explode' }
  | { readonly type: 'ExplodeLater' };

export type CounterEvent =
  | { readonly type: 'Added'; readonly amount: number }
  | { readonly type: 'Sent'; readonly amount: number }
  | { readonly type: 'Arrived'; readonly ok: boolean }
  | { readonly type: 'Written'; readonly note: Sealed }
  | { readonly type: 'Mined' };

export interface CounterState {
  readonly total: number;
  readonly sent: number;
  readonly arrived: number;
  readonly refused: number;
  readonly note?: Sealed | undefined;
}

const decider: Decider<CounterState, CounterCommand, CounterEvent, { readonly total: number }> = {
  initial: () => ({ total: 0, sent: 0, arrived: 0, refused: 0 }),
  decide(state, command) {
    switch (command.type) {
      case 'Add':
        if (command.amount < 0)
          return reject({ code: 'E_INPUT', message: 'Give a positive amount.', field: 'amount' });
        return accept([{ type: 'Added', amount: command.amount }], { total: state.total + command.amount });
      case 'Send':
        return accept(
          [{ type: 'Sent', amount: command.amount }],
          { total: state.total },
          {
            effects: [{ to: command.to, command: { type: 'Add', amount: command.amount } as CounterCommand }],
          },
        );
      case 'RemindMe':
        return accept(
          [],
          { total: state.total },
          {
            reminders: [
              {
                name: 'later',
                dueMs: command.dueMs,
                command: { type: 'Add', amount: command.amount } as CounterCommand,
              },
            ],
          },
        );
      case 'Write':
        return accept([{ type: 'Written', note: sealed(command.by, command.text) }], { total: state.total });
      case 'Explode':
        throw new Error('boom');
      case 'ExplodeLater':
        return accept([{ type: 'Mined' }], { total: state.total });
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'Added':
        return { ...state, total: state.total + event.amount };
      case 'Sent':
        return { ...state, sent: state.sent + event.amount };
      case 'Arrived':
        return event.ok ? { ...state, arrived: state.arrived + 1 } : { ...state, refused: state.refused + 1 };
      case 'Written':
        return { ...state, note: event.note };
      case 'Mined':
        throw new Error('evolve is broken');
    }
  },
  settle: (state, _effect, outcome) => accept([{ type: 'Arrived', ok: outcome.ok }], { total: state.total }),
};

const sealedSchema = z.object({ $sealed: z.object({ by: z.string(), text: z.string().nullable() }) });

/** A small kind for the kit's own tests: adds, sends, reminds, seals and breaks. */
export const counter = defineEntity({
  kind: 'counter',
  decider,
  state: z.object({
    total: z.number(),
    sent: z.number(),
    arrived: z.number(),
    refused: z.number(),
    note: sealedSchema.optional(),
  }),
  stateVersion: 1,
  events: {
    Added: z.strictObject({ amount: z.number() }),
    Sent: z.strictObject({ amount: z.number() }),
    Arrived: z.strictObject({ ok: z.boolean() }),
    Written: z.strictObject({ note: sealedSchema }),
    Mined: z.strictObject({}),
  },
  reads: {
    total: (state: CounterState) => state.total,
    state: (state: CounterState) => state,
    above: (state: CounterState, args: { readonly least: number }) =>
      state.total >= args.least ? state.total : undefined,
  },
  snapshotEvery: 10,
  idleMs: 5_000,
  inboxMax: 64,
});
