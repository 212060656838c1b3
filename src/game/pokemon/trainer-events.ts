import { z } from 'zod';
import { monSchema } from './mon.ts';
import { TEAM_MAX } from './trainer-protocol.ts';

const monId = z.string();

/** Who stands where: six places, `null` for an empty one. */
export const teamSchema = z.array(monId.nullable()).length(TEAM_MAX).readonly();

/** Form of each event's data, without its `type`. */
export const trainerEventSchemas = {
  StarterChosen: z.strictObject({ starter: z.string(), monId, mon: monSchema }),
  TeamImported: z.strictObject({
    mons: z.array(z.strictObject({ monId, mon: monSchema })).readonly(),
  }),
  TeamSet: z.strictObject({ team: teamSchema }),
  LoanersReleased: z.strictObject({ monIds: z.array(monId).readonly() }),
};

type Forms = typeof trainerEventSchemas;

/** What happened to a trainer. */
export type TrainerEvent = {
  readonly [T in keyof Forms]: { readonly type: T } & Readonly<z.infer<Forms[T]>>;
}[keyof Forms];
