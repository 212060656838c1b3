import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Context, Effect, EffectOutcome } from '../shared/decider.ts';
import { sfc32 } from '../shared/rng.ts';
import { sealed } from '../shared/sealed.ts';
import { FLOOR, FULL, LOW, metersAt, NEEDS, petTime, runsLowAtMs } from './needs.ts';
import { petDecider } from './pet-decider.ts';
import { type PetEvent, petEventSchemas } from './pet-events.ts';
import type { PetCommand } from './pet-protocol.ts';
import { petReads } from './pet-reads.ts';
import { initialPet, METERS, type PetState, petStateSchema } from './pet-state.ts';
import { ROUTES, SKILLS } from './routes.ts';
import { SPECIES } from './species.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 0, 1);
const SELF = { kind: 'pet', realm: 'home', id: 'p1' };

type Step =
  | { readonly do: 'give'; readonly command: PetCommand; readonly by: string }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'settle'; readonly ok: boolean };

const contextAt = (nowMs: number, by: string): Context => ({
  nowMs,
  by,
  rng: sfc32(nowMs & 0xffff, 7, 11, 13),
  self: SELF,
  commandId: `${by}/k`,
});

const hatchBy = (species: string): PetCommand => ({
  type: 'Hatch',
  owner: 'u1',
  species,
  name: sealed('u1', 'Biscuit'),
});

/** Runs steps as the kit would: events of accepted decisions only, each at its time, effects answered once, in order. */
const run = (
  steps: readonly Step[],
  startMs = START,
): { state: PetState; log: [PetEvent, number][]; nowMs: number; effects: Effect[] } => {
  let state = initialPet();
  let nowMs = startMs;
  const log: [PetEvent, number][] = [];
  const waiting: Effect[] = [];
  const effects: Effect[] = [];
  const take = (decision: ReturnType<typeof petDecider.decide>): void => {
    if (!decision.ok) return;
    for (const event of decision.events) {
      const { type, ...data } = event;
      petEventSchemas[type].parse(data);
      log.push([event, nowMs]);
      state = petDecider.evolve(state, event, nowMs);
    }
    effects.push(...(decision.effects ?? []));
    waiting.push(...(decision.effects ?? []).filter((effect) => effect.tag !== undefined));
  };
  for (const step of steps) {
    if (step.do === 'wait') nowMs += step.ms;
    if (step.do === 'give') take(petDecider.decide(state, step.command, contextAt(nowMs, step.by)));
    const effect = step.do === 'settle' ? waiting.shift() : undefined;
    if (step.do === 'settle' && effect !== undefined) {
      const outcome: EffectOutcome = step.ok
        ? { ok: true, reply: { receiptId: 'r1', balances: {} } }
        : { ok: false, rejection: { code: 'E_FUNDS', message: 'None there.' } };
      take(petDecider.settle!(state, effect, outcome, contextAt(nowMs, 'ledger:home:0')));
    }
  }
  return { state, log, nowMs, effects };
};

const item = fc.constantFrom('breadroll', 'feastplate', 'woolball', 'balmleaf', 'sleeptea', 'nothing', '');
const ask: fc.Arbitrary<PetCommand> = fc.oneof(
  fc.record({ type: fc.constant('Feed' as const), item }),
  fc.record({ type: fc.constant('Play' as const), item }),
  fc.record({ type: fc.constant('Heal' as const), item }),
  fc.constantFrom<PetCommand>(
    { type: 'Play' },
    { type: 'Clean' },
    { type: 'Rest' },
    { type: 'Recall' },
    { type: 'EndVacation' },
    { type: 'UndoRename' },
    { type: 'Rehome' },
    { type: 'UndoRehome' },
    { type: 'CheckNeeds' },
    { type: 'FinishActivity', no: 1 },
    hatchBy('mossback'),
  ),
  fc.record({ type: fc.constant('Train' as const), skill: fc.constantFrom(...SKILLS) }),
  fc.record({
    type: fc.constant('StartExpedition' as const),
    route: fc.constantFrom(...ROUTES.map(({ id }) => id), 'nowhere'),
    minutes: fc.constantFrom(0, 9, 10, 60, 480, 4_320, 4_321, 1.5, Number.NaN),
  }),
  fc.record({ type: fc.constant('StartVacation' as const), days: fc.constantFrom(0, 1, 30, 31, 0.5) }),
  fc.record({
    type: fc.constant('Rename' as const),
    name: fc.constantFrom('Toast', '', '<@1>').map((name) => sealed('u1', name)),
  }),
  fc.record({
    type: fc.constant('SetOwner' as const),
    owner: fc.constantFrom('u1', 'u2', null),
    ownershipSeq: fc.integer({ min: 0, max: 6 }),
  }),
);
const by = fc.constantFrom('u1', 'u1', 'u1', 'u2', 'user:0:u1', 'pet:home:p1', 'ledger:home:0');
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('give' as const), command: ask, by }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 3 * DAY }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('settle' as const), ok: fc.boolean() }) },
);
const life = fc
  .tuple(fc.constantFrom(...SPECIES), fc.array(step, { maxLength: 40 }))
  .map(([species, steps]) =>
    [{ do: 'give', command: hatchBy(species.id), by: 'user:0:u1' } as Step].concat(steps),
  );

describe('any life of a pet', () => {
  it('never makes a decision throw, and every state satisfies the form of a snapshot', () => {
    fc.assert(
      fc.property(life, (steps) => {
        expect(() => petStateSchema.parse(run(steps).state)).not.toThrow();
      }),
      { numRuns: 150 },
    );
  });

  it('is told again by its events alone', () => {
    fc.assert(
      fc.property(life, (steps) => {
        const { state, log } = run(steps);
        const stored = structuredClone(log);
        const again = stored.reduce(
          (before, [event, atMs]) => petDecider.evolve(before, event, atMs),
          initialPet(),
        );
        expect(again).toEqual(state);
      }),
      { numRuns: 100 },
    );
  });

  it('keeps every meter between floor and full at every time', () => {
    fc.assert(
      fc.property(life, fc.integer({ min: -DAY, max: 400 * DAY }), (steps, laterMs) => {
        const { state, nowMs } = run(steps);
        const meters = metersAt(state, nowMs + laterMs);
        for (const meter of METERS) {
          expect(meters[meter]).toBeLessThanOrEqual(FULL);
          expect(meters[meter]).toBeGreaterThanOrEqual(meter === 'bond' ? 0 : FLOOR);
          expect(Number.isInteger(meters[meter])).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('lets no meter rise by waiting', () => {
    const wait = fc.integer({ min: 0, max: 20 * DAY });
    fc.assert(
      fc.property(life, wait, wait, (steps, firstMs, moreMs) => {
        const { state, nowMs } = run(steps);
        const early = metersAt(state, nowMs + firstMs);
        const late = metersAt(state, nowMs + firstMs + moreMs);
        for (const meter of METERS) expect(late[meter]).toBeLessThanOrEqual(early[meter]);
      }),
      { numRuns: 150 },
    );
  });

  it('falls as much over a wait in one piece as over the same wait in two', () => {
    const wait = fc.integer({ min: 1, max: 30 * HOUR });
    const renamed: PetCommand = { type: 'Train', skill: 'wit' };
    fc.assert(
      fc.property(fc.constantFrom(...SPECIES), wait, wait, (species, firstMs, secondMs) => {
        const steps: Step[] = [
          { do: 'give', command: hatchBy(species.id), by: 'user:0:u1' },
          { do: 'wait', ms: firstMs },
        ];
        const whole = run(steps);
        const halved = run([...steps, { do: 'give', command: renamed, by: 'u1' }]);
        const endMs = whole.nowMs + secondMs;
        for (const need of ['food', 'hygiene', 'joy'] as const) {
          const gap = metersAt(whole.state, endMs)[need] - metersAt(halved.state, endMs)[need];
          expect(Math.abs(gap)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('stands still on vacation and goes on after it', () => {
    fc.assert(
      fc.property(life, fc.integer({ min: 1, max: 30 }), (steps, days) => {
        const before = run(steps);
        if (before.state.owner !== 'u1' || before.state.pause !== null) return;
        const vacation: Step = { do: 'give', command: { type: 'StartVacation', days }, by: 'u1' };
        const left = run([...steps, vacation]);
        if (left.state.pause?.kind !== 'vacation' || left.state.pause.fromMs !== left.nowMs) return;
        const leftMeters = metersAt(left.state, left.nowMs);
        expect(metersAt(left.state, left.nowMs + days * DAY)).toEqual(leftMeters);
        const back = run([
          ...steps,
          vacation,
          { do: 'wait', ms: days * DAY + HOUR },
          { do: 'give', command: { type: 'Play', item: 'woolball' }, by: 'u1' },
        ]);
        expect(petTime(back.state, back.nowMs)).toBe(petTime(left.state, left.nowMs) + HOUR);
      }),
      { numRuns: 150 },
    );
  });

  it('takes no harm from a clock that jumps back an hour', () => {
    fc.assert(
      fc.property(life, (steps) => {
        const { state, nowMs } = run(steps);
        for (const meter of METERS) {
          expect(metersAt(state, nowMs - HOUR)[meter]).toBeGreaterThanOrEqual(metersAt(state, nowMs)[meter]);
        }
        const jumped = run([
          ...steps,
          { do: 'wait', ms: -HOUR },
          { do: 'give', command: { type: 'Clean' }, by: 'u1' },
        ]);
        petStateSchema.parse(jumped.state);
      }),
      { numRuns: 100 },
    );
  });

  it('foretells when a need runs low, to the millisecond', () => {
    fc.assert(
      fc.property(life, (steps) => {
        const { state, nowMs } = run(steps);
        if (state.pause !== null) return;
        for (const need of NEEDS) {
          const lowMs = runsLowAtMs(state, need);
          if (lowMs <= nowMs) continue;
          expect(metersAt(state, lowMs)[need]).toBeLessThan(LOW);
          expect(metersAt(state, lowMs - 1)[need]).toBeGreaterThanOrEqual(LOW);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('pays each expedition at most once and takes one item for each care', () => {
    fc.assert(
      fc.property(life, (steps) => {
        const { log, effects } = run(steps);
        const returned = log.filter(([event]) => event.type === 'ExpeditionReturned').length;
        const rewards = effects.filter(({ tag }) => tag?.startsWith('reward:') === true);
        expect(rewards.length).toBeLessThanOrEqual(returned);
        expect(new Set(rewards.map(({ tag }) => tag)).size).toBe(rewards.length);
        const fed = log.filter(
          ([event]) => event.type === 'CareGiven' && (event.care === 'feed' || event.care === 'heal'),
        );
        const taken = effects.filter(({ tag }) => tag?.startsWith('care:') === true);
        expect(fed.length).toBeLessThanOrEqual(taken.length);
      }),
      { numRuns: 150 },
    );
  });

  it('never leaves a pet busy after its activity and its vacation have ended', () => {
    fc.assert(
      fc.property(life, (steps) => {
        const { state, nowMs } = run(steps);
        const laterMs = Math.max(
          nowMs,
          state.activity?.endsAtMs ?? 0,
          state.pause?.kind === 'vacation' ? state.pause.untilMs : 0,
        );
        const owner = state.owner ?? 'u1';
        const decision = petDecider.decide(state, { type: 'Rest' }, contextAt(laterMs, owner));
        const code = decision.ok ? 'ok' : decision.rejection.code;
        const mayBeBusy = state.pending !== null || state.rehome !== null;
        expect(mayBeBusy || code !== 'E_BUSY').toBe(true);
        expect(petReads.view(state, {}, laterMs)).toBeDefined();
      }),
      { numRuns: 150 },
    );
  });
});
