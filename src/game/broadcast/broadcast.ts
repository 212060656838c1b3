import { z } from 'zod';
import { sealedSchema } from '../profile/schemas.ts';
import { accept, type Decider, type Decision, reject } from '../shared/decider.ts';
import { type Sealed, unsealed } from '../shared/sealed.ts';

/** Longest message to all guilds, characters. */
export const BROADCAST_MAX = 1_500;
/** How long a message that was drafted may be sent, ms. */
const DRAFT_MS = 600_000;

/** Surfaces that guilds are on, each of which carries messages to its own. */
export const CARRIERS = ['discord', 'playground'] as const;
export type Carrier = (typeof CARRIERS)[number];

const carrierSchema = z.enum(CARRIERS);
/** Names a guild and the place where it comes among the others; lists of guilds are in the order of these. */
const targetSchema = z.string().min(1).max(60);

export type BroadcastCommand =
  /** By an owner of the service; the surface has looked whether they are. */
  | { readonly type: 'Draft'; readonly text: Sealed }
  | { readonly type: 'Send' }
  | { readonly type: 'Discard' }
  /** By a carrier: this guild was reached or cannot be, and so were all before it. */
  | {
      readonly type: 'Carry';
      readonly carrier: Carrier;
      readonly target: string;
      readonly isReached: boolean;
    }
  /** By a carrier: there is no guild left. */
  | { readonly type: 'Finish'; readonly carrier: Carrier };

export interface BroadcastReply {
  readonly status: BroadcastState['status'];
}

/** Form of each event's data, without its `type`. */
export const broadcastEventSchemas = {
  BroadcastDrafted: z.strictObject({ text: sealedSchema, by: z.string() }),
  BroadcastSent: z.strictObject({ by: z.string() }),
  BroadcastDiscarded: z.strictObject({ by: z.string() }),
  BroadcastCarried: z.strictObject({ carrier: carrierSchema, target: targetSchema, isReached: z.boolean() }),
  CarrierFinished: z.strictObject({ carrier: carrierSchema }),
};

type Forms = typeof broadcastEventSchemas;

/** What happened to a message to all guilds. */
export type BroadcastEvent = {
  readonly [T in keyof Forms]: { readonly type: T } & Readonly<z.infer<Forms[T]>>;
}[keyof Forms];

/** How far one carrier has come. */
export interface Progress {
  /** The last guild that was dealt with, `''` before the first. */
  readonly after: string;
  readonly reached: number;
  readonly failed: number;
  readonly isDone: boolean;
}

export interface BroadcastState {
  readonly status: 'none' | 'draft' | 'sent' | 'discarded';
  readonly text: Sealed | null;
  /** User id of its author. */
  readonly by: string;
  readonly draftedAtMs: number;
  readonly carriers: Readonly<Partial<Record<Carrier, Progress>>>;
}

const progressSchema = z.strictObject({
  after: z.string(),
  reached: z.int().min(0),
  failed: z.int().min(0),
  isDone: z.boolean(),
});

export const broadcastStateSchema: z.ZodType<BroadcastState> = z.strictObject({
  status: z.enum(['none', 'draft', 'sent', 'discarded']),
  text: sealedSchema.nullable(),
  by: z.string(),
  draftedAtMs: z.number(),
  carriers: z.partialRecord(carrierSchema, progressSchema),
});

const START: Progress = { after: '', reached: 0, failed: 0, isDone: false };

type Decided = Decision<BroadcastEvent, BroadcastReply>;

const gone = (message: string): Decided => reject({ code: 'E_GONE', message });

const draft = (state: BroadcastState, text: Sealed, by: string): Decided => {
  if (state.status !== 'none') return accept([], { status: state.status });
  const length = unsealed(text, '').length;
  if (length === 0 || length > BROADCAST_MAX) {
    return reject({
      code: 'E_INPUT',
      field: 'text',
      message: `\`text\` has ${length} characters; it takes 1 to ${BROADCAST_MAX}.`,
    });
  }
  return accept<BroadcastEvent, BroadcastReply>([{ type: 'BroadcastDrafted', text, by }], {
    status: 'draft',
  });
};

const end = (
  state: BroadcastState,
  type: 'BroadcastSent' | 'BroadcastDiscarded',
  by: string,
  nowMs: number,
): Decided => {
  const status = type === 'BroadcastSent' ? 'sent' : 'discarded';
  if (state.status === status) return accept([], { status });
  if (state.status !== 'draft')
    return gone('This message was sent or discarded already. Write it again with `/admin broadcast`.');
  if (by !== state.by)
    return reject({ code: 'E_PERM', message: 'Only its author sends or discards this message.' });
  if (status === 'sent' && nowMs - state.draftedAtMs > DRAFT_MS)
    return gone('This draft is older than ten minutes. Write it again with `/admin broadcast`.');
  return accept<BroadcastEvent, BroadcastReply>([{ type, by }], { status });
};

const carry = (state: BroadcastState, command: Extract<BroadcastCommand, { type: 'Carry' }>): Decided => {
  const { carrier, target, isReached } = command;
  const { after, isDone } = state.carriers[carrier] ?? START;
  // told again after a crash: it is counted once
  if (isDone || target <= after) return accept([], { status: state.status });
  return accept<BroadcastEvent, BroadcastReply>([{ type: 'BroadcastCarried', carrier, target, isReached }], {
    status: state.status,
  });
};

const finish = (state: BroadcastState, carrier: Carrier): Decided =>
  accept<BroadcastEvent, BroadcastReply>(
    state.carriers[carrier]?.isDone === true ? [] : [{ type: 'CarrierFinished', carrier }],
    { status: state.status },
  );

const evolve = (state: BroadcastState, event: BroadcastEvent, atMs: number): BroadcastState => {
  switch (event.type) {
    case 'BroadcastDrafted':
      return { ...state, status: 'draft', text: event.text, by: event.by, draftedAtMs: atMs };
    case 'BroadcastSent':
      return { ...state, status: 'sent' };
    case 'BroadcastDiscarded':
      return { ...state, status: 'discarded' };
    case 'BroadcastCarried': {
      const { carrier, target, isReached } = event;
      const { reached, failed, isDone } = state.carriers[carrier] ?? START;
      const progress = {
        after: target,
        reached: reached + (isReached ? 1 : 0),
        failed: failed + (isReached ? 0 : 1),
        isDone,
      };
      return { ...state, carriers: { ...state.carriers, [carrier]: progress } };
    }
    case 'CarrierFinished': {
      const { carrier } = event;
      const progress = { ...(state.carriers[carrier] ?? START), isDone: true };
      return { ...state, carriers: { ...state.carriers, [carrier]: progress } };
    }
  }
};

/** The rules of a message to all guilds. Rejections: `E_INPUT`, `E_GONE`, `E_PERM`. */
export const broadcastDecider: Decider<BroadcastState, BroadcastCommand, BroadcastEvent, BroadcastReply> = {
  initial: () => ({ status: 'none', text: null, by: '', draftedAtMs: 0, carriers: {} }),
  decide: (state, command, { by, nowMs }) => {
    if (command.type === 'Draft') return draft(state, command.text, by);
    if (state.status === 'none')
      return gone('There is no such message. Write it again with `/admin broadcast`.');
    switch (command.type) {
      case 'Send':
        return end(state, 'BroadcastSent', by, nowMs);
      case 'Discard':
        return end(state, 'BroadcastDiscarded', by, nowMs);
      case 'Carry':
      case 'Finish':
        if (state.status !== 'sent') return gone('Only what was sent is carried.');
        return command.type === 'Carry' ? carry(state, command) : finish(state, command.carrier);
    }
  },
  evolve,
};

/** Pure looks at a message to all guilds. */
export const broadcastReads = {
  view: (state: BroadcastState): BroadcastState => state,
};
