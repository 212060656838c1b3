import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Context } from '../shared/decider.ts';
import { sfc32 } from '../shared/rng.ts';
import { STARTERS } from './starters.ts';
import { trainerDecider } from './trainer-decider.ts';
import { trainerEventSchemas } from './trainer-events.ts';
import { LOANERS_MAX, TEAM_MAX, type TrainerCommand } from './trainer-protocol.ts';
import { trainerReads } from './trainer-reads.ts';
import { trainerStateSchema } from './trainer-state.ts';

const self = { kind: 'trainer', realm: 'home', id: 'u1' };
const context: Context = { nowMs: 5, rng: sfc32(1, 2, 3, 4), self, by: 'u1', commandId: 'u1/k' };

const monId = fc.integer({ min: 1, max: 40 }).map((no) => `m${no}`);
const command: fc.Arbitrary<TrainerCommand> = fc.oneof(
  fc.constantFrom(...STARTERS).map(({ id }) => ({ type: 'ChooseStarter', starter: id }) as const),
  fc
    .integer({ min: 0, max: 7 })
    .map((count) => ({ type: 'ImportTeam', mons: STARTERS.slice(0, count).map(({ mon }) => mon) }) as const),
  fc.record({
    type: fc.constant('SetSlot' as const),
    slot: fc.integer({ min: 0, max: 7 }),
    monId: fc.option(monId),
  }),
  fc.record({ type: fc.constant('Release' as const), monIds: fc.array(monId, { maxLength: 4 }) }),
);

it('keeps box and team of a trainer sound whatever is asked', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
      let state = trainerDecider.initial(self);
      for (const one of commands) {
        const decision = trainerDecider.decide(state, one, context);
        if (!decision.ok) continue;
        expect(JSON.stringify(decision.reply).length).toBeLessThan(1_000);
        for (const event of decision.events) {
          const { type, ...data } = event;
          trainerEventSchemas[type].parse(data);
          state = trainerDecider.evolve(state, event, 5);
        }
        trainerStateSchema.parse(state);
        const ids = state.box.map((mon) => mon.monId);
        const placed = state.team.filter((here) => here !== null);
        expect(new Set(ids).size).toBe(ids.length);
        expect(state.team).toHaveLength(TEAM_MAX);
        expect(new Set(placed).size).toBe(placed.length);
        expect(placed.filter((here) => !ids.includes(here))).toEqual([]);
        expect(state.box.filter(({ isLoaner }) => isLoaner).length).toBeLessThanOrEqual(LOANERS_MAX);
        expect(state.box.filter(({ isLoaner }) => !isLoaner).length).toBe(state.starter === '' ? 0 : 1);
        expect(trainerReads.team(state).map(({ monId: id }) => id)).toEqual(placed);
      }
    }),
    { numRuns: 200 },
  );
}, 30_000);
