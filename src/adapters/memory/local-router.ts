import { type Leases } from '#ports/leases.ts';
import { type Router } from '#ports/router.ts';

/** One process: every shard that it owns is here, and there is nowhere else. */
export const createLocalRouter = (leases: Pick<Leases, 'epochOf'>): Router => ({
  routeOf: (shard) => (leases.epochOf(shard) === undefined ? { to: 'nowhere' } : { to: 'local' }),
});
