import { z } from 'zod';
import { countSchema, rejectionSchema, sealedSchema } from '../profile/schemas.ts';
import { careSchema, itemsSchema, metersSchema, skillSchema } from './pet-state.ts';

const no = countSchema;
const owner = z.string();
const species = z.string();

/** Form of each event's data, without its `type`. */
export const petEventSchemas = {
  PetHatched: z.strictObject({ owner, species, name: sealedSchema }),
  OwnerSet: z.strictObject({
    owner: owner.nullable(),
    previous: owner.nullable(),
    ownershipSeq: countSchema,
    /** Empty before it hatched. */
    species,
    name: sealedSchema.nullable(),
  }),
  CareStarted: z.strictObject({ no, care: careSchema, item: z.string() }),
  CareRefused: z.strictObject({ no, care: careSchema, item: z.string(), rejection: rejectionSchema }),
  CareGiven: z.strictObject({
    no,
    care: careSchema,
    item: z.string().nullable(),
    gains: metersSchema,
    owner,
  }),
  NeedsRanLow: z.strictObject({ needs: z.array(z.enum(['food', 'hygiene', 'joy', 'energy'])), owner }),
  TrainingStarted: z.strictObject({ no, skill: skillSchema, endsAtMs: countSchema, owner }),
  TrainingFinished: z.strictObject({ no, skill: skillSchema, xp: countSchema, owner }),
  ExpeditionStarted: z.strictObject({
    no,
    route: z.string(),
    endsAtMs: countSchema,
    owner,
    bonus: z.int(),
    risk: countSchema,
  }),
  ExpeditionReturned: z.strictObject({
    no,
    route: z.string(),
    owner,
    coins: countSchema,
    items: itemsSchema,
    isMishap: z.boolean(),
    isRecalled: z.boolean(),
    gains: metersSchema,
  }),
  RewardPaid: z.strictObject({ no, receiptId: z.string() }),
  RewardRefused: z.strictObject({ no, rejection: rejectionSchema }),
  VacationStarted: z.strictObject({ untilMs: countSchema, owner }),
  VacationEnded: z.strictObject({ endedAtMs: countSchema }),
  PetRenamed: z.strictObject({
    name: sealedSchema,
    previous: sealedSchema.nullable(),
    /** Until when it can be undone; 0 for an undo. */
    untilMs: countSchema,
    owner,
    species,
  }),
  RehomeStarted: z.strictObject({ by: owner, untilMs: countSchema }),
  RehomeRefused: z.strictObject({ rejection: rejectionSchema }),
  Rehomed: z.strictObject({ by: owner }),
  ReturnStarted: z.strictObject({ by: owner }),
  ReturnRefused: z.strictObject({ rejection: rejectionSchema }),
  Returned: z.strictObject({ by: owner }),
  PetFought: z.strictObject({ battle: z.string(), won: z.boolean(), gains: metersSchema, owner }),
};

type Forms = typeof petEventSchemas;

/** What happened to a pet. */
export type PetEvent = {
  readonly [T in keyof Forms]: { readonly type: T } & Readonly<z.infer<Forms[T]>>;
}[keyof Forms];
