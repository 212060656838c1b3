import { z } from 'zod';
import { ERROR_CODES, type Rejection } from '../shared/errors.ts';
import type { EntityRef } from '../shared/ids.ts';
import type { Sealed } from '../shared/sealed.ts';
import { MEMO_KINDS } from '../economy/ledger-legs.ts';
import type { Leg, Memo } from '../economy/ledger-protocol.ts';
import type { QuotePlan } from './user-protocol.ts';

/** A whole number that JSON keeps exactly, 0 or more: times in ms, coins, counters. */
export const countSchema = z.int().nonnegative();

export const sealedSchema: z.ZodType<Sealed> = z.strictObject({
  $sealed: z.strictObject({ by: z.string(), text: z.string().nullable() }),
});

export const rejectionSchema: z.ZodType<Rejection> = z.strictObject({
  code: z.enum(ERROR_CODES),
  message: z.string(),
  field: z.string().exactOptional(),
  untilMs: z.number().exactOptional(),
  need: z.number().exactOptional(),
  have: z.number().exactOptional(),
});

const entityRefSchema: z.ZodType<EntityRef> = z.strictObject({
  kind: z.string(),
  realm: z.string(),
  id: z.string(),
});

const legSchema: z.ZodType<Leg> = z.union([
  z.strictObject({ from: z.string(), to: z.string(), coins: countSchema }),
  z.strictObject({ from: z.string(), to: z.string(), item: z.string(), quantity: countSchema }),
  z.strictObject({ from: z.string(), to: z.string(), asset: z.string() }),
]);

const memoSchema: z.ZodType<Memo> = z.strictObject({
  kind: z.enum(MEMO_KINDS),
  note: sealedSchema.exactOptional(),
  about: z.string().exactOptional(),
});

const QUOTE_KINDS = ['pay', 'buy', 'sell', 'gift', 'adopt', 'rename'] as const;
export const quoteKindSchema = z.enum(QUOTE_KINDS);

export const quotePlanSchema: z.ZodType<QuotePlan> = z.strictObject({
  kind: quoteKindSchema,
  realm: z.string(),
  transfer: z.strictObject({
    type: z.literal('Transfer'),
    legs: z.array(legSchema),
    memo: memoSchema,
  }),
  // the protocol's word for what follows; a plan is never awaited
  then: z
    .array(z.strictObject({ to: entityRefSchema, command: z.looseObject({ type: z.string() }) }))
    .exactOptional(),
});
