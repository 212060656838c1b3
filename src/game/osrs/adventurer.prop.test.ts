import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Context } from '../shared/decider.ts';
import { sfc32 } from '../shared/rng.ts';
import { sealed } from '../shared/sealed.ts';
import { adventurerDecider } from './adventurer-decider.ts';
import { adventurerEventSchemas } from './adventurer-events.ts';
import { type AdventurerCommand, type GearChange, LOADOUTS_MAX } from './adventurer-protocol.ts';
import { adventurerReads } from './adventurer-reads.ts';
import { type AdventurerState, adventurerStateSchema } from './adventurer-state.ts';
import { GEAR, gearById, SLOTS } from './gear.ts';
import { STANCES } from './loadout.ts';
import { PRAYERS } from './prayers.ts';
import { COMBAT_SKILLS } from './skills.ts';
import { SPELLS } from './spells.ts';

const SELF = { kind: 'adventurer', realm: '0', id: 'ash1' } as const;
const NOW_MS = 1_800_000_000_000;

const text = fc.oneof(
  fc.string({ maxLength: 24 }),
  fc.constantFrom('slayer', 'Slayer', 'bow', 'starter magic'),
);
const levels = fc.record(
  Object.fromEntries(COMBAT_SKILLS.map((skill) => [skill, fc.integer({ min: 1, max: 99 })])),
);
const changes: fc.Arbitrary<GearChange> = fc.oneof(
  fc.record({ kind: fc.constant('gear' as const), id: fc.constantFrom(...GEAR.map(({ id }) => id), 'x') }),
  fc.record({ kind: fc.constant('spell' as const), id: fc.constantFrom(...SPELLS.map(({ id }) => id), 'x') }),
  fc.record({
    kind: fc.constant('prayer' as const),
    id: fc.constantFrom(...PRAYERS.map(({ id }) => id), '__proto__'),
  }),
  fc.record({ kind: fc.constant('remove' as const), slot: fc.constantFrom(...SLOTS) }),
  fc.record({ kind: fc.constant('stance' as const), stance: fc.constantFrom(...STANCES) }),
  fc.record({
    kind: fc.constant('starter' as const),
    style: fc.constantFrom('melee' as const, 'ranged' as const, 'magic' as const),
  }),
);
const commands: fc.Arbitrary<AdventurerCommand> = fc.oneof(
  fc.constantFrom('Iron Ash', 'Misty', 'b@d').map((name) => ({
    type: 'Link' as const,
    account: sealed(SELF.id, name),
  })),
  fc.record({
    type: fc.constant('Observe' as const),
    linkNo: fc.integer({ min: 0, max: 4 }),
    levels,
    readAtMs: fc.integer({ min: NOW_MS - 10_000_000, max: NOW_MS }),
  }),
  changes.map((change) => ({ type: 'Equip' as const, change })),
  text.map((name) => ({ type: 'SaveLoadout' as const, name: sealed(SELF.id, name) })),
  text.map((name) => ({ type: 'LoadLoadout' as const, name: sealed(SELF.id, name) })),
  fc.constant({ type: 'Unlink' as const }),
);

const context: Context = {
  nowMs: NOW_MS,
  rng: sfc32(1, 2, 3, 4),
  self: SELF,
  by: SELF.id,
  commandId: 'ash1/k1',
};

describe('an adventurer', () => {
  it('stays in one piece, whatever it is told', () => {
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 40 }), (given) => {
        let state: AdventurerState = adventurerDecider.initial(SELF);
        for (const command of given) {
          const decision = adventurerDecider.decide(state, command, context);
          if (!decision.ok) continue;
          const before = state;
          for (const event of decision.events) {
            const { type, ...data } = event;
            expect(adventurerEventSchemas[type].safeParse(data).success).toBe(true);
            state = adventurerDecider.evolve(state, event, NOW_MS);
          }
          expect(decision.reply.linkNo).toBe(state.linkNo);
          expect(state.linkNo).toBeGreaterThanOrEqual(before.linkNo);
          expect(JSON.stringify(decision.reply).length).toBeLessThan(1_024);
        }
        expect(adventurerStateSchema.safeParse(state).success).toBe(true);
        expect(state.saved.length).toBeLessThanOrEqual(LOADOUTS_MAX);
        expect(new Set(adventurerReads.saved(state).map((name) => name.toLowerCase())).size).toBe(
          state.saved.length,
        );
        const worn = adventurerReads.loadout(state, {});
        expect(worn === undefined).toBe(adventurerReads.character(state) === undefined);
        for (const [slot, id] of Object.entries(worn?.worn ?? {})) expect(gearById(id)?.slot).toBe(slot);
      }),
      { numRuns: 400 },
    );
  });
});
