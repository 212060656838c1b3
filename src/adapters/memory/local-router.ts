import { Fault } from '#ports/fault.ts';
import type { Leases } from '#ports/leases.ts';
import type { Router } from '#ports/router.ts';

/** One process: every shard that it owns is here, and there is nowhere else. */
export const createLocalRouter = (leases: Pick<Leases, 'epochOf'>): Router => ({
  routeOf: (shard) => (leases.epochOf(shard) === undefined ? { to: 'nowhere' } : { to: 'local' }),
  call: () =>
    Promise.reject(new Fault('E_UNAVAILABLE', 'There is no other process here.', { retryable: false })),
  others: () => Promise.resolve([]),
  serve: () => undefined,
});
