import { battleEventSchemas } from '#game/battle/battle-events.ts';
import { type Player } from '#game/battle/battle-protocol.ts';
import { peopleOf } from '#game/battle/parties.ts';
import { type Commit, type StoredEvent } from '#ports/commit.ts';
import { type ViewRow } from '#ports/followers.ts';
import { type Place } from '../kit/define-entity.ts';
import { type CommitPlace, type Follower } from '../kit/follower-runner.ts';
import { type RunningEngine } from '../kit/running-engine.ts';

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
}

/** A battle that has ended, in a person's history and in the public one. */
export interface EndRow {
  readonly id: string;
  readonly realm: string;
  readonly players: readonly [Player, Player];
  readonly winner: 0 | 1 | null;
  readonly how: string;
  readonly ticks: number;
  readonly atMs: number;
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

/** Rows of battles whose clock runs begin with this. */
const CLOCK_PREFIX = 'c/';
/** Rows of what a person was challenged to, plays or has played begin with this, oldest first. */
export const ownPrefix = (realm: string, userId: string): string => `u/${realm}/${userId}/`;
/** Rows of a person's battles that have ended begin with this, oldest first. */
export const historyPrefix = (realm: string, userId: string): string => `h/${realm}/${userId}/`;
/** Rows of a realm's public battles that have ended begin with this, oldest first. */
export const endedPrefix = (realm: string): string => `e/${realm}/`;

const timeKey = (atMs: number): string => String(atMs).padStart(15, '0');

const clockRow = ({ realm, id }: CommitPlace, isOver: boolean): ViewRow => ({
  key: `${CLOCK_PREFIX}${realm}/${id}`,
  value: isOver ? undefined : ({ id, realm } satisfies ClockRow),
});

const ROWS_AT_ONCE = 1_000;

const isClockRow = (value: unknown): value is ClockRow =>
  typeof value === 'object' && value !== null && 'id' in value && 'realm' in value;

/**
 * Battles that are under way, however many there have been. When all are needed, the follower first reads to the end of
 * the log. @throws Fault
 */
export const battlesUnderWay = async (
  { followers, views }: Pick<RunningEngine, 'followers' | 'views'>,
  needsAll = true,
): Promise<readonly Place[]> => {
  // what the last process committed in its last moment may not be in the rows yet
  if (needsAll) await followers.find(({ follower }) => follower.name === BATTLES)?.catchUp();
  const found: Place[] = [];
  let before: string | undefined;
  for (;;) {
    const rows = await views.rows(BATTLES, CLOCK_PREFIX, {
      limit: ROWS_AT_ONCE,
      descending: true,
      ...(before === undefined ? {} : { before }),
    });
    for (const { value } of rows) if (isClockRow(value)) found.push({ realm: value.realm, id: value.id });
    before = rows.at(-1)?.key;
    if (rows.length < ROWS_AT_ONCE) return found;
  }
};

/** A battle's ids are minted in order of time, so that its rows are too. */
const ownRows = (
  { realm, id }: CommitPlace,
  players: readonly [Player, Player],
  isOver: boolean,
  atMs: number,
): readonly ViewRow[] =>
  peopleOf(players).map((userId) => ({
    key: ownPrefix(realm, userId) + id,
    value: { id, players, isOver, atMs } satisfies OwnRow,
  }));

const rowsOf = (event: StoredEvent, place: CommitPlace, atMs: number): readonly ViewRow[] => {
  switch (event.type) {
    case 'BattleOpened': {
      const { success, data } = battleEventSchemas.BattleOpened.safeParse(event.data);
      return success ? ownRows(place, data.players, false, atMs) : [];
    }
    case 'BattleStarted':
      return [clockRow(place, false)];
    case 'BattleClosed': {
      const { success, data } = battleEventSchemas.BattleClosed.safeParse(event.data);
      return success ? ownRows(place, data.players, true, atMs) : [];
    }
    case 'BattleVoided': {
      const { success, data } = battleEventSchemas.BattleVoided.safeParse(event.data);
      return [clockRow(place, true), ...(success ? ownRows(place, data.players, true, atMs) : [])];
    }
    case 'BattleEnded':
      return endRows(event, place, atMs);
    default:
      return [];
  }
};

const endRows = (event: StoredEvent, place: CommitPlace, atMs: number): readonly ViewRow[] => {
  const { success, data } = battleEventSchemas.BattleEnded.safeParse(event.data);
  if (!success) return [clockRow(place, true)];
  const { realm, id } = place;
  const { players, winner, how, tick, isPrivate } = data;
  const value: EndRow = { id, realm, players, winner, how, ticks: tick, atMs };
  const key = `${timeKey(atMs)}/${id}`;
  return [
    clockRow(place, true),
    ...ownRows(place, players, true, atMs),
    ...(isPrivate ? [] : [{ key: endedPrefix(realm) + key, value }]),
    ...peopleOf(players).map((userId) => ({ key: historyPrefix(realm, userId) + key, value })),
  ];
};

/** Which battles run, and how they ended, from the logs of the battles. */
export const battles: Follower = {
  name: BATTLES,
  kinds: ['battle'],
  rows: (commit: Commit, place) =>
    commit.cmds.flatMap((cmd) => cmd.events.flatMap((event) => rowsOf(event, place, cmd.at))),
};
