import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ActorHandle } from '#ports/dispatcher.ts';
import { Holders } from './holders.ts';
import { createNactDispatcher } from './nact-dispatcher.ts';
import { Permits } from './permits.ts';

describe('holders', () => {
  it('never hold more than 1,000 children and fill gaps before they grow', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1_500, max: 1_500 }), { maxLength: 20 }), (steps) => {
        const dispatcher = createNactDispatcher(() => undefined);
        const holders = new Holders(dispatcher, 'pet');
        const taken: ActorHandle[] = [];
        let most = 0;
        for (const step of steps) {
          for (let n = 0; n < step; n += 1) taken.push(holders.take());
          for (let n = 0; n > step && taken.length > 0; n -= 1) {
            const [gone] = taken.splice((n * -7_919) % taken.length, 1);
            if (gone !== undefined) holders.give(gone);
          }
          most = Math.max(most, taken.length);
          const sizes = new Map<ActorHandle, number>();
          for (const handle of taken) sizes.set(handle, (sizes.get(handle) ?? 0) + 1);
          expect(Math.max(0, ...sizes.values())).toBeLessThanOrEqual(1_000);
        }
        expect(holders.walk().length).toBe(Math.ceil(most / 1_000));
        dispatcher.shutdown();
      }),
      { numRuns: 20 },
    );
  });
});

describe('permits', () => {
  it('let so many in at a time, the others in order', async () => {
    const permits = new Permits(2);
    const log: number[] = [];
    let inside = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 20 }, async (_, n) => {
        const give = await permits.take();
        inside += 1;
        most = Math.max(most, inside);
        log.push(n);
        await new Promise<void>((resolve) => {
          setImmediate(resolve);
        });
        inside -= 1;
        give();
      }),
    );
    expect(most).toBe(2);
    expect(log).toEqual(Array.from({ length: 20 }, (_, n) => n));
  });
});
