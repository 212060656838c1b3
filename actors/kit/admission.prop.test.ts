import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fault } from '#ports/fault.ts';
import { Admission } from './admission.ts';
import type { Ticket } from './engine-api.ts';

/** Admits until it is refused; the tickets. */
const admitAll = (admission: Admission, scope: string, most = 100_000): Ticket[] => {
  const tickets: Ticket[] = [];
  while (tickets.length < most) {
    const room = admission.admit(scope);
    if (room instanceof Fault) break;
    tickets.push(room);
  }
  return tickets;
};

describe('admission', () => {
  it('never has more in flight than its limit, and counts each ticket once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: -3, max: 40 })), {
          maxLength: 80,
        }),
        (steps) => {
          const admission = new Admission(() => 0);
          const held: Ticket[] = [];
          for (const [scope, count] of steps) {
            if (count >= 0) held.push(...admitAll(admission, scope, count));
            else for (const ticket of held.splice(0, -count * 20)) ticket.release();
            expect(admission.inFlight).toBe(held.length);
            expect(admission.inFlight).toBeLessThanOrEqual(admission.limit);
          }
          for (const ticket of [...held, ...held]) ticket.release();
          expect(admission.inFlight).toBe(0);
        },
      ),
    );
  });

  it('keeps room for a scope that comes next, when others have taken all they can', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 14 }), (scopes) => {
        const admission = new Admission(() => 0);
        for (let scope = 0; scope < scopes; scope += 1) admitAll(admission, `s${scope}`);
        expect(admitAll(admission, 'next', 4)).toHaveLength(4);
      }),
    );
  });

  it('gives a scope under pressure no less than others have, to within a share', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), fc.nat(5), (scopes, seed) => {
        const admission = new Admission(() => 0);
        const held = new Map<string, Ticket[]>();
        // one scope asks twenty times as often; everybody finishes as fast as they may
        for (let round = 0; round < 3_000; round += 1) {
          for (let scope = 0; scope < scopes; scope += 1) {
            const name = `s${scope}`;
            const tickets = held.get(name) ?? [];
            tickets.push(...admitAll(admission, name, scope === 0 ? 20 : 1));
            if ((round + seed) % 7 === 0) tickets.splice(0, 3).forEach((ticket) => ticket.release());
            held.set(name, tickets);
          }
        }
        const inFlight = [...held.values()].map(({ length }) => length);
        expect(Math.min(...inFlight)).toBeGreaterThan(0);
        expect(inFlight[0]).toBeLessThanOrEqual(Math.max(4, (2 * admission.limit) / (scopes + 1)));
      }),
      { numRuns: 15 },
    );
  });

  it('says a time to come again, longer for whoever asks beyond their share', () => {
    const admission = new Admission(() => 0);
    admitAll(admission, 'hot');
    const again = (scope: string): number => {
      for (;;) {
        const room = admission.admit(scope);
        if (room instanceof Fault) return room.retryAfterMs ?? 0;
      }
    };
    const hot = again('hot');
    expect(hot).toBeGreaterThan(0);
    expect(Number.isInteger(hot)).toBe(true);
  });

  it('fits its limit to the measured rate under load, both ways, and leaves it alone in quiet', () => {
    let nowMs = 0;
    const admission = new Admission(() => nowMs);
    const run = (perMs: number, totalMs: number): void => {
      const held: Ticket[] = [];
      for (let ms = 0; ms < totalMs; ms += 1) {
        nowMs += 1;
        for (const scope of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'])
          held.push(...admitAll(admission, scope));
        for (const ticket of held.splice(0, perMs)) ticket.release();
      }
      for (const ticket of held) ticket.release();
    };
    run(4, 3_000);
    const slow = admission.limit;
    // 4 a ms × 60 ms
    expect(slow).toBeGreaterThanOrEqual(64);
    expect(slow).toBeLessThan(400);
    run(40, 5_000);
    const fast = admission.limit;
    expect(fast).toBeGreaterThan(slow);
    // the window in which the load ended tells a little less than the truth
    nowMs += 1_000;
    admitAll(admission, 'quiet', 1)[0]?.release();
    const quiet = admission.limit;
    expect(quiet).toBeGreaterThanOrEqual(fast * 0.7 - 1);
    nowMs += 3_600_000;
    admitAll(admission, 'quiet', 1)[0]?.release();
    expect(admission.limit).toBe(quiet);
  });
});
