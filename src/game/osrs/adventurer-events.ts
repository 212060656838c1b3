import { z } from 'zod';
import { countSchema, sealedSchema } from '../profile/schemas.ts';
import { levelsSchema } from './adventurer-state.ts';
import { loadoutSchema } from './loadout.ts';

/** Form of each event's data, without its `type`. */
export const adventurerEventSchemas = {
  AccountLinked: z.strictObject({ linkNo: countSchema, account: sealedSchema }),
  AccountUnlinked: z.strictObject({ linkNo: countSchema }),
  LevelsObserved: z.strictObject({ levels: levelsSchema, readAtMs: countSchema }),
  GearChanged: z.strictObject({ loadout: loadoutSchema }),
  LoadoutSaved: z.strictObject({ name: sealedSchema, loadout: loadoutSchema }),
};

type Forms = typeof adventurerEventSchemas;

/** What happened to an adventurer. */
export type AdventurerEvent = {
  readonly [T in keyof Forms]: { readonly type: T } & Readonly<z.infer<Forms[T]>>;
}[keyof Forms];
