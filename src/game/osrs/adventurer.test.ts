import { describe, expect, it } from 'vitest';
import type { Context } from '../shared/decider.ts';
import { sealed, type Sealed } from '../shared/sealed.ts';
import { sfc32 } from '../shared/rng.ts';
import { adventurerDecider } from './adventurer-decider.ts';
import { adventurerEventSchemas } from './adventurer-events.ts';
import { type AdventurerCommand, LOADOUTS_MAX } from './adventurer-protocol.ts';
import { adventurerReads } from './adventurer-reads.ts';
import { type AdventurerState, adventurerStateSchema } from './adventurer-state.ts';

const SELF = { kind: 'adventurer', realm: '0', id: 'ash1' } as const;
const NOW_MS = 1_800_000_000_000;
const HOUR_MS = 3_600_000;
const LEVELS = { attack: 60, strength: 60, defence: 60, hitpoints: 60, ranged: 40, magic: 55, prayer: 45 };

const own = (text: string): Sealed => sealed(SELF.id, text);
const context = (by: string = SELF.id): Context => ({
  nowMs: NOW_MS,
  rng: sfc32(1, 2, 3, 4),
  self: SELF,
  by,
  commandId: `${by}/k1`,
});

const fresh = (): AdventurerState => adventurerDecider.initial(SELF);

const attempt = (state: AdventurerState, command: AdventurerCommand, by?: string) => {
  const decision = adventurerDecider.decide(state, command, context(by));
  if (!decision.ok) return { code: decision.rejection.code, field: decision.rejection.field, state };
  const next = decision.events.reduce((now, event) => {
    const { type, ...data } = event;
    expect(adventurerEventSchemas[type].safeParse(data).success).toBe(true);
    return adventurerDecider.evolve(now, event, NOW_MS);
  }, state);
  expect(adventurerStateSchema.parse(next)).toEqual(next);
  expect(decision.reply.linkNo).toBe(next.linkNo);
  return { code: 'ok', events: decision.events.map(({ type }) => type), state: next };
};

const all = (...commands: readonly AdventurerCommand[]): AdventurerState =>
  commands.reduce((state, command) => {
    const { code, state: next } = attempt(state, command);
    expect(code, command.type).toBe('ok');
    return next;
  }, fresh());

const LINK: AdventurerCommand = { type: 'Link', account: own('Iron Ash') };
const seen = (changes: Partial<Extract<AdventurerCommand, { type: 'Observe' }>> = {}): AdventurerCommand => ({
  type: 'Observe',
  linkNo: 1,
  levels: LEVELS,
  readAtMs: NOW_MS,
  ...changes,
});
const linked = (): AdventurerState => all(LINK, seen());

describe('an adventurer', () => {
  it('claims an account, and is shown with it as claimed', () => {
    expect(adventurerReads.character(linked())).toEqual({
      linkNo: 1,
      account: 'Iron Ash',
      claim: 'claimed',
      linkedAtMs: NOW_MS,
      levels: LEVELS,
      combatLevel: 74,
      readAtMs: NOW_MS,
    });
  });

  it('takes the same claim twice for one, and another one for a new number', () => {
    expect(attempt(linked(), LINK)).toMatchObject({ code: 'ok', events: [] });
    const { state } = attempt(linked(), { type: 'Link', account: own('Other') });
    expect(adventurerReads.character(state)).toMatchObject({ linkNo: 2, account: 'Other', levels: {} });
  });

  it.each(['', 'thirteen chars', 'semi;colon', ' ash', 'ünicode'])('refuses the name “%s”', (name) => {
    expect(attempt(fresh(), { type: 'Link', account: own(name) })).toMatchObject({
      code: 'E_INPUT',
      field: 'name',
    });
  });

  it('refuses what is not sealed under its own key, and everybody else', () => {
    expect(attempt(fresh(), { type: 'Link', account: sealed('misty', 'Iron Ash') }).code).toBe('E_INPUT');
    expect(attempt(fresh(), LINK, 'misty').code).toBe('E_PERM');
    expect(attempt(linked(), { type: 'Unlink' }, 'ledger:home:0').code).toBe('E_PERM');
  });

  it('does nothing without an account', () => {
    for (const command of [
      { type: 'Unlink' },
      seen(),
      { type: 'Equip', change: { kind: 'gear', id: 'rune-scimitar' } },
      { type: 'SaveLoadout', name: own('a') },
      { type: 'LoadLoadout', name: own('starter melee') },
    ] as const) {
      expect(attempt(fresh(), command).code, command.type).toBe('E_NOT_STARTED');
    }
    expect(adventurerReads.loadout(fresh(), {})).toBeUndefined();
    expect(adventurerReads.shape(fresh(), {})).toBeUndefined();
  });

  it('keeps newer levels, and writes nothing for older or equal ones', () => {
    const later = seen({ readAtMs: NOW_MS + 1, levels: { ...LEVELS, attack: 61 } });
    expect(attempt(linked(), later)).toMatchObject({ events: ['LevelsObserved'] });
    expect(attempt(linked(), seen({ readAtMs: NOW_MS + 1 }))).toMatchObject({ events: [] });
    expect(attempt(linked(), seen({ readAtMs: NOW_MS + HOUR_MS }))).toMatchObject({
      events: ['LevelsObserved'],
    });
    const older = seen({ readAtMs: NOW_MS - 1, levels: { ...LEVELS, attack: 1 } });
    expect(attempt(linked(), older)).toMatchObject({ events: [] });
    expect(attempt(linked(), seen({ linkNo: 7 })).code).toBe('E_STALE');
    expect(attempt(linked(), seen({ levels: { attack: 100 }, readAtMs: NOW_MS + 1 })).code).toBe('E_INPUT');
  });

  it('has common gear at once, and what it chose from then on', () => {
    expect(adventurerReads.loadout(linked(), {})?.worn.weapon).toBe('dragon-scimitar');
    expect(adventurerReads.shape(linked(), {})?.name).toBe('Dragon scimitar');
    const { state } = attempt(linked(), { type: 'Equip', change: { kind: 'starter', style: 'magic' } });
    expect(adventurerReads.loadout(state, {})?.worn.weapon).toBe('ancient-staff');
    expect(adventurerReads.shape(state, { loadout: 'starter ranged' })?.class).toBe(1);
    expect(adventurerReads.shape(state, { loadout: 'nothing' })).toBeUndefined();
  });

  it('offers every loadout as a fighter, and none without an account', () => {
    const { state } = attempt(linked(), { type: 'SaveLoadout', name: own('slayer') });
    expect(adventurerReads.fighters(state).map(({ key, name }) => [key, name])).toEqual([
      ['worn', 'equipped'],
      ['kept-1', 'slayer'],
      ['melee', 'starter melee'],
      ['ranged', 'starter ranged'],
      ['magic', 'starter magic'],
    ]);
    expect(adventurerReads.fighters(state).map(({ shape }) => shape.class)).toEqual([0, 0, 0, 1, 2]);
    expect(adventurerReads.fighters(fresh())).toEqual([]);
  });

  it.each([
    [{ kind: 'gear', id: 'abyssal-whip' }, 'needs 70 attack (you have 60)'],
    [{ kind: 'gear', id: 'no-such-thing' }, 'nothing of that name'],
    [{ kind: 'spell', id: 'fire-surge' }, 'needs 95 magic'],
    [{ kind: 'spell', id: 'fire-bolt' }, 'with a staff'],
    [{ kind: 'prayer', id: 'piety' }, 'needs 70 prayer'],
    [{ kind: 'stance', stance: 'rapid' }, 'the stances are aggressive'],
  ] as const)('refuses to equip %o', (change, words) => {
    const decision = adventurerDecider.decide(linked(), { type: 'Equip', change }, context());
    expect(decision).toMatchObject({ ok: false, rejection: { code: 'E_INPUT' } });
    expect(decision.ok ? '' : decision.rejection.message).toContain(words);
  });

  it('takes a shield off for what needs both hands, and the other way round', () => {
    const both = all(LINK, seen(), { type: 'Equip', change: { kind: 'gear', id: 'granite-maul' } });
    expect(adventurerReads.loadout(both, {})?.worn).toMatchObject({ weapon: 'granite-maul' });
    expect(adventurerReads.loadout(both, {})?.worn.shield).toBeUndefined();
    const { state } = attempt(both, { type: 'Equip', change: { kind: 'gear', id: 'rune-kiteshield' } });
    expect(adventurerReads.loadout(state, {})?.worn.weapon).toBeUndefined();
    const bare = attempt(state, { type: 'Equip', change: { kind: 'remove', slot: 'body' } }).state;
    expect(adventurerReads.loadout(bare, {})?.worn.body).toBeUndefined();
  });

  it('keeps loadouts under names, replaces one of the same name, and loads them again', () => {
    const state = all(
      LINK,
      seen(),
      { type: 'SaveLoadout', name: own('Slayer') },
      { type: 'Equip', change: { kind: 'starter', style: 'ranged' } },
      { type: 'SaveLoadout', name: own('bow') },
      { type: 'SaveLoadout', name: own('SLAYER') },
    );
    expect(adventurerReads.saved(state)).toEqual(['bow', 'SLAYER']);
    expect(adventurerReads.loadout(state, { name: 'slayer' })?.worn.weapon).toBe('yew-shortbow');
    const melee = attempt(state, { type: 'LoadLoadout', name: own('starter melee') }).state;
    expect(adventurerReads.loadout(melee, {})?.worn.weapon).toBe('dragon-scimitar');
    const back = attempt(melee, { type: 'LoadLoadout', name: own('Bow') }).state;
    expect(adventurerReads.loadout(back, {})?.worn.weapon).toBe('yew-shortbow');
    expect(attempt(state, { type: 'LoadLoadout', name: own('gone') }).code).toBe('E_GONE');
  });

  it('keeps ten loadouts, none of a name that is always there', () => {
    let state = linked();
    for (let n = 0; n < LOADOUTS_MAX; n += 1) {
      ({ state } = attempt(state, { type: 'SaveLoadout', name: own(`set ${n}`) }));
    }
    expect(attempt(state, { type: 'SaveLoadout', name: own('one more') }).code).toBe('E_LIMIT');
    expect(attempt(state, { type: 'SaveLoadout', name: own('set 3') }).code).toBe('ok');
    for (const name of ['Equipped', 'starter melee', '', ' x', 'x'.repeat(21)]) {
      expect(attempt(linked(), { type: 'SaveLoadout', name: own(name) }).code, name).toBe('E_INPUT');
    }
  });

  it('forgets the levels when the account goes, and keeps what was worn', () => {
    const state = all(
      LINK,
      seen(),
      { type: 'Equip', change: { kind: 'gear', id: 'granite-maul' } },
      { type: 'Unlink' },
    );
    expect(adventurerReads.character(state)).toBeUndefined();
    const again = attempt(state, LINK).state;
    expect(adventurerReads.character(again)).toMatchObject({ linkNo: 2, levels: {} });
    expect(adventurerReads.loadout(again, {})?.worn.weapon).toBe('granite-maul');
  });

  it('has no account any more once its person was erased', () => {
    const state = linked();
    const erased = {
      ...state,
      account: { name: { $sealed: { by: SELF.id, text: null } }, linkedAtMs: NOW_MS },
    };
    expect(adventurerReads.character(erased)).toBeUndefined();
    expect(adventurerReads.loadout(erased, {})).toBeUndefined();
  });
});
