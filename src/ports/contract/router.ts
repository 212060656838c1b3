import { describe, expect, it } from 'vitest';
import { type Leases } from '../leases.ts';
import { type Router } from '../router.ts';

/** The router of a process that is alone: what it owns is here, all else nowhere. */
export const localRouterContract = (
  name: string,
  make: (leases: Pick<Leases, 'epochOf'>) => Router,
): void => {
  describe(`${name} router`, () => {
    it('sends what this process owns to itself, and follows the leases', () => {
      const owned = new Map([
        [0, 4],
        [255, 4],
      ]);
      const router = make({ epochOf: (shard) => owned.get(shard) });
      expect(router.routeOf(0)).toEqual({ to: 'local' });
      expect(router.routeOf(255)).toEqual({ to: 'local' });
      expect(router.routeOf(1)).toEqual({ to: 'nowhere' });
      owned.delete(0);
      expect(router.routeOf(0)).toEqual({ to: 'nowhere' });
    });
  });
};
