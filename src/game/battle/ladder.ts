import { z } from 'zod';
import { PagedMap } from '../economy/paged-map.ts';
import type { Thawing } from '../shared/thawing.ts';
import { countSchema } from '../profile/schemas.ts';
import { accept, type Decider, reject } from '../shared/decider.ts';
import { newUndo, type Undo } from '../shared/undo.ts';
import { NEWCOMER, type Place, placeSchema, rated, readable, rested, spreadOf } from './glicko.ts';
import type { LadderCommand, LadderReply } from './ladder-protocol.ts';
import { metToday, RATED_A_DAY, withMeeting } from './meetings.ts';

/** Estimated bytes of a place in a snapshot, with two people met on its last day. */
const PLACE_BYTES = 200;

export const ladderEventSchemas = {
  /** Both places after a battle, so that nobody has to reckon again how they came about. */
  BattleRated: z.strictObject({
    battle: z.string(),
    players: z.tuple([z.string(), z.string()]),
    winner: z.union([z.literal(0), z.literal(1)]).nullable(),
    before: z.tuple([placeSchema, placeSchema]),
    after: z.tuple([placeSchema, placeSchema]),
  }),
};

export type LadderEvent = { readonly type: 'BattleRated' } & Readonly<
  z.infer<typeof ladderEventSchemas.BattleRated>
>;

/** Ratings of a realm and rule set: changed in place, and taken back by {@link undoDraft}. */
export interface LadderState {
  readonly places: PagedMap<Place>;
  battles: number;
  readonly undo: Undo;
}

const emptyLadder = (): LadderState => ({
  places: new PagedMap<Place>(() => PLACE_BYTES),
  battles: 0,
  undo: newUndo(),
});

export const placeOf = (state: LadderState, userId: string): Place => state.places.get(userId) ?? NEWCOMER;

/**
 * A ladder decides ratings in the order in which battles end; of the same two people {@link RATED_A_DAY} a day.
 * Rejections: `E_PERM`, `E_INPUT`.
 */
export const ladderDecider: Decider<LadderState, LadderCommand, LadderEvent, LadderReply> = {
  initial: emptyLadder,
  decide: (state, command, context) => {
    if (!context.by.startsWith('battle:') && !context.by.startsWith('match:')) {
      return reject({ code: 'E_PERM', message: 'Only battles change the ladder.' });
    }
    const { players, winner, battleId } = command;
    const [first, second] = players;
    if (first === second)
      return reject({ code: 'E_INPUT', field: 'players', message: 'Two people are rated.' });
    const { nowMs } = context;
    const kept = [placeOf(state, first), placeOf(state, second)] as const;
    const before = [resting(kept[0], nowMs), resting(kept[1], nowMs)] as const;
    const were = [readable(before[0]), readable(before[1])] as const;
    // two friends who give up to each other in turn would climb past everybody
    if (metToday(kept[0].met, second, nowMs) >= RATED_A_DAY) {
      return accept<LadderEvent, LadderReply>([], { before: were, ratings: were });
    }
    const score = winner === null ? 0.5 : winner === 0 ? 1 : 0;
    const after = [
      rated(before[0], before[1], score),
      rated(before[1], before[0], score === 0.5 ? 0.5 : score === 1 ? 0 : 1),
    ] as const;
    return accept<LadderEvent, LadderReply>(
      [
        {
          type: 'BattleRated',
          battle: battleId,
          players: [first, second],
          winner,
          before: [before[0], before[1]],
          after: [
            { ...after[0], atMs: nowMs, met: withMeeting(kept[0].met, second, nowMs) },
            { ...after[1], atMs: nowMs, met: withMeeting(kept[1].met, first, nowMs) },
          ],
        },
      ],
      { before: were, ratings: [readable(after[0]), readable(after[1])] },
    );
  },
  evolve: (state, event) => {
    for (const [n, userId] of event.players.entries()) put(state, userId, event.after[n]);
    const { battles } = state;
    state.battles += 1;
    if (state.undo.recording) {
      state.undo.steps.push(() => {
        state.battles = battles;
      });
    }
    return state;
  },
};

/** A place to reckon with: how certain it is by now, without whom they have met. */
const resting = (place: Place, nowMs: number): Place => {
  const { met: _, ...figures } = rested(place, nowMs);
  return figures;
};

const put = (state: LadderState, userId: string, place: Place | undefined): void => {
  const before = state.places.set(userId, place);
  if (state.undo.recording) state.undo.steps.push(() => state.places.set(userId, before));
};

export const ladderPageSchema = z.discriminatedUnion('part', [
  z.strictObject({ part: z.literal('book'), battles: countSchema }),
  z.strictObject({ part: z.literal('places'), rows: z.array(z.tuple([z.string(), placeSchema])) }),
]);
type LadderPage = z.infer<typeof ladderPageSchema>;

const isPage = (value: unknown): value is LadderPage =>
  typeof value === 'object' && value !== null && 'part' in value;

/** A ladder's snapshot in pages. */
export const ladderPages = {
  freeze: (state: LadderState) => {
    const { battles } = state;
    return [
      { name: 'book', version: battles, encode: (): LadderPage => ({ part: 'book', battles }) },
      ...state.places.freeze().map(({ name, version, entries }) => ({
        name: `places/${name}`,
        version,
        encode: (): LadderPage => ({ part: 'places', rows: [...entries] }),
      })),
    ];
  },
  thaw: (): Thawing<LadderState> => {
    const state = emptyLadder();
    const rows = new Map<string, readonly (readonly [string, Place])[]>();
    return {
      page: (name, page) => {
        if (!isPage(page)) throw new RangeError(`page ${name} is no page of a ladder`);
        if (page.part === 'book') state.battles = page.battles;
        else rows.set(name.slice('places/'.length), page.rows);
      },
      end: () => {
        state.places.thaw(rows);
        return state;
      },
    };
  },
};

/** One row of the ladder as people read it. */
export interface LadderRow {
  readonly userId: string;
  readonly rank: number;
  readonly rating: number;
  /** The rating is within ± this, 95 times in a hundred. */
  readonly deviation: number;
  readonly wins: number;
  readonly losses: number;
  readonly draws: number;
}

const rowOf = (userId: string, place: Place, rank: number): LadderRow => ({
  userId,
  rank,
  rating: readable(place),
  deviation: spreadOf(place),
  wins: place.wins,
  losses: place.losses,
  draws: place.draws,
});

/** People by rating less twice its deviation: who is surely that good comes first. */
const standings = (state: LadderState, nowMs: number): readonly (readonly [string, Place])[] =>
  Array.from(state.places, ([userId, place]) => [userId, rested(place, nowMs)] as const).toSorted(
    ([a, one], [b, two]) => two.rating - 2 * two.rd - (one.rating - 2 * one.rd) || (a < b ? -1 : 1),
  );

/** Pure looks at a ladder. */
export const ladderReads = {
  /** The first `limit`, or those around a person. */
  table: (
    state: LadderState,
    { limit, around }: { readonly limit: number; readonly around?: string },
    nowMs: number,
  ): readonly LadderRow[] => {
    const all = standings(state, nowMs);
    const own = around === undefined ? -1 : all.findIndex(([userId]) => userId === around);
    const from = own === -1 ? 0 : Math.max(0, own - Math.floor(limit / 2));
    return all.slice(from, from + limit).map(([userId, place], n) => rowOf(userId, place, from + n + 1));
  },
  rating: (state: LadderState, userId: string): { readonly rating: number; readonly battles: number } => {
    const place = placeOf(state, userId);
    return { rating: readable(place), battles: place.wins + place.losses + place.draws };
  },
};
