import { z } from 'zod';
import { countSchema } from '../profile/schemas.ts';
import type { Effect, EffectOutcome } from '../shared/decider.ts';
import type { Player } from './battle-protocol.ts';

/** Ratings of both sides, as people read them. */
type Ratings = readonly [number, number];

/** What the end of a battle or match changed elsewhere, as far as it has been heard of. */
export interface Aftermath {
  /** `null`: nobody was rated, or the ladder has not answered yet. */
  readonly ratings: { readonly before: Ratings; readonly after: Ratings } | null;
  /** Experience of each side; `null`: a trainer, or the person has not answered yet. */
  readonly xp: readonly [number | null, number | null];
  /** Of the transfer that ended the stakes. */
  readonly receiptId: string | null;
}

/** Before anything was heard. */
export const NOTHING_HEARD: Aftermath = { ratings: null, xp: [null, null], receiptId: null };

const ratingsSchema = z.tuple([z.int(), z.int()]);

/** What a snapshot holds of it; older ones have none. */
export const aftermathSchema: z.ZodType<Aftermath> = z.strictObject({
  ratings: z.strictObject({ before: ratingsSchema, after: ratingsSchema }).nullable(),
  xp: z.tuple([countSchema.nullable(), countSchema.nullable()]),
  receiptId: z.string().nullable(),
});

/** Forms of the events that tell of it. */
export const aftermathEventSchemas = {
  /** The ladder has rated both. */
  RatingsChanged: z.strictObject({ before: ratingsSchema, after: ratingsSchema }),
  ExperienceGained: z.strictObject({ side: z.union([z.literal(0), z.literal(1)]), xp: countSchema }),
};

type Forms = typeof aftermathEventSchemas;
type AftermathEvent = {
  readonly [T in keyof Forms]: { readonly type: T } & Readonly<z.infer<Forms[T]>>;
}[keyof Forms];

/** Tag of the effect that asks the ladder. */
export const RATE_TAG = 'rate';
/** Tag of the effect that gives a side its experience. */
export const xpTag = (side: number): string => `xp:${side}`;

const ratedSchema = z.object({ before: ratingsSchema, ratings: ratingsSchema });
const awardedSchema = z.object({ xp: countSchema });

/** What the answer to an effect tells; nothing when it came to nothing, or is about something else. */
export const heardOf = ({ tag }: Effect, outcome: EffectOutcome): readonly AftermathEvent[] => {
  if (!outcome.ok) return [];
  if (tag === RATE_TAG) {
    const { data } = ratedSchema.safeParse(outcome.reply);
    return data === undefined ? [] : [{ type: 'RatingsChanged', before: data.before, after: data.ratings }];
  }
  const side = tag === xpTag(0) ? 0 : tag === xpTag(1) ? 1 : undefined;
  const { data } = awardedSchema.safeParse(outcome.reply);
  return side === undefined || data === undefined ? [] : [{ type: 'ExperienceGained', side, xp: data.xp }];
};

/** The same with one more thing heard. */
export const afterHearing = (aftermath: Aftermath, event: AftermathEvent): Aftermath =>
  event.type === 'RatingsChanged'
    ? { ...aftermath, ratings: { before: event.before, after: event.after } }
    : {
        ...aftermath,
        xp: event.side === 0 ? [event.xp, aftermath.xp[1]] : [aftermath.xp[0], event.xp],
      };

/** As a viewer may know it: experience is told to its own side alone. */
export const aftermathFor = (aftermath: Aftermath, viewer: 0 | 1 | 'spectator' | undefined): Aftermath => ({
  ...aftermath,
  xp: [viewer === 0 ? aftermath.xp[0] : null, viewer === 1 ? aftermath.xp[1] : null],
});

/** Whether all that was asked for has been heard. `isRated`: the ladder was asked. */
export const isAllHeard = (
  { ratings, xp }: Aftermath,
  players: readonly [Player, Player],
  { counts, isRated }: { readonly counts: boolean; readonly isRated: boolean },
): boolean =>
  !counts ||
  ((!isRated || ratings !== null) &&
    players.every(({ kind }, side) => kind !== 'person' || xp[side] !== null));
