import { z } from 'zod';
import { countSchema } from '../profile/schemas.ts';
import { type Mon, monSchema } from './mon.ts';
import { teamSchema } from './trainer-events.ts';
import { TEAM_MAX } from './trainer-protocol.ts';

/** A Pokémon in somebody's box. */
export interface BoxMon {
  readonly monId: string;
  readonly mon: Mon;
  /** Imported: it serves in battles and is worth nothing, so that it can be neither traded nor staked. */
  readonly isLoaner: boolean;
  readonly sinceMs: number;
}

/** A person's Pokémon in one realm. */
export interface TrainerState {
  /** The starter's id; empty until it is chosen. */
  readonly starter: string;
  /** Oldest first. */
  readonly box: readonly BoxMon[];
  /** Six places with ids of the box. */
  readonly team: readonly (string | null)[];
  /** Number of the last Pokémon that came. */
  readonly lastNo: number;
}

/** Nobody's Pokémon yet. */
export const initialTrainer = (): TrainerState => ({
  starter: '',
  box: [],
  team: Array.from({ length: TEAM_MAX }, () => null),
  lastNo: 0,
});

/** What a snapshot must satisfy. */
export const trainerStateSchema: z.ZodType<TrainerState> = z.strictObject({
  starter: z.string(),
  box: z.array(
    z.strictObject({ monId: z.string(), mon: monSchema, isLoaner: z.boolean(), sinceMs: countSchema }),
  ),
  team: teamSchema,
  lastNo: countSchema,
});
