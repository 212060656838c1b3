import { describe, expect, it } from 'vitest';
import type { Context } from '../shared/decider.ts';
import { sfc32 } from '../shared/rng.ts';
import { sealed } from '../shared/sealed.ts';
import { loadDex } from './dex.ts';
import { checkDraft } from './legality.ts';
import type { Mon } from './mon.ts';
import { STARTERS } from './starters.ts';
import { trainerDecider } from './trainer-decider.ts';
import type { TrainerCommand } from './trainer-protocol.ts';
import { trainerReads } from './trainer-reads.ts';
import { type TrainerState, trainerStateSchema } from './trainer-state.ts';

const self = { kind: 'trainer', realm: 'home', id: 'u1' };
const context: Context = { nowMs: 5, rng: sfc32(1, 2, 3, 4), self, by: 'u1', commandId: 'u1/k' };
const fresh = trainerDecider.initial(self);

const decide = (state: TrainerState, command: TrainerCommand, by = 'u1') =>
  trainerDecider.decide(state, command, { ...context, by });

const after = (state: TrainerState, ...commands: readonly TrainerCommand[]): TrainerState =>
  commands.reduce((before, command) => {
    const decision = decide(before, command);
    if (!decision.ok) throw new Error(decision.rejection.message);
    return decision.events.reduce((now, event) => trainerDecider.evolve(now, event, 5), before);
  }, state);

const mons = (count: number, change: Partial<Mon> = {}): readonly Mon[] =>
  STARTERS.slice(0, count).map(({ mon }) => Object.assign({}, mon, change));

const team = (state: TrainerState): readonly string[] =>
  trainerReads.team(state).map(({ slot, monId }) => `${slot}:${monId}`);

describe('starters', () => {
  it('are a dozen that the tables allow', async () => {
    const dex = await loadDex();
    expect(STARTERS).toHaveLength(12);
    for (const { mon } of STARTERS) expect(checkDraft(dex, mon)).toEqual({ ok: true, mon });
  });
});

describe('a trainer', () => {
  it('chooses one starter for a lifetime', () => {
    const started = after(fresh, { type: 'ChooseStarter', starter: 'squirtle' });
    expect(trainerReads.box(started)).toMatchObject([
      { monId: 'm1', slot: 1, isLoaner: false, sinceMs: 5, mon: { species: 'Squirtle' } },
    ]);
    expect(decide(started, { type: 'ChooseStarter', starter: 'pikachu' })).toMatchObject({
      ok: false,
      rejection: { code: 'E_LIMIT' },
    });
    expect(decide(fresh, { type: 'ChooseStarter', starter: 'mewtwo' })).toMatchObject({
      ok: false,
      rejection: { code: 'E_INPUT', field: 'starter' },
    });
  });

  it('imports a team as loaners, which become the team', () => {
    const both = after(
      fresh,
      { type: 'ChooseStarter', starter: 'eevee' },
      { type: 'ImportTeam', mons: mons(3) },
    );
    expect(team(both)).toEqual(['1:m2', '2:m3', '3:m4']);
    expect(trainerReads.mon(both, { monId: 'm1' })).toMatchObject({ slot: null, isLoaner: false });
    expect(trainerReads.mon(both, { monId: 'm4' })).toMatchObject({ slot: 3, isLoaner: true });
    expect(trainerReads.mon(both, { monId: 'm5' })).toBeUndefined();
    expect(trainerStateSchema.parse(JSON.parse(JSON.stringify(both)))).toEqual(both);
  });

  it('gives a starter that comes later the first free slot', () => {
    const late = after(
      fresh,
      { type: 'ImportTeam', mons: mons(2) },
      { type: 'ChooseStarter', starter: 'eevee' },
    );
    expect(team(late)).toEqual(['1:m1', '2:m2', '3:m3']);
  });

  it('moves Pokémon between slots, changes places and empties slots', () => {
    const three = after(fresh, { type: 'ImportTeam', mons: mons(3) });
    expect(team(after(three, { type: 'SetSlot', slot: 1, monId: 'm3' }))).toEqual(['1:m3', '2:m2', '3:m1']);
    expect(team(after(three, { type: 'SetSlot', slot: 6, monId: 'm1' }))).toEqual(['2:m2', '3:m3', '6:m1']);
    expect(team(after(three, { type: 'SetSlot', slot: 2, monId: null }))).toEqual(['1:m1', '3:m3']);
    expect(decide(three, { type: 'SetSlot', slot: 1, monId: 'm1' })).toMatchObject({ ok: true, events: [] });
    expect(decide(three, { type: 'SetSlot', slot: 4, monId: null })).toMatchObject({ ok: true, events: [] });
    for (const slot of [0, 7, 1.5, Number.NaN]) {
      expect(decide(three, { type: 'SetSlot', slot, monId: null })).toMatchObject({
        rejection: { code: 'E_INPUT', field: 'slot' },
      });
    }
    expect(decide(three, { type: 'SetSlot', slot: 1, monId: 'm9' })).toMatchObject({
      rejection: { code: 'E_GONE' },
    });
  });

  it('lets loaners go, and never the starter', () => {
    const all = after(
      fresh,
      { type: 'ChooseStarter', starter: 'eevee' },
      { type: 'ImportTeam', mons: mons(3) },
    );
    const less = after(all, { type: 'Release', monIds: ['m2', 'm4'] });
    expect(trainerReads.box(less).map(({ monId }) => monId)).toEqual(['m1', 'm3']);
    expect(team(less)).toEqual(['2:m3']);
    const refused = (monIds: readonly string[]) => decide(all, { type: 'Release', monIds });
    expect(refused(['m1'])).toMatchObject({ rejection: { code: 'E_INPUT', field: 'mon' } });
    expect(refused(['m2', 'm2'])).toMatchObject({ rejection: { code: 'E_INPUT' } });
    expect(refused([])).toMatchObject({ rejection: { code: 'E_INPUT' } });
    expect(refused(['m2', 'm9'])).toMatchObject({ rejection: { code: 'E_GONE' } });
    // numbers are never given twice
    expect(after(less, { type: 'ImportTeam', mons: mons(1) }).box.at(-1)?.monId).toBe('m5');
  });

  it('has room for thirty loaners', () => {
    const full = after(
      fresh,
      ...Array.from({ length: 5 }, () => ({ type: 'ImportTeam', mons: mons(6) }) as const),
    );
    expect(full.box).toHaveLength(30);
    expect(decide(full, { type: 'ImportTeam', mons: mons(1) })).toMatchObject({
      rejection: { code: 'E_LIMIT' },
    });
  });

  it.each<[string, readonly Mon[]]>([
    ['nothing', []],
    ['seven', mons(7)],
    ['level 0', mons(1, { level: 0 })],
    ['level 101', mons(1, { level: 101 })],
    ['too many EVs', mons(1, { evs: { hp: 252, atk: 252, def: 252, spa: 0, spd: 0, spe: 0 } })],
    ['a move twice', mons(1, { moves: ['Surf', 'Surf'] })],
    ['no move', mons(1, { moves: [] })],
    ['a nickname under another key', mons(1, { nickname: sealed('u2', 'Sparky') })],
    ['a name without end', mons(1, { species: 'x'.repeat(5_000) })],
  ])('imports no team of %s', (_what, wrong) => {
    expect(decide(fresh, { type: 'ImportTeam', mons: wrong })).toMatchObject({
      ok: false,
      rejection: { code: 'E_INPUT', field: 'text' },
    });
  });

  it('listens to nobody else', () => {
    for (const by of ['u2', 'ledger:home:0', '']) {
      expect(decide(fresh, { type: 'ChooseStarter', starter: 'eevee' }, by)).toMatchObject({
        rejection: { code: 'E_NOT_OWNER' },
      });
    }
  });
});
