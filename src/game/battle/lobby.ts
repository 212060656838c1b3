import { z } from 'zod';
import { countSchema } from '../profile/schemas.ts';
import {
  accept,
  type Accepted,
  type Context,
  type Decider,
  type Decision,
  type Effect,
  reject,
  type ReminderChange,
} from '../shared/decider.ts';
import { lineupSchema } from './battle-events.ts';
import type { BattleCommand } from './battle-protocol.ts';
import { mintBattleId, tellAbout } from './ending.ts';
import {
  BAND_OPEN_MS,
  BAND_PER_SECOND,
  BAND_START,
  type LobbyCommand,
  type LobbyReply,
  PAIR_EVERY_MS,
  WAIT_MAX_MS,
  type WaitView,
  WAITING_MAX,
} from './lobby-protocol.ts';

/** What people seem to wait before anybody has, ms. */
const FIRST_ESTIMATE_MS = 30_000;
/** Pairs of one decision: their teams lie in one commit. */
const PAIRS_MAX = 10;

const guestSchema = z.strictObject({
  userId: z.string(),
  rating: z.int(),
  lineup: lineupSchema,
  sinceMs: countSchema,
});

export const lobbyEventSchemas = {
  PersonJoined: z.strictObject({ userId: z.string(), rating: z.int(), lineup: lineupSchema }),
  /** By their own wish, or because nobody came. */
  PersonLeft: z.strictObject({ userId: z.string(), isOverdue: z.boolean() }),
  PairMade: z.strictObject({
    battleId: z.string(),
    players: z.tuple([z.string(), z.string()]),
    /** The longer one's. */
    waitedMs: countSchema,
  }),
};

type Forms = typeof lobbyEventSchemas;

/** What happened in a lobby. */
export type LobbyEvent = {
  readonly [T in keyof Forms]: { readonly type: T } & Readonly<z.infer<Forms[T]>>;
}[keyof Forms];

/** Somebody who waits. */
type Guest = Readonly<z.infer<typeof guestSchema>>;

/** People who wait for somebody of about their strength; the longest first. */
export interface LobbyState {
  readonly waiting: readonly Guest[];
  /** Running mean of what people waited. */
  readonly typicalMs: number;
}

export const lobbyStateSchema: z.ZodType<LobbyState> = z.strictObject({
  waiting: z.array(guestSchema).readonly(),
  typicalMs: countSchema,
});

const initialLobby = (): LobbyState => ({ waiting: [], typicalMs: FIRST_ESTIMATE_MS });

/** How far away a rating may be for somebody who has waited so long. */
const bandAfter = (waitedMs: number): number =>
  waitedMs >= BAND_OPEN_MS
    ? Number.POSITIVE_INFINITY
    : BAND_START + Math.floor((waitedMs * BAND_PER_SECOND) / 1_000);

const gapOf = (one: Guest, other: Guest): number => Math.abs(one.rating - other.rating);

/** Both would take the other. */
const fits = (one: Guest, other: Guest, nowMs: number): boolean =>
  one.lineup.fighters.length === other.lineup.fighters.length &&
  gapOf(one, other) <= Math.min(bandAfter(nowMs - one.sinceMs), bandAfter(nowMs - other.sinceMs));

/** Pairs from the longest waiting on, each with the nearest rating that fits. */
const pairsOf = (waiting: readonly Guest[], nowMs: number): readonly (readonly [Guest, Guest])[] => {
  const pairs: [Guest, Guest][] = [];
  const left = new Set(waiting);
  for (const one of waiting) {
    if (!left.delete(one) || pairs.length === PAIRS_MAX) continue;
    const [other] = [...left]
      .filter((guest) => fits(one, guest, nowMs))
      .toSorted((a, b) => gapOf(one, a) - gapOf(one, b) || a.sinceMs - b.sinceMs);
    if (other === undefined) continue;
    left.delete(other);
    pairs.push([one, other]);
  }
  return pairs;
};

const openBattle = (battleId: string, [one, other]: readonly [Guest, Guest], context: Context): Effect => {
  const command: BattleCommand = {
    type: 'Open',
    tempo: 'rounds',
    players: [
      { kind: 'person', userId: one.userId },
      { kind: 'person', userId: other.userId },
    ],
    lineup: one.lineup,
    answer: other.lineup,
    stake: 0,
    isPrivate: false,
    isEven: true,
  };
  return {
    to: { kind: 'battle', realm: context.self.realm, id: battleId },
    command,
    tag: `${one.userId} ${other.userId}`,
  };
};

/** When the lobby has to look again. */
const nextLook = ({ waiting }: LobbyState, nowMs: number): ReminderChange => {
  const [longest] = waiting;
  if (longest === undefined) return { name: 'pair', dueMs: null };
  const overdueMs = longest.sinceMs + WAIT_MAX_MS;
  const dueMs = waiting.length > 1 ? Math.min(nowMs + PAIR_EVERY_MS, overdueMs) : overdueMs;
  const command: LobbyCommand = { type: 'Pair' };
  return { name: 'pair', dueMs: Math.max(dueMs, nowMs + 1), command };
};

const evolveLobby = (state: LobbyState, event: LobbyEvent, atMs: number): LobbyState => {
  switch (event.type) {
    case 'PersonJoined': {
      const { userId, rating, lineup } = event;
      return { ...state, waiting: [...state.waiting, { userId, rating, lineup, sinceMs: atMs }] };
    }
    case 'PersonLeft':
      return { ...state, waiting: state.waiting.filter(({ userId }) => userId !== event.userId) };
    case 'PairMade':
      return {
        waiting: state.waiting.filter(({ userId }) => !event.players.includes(userId)),
        typicalMs: Math.round((state.typicalMs * 3 + event.waitedMs) / 4),
      };
  }
};

type Decided = Decision<LobbyEvent, LobbyReply>;

/** Lets those go who have waited too long, pairs whoever fits, and says when to look again. */
const arrange = (
  before: LobbyState,
  first: readonly LobbyEvent[],
  context: Context,
  replyOf: (after: LobbyState, pairs: readonly Extract<LobbyEvent, { type: 'PairMade' }>[]) => LobbyReply,
): Accepted<LobbyEvent, LobbyReply> => {
  const { nowMs } = context;
  const state = first.reduce((sum, event) => evolveLobby(sum, event, nowMs), before);
  const overdue = state.waiting.filter(({ sinceMs }) => nowMs - sinceMs >= WAIT_MAX_MS);
  const pairs = pairsOf(
    state.waiting.filter((guest) => !overdue.includes(guest)),
    nowMs,
  );
  const effects: Effect[] = overdue.map(({ userId }) =>
    tellAbout(userId, 'battle', 'Nobody came to the lobby. `/battle npc` always has somebody.'),
  );
  const made = pairs.map((pair) => {
    const battleId = mintBattleId(context);
    effects.push(openBattle(battleId, pair, context));
    const [one, other] = pair;
    const waitedMs = nowMs - Math.min(one.sinceMs, other.sinceMs);
    return {
      type: 'PairMade' as const,
      battleId,
      players: [one.userId, other.userId] as [string, string],
      waitedMs,
    };
  });
  const events: readonly LobbyEvent[] = [
    ...first,
    ...overdue.map(({ userId }) => ({ type: 'PersonLeft' as const, userId, isOverdue: true })),
    ...made,
  ];
  const after = events.reduce((sum, event) => evolveLobby(sum, event, nowMs), before);
  return accept<LobbyEvent, LobbyReply>(events, replyOf(after, made), {
    effects,
    reminders: [nextLook(after, nowMs)],
  });
};

const join = (
  state: LobbyState,
  command: Extract<LobbyCommand, { type: 'Join' }>,
  context: Context,
): Decided => {
  const userId = context.by;
  if (userId.includes(':'))
    return reject({ code: 'E_PERM', message: 'People come to the lobby by themselves.' });
  if (state.waiting.some((guest) => guest.userId === userId)) {
    return reject({ code: 'E_BUSY', message: 'You wait already. `/battle leave` takes you out.' });
  }
  if (state.waiting.length >= WAITING_MAX) {
    return reject({
      code: 'E_LIMIT',
      message: 'The lobby is full. Try again in a minute, or `/battle challenge` somebody.',
      untilMs: context.nowMs + 60_000,
    });
  }
  const { rating, lineup } = command;
  const joined = lobbyEventSchemas.PersonJoined.safeParse({ userId, rating, lineup });
  if (!joined.success) {
    return reject({
      code: 'E_INPUT',
      field: 'team',
      message: '`team` takes one to three fighters of yours.',
    });
  }
  return arrange(state, [{ type: 'PersonJoined', ...joined.data }], context, (after, pairs) => {
    const own = pairs.find(({ players }) => players.includes(userId));
    return own === undefined
      ? { type: 'Waiting', waiting: after.waiting.length }
      : { type: 'Matched', battleId: own.battleId };
  });
};

const leave = (state: LobbyState, context: Context): Decided =>
  state.waiting.some(({ userId }) => userId === context.by)
    ? arrange(state, [{ type: 'PersonLeft', userId: context.by, isOverdue: false }], context, () => ({
        type: 'Left',
      }))
    : reject({ code: 'E_GONE', message: 'You do not wait in the lobby. `/battle queue` takes you there.' });

/** The rules of the lobby. Rejections: `E_PERM`, `E_BUSY`, `E_LIMIT`, `E_INPUT`, `E_GONE`. */
export const lobbyDecider: Decider<LobbyState, LobbyCommand, LobbyEvent, LobbyReply> = {
  initial: initialLobby,
  decide: (state, command, context) => {
    switch (command.type) {
      case 'Join':
        return join(state, command, context);
      case 'Leave':
        return leave(state, context);
      case 'Pair':
        return arrange(state, [], context, (_after, pairs) => ({ type: 'Paired', pairs: pairs.length }));
    }
  },
  evolve: evolveLobby,
  settle: (_state, effect, outcome) => {
    const people = outcome.ok || effect.command.type !== 'Open' ? [] : (effect.tag ?? '').split(' ');
    return accept<LobbyEvent, LobbyReply>(
      [],
      { type: 'Paired', pairs: 0 },
      {
        effects: people.map((userId) =>
          tellAbout(userId, 'battle', 'Your battle could not be opened. `/battle queue` tries again.'),
        ),
      },
    );
  },
};

/** Pure looks at a lobby. */
export const lobbyReads = {
  /** How somebody's waiting stands; `undefined`: they do not wait. */
  wait: (
    { waiting, typicalMs }: LobbyState,
    { userId }: { readonly userId: string },
    nowMs: number,
  ): WaitView | undefined => {
    const guest = waiting.find((one) => one.userId === userId);
    if (guest === undefined) return undefined;
    const waitedMs = Math.max(0, nowMs - guest.sinceMs);
    const band = bandAfter(waitedMs);
    return {
      waitedMs,
      band: Number.isFinite(band) ? band : null,
      rating: guest.rating,
      waiting: waiting.length,
      estimateMs: typicalMs,
    };
  },
};
