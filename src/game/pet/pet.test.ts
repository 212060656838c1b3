import { describe, expect, it } from 'vitest';
import { LEGS_MAX } from '../economy/ledger-protocol.ts';
import type { Accepted, Context, Effect, EffectOutcome, ReminderChange } from '../shared/decider.ts';
import { sfc32 } from '../shared/rng.ts';
import { sealed } from '../shared/sealed.ts';
import { effectiveMinutes } from './activities.ts';
import { FLOOR, metersAt } from './needs.ts';
import { petDecider } from './pet-decider.ts';
import type { PetEvent } from './pet-events.ts';
import type { PetCommand, PetReply } from './pet-protocol.ts';
import { petReads } from './pet-reads.ts';
import { initialPet, type PetState } from './pet-state.ts';
import { ROUTES } from './routes.ts';
import { SPECIES } from './species.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ME = 'u1';
const SELF = { kind: 'pet', realm: 'home', id: 'p1' };
const OWN = 'pet:home:p1';

/** One pet driven by hand, with its reminders kept as the kit keeps them. */
class Life {
  state: PetState = initialPet();
  nowMs = Date.UTC(2026, 3, 1);
  effects: Effect[] = [];
  events: PetEvent[] = [];
  readonly reminders = new Map<string, ReminderChange>();
  seed = 1;

  #context(by: string): Context {
    return { nowMs: this.nowMs, rng: sfc32(this.seed, 2, 3, 4), self: SELF, by, commandId: `${by}/k` };
  }

  #take(accepted: Accepted<PetEvent, PetReply>): PetReply {
    for (const event of accepted.events) this.state = petDecider.evolve(this.state, event, this.nowMs);
    this.events.push(...accepted.events);
    this.effects.push(...(accepted.effects ?? []));
    for (const change of accepted.reminders ?? []) {
      if (change.dueMs === null) this.reminders.delete(change.name);
      else this.reminders.set(change.name, change);
    }
    return accepted.reply;
  }

  give(command: PetCommand, by = ME): PetReply | string {
    const decision = petDecider.decide(this.state, command, this.#context(by));
    return decision.ok ? this.#take(decision) : decision.rejection.code;
  }

  settleLast(outcome: EffectOutcome): void {
    this.#take(petDecider.settle!(this.state, this.effects.at(-1)!, outcome, this.#context('ledger:home:0')));
  }

  /** Fires the reminders that come due on the way, in order of time. */
  wait(ms: number): void {
    const endMs = this.nowMs + ms;
    for (;;) {
      const [due] = [...this.reminders.values()]
        .filter(({ dueMs }) => (dueMs ?? Infinity) <= endMs)
        .toSorted((a, b) => (a.dueMs ?? 0) - (b.dueMs ?? 0));
      if (due === undefined) break;
      this.reminders.delete(due.name);
      this.nowMs = Math.max(this.nowMs, due.dueMs ?? 0);
      this.give(due.command as PetCommand, OWN);
    }
    this.nowMs = endMs;
  }

  told(): string[] {
    return this.effects.flatMap(({ command }) =>
      command.type === 'Notify' && 'text' in command ? [JSON.stringify(command.text)] : [],
    );
  }
}

const hatch = (species = 'mossback'): PetCommand => ({
  type: 'Hatch',
  owner: ME,
  species,
  name: sealed(ME, 'Biscuit'),
});

const hatched = (species?: string): Life => {
  const life = new Life();
  life.give(hatch(species), `user:0:${ME}`);
  life.give({ type: 'SetOwner', owner: ME, ownershipSeq: 1 }, 'ledger:home:0');
  return life;
};

const receipt: EffectOutcome = { ok: true, reply: { receiptId: 'r1', balances: {} } };

describe('species', () => {
  it('are twelve or more, each with an id that the log can keep', () => {
    expect(SPECIES.length).toBeGreaterThanOrEqual(12);
    expect(new Set(SPECIES.map(({ id }) => id)).size).toBe(SPECIES.length);
    for (const { id, hue } of SPECIES) {
      expect(id).toMatch(/^[a-z0-9]{1,14}$/);
      expect(hue >= 0 && hue < 360).toBe(true);
    }
  });
});

describe('owning', () => {
  it('follows the ledger whether its word comes before or after hatching', () => {
    const late = new Life();
    late.give({ type: 'SetOwner', owner: 'u2', ownershipSeq: 2 }, 'ledger:home:0');
    late.give({ type: 'SetOwner', owner: ME, ownershipSeq: 1 }, 'ledger:home:0');
    late.give(hatch(), `user:0:${ME}`);
    expect(late.state.owner).toBe('u2');
    expect(late.give({ type: 'Clean' })).toBe('E_NOT_OWNER');
    expect(late.give({ type: 'Clean' }, 'u2')).toMatchObject({ type: 'CaredFor' });
  });

  it('takes nobody’s word but the ledger’s, and hatches once', () => {
    const life = hatched();
    expect(life.give({ type: 'SetOwner', owner: 'u2', ownershipSeq: 9 }, 'u2')).toBe('E_PERM');
    expect(life.give(hatch(), `user:0:${ME}`)).toBe('E_STALE');
    expect(new Life().give(hatch(), 'u2')).toBe('E_PERM');
    expect(new Life().give(hatch('dragon'), `user:0:${ME}`)).toBe('E_INPUT');
    expect(new Life().give({ type: 'Clean' })).toBe('E_GONE');
  });

  it('is leased while a trade holds it, and free again after', () => {
    const life = hatched();
    life.give({ type: 'SetOwner', owner: null, ownershipSeq: 2 }, 'ledger:home:0');
    expect(life.give({ type: 'Clean' })).toBe('E_LEASED');
    expect(life.give({ type: 'Clean' }, 'u2')).toBe('E_NOT_OWNER');
    life.give({ type: 'SetOwner', owner: ME, ownershipSeq: 3 }, 'ledger:home:0');
    expect(life.give({ type: 'Clean' })).toMatchObject({ type: 'CaredFor' });
  });

  it('halves the bond for a new friend', () => {
    const life = hatched();
    const { bond } = metersAt(life.state, life.nowMs);
    life.give({ type: 'SetOwner', owner: 'u2', ownershipSeq: 2 }, 'ledger:home:0');
    expect(metersAt(life.state, life.nowMs).bond).toBe(bond / 2);
  });
});

describe('needs', () => {
  it('fall from full to empty in 48, 36 and 30 hours at the usual temper', () => {
    const life = hatched('cobblemole');
    const full: PetState = {
      ...life.state,
      meters: { food: 100_000, hygiene: 100_000, joy: 100_000, energy: 100_000, health: 100_000, bond: 0 },
    };
    const after = metersAt(full, life.nowMs + 24 * HOUR);
    expect(after.food).toBe(50_000);
    expect(after.hygiene).toBe(100_000 - 80_000);
    expect(after.joy).toBe(100_000 - 80_000);
    expect(metersAt(full, life.nowMs + 48 * HOUR)).toMatchObject({ food: FLOOR, joy: FLOOR });
  });

  it('are announced once when one runs low', () => {
    const life = hatched();
    life.wait(10 * DAY);
    const low = life.events.filter((event) => event.type === 'NeedsRanLow');
    expect(low.length).toBeGreaterThan(0);
    expect(low.length).toBeLessThanOrEqual(4);
    expect(life.told().join(' ')).toContain('hungry');
  });

  it('make a pet sick when neglected, never dead, and medicine helps', () => {
    const life = hatched();
    life.wait(60 * DAY);
    const view = petReads.view(life.state, {}, life.nowMs)!;
    expect(view.isSick).toBe(true);
    expect(view.meters.health).toBe(FLOOR);
    expect(life.give({ type: 'Train', skill: 'wit' })).toBe('E_LIMIT');
    life.give({ type: 'Heal', item: 'phoenixtonic' });
    life.settleLast(receipt);
    expect(petReads.view(life.state, {}, life.nowMs)!.isSick).toBe(false);
  });

  it('give less back the more often the same care is given, and recover with time', () => {
    const life = hatched();
    const worth = (): number => {
      const reply = life.give({ type: 'Play' });
      return typeof reply === 'object' && reply.type === 'CaredFor' ? reply.freshness : -1;
    };
    expect([worth(), worth(), worth(), worth(), worth()]).toEqual([100, 70, 45, 25, 10]);
    life.wait(15 * HOUR);
    expect(worth()).toBe(100);
  });
});

describe('care with items', () => {
  it('takes one piece from the owner and helps only when the ledger had it', () => {
    const life = hatched();
    expect(life.give({ type: 'Feed', item: 'breadroll' })).toEqual({ type: 'CareStarted', no: 1 });
    expect(life.effects.at(-1)).toMatchObject({
      to: { kind: 'ledger', realm: 'home', id: '0' },
      command: {
        legs: [{ from: 'u:u1', to: 'sink', item: 'breadroll', quantity: 1 }],
        memo: { kind: 'use' },
      },
    });
    expect(life.give({ type: 'Feed', item: 'breadroll' })).toBe('E_BUSY');
    const before = metersAt(life.state, life.nowMs);
    life.settleLast({ ok: false, rejection: { code: 'E_FUNDS', message: 'None.' } });
    expect(metersAt(life.state, life.nowMs)).toEqual(before);
    expect(petReads.care(life.state, { no: 1 })).toMatchObject({ rejection: { code: 'E_FUNDS' } });
    life.give({ type: 'Feed', item: 'breadroll' });
    life.settleLast(receipt);
    expect(metersAt(life.state, life.nowMs).food).toBe(before.food + 20_000);
    expect(petReads.care(life.state, { no: 2 })).toMatchObject({ rejection: null });
  });

  it('plays with a toy only when the ledger says that the owner has it, and takes nothing', () => {
    const life = hatched();
    expect(life.give({ type: 'Play', item: 'woolball' })).toEqual({ type: 'CareStarted', no: 1 });
    expect(life.effects.at(-1)).toMatchObject({
      to: { kind: 'ledger', realm: 'home', id: '0' },
      command: { type: 'Require', account: 'u:u1', item: 'woolball', quantity: 1 },
    });
    const before = metersAt(life.state, life.nowMs);
    life.settleLast({ ok: false, rejection: { code: 'E_FUNDS', message: 'None.' } });
    expect(metersAt(life.state, life.nowMs)).toEqual(before);
    life.give({ type: 'Play', item: 'woolball' });
    life.settleLast({ ok: true, reply: null });
    expect(life.events.at(-1)).toMatchObject({ type: 'CareGiven', care: 'play', item: 'woolball' });
    expect(life.give({ type: 'Play', item: 'breadroll' })).toBe('E_INPUT');
  });

  it('wastes no food on a pet that is full and no medicine on one that is well', () => {
    const life = hatched();
    life.give({ type: 'Feed', item: 'feastplate' });
    life.settleLast(receipt);
    expect(life.give({ type: 'Feed', item: 'breadroll' })).toBe('E_COOLDOWN');
    expect(life.give({ type: 'Heal', item: 'mintdrops' })).toBe('E_LIMIT');
    expect(life.give({ type: 'Heal', item: 'breadroll' })).toBe('E_INPUT');
  });
});

describe('expeditions', () => {
  const start = (minutes: number): PetCommand => ({ type: 'StartExpedition', route: 'meadow', minutes });

  it('pay once, by the reminder or by the first command after the end, whichever comes first', () => {
    for (const isByReminder of [true, false]) {
      const life = hatched();
      life.give(start(480));
      const reminder = life.reminders.get('activity')!.command as PetCommand;
      life.nowMs += 480 * 60_000;
      if (isByReminder) life.give(reminder, OWN);
      else life.give({ type: 'Clean' });
      life.give(reminder, OWN);
      life.give({ type: 'Rest' });
      expect(life.effects.filter(({ tag }) => tag?.startsWith('reward:') === true)).toHaveLength(1);
      expect(life.told()).toHaveLength(1);
    }
  });

  it('pay between 80 and 120 percent of the route, half after a mishap', () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const life = hatched('cinderlynx');
      life.seed = seed;
      life.give(start(480));
      life.wait(480 * 60_000);
      const back = life.events.find((event) => event.type === 'ExpeditionReturned')!;
      const usual = 26 * 8;
      const share = back.isMishap ? 0.5 : 1;
      expect(back.coins).toBeGreaterThanOrEqual(Math.floor(usual * 0.8 * share));
      expect(back.coins).toBeLessThanOrEqual(usual * 1.2 * share);
    }
  });

  it('stay within the legs of one transfer and within the planned faucet at their longest', () => {
    const best = Math.max(...ROUTES.map(({ coinsPerHour }) => coinsPerHour));
    expect((best * effectiveMinutes(72 * 60)) / 60).toBeLessThanOrEqual(1_500);
    const life = hatched();
    life.give(start(4_320));
    life.wait(4_320 * 60_000);
    const paid = life.effects.find(({ tag }) => tag?.startsWith('reward:') === true)!.command;
    expect('legs' in paid && Array.isArray(paid.legs) && paid.legs.length <= LEGS_MAX).toBe(true);
  });

  it('bring nothing when called back within ten minutes', () => {
    const life = hatched();
    life.give(start(60));
    life.nowMs += 5 * 60_000;
    expect(life.give({ type: 'Recall' })).toMatchObject({ type: 'Recalled', coins: 0 });
    expect(life.effects.filter(({ tag }) => tag?.startsWith('reward:') === true)).toHaveLength(0);
    expect(life.reminders.has('activity')).toBe(false);
  });

  it('are set again by a reminder that comes too early', () => {
    const life = hatched();
    life.give(start(60));
    const reminder = life.reminders.get('activity')!;
    life.reminders.delete('activity');
    life.give(reminder.command as PetCommand, OWN);
    expect(life.reminders.get('activity')).toEqual(reminder);
    expect(life.give({ type: 'FinishActivity', no: 1 }, ME)).toBe('E_PERM');
  });

  it('pay the person who sent the pet, even when it has moved since', () => {
    const life = hatched();
    life.give(start(480));
    life.give({ type: 'SetOwner', owner: 'u2', ownershipSeq: 2 }, 'ledger:home:0');
    life.wait(480 * 60_000);
    expect(JSON.stringify(life.effects.find(({ tag }) => tag?.startsWith('reward:') === true))).toContain(
      'u:u1',
    );
  });
});

describe('vacation and farewell', () => {
  it('ends a vacation by itself and tells the owner', () => {
    const life = hatched();
    life.give({ type: 'StartVacation', days: 2 });
    const { food } = metersAt(life.state, life.nowMs);
    life.wait(2 * DAY);
    expect(life.state.pause).toBeNull();
    expect(metersAt(life.state, life.nowMs).food).toBe(food);
    expect(life.told().join(' ')).toContain('back from vacation');
  });

  it('leaves and comes back under a kind of its own in the books', () => {
    const life = hatched();
    life.give({ type: 'Rehome' });
    expect(life.effects.at(-1)?.command).toMatchObject({ memo: { kind: 'rehome', about: OWN } });
    life.settleLast(receipt);
    life.give({ type: 'UndoRehome' });
    expect(life.effects.at(-1)?.command).toMatchObject({
      legs: [{ from: 'sink', to: 'u:u1', asset: OWN }],
      memo: { kind: 'rehome' },
    });
  });

  it('keeps a pet at home when the ledger refuses to let it go', () => {
    const life = hatched();
    life.give({ type: 'Rehome' });
    expect(petReads.farewell(life.state)).toBeUndefined();
    life.settleLast({ ok: false, rejection: { code: 'E_LEASED', message: 'Held.' } });
    expect(petReads.farewell(life.state)).toBe('home');
    expect(life.give({ type: 'Clean' })).toMatchObject({ type: 'CaredFor' });
  });

  it('lets only the person who said goodbye take it back, as it was', () => {
    const life = hatched();
    const before = metersAt(life.state, life.nowMs);
    life.give({ type: 'Rehome' });
    life.settleLast(receipt);
    life.give({ type: 'SetOwner', owner: null, ownershipSeq: 2 }, 'ledger:home:0');
    life.wait(5 * DAY);
    expect(life.give({ type: 'UndoRehome' }, 'u2')).toBe('E_NOT_OWNER');
    expect(life.give({ type: 'Clean' })).toBe('E_NOT_OWNER');
    life.give({ type: 'UndoRehome' });
    life.settleLast(receipt);
    life.give({ type: 'SetOwner', owner: ME, ownershipSeq: 3 }, 'ledger:home:0');
    expect(metersAt(life.state, life.nowMs)).toEqual(before);
    expect(life.give({ type: 'Clean' })).toMatchObject({ type: 'CaredFor' });
  });
});
