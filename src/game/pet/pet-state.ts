import { z } from 'zod';
import { countSchema, rejectionSchema, sealedSchema } from '../profile/schemas.ts';
import type { Rejection } from '../shared/errors.ts';
import type { Sealed } from '../shared/sealed.ts';
import type { Skill } from './routes.ts';

const CARES = ['feed', 'play', 'clean', 'rest', 'heal'] as const;
export type Care = (typeof CARES)[number];

/** The meters of a pet. */
export const METERS = ['food', 'hygiene', 'joy', 'energy', 'health', 'bond'] as const;
export type Meter = (typeof METERS)[number];

/** Meter values or changes of them in thousandths of a point: 100,000 is full. */
export type Meters = Readonly<Record<Meter, number>>;

/** What a pet does by itself until a known time. */
export type Activity =
  | {
      readonly kind: 'training';
      readonly no: number;
      readonly skill: Skill;
      readonly startedAtMs: number;
      readonly endsAtMs: number;
      /** Who sent it; the reward is theirs even when the pet has moved since. */
      readonly owner: string;
    }
  | {
      readonly kind: 'expedition';
      readonly no: number;
      readonly route: string;
      readonly startedAtMs: number;
      readonly endsAtMs: number;
      readonly owner: string;
      /** Percent on top of the usual coins, fixed when it left. */
      readonly bonus: number;
      /** Chance of a mishap in percent, fixed when it left. */
      readonly risk: number;
    };

/** How a care that used an item ended. */
export interface CareOutcome {
  readonly no: number;
  readonly care: Care;
  readonly item: string | null;
  /** What changed, or `null` when it was refused. */
  readonly gains: Meters | null;
  readonly rejection: Rejection | null;
}

/** What the last activity brought. */
export interface Report {
  readonly no: number;
  readonly kind: 'training' | 'expedition';
  /** Skill or route. */
  readonly what: string;
  /** For how long it was sent, in minutes. */
  readonly minutes: number;
  readonly atMs: number;
  readonly xp: number;
  readonly coins: number;
  readonly items: readonly { readonly item: string; readonly quantity: number }[];
  readonly isMishap: boolean;
  readonly isRecalled: boolean;
  readonly receiptId: string | null;
}

interface Tiredness {
  /** How often this care was given lately, in thousandths; one use is forgotten in three hours. */
  readonly level: number;
  readonly atMs: number;
}

/** A pet. Meters are true at `stampMs` of its own time, which stands still on vacation and in the sanctuary. */
export interface PetState {
  /** Empty before it hatched. */
  readonly species: string;
  readonly name: Sealed | null;
  /** The person it belongs to; `null` while it is held by a trade or lives in the sanctuary. */
  readonly owner: string | null;
  /** The last person it belonged to. */
  readonly keeper: string | null;
  readonly ownershipSeq: number;
  readonly hatchedAtMs: number;
  readonly meters: Meters;
  readonly stampMs: number;
  readonly lastCareMs: number;
  /** Ms of wall time in which its own time stood still. */
  readonly pausedMs: number;
  readonly pause: {
    readonly kind: 'vacation' | 'sanctuary';
    readonly fromMs: number;
    readonly untilMs: number;
  } | null;
  readonly tiredness: Readonly<Record<Care, Tiredness>>;
  readonly activityNo: number;
  readonly activity: Activity | null;
  readonly report: Report | null;
  readonly careNo: number;
  readonly pending: { readonly no: number; readonly care: Care; readonly item: string } | null;
  /** Newest last, at most {@link OUTCOMES_MAX}. */
  readonly outcomes: readonly CareOutcome[];
  readonly skills: Readonly<Record<Skill, number>>;
  readonly trips: number;
  /** Until when the name before can be had back. */
  readonly rename: { readonly previous: Sealed; readonly untilMs: number } | null;
  readonly rehome: {
    readonly by: string;
    readonly status: 'leaving' | 'left' | 'returning';
    readonly untilMs: number;
  } | null;
}

export const OUTCOMES_MAX = 3;

const RESTED: Tiredness = { level: 0, atMs: 0 };

const UNHATCHED: PetState = {
  species: '',
  name: null,
  owner: null,
  keeper: null,
  ownershipSeq: 0,
  hatchedAtMs: 0,
  meters: { food: 0, hygiene: 0, joy: 0, energy: 0, health: 0, bond: 0 },
  stampMs: 0,
  lastCareMs: 0,
  pausedMs: 0,
  pause: null,
  tiredness: { feed: RESTED, play: RESTED, clean: RESTED, rest: RESTED, heal: RESTED },
  activityNo: 0,
  activity: null,
  report: null,
  careNo: 0,
  pending: null,
  outcomes: [],
  skills: { agility: 0, strength: 0, wit: 0, charm: 0, courage: 0 },
  trips: 0,
  rename: null,
  rehome: null,
};

/** A pet that is yet to hatch. */
export const initialPet = (): PetState => UNHATCHED;

export const isHatched = (state: PetState): boolean => state.species !== '';

export const metersSchema: z.ZodType<Meters> = z.strictObject({
  food: z.int(),
  hygiene: z.int(),
  joy: z.int(),
  energy: z.int(),
  health: z.int(),
  bond: z.int(),
});
export const careSchema = z.enum(CARES);
export const skillSchema = z.enum(['agility', 'strength', 'wit', 'charm', 'courage']);
export const itemsSchema = z.array(z.strictObject({ item: z.string(), quantity: countSchema })).readonly();

const tirednessSchema = z.strictObject({ level: countSchema, atMs: countSchema });
const activityPart = {
  no: countSchema,
  startedAtMs: countSchema,
  endsAtMs: countSchema,
  owner: z.string(),
};

/** What a snapshot must satisfy. */
export const petStateSchema: z.ZodType<PetState> = z.strictObject({
  species: z.string(),
  name: sealedSchema.nullable(),
  owner: z.string().nullable(),
  keeper: z.string().nullable(),
  ownershipSeq: countSchema,
  hatchedAtMs: countSchema,
  meters: metersSchema,
  stampMs: countSchema,
  lastCareMs: countSchema,
  pausedMs: countSchema,
  pause: z
    .strictObject({
      kind: z.enum(['vacation', 'sanctuary']),
      fromMs: countSchema,
      untilMs: countSchema,
    })
    .nullable(),
  tiredness: z.strictObject({
    feed: tirednessSchema,
    play: tirednessSchema,
    clean: tirednessSchema,
    rest: tirednessSchema,
    heal: tirednessSchema,
  }),
  activityNo: countSchema,
  activity: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('training'), skill: skillSchema, ...activityPart }),
      z.strictObject({
        kind: z.literal('expedition'),
        route: z.string(),
        bonus: z.int(),
        risk: countSchema,
        ...activityPart,
      }),
    ])
    .nullable(),
  report: z
    .strictObject({
      no: countSchema,
      kind: z.enum(['training', 'expedition']),
      what: z.string(),
      minutes: countSchema,
      atMs: countSchema,
      xp: countSchema,
      coins: countSchema,
      items: itemsSchema,
      isMishap: z.boolean(),
      isRecalled: z.boolean(),
      receiptId: z.string().nullable(),
    })
    .nullable(),
  careNo: countSchema,
  pending: z.strictObject({ no: countSchema, care: careSchema, item: z.string() }).nullable(),
  outcomes: z.array(
    z.strictObject({
      no: countSchema,
      care: careSchema,
      item: z.string().nullable(),
      gains: metersSchema.nullable(),
      rejection: rejectionSchema.nullable(),
    }),
  ),
  skills: z.strictObject({
    agility: countSchema,
    strength: countSchema,
    wit: countSchema,
    charm: countSchema,
    courage: countSchema,
  }),
  trips: countSchema,
  rename: z.strictObject({ previous: sealedSchema, untilMs: countSchema }).nullable(),
  rehome: z
    .strictObject({
      by: z.string(),
      status: z.enum(['leaving', 'left', 'returning']),
      untilMs: countSchema,
    })
    .nullable(),
});
