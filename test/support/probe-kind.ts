import { z } from 'zod';
import { defineEntity, type KindOptions } from '#actors/kit/define-entity.ts';
import { accept, type Decider, type Effect, reject } from '#game/shared/decider.ts';
import type { EntityRef } from '#game/shared/ids.ts';
import { type Sealed, sealed } from '#game/shared/sealed.ts';

export type ProbeCommand =
  /** So many events, each with a text of this length. */
  | { readonly type: 'Put'; readonly events: number; readonly pad: number }
  /** Keeps, answers, sends and postpones a sealed text. */
  | {
      readonly type: 'Note';
      readonly by: string;
      readonly text: string;
      readonly to?: EntityRef;
      readonly dueMs?: number;
    }
  | { readonly type: 'Take'; readonly note: Sealed }
  | { readonly type: 'Stamp' }
  /** Sends labels to another entity, which may send them on. */
  | {
      readonly type: 'Send';
      readonly to: EntityRef;
      readonly labels: readonly string[];
      readonly on?: EntityRef;
    }
  | { readonly type: 'Got'; readonly label: string; readonly on?: EntityRef }
  /** Comes back as a command that breaks. */
  | { readonly type: 'Bomb'; readonly dueMs: number }
  | { readonly type: 'Break' };

export type ProbeEvent =
  | { readonly type: 'Filled'; readonly pad: string }
  | { readonly type: 'Noted'; readonly note: Sealed }
  | { readonly type: 'Stamped' }
  | { readonly type: 'Heard'; readonly label: string }
  | { readonly type: 'Settled'; readonly how: string };

export interface ProbeState {
  readonly count: number;
  readonly times: readonly number[];
  readonly notes: readonly Sealed[];
  readonly heard: readonly string[];
  readonly settled: readonly string[];
}

export interface ProbeReply {
  readonly count: number;
  readonly nowMs: number;
  readonly note?: Sealed;
}

const sendOn = (to: EntityRef, label: string, on?: EntityRef): Effect => {
  const command: ProbeCommand = on === undefined ? { type: 'Got', label } : { type: 'Got', label, on };
  return { to, command, tag: label };
};

const decider: Decider<ProbeState, ProbeCommand, ProbeEvent, ProbeReply> = {
  initial: () => ({ count: 0, times: [], notes: [], heard: [], settled: [] }),
  decide(state, command, { nowMs }) {
    const reply = { count: state.count, nowMs };
    switch (command.type) {
      case 'Put': {
        const filled = { type: 'Filled', pad: 'x'.repeat(command.pad) } as const;
        const events = Array.from({ length: command.events }, () => filled);
        return accept(events, { ...reply, count: state.count + events.length });
      }
      case 'Note': {
        const { by, text, to, dueMs } = command;
        const note = sealed(by, text);
        const take: ProbeCommand = { type: 'Take', note };
        return accept(
          [{ type: 'Noted', note }],
          { ...reply, note },
          {
            effects: to === undefined ? [] : [{ to, command: take }],
            reminders: dueMs === undefined ? [] : [{ name: 'note', dueMs, command: take }],
          },
        );
      }
      case 'Take':
        return accept([{ type: 'Noted', note: command.note }], reply);
      case 'Stamp':
        return accept([{ type: 'Stamped' }], reply);
      case 'Send': {
        const { to, labels, on } = command;
        const effects = labels.map((label) => sendOn(to, label, on));
        return accept([], reply, { effects });
      }
      case 'Got':
        if (command.label.startsWith('no'))
          return reject({ code: 'E_LIMIT', message: 'Send another label.' });
        if (command.label.startsWith('boom')) throw new Error('boom');
        return accept([{ type: 'Heard', label: command.label }], reply, {
          effects: command.on === undefined ? [] : [sendOn(command.on, command.label)],
        });
      case 'Bomb':
        return accept([], reply, {
          reminders: [{ name: 'bomb', dueMs: command.dueMs, command: { type: 'Break' } }],
        });
      case 'Break':
        throw new Error('broken');
    }
  },
  evolve(state, event, atMs) {
    const times = [...state.times, atMs].slice(-8);
    switch (event.type) {
      case 'Filled':
        return { ...state, times, count: state.count + 1 };
      case 'Noted':
        return { ...state, times, notes: [...state.notes, event.note] };
      case 'Stamped':
        return { ...state, times };
      case 'Heard':
        return { ...state, times, heard: [...state.heard, event.label] };
      case 'Settled':
        return { ...state, times, settled: [...state.settled, event.how] };
    }
  },
  settle(state, effect, outcome, { nowMs }) {
    const how = outcome.ok ? 'ok' : outcome.gaveUp === true ? 'gave up' : outcome.rejection.code;
    return accept([{ type: 'Settled', how: `${effect.tag ?? ''}:${how}` }], { count: state.count, nowMs });
  },
};

const sealedSchema = z.object({ $sealed: z.object({ by: z.string(), text: z.string().nullable() }) });

const reads = {
  state: (state: ProbeState) => state,
  now: (_state: ProbeState, _args: unknown, nowMs: number) => nowMs,
  broken: (): never => {
    throw new Error('this read is broken');
  },
};

const options: KindOptions<ProbeState, ProbeCommand, ProbeEvent, ProbeReply, typeof reads> = {
  kind: 'probe',
  decider,
  state: z.object({
    count: z.number(),
    times: z.array(z.number()),
    notes: z.array(sealedSchema),
    heard: z.array(z.string()),
    settled: z.array(z.string()),
  }),
  stateVersion: 1,
  events: {
    Filled: z.strictObject({ pad: z.string() }),
    Noted: z.strictObject({ note: sealedSchema }),
    Stamped: z.strictObject({}),
    Heard: z.strictObject({ label: z.string() }),
    Settled: z.strictObject({ how: z.string() }),
  },
  reads,
  snapshotEvery: 10,
  idleMs: 5_000,
  inboxMax: 2_048,
};

/** A kind that does whatever a test of the kit needs; any part may be another. */
export const probeKind = (
  changes: Partial<KindOptions<ProbeState, ProbeCommand, ProbeEvent, ProbeReply, typeof reads>> = {},
) => defineEntity({ ...options, ...changes });

export const probe = probeKind();
