import { z, type ZodType } from 'zod';
import { battleEventSchemas } from '#game/battle/battle-events.ts';
import { matchEventSchemas, playersSchema } from '#game/battle/match/match-events.ts';
import type { Player } from '#game/battle/battle-protocol.ts';
import { peopleOf } from '#game/battle/parties.ts';
import type { Commit, StoredEvent } from '#ports/commit.ts';
import type { ViewRow } from '#ports/followers.ts';
import type { Place } from '../kit/define-entity.ts';
import type { CommitPlace, Follower } from '../kit/follower-runner.ts';
import type { RunningEngine } from '../kit/running-engine.ts';

const SCHEMAS = { ...battleEventSchemas, ...matchEventSchemas };

/** Name of the read model; those before it did not say how far a battle is, or found offers among all that is over (ADR 0039). */
export const BATTLES = 'battles-3';

/** A battle whose clock runs; the row goes with its end. */
interface ClockRow {
  readonly id: string;
  readonly realm: string;
}

/** How far a battle is: `accepted` from both sides' word on, until it begins. */
export type OwnStatus = 'open' | 'accepted' | 'live' | 'over';

/** A battle of a person, from the challenge on. */
export interface OwnRow {
  readonly id: string;
  readonly players: readonly [Player, Player];
  readonly status: OwnStatus;
  readonly atMs: number;
  /** A match: a battle by choices. */
  readonly isMatch?: true;
}

/** A battle that has ended, in a person's history and in the public one. */
export interface EndRow {
  readonly id: string;
  readonly realm: string;
  readonly players: readonly [Player, Player];
  readonly winner: 0 | 1 | null;
  readonly how: string;
  /** Ticks, of a match its turns. */
  readonly ticks: number;
  readonly atMs: number;
  /** Only the two may see it. */
  readonly isPrivate?: true;
  /** A match: a battle by choices. */
  readonly isMatch?: true;
}

const isOwnRow = (value: unknown): value is OwnRow =>
  typeof value === 'object' && value !== null && 'status' in value && 'players' in value;

const isEndRow = (value: unknown): value is EndRow =>
  typeof value === 'object' && value !== null && 'winner' in value && 'players' in value;

type Rows = Pick<RunningEngine['views'], 'rows'>;

const newestFirst = async (views: Rows, prefix: string, limit: number): Promise<readonly unknown[]> =>
  (await views.rows(BATTLES, prefix, { limit, descending: true })).map(({ value }) => value);

/** Who accepts names nobody else: it is noted of the battle. */
const withAccepted = (views: Rows, realm: string, rows: readonly OwnRow[]): Promise<readonly OwnRow[]> => {
  const isAccepted = async ({ id, status }: OwnRow): Promise<boolean> => {
    if (status !== 'open') return false;
    const key = acceptedKey({ realm, id });
    const [found] = await views.rows(BATTLES, key, { limit: 1 });
    return found?.key === key;
  };
  return Promise.all(
    rows.map(async (row): Promise<OwnRow> =>
      (await isAccepted(row)) ? Object.assign({}, row, { status: 'accepted' }) : row,
    ),
  );
};

/** Rows of what a person was challenged to, plays or has played begin with this, in the order of ids. */
export const ownPrefix = (realm: string, userId: string): string => `u/${realm}/${userId}/`;
/** Of these, rows of what they fight now; they go with its end. */
const livePrefix = (realm: string, userId: string): string => `l/${realm}/${userId}/`;
/** Of these, rows of what has not begun; they go with its beginning, or its end. */
const offeredPrefix = (realm: string, userId: string): string => `o/${realm}/${userId}/`;

type ReadOwnRows = (views: Rows, realm: string, userId: string, limit: number) => Promise<readonly OwnRow[]>;

/** Those of a person's battles whose rows begin so, in the order of their ids, the last first. */
const readRowsUnder =
  (prefix: typeof ownPrefix): ReadOwnRows =>
  async (views, realm, userId, limit) => {
    const rows = await newestFirst(views, prefix(realm, userId), limit);
    return withAccepted(views, realm, rows.filter(isOwnRow));
  };

/** A person's battles, in the order of their ids, the last first. @throws Fault */
export const readOwnRows = readRowsUnder(ownPrefix);

/** A person's battles that have not begun, however many are over. @throws Fault */
export const readOfferedRows = readRowsUnder(offeredPrefix);

/** A person's battles that are fought now, however many challenges came since. @throws Fault */
export const readLiveRows = readRowsUnder(livePrefix);

/** A realm's public battles that have ended, newest first. @throws Fault */
export const readEndRows = async (views: Rows, realm: string, limit: number): Promise<readonly EndRow[]> =>
  (await newestFirst(views, endedPrefix(realm), limit)).filter(isEndRow);

const HISTORY_AT_ONCE = 50;

/**
 * A person's battles that have ended, newest first, as far as `viewer` may see them; without one, as far as everybody may.
 * @throws Fault
 */
export const readHistoryRows = async (
  views: Rows,
  { realm, userId, viewer }: { readonly realm: string; readonly userId: string; readonly viewer?: string },
  limit: number,
): Promise<readonly EndRow[]> => {
  const maySee = ({ isPrivate, players }: EndRow): boolean =>
    isPrivate !== true || (viewer !== undefined && peopleOf(players).includes(viewer));
  const seen: EndRow[] = [];
  for (let before: string | undefined; ;) {
    const rows = await views.rows(BATTLES, historyPrefix(realm, userId), {
      limit: HISTORY_AT_ONCE,
      descending: true,
      ...(before === undefined ? {} : { before }),
    });
    seen.push(...rows.flatMap(({ value }) => (isEndRow(value) && maySee(value) ? [value] : [])));
    before = rows.at(-1)?.key;
    if (seen.length >= limit || rows.length < HISTORY_AT_ONCE) return seen.slice(0, limit);
  }
};

/** Rows of battles whose clock runs begin with this, and those of matches that the referee looks after. */
const CLOCK_PREFIX = 'c/';
const REFEREE_PREFIX = 'm/';
/** Is there from the other side's word until the battle begins or comes to nothing. */
const acceptedKey = ({ realm, id }: Place): string => `a/${realm}/${id}`;
/** Rows of a person's battles that have ended begin with this, oldest first. */
export const historyPrefix = (realm: string, userId: string): string => `h/${realm}/${userId}/`;
/** Rows of a realm's public battles that have ended begin with this, oldest first. */
export const endedPrefix = (realm: string): string => `e/${realm}/`;

const timeKey = (atMs: number): string => String(atMs).padStart(15, '0');

const isMatch = ({ kind }: CommitPlace): boolean => kind === 'match';

const clockRow = (place: CommitPlace, isOver: boolean): ViewRow => {
  const { realm, id } = place;
  return {
    key: `${isMatch(place) ? REFEREE_PREFIX : CLOCK_PREFIX}${realm}/${id}`,
    value: isOver ? undefined : ({ id, realm } satisfies ClockRow),
  };
};

const ROWS_AT_ONCE = 1_000;

const isClockRow = (value: unknown): value is ClockRow =>
  typeof value === 'object' && value !== null && 'id' in value && 'realm' in value;

type Source = Pick<RunningEngine, 'followers' | 'views'>;

const underWay = async (
  { followers, views }: Source,
  prefix: string,
  needsAll: boolean,
): Promise<readonly Place[]> => {
  // what the last process committed in its last moment may not be in the rows yet
  if (needsAll) await followers.find(({ follower }) => follower.name === BATTLES)?.catchUp();
  const found: Place[] = [];
  let before: string | undefined;
  for (;;) {
    const rows = await views.rows(BATTLES, prefix, {
      limit: ROWS_AT_ONCE,
      descending: true,
      ...(before === undefined ? {} : { before }),
    });
    for (const { value } of rows) if (isClockRow(value)) found.push({ realm: value.realm, id: value.id });
    before = rows.at(-1)?.key;
    if (rows.length < ROWS_AT_ONCE) return found;
  }
};

/**
 * Battles that are under way, however many there have been. When all are needed, the follower first reads to the end of
 * the log. @throws Fault
 */
export const battlesUnderWay = (source: Source, needsAll = true): Promise<readonly Place[]> =>
  underWay(source, CLOCK_PREFIX, needsAll);

/** The same for matches. @throws Fault */
export const matchesUnderWay = (source: Source, needsAll = true): Promise<readonly Place[]> =>
  underWay(source, REFEREE_PREFIX, needsAll);

/** Rows of its two people: all of them for ever, and those of what has not begun or is fought while that lasts. */
const ownRows = (
  place: CommitPlace,
  players: readonly [Player, Player],
  status: OwnStatus,
  atMs: number,
): readonly ViewRow[] => {
  const { realm, id } = place;
  const value: OwnRow = { id, players, status, atMs, ...markOf(place) };
  const people = peopleOf(players);
  const under = (prefix: typeof ownPrefix, isThere: boolean): readonly ViewRow[] =>
    people.map((userId) => ({ key: prefix(realm, userId) + id, value: isThere ? value : undefined }));
  const isOffered = status === 'open' || status === 'accepted';
  const rows = [...under(ownPrefix, true), ...under(offeredPrefix, isOffered)];
  return isOffered ? rows : [...rows, ...under(livePrefix, status === 'live')];
};

const acceptedRow = (place: CommitPlace, isAccepted: boolean): ViewRow => ({
  key: acceptedKey(place),
  value: isAccepted ? {} : undefined,
});

const markOf = (place: CommitPlace): { readonly isMatch?: true } => (isMatch(place) ? { isMatch: true } : {});

/** The two players of an event's data, whatever else it holds. */
const playersIn = (schema: ZodType<{ readonly players: readonly [Player, Player] }>, data: unknown) =>
  schema.safeParse(data).data?.players;

const closing = (
  place: CommitPlace,
  players: readonly [Player, Player] | undefined,
  atMs: number,
): readonly ViewRow[] => [
  acceptedRow(place, false),
  ...(players === undefined ? [] : ownRows(place, players, 'over', atMs)),
];

const starting = (
  place: CommitPlace,
  players: readonly [Player, Player] | undefined,
  atMs: number,
): readonly ViewRow[] => [
  clockRow(place, false),
  acceptedRow(place, false),
  ...(players === undefined ? [] : ownRows(place, players, 'live', atMs)),
];

/** A battle that the hall has opened for two people has the word of both. */
const opening = (data: unknown, place: CommitPlace, atMs: number): readonly ViewRow[] => {
  const opened = SCHEMAS.BattleOpened.safeParse(data).data;
  if (opened === undefined) return [];
  const isMatched = opened.answer !== null && peopleOf(opened.players).length === 2;
  return ownRows(place, opened.players, isMatched ? 'accepted' : 'open', atMs);
};

/** The same of a match; events of before the lobby opened any do not say so. */
const openedMatchSchema = z.object({ players: playersSchema, isMatched: z.boolean().default(false) });

const openingMatch = (data: unknown, place: CommitPlace, atMs: number): readonly ViewRow[] => {
  const opened = openedMatchSchema.safeParse(data).data;
  if (opened === undefined) return [];
  return ownRows(place, opened.players, opened.isMatched ? 'accepted' : 'open', atMs);
};

const rowsOf = (event: StoredEvent, place: CommitPlace, atMs: number): readonly ViewRow[] => {
  const { data } = event;
  switch (event.type) {
    case 'BattleOpened':
      return opening(data, place, atMs);
    case 'MatchOpened':
      return openingMatch(data, place, atMs);
    case 'BattleAccepted':
    case 'MatchAccepted':
      return [acceptedRow(place, true)];
    case 'BattleStarted':
    case 'MatchStarted':
      return starting(place, playersIn(SCHEMAS[event.type], data), atMs);
    case 'BattleClosed':
    case 'MatchClosed':
      return closing(place, playersIn(SCHEMAS[event.type], data), atMs);
    case 'BattleVoided':
    case 'MatchVoided':
      return [clockRow(place, true), ...closing(place, playersIn(SCHEMAS[event.type], data), atMs)];
    case 'BattleEnded': {
      const end = SCHEMAS.BattleEnded.safeParse(data).data;
      return endRows(end && { ...end, ticks: end.tick }, place, atMs);
    }
    case 'MatchEnded': {
      const end = SCHEMAS.MatchEnded.safeParse(data).data;
      return endRows(end && { ...end, ticks: end.turns }, place, atMs);
    }
    default:
      return [];
  }
};

type End = Pick<EndRow, 'players' | 'winner' | 'how' | 'ticks'> & { readonly isPrivate: boolean };

const endRows = (end: End | undefined, place: CommitPlace, atMs: number): readonly ViewRow[] => {
  if (end === undefined) return [clockRow(place, true)];
  const { realm, id } = place;
  const { players, winner, how, ticks, isPrivate } = end;
  const secret = isPrivate ? ({ isPrivate } as const) : {};
  const value: EndRow = { id, realm, players, winner, how, ticks, atMs, ...secret, ...markOf(place) };
  const key = `${timeKey(atMs)}/${id}`;
  return [
    clockRow(place, true),
    ...ownRows(place, players, 'over', atMs),
    ...(isPrivate ? [] : [{ key: endedPrefix(realm) + key, value }]),
    ...peopleOf(players).map((userId) => ({ key: historyPrefix(realm, userId) + key, value })),
  ];
};

/** Which battles and matches run, and how they ended, from their logs. */
export const battles: Follower = {
  name: BATTLES,
  kinds: ['battle', 'match'],
  rows: (commit: Commit, place) =>
    commit.cmds.flatMap((cmd) => cmd.events.flatMap((event) => rowsOf(event, place, cmd.at))),
};
