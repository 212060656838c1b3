import { z } from 'zod';

/**
 * How another service stands: nobody has asked it since the start, it answers, it fails, it has its rest because it failed
 * or wants it so, or it is made up here and nobody outside is asked.
 */
const UPSTREAM_STATES = ['unasked', 'answers', 'fails', 'rests', 'invented'] as const;

/** What a process knows of another service that it asks. */
export const upstreamSchema = z.object({
  /** In words for people: `The OSRS hiscores`. */
  name: z.string().max(60),
  state: z.enum(UPSTREAM_STATES),
  /** Wall clock of its last good answer, ms since the epoch. */
  answeredAtMs: z.number().exactOptional(),
  /** Wall clock since when it has only failed, ms since the epoch. */
  failingSinceMs: z.number().exactOptional(),
  /** Until when nobody asks it, ms since the epoch. */
  restsUntilMs: z.number().exactOptional(),
});
export type Upstream = z.output<typeof upstreamSchema>;

/** Says how a service stands; asks nobody. */
export type LookUpstream = () => Upstream;
