import { z } from 'zod';
import { MEMO_KINDS } from './ledger-legs.ts';
import type { LedgerEvent } from './ledger-events.ts';
import { AMOUNT_MAX, type Leg, QUANTITY_MAX } from './ledger-protocol.ts';

const account = z.string().min(1).max(30);
const ends = { from: account, to: account };
const sealedSchema = z.strictObject({
  $sealed: z.strictObject({ by: z.string(), text: z.string().nullable() }),
});

/** One leg as stored. */
export const legSchema: z.ZodType<Leg> = z.union([
  z.strictObject({ ...ends, coins: z.int().min(1).max(AMOUNT_MAX) }),
  z.strictObject({ ...ends, item: z.string().min(1).max(14), quantity: z.int().min(1).max(QUANTITY_MAX) }),
  z.strictObject({ ...ends, asset: z.string().min(1).max(50) }),
]);

const memoSchema = z.strictObject({
  kind: z.enum(MEMO_KINDS),
  note: sealedSchema.optional(),
  about: z.string().max(100).optional(),
});
const id = z.string().min(1).max(14);
const legs = z.array(legSchema).min(1).max(64);

/** Data of each event of the ledger as stored, beside its type. */
export const ledgerEventSchemas = {
  TransferPosted: z.strictObject({
    receiptNo: z.int().min(1),
    by: z.string().max(100),
    memo: memoSchema,
    legs,
    after: z.record(z.string(), z.int()),
    reverses: z.int().min(1).optional(),
    holdId: id.optional(),
  }),
  HoldPlaced: z.strictObject({
    holdId: id,
    owner: z.strictObject({ kind: z.string(), realm: z.string(), id: z.string() }),
    legs,
    reviewAtMs: z.int(),
  }),
  HoldClosed: z.strictObject({ holdId: id, as: z.enum(['settled', 'void']) }),
  HoldStuck: z.strictObject({ holdId: id }),
} satisfies Record<LedgerEvent['type'], z.ZodType>;
