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
import type { Rejection } from '../shared/errors.ts';
import { mintBattleId, tellAbout } from './ending.ts';
import {
  type LobbyCommand,
  type LobbyReply,
  PAIR_EVERY_MS,
  WAIT_MAX_MS,
  type WaitView,
  WAITING_MAX,
} from './lobby-protocol.ts';
import {
  evolveLobby,
  initialLobby,
  type LobbyEvent,
  lobbyEventSchemas,
  type LobbyState,
} from './lobby-state.ts';
import { bandAfter, openBattle, pairsOf } from './pairing.ts';

/** When the lobby has to look again. */
const nextLook = ({ waiting }: LobbyState, nowMs: number): ReminderChange => {
  const [longest] = waiting;
  if (longest === undefined) return { name: 'pair', dueMs: null };
  const overdueMs = longest.sinceMs + WAIT_MAX_MS;
  const dueMs = waiting.length > 1 ? Math.min(nowMs + PAIR_EVERY_MS, overdueMs) : overdueMs;
  const command: LobbyCommand = { type: 'Pair' };
  return { name: 'pair', dueMs: Math.max(dueMs, nowMs + 1), command };
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

/** Whether somebody brings what the lobby is for. */
const belongs = (
  { lineup, pokemon }: Pick<LobbyState['waiting'][number], 'lineup' | 'pokemon'>,
  { self }: Context,
): boolean =>
  self.id === 'pokemon' ? pokemon !== null && lineup === null : pokemon === null && lineup !== null;

const wrongEntry = ({ self }: Context): Rejection => ({
  code: 'E_INPUT',
  field: 'team',
  message:
    self.id === 'pokemon'
      ? 'A team is one to six Pokémon, or none where the format deals them.'
      : '`team` takes one to three fighters of yours.',
});

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
  const { rating, lineup, pokemon = null } = command;
  const joined = lobbyEventSchemas.PersonJoined.safeParse({ userId, rating, lineup, pokemon });
  if (!joined.success || !belongs(joined.data, context)) return reject(wrongEntry(context));
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
      format: guest.pokemon?.format ?? null,
      waiting: waiting.length,
      estimateMs: typicalMs,
    };
  },
};
