import { ladderEventSchemas } from '#game/battle/ladder.ts';
import { readable, spreadOf } from '#game/battle/glicko.ts';
import type { Commit, StoredEvent } from '#ports/commit.ts';
import type { ViewRow } from '#ports/followers.ts';
import type { CommitPlace, Follower } from '../kit/follower-runner.ts';
import type { RunningEngine } from '../kit/running-engine.ts';

/** Name of the read model. */
export const RATINGS = 'ratings';

/** Battles of one person on one ladder whose ratings are kept: with more, the first ones are written over. */
export const KEPT = 60;

/** A person's rating after one battle, as people read it. */
export interface RatingRow {
  /** Which of their rated battles it was, from 1 on. */
  readonly n: number;
  readonly atMs: number;
  readonly before: number;
  readonly rating: number;
  /** The rating is within ± this, 95 times in a hundred. */
  readonly deviation: number;
}

/** Rows of a person on the ladder of a rule set begin with this. */
const ratingsPrefix = (realm: string, rules: string, userId: string): string =>
  `${realm}/${rules}/${userId}/`;

const isRow = (value: unknown): value is RatingRow =>
  typeof value === 'object' && value !== null && 'n' in value && 'rating' in value && 'before' in value;

/** Somebody's ratings after their last battles on a ladder, oldest first. @throws Fault */
export const readRatings = async (
  views: Pick<RunningEngine['views'], 'rows'>,
  { realm, rules, userId }: { readonly realm: string; readonly rules: string; readonly userId: string },
  limit = KEPT,
): Promise<readonly RatingRow[]> => {
  const rows = await views.rows(RATINGS, ratingsPrefix(realm, rules, userId), { limit: KEPT });
  return rows
    .flatMap(({ value }) => (isRow(value) ? [value] : []))
    .toSorted((one, other) => one.n - other.n)
    .slice(-limit);
};

const rowsOf = (event: StoredEvent, { realm, id }: CommitPlace, atMs: number): readonly ViewRow[] => {
  if (event.type !== 'BattleRated') return [];
  const { data } = ladderEventSchemas.BattleRated.safeParse(event.data);
  if (data === undefined) return [];
  return data.players.flatMap((userId, side): readonly ViewRow[] => {
    const [before, after] = [data.before[side], data.after[side]];
    if (before === undefined || after === undefined) return [];
    const n = after.wins + after.losses + after.draws;
    const value: RatingRow = {
      n,
      atMs,
      before: readable(before),
      rating: readable(after),
      deviation: spreadOf(after),
    };
    return [{ key: ratingsPrefix(realm, id, userId) + String(n % KEPT).padStart(2, '0'), value }];
  });
};

/** How people's ratings went, from the logs of the ladders. */
export const ratings: Follower = {
  name: RATINGS,
  kinds: ['ladder'],
  rows: (commit: Commit, place) =>
    commit.cmds.flatMap((cmd) => cmd.events.flatMap((event) => rowsOf(event, place, cmd.at))),
};
