import type { ZodType } from 'zod';
import { battleEventSchemas } from '#game/battle/battle-events.ts';
import { matchEventSchemas } from '#game/battle/match/match-events.ts';
import type { Player } from '#game/battle/battle-protocol.ts';
import { peopleOf } from '#game/battle/parties.ts';
import type { Commit, StoredEvent } from '#ports/commit.ts';
import type { ViewRow } from '#ports/followers.ts';
import type { Place } from '../kit/define-entity.ts';
import type { CommitPlace, Follower } from '../kit/follower-runner.ts';
import type { RunningEngine } from '../kit/running-engine.ts';

const SCHEMAS = { ...battleEventSchemas, ...matchEventSchemas };

/** Name of the read model. */
export const BATTLES = 'battles';

/** A battle whose clock runs; the row goes with its end. */
interface ClockRow {
  readonly id: string;
  readonly realm: string;
}

/** A battle of a person, from the challenge on. */
export interface OwnRow {
  readonly id: string;
  readonly players: readonly [Player, Player];
  readonly isOver: boolean;
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
  /** A match: a battle by choices. */
  readonly isMatch?: true;
}

const isOwnRow = (value: unknown): value is OwnRow =>
  typeof value === 'object' && value !== null && 'isOver' in value && 'players' in value;

const isEndRow = (value: unknown): value is EndRow =>
  typeof value === 'object' && value !== null && 'winner' in value && 'players' in value;

type Rows = Pick<RunningEngine['views'], 'rows'>;

const newestFirst = async (views: Rows, prefix: string, limit: number): Promise<readonly unknown[]> =>
  (await views.rows(BATTLES, prefix, { limit, descending: true })).map(({ value }) => value);

/** A person's battles under {@link ownPrefix}, newest first. @throws Fault */
export const readOwnRows = async (views: Rows, prefix: string, limit: number): Promise<readonly OwnRow[]> =>
  (await newestFirst(views, prefix, limit)).filter(isOwnRow);

/** Battles that have ended, under {@link historyPrefix} or {@link endedPrefix}, newest first. @throws Fault */
export const readEndRows = async (views: Rows, prefix: string, limit: number): Promise<readonly EndRow[]> =>
  (await newestFirst(views, prefix, limit)).filter(isEndRow);

/** Rows of battles whose clock runs begin with this, and those of matches that the referee looks after. */
const CLOCK_PREFIX = 'c/';
const REFEREE_PREFIX = 'm/';
/** Rows of what a person was challenged to, plays or has played begin with this, oldest first. */
export const ownPrefix = (realm: string, userId: string): string => `u/${realm}/${userId}/`;
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

/** A battle's ids are minted in order of time, so that its rows are too. */
const ownRows = (
  place: CommitPlace,
  players: readonly [Player, Player],
  isOver: boolean,
  atMs: number,
): readonly ViewRow[] =>
  peopleOf(players).map((userId) => ({
    key: ownPrefix(place.realm, userId) + place.id,
    value: { id: place.id, players, isOver, atMs, ...markOf(place) } satisfies OwnRow,
  }));

const markOf = (place: CommitPlace): { readonly isMatch?: true } => (isMatch(place) ? { isMatch: true } : {});

/** The two players of an event's data, whatever else it holds. */
const playersIn = (schema: ZodType<{ readonly players: readonly [Player, Player] }>, data: unknown) =>
  schema.safeParse(data).data?.players;

const closing = (
  place: CommitPlace,
  players: readonly [Player, Player] | undefined,
  atMs: number,
): readonly ViewRow[] => (players === undefined ? [] : ownRows(place, players, true, atMs));

const rowsOf = (event: StoredEvent, place: CommitPlace, atMs: number): readonly ViewRow[] => {
  const { data } = event;
  switch (event.type) {
    case 'BattleOpened':
    case 'MatchOpened': {
      const players = playersIn(SCHEMAS[event.type], data);
      return players === undefined ? [] : ownRows(place, players, false, atMs);
    }
    case 'BattleStarted':
    case 'MatchStarted':
      return [clockRow(place, false)];
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
  const value: EndRow = { id, realm, players, winner, how, ticks, atMs, ...markOf(place) };
  const key = `${timeKey(atMs)}/${id}`;
  return [
    clockRow(place, true),
    ...ownRows(place, players, true, atMs),
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
