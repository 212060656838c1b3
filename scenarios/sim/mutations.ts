import { ALL_GUARDS, type Guards } from '#actors/kit/guards.ts';
import { runCampaign } from './campaign.ts';

/** What switching one guard off led to; `seed` is absent when nothing noticed. */
export interface Mutation {
  readonly guard: keyof Guards;
  readonly seed: number | undefined;
  /** Seeds run until it was found. */
  readonly seeds: number;
  readonly invariant: string;
}

/** The guards by name. */
export const GUARDS = Object.keys(ALL_GUARDS) as readonly (keyof Guards)[];

/** Switches one guard off and runs ordinary seeds until something is found. */
export const mutate = async (guard: keyof Guards, seeds: number, workers: number): Promise<Mutation> => {
  const result = await runCampaign({
    firstSeed: 1,
    seeds,
    workers,
    guards: { ...ALL_GUARDS, [guard]: false },
    untilFailure: true,
  });
  const [first] = result.failures;
  return {
    guard,
    seed: first?.seed,
    seeds: first?.seed ?? result.seeds,
    invariant: first?.violations[0]?.invariant ?? '',
  };
};
