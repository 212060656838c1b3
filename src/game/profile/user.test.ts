import { describe, expect, it } from 'vitest';
import type { Accepted, Context, Effect, EffectOutcome } from '../shared/decider.ts';
import { sfc32 } from '../shared/rng.ts';
import { sealed } from '../shared/sealed.ts';
import { digestAtMs } from './messages.ts';
import { userDecider } from './user-decider.ts';
import type { UserEvent } from './user-events.ts';
import {
  PAIR_PAUSE_MS,
  QUOTE_TTL_MS,
  QUOTES_OPEN_MAX,
  type QuotePlan,
  type UserCommand,
  type UserReply,
} from './user-protocol.ts';
import { userReads } from './user-reads.ts';
import { BATTLE_XP_A_DAY } from './experience.ts';
import { initialUser, type UserState, upgradeUserState, userStateSchema } from './user-state.ts';
import { userEventSchemas } from './user-events.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 2, 1, 9);
const ME = 'u1';

/** One person driven by hand: a clock, a state and what left it. */
class Person {
  state: UserState = initialUser();
  nowMs = START;
  effects: Effect[] = [];
  events: UserEvent[] = [];
  /** When the reminder of a digest was set to last. */
  digestAtMs: number | null = null;

  #context(by: string): Context {
    const self = { kind: 'user', realm: '0', id: ME };
    return { nowMs: this.nowMs, rng: sfc32(1, 2, 3, 4), self, by, commandId: `${by}/k` };
  }

  #take(accepted: Accepted<UserEvent, UserReply>): UserReply {
    for (const event of accepted.events) {
      const { type, ...data } = event;
      userEventSchemas[type].parse(data);
      this.state = userDecider.evolve(this.state, event, this.nowMs);
    }
    userStateSchema.parse(this.state);
    this.events.push(...accepted.events);
    this.effects.push(...(accepted.effects ?? []));
    for (const { name, dueMs } of accepted.reminders ?? []) if (name === 'digest') this.digestAtMs = dueMs;
    return accepted.reply;
  }

  give(command: UserCommand, by = ME): UserReply | string {
    const decision = userDecider.decide(this.state, command, this.#context(by));
    return decision.ok ? this.#take(decision) : decision.rejection.code;
  }

  settle(effect: Effect, outcome: EffectOutcome): void {
    this.#take(userDecider.settle!(this.state, effect, outcome, this.#context('ledger:home:0')));
  }

  settleLast(outcome: EffectOutcome): void {
    this.settle(this.effects.at(-1)!, outcome);
  }
}

const paid = (receiptId = 'r0001'): EffectOutcome => ({ ok: true, reply: { receiptId, balances: {} } });
const noFunds = { ok: false, rejection: { code: 'E_FUNDS', message: 'Too little.' } } as const;

const pay = (coins = 10, then?: QuotePlan['then']): QuotePlan => ({
  kind: 'pay',
  realm: 'home',
  transfer: {
    type: 'Transfer',
    legs: [{ from: 'u:u1', to: 'u:u2', coins }],
    memo: { kind: 'pay', note: sealed(ME, 'thanks') },
  },
  // the protocol's word for what follows
  ...(then === undefined ? {} : { then }),
});

const adopt = (coins: number): QuotePlan => ({
  kind: 'adopt',
  realm: 'home',
  transfer: {
    type: 'Transfer',
    legs: [
      { from: 'mint', to: 'u:u1', asset: 'pet:home:p1' },
      ...(coins > 0 ? [{ from: 'u:u1', to: 'sink', coins }] : []),
    ],
    memo: { kind: 'adopt' },
  },
  // the protocol's word for what follows
  then: [{ to: { kind: 'pet', realm: 'home', id: 'p1' }, command: { type: 'Hatch' } }],
});

const enrolled = (): Person => {
  const person = new Person();
  person.give({ type: 'Enroll', name: sealed(ME, 'Ash'), realm: 'home' });
  person.settleLast(paid());
  return person;
};

describe('enrolling', () => {
  it('creates the profile and orders coins and food from the mint once', () => {
    const person = new Person();
    const enroll: UserCommand = { type: 'Enroll', name: sealed(ME, 'Ash'), realm: 'home' };
    expect(person.give(enroll)).toEqual({ type: 'Enrolled', isNew: true });
    expect(person.give(enroll)).toEqual({ type: 'Enrolled', isNew: false });
    expect(person.effects).toHaveLength(1);
    const transfer = person.effects[0]!.command;
    expect(transfer).toMatchObject({ type: 'Transfer', memo: { kind: 'welcome' } });
    expect('legs' in transfer && transfer.legs).toContainEqual({ from: 'mint', to: 'u:u1', coins: 1_000 });
    expect(userReads.welcomed(person.state)).toBeUndefined();
    person.settleLast(paid());
    expect(userReads.welcomed(person.state)).toBe('granted');
    expect(userReads.view(person.state, {}, person.nowMs)).toMatchObject({ name: 'Ash', level: 1 });
  });

  it('orders a refused welcome again and leaves one in the hands of operators alone', () => {
    const person = new Person();
    const enroll: UserCommand = { type: 'Enroll', name: sealed(ME, 'Ash'), realm: 'home' };
    person.give(enroll);
    person.settleLast(noFunds);
    person.give(enroll);
    expect(person.effects).toHaveLength(2);
    person.settleLast({ ...noFunds, gaveUp: true });
    person.give(enroll);
    expect(person.effects).toHaveLength(2);
  });

  it('comes before everything else', () => {
    expect(new Person().give({ type: 'ClaimDaily', realm: 'home' })).toBe('E_NOT_STARTED');
  });

  it('lets nobody act for somebody else', () => {
    const person = enrolled();
    expect(person.give({ type: 'ClaimDaily', realm: 'home' }, 'u2')).toBe('E_PERM');
    expect(person.give({ type: 'AwardXp', source: 'daily' })).toBe('E_PERM');
    expect(person.give({ type: 'AwardXp', source: 'daily' }, 'pet:home:p1')).toMatchObject({ xp: 100 });
  });
});

describe('experience from battles', () => {
  const win = (person: Person, source = 'battle-win') =>
    person.give({ type: 'AwardXp', source }, 'battle:home:b1');

  it('ends at the bound of a day, to the point, and begins anew with the next', () => {
    const person = enrolled();
    person.nowMs = Date.UTC(2026, 2, 2);
    for (let n = 0; n < 9; n += 1) expect(win(person)).toMatchObject({ xp: 150 });
    // 1,350 so far: of the next 60 + 150 only the first fits whole
    expect(win(person, 'battle-trainer-win')).toMatchObject({ xp: 60 });
    expect(win(person)).toMatchObject({ xp: BATTLE_XP_A_DAY - 1_410 });
    const before = person.events.length;
    expect(win(person, 'hunt-win')).toMatchObject({ xp: 0 });
    expect(person.events).toHaveLength(before);
    expect(person.give({ type: 'AwardXp', source: 'pet-care' }, 'pet:home:p1')).toMatchObject({ xp: 15 });
    expect(person.state.xp).toBe(BATTLE_XP_A_DAY + 15);
    person.nowMs = Date.UTC(2026, 2, 2, 23, 59, 59, 999);
    expect(win(person)).toMatchObject({ xp: 0 });
    person.nowMs += 1;
    expect(win(person)).toMatchObject({ xp: 150 });
    expect(person.state.battleXp).toEqual({ day: 20_515, xp: 150 });
  });

  it('does not come twice a day by another time zone', () => {
    const person = enrolled();
    for (let n = 0; n < 12; n += 1) win(person);
    person.give({ type: 'SetTimeZone', timeZone: 'Pacific/Kiritimati' });
    expect(win(person)).toMatchObject({ xp: 0 });
  });

  it('counts from nothing for who comes from an older release', () => {
    const { battleXp, ...old } = enrolled().state;
    expect(battleXp).toBeNull();
    expect(userStateSchema.parse(upgradeUserState(old)).battleXp).toBeNull();
  });
});

describe('quotes', () => {
  it('order one transfer when confirmed and tell what became of it', () => {
    const person = enrolled();
    person.give({ type: 'OpenQuote', nonce: 'n1', plan: pay() });
    expect(userReads.quote(person.state, { nonce: 'n1' }, person.nowMs)).toMatchObject({ status: 'open' });
    expect(person.give({ type: 'ConfirmQuote', nonce: 'n1' })).toEqual({ type: 'QuotePending', nonce: 'n1' });
    expect(person.effects.at(-1)).toMatchObject({
      to: { kind: 'ledger', realm: 'home', id: '0' },
      command: pay().transfer,
    });
    expect(userReads.outcome(person.state, { nonce: 'n1' }, person.nowMs)).toBeUndefined();
    person.settleLast(paid('r77'));
    expect(userReads.outcome(person.state, { nonce: 'n1' }, person.nowMs)).toMatchObject({
      status: 'settled',
      receiptId: 'r77',
    });
    expect(person.give({ type: 'ConfirmQuote', nonce: 'n1' })).toBe('E_STALE');
  });

  it('send what follows only after the transfer was accepted', () => {
    const person = enrolled();
    const word = { to: { kind: 'user', realm: '0', id: 'u2' }, command: { type: 'Notify' } };
    person.give({ type: 'OpenQuote', nonce: 'n1', plan: pay(10, [word]) });
    person.give({ type: 'OpenQuote', nonce: 'n2', plan: pay(20, [word]) });
    person.give({ type: 'ConfirmQuote', nonce: 'n1' });
    const first = person.effects.at(-1)!;
    person.give({ type: 'ConfirmQuote', nonce: 'n2' });
    const before = person.effects.length;
    person.settleLast(noFunds);
    expect(person.effects).toHaveLength(before);
    expect(userReads.outcome(person.state, { nonce: 'n2' }, person.nowMs)).toMatchObject({
      status: 'refused',
      rejection: { code: 'E_FUNDS' },
    });
    person.settle(first, paid());
    expect(person.effects.at(-1)).toMatchObject(word);
  });

  it('end after 60 seconds without moving anything', () => {
    const person = enrolled();
    person.give({ type: 'OpenQuote', nonce: 'n1', plan: pay() });
    person.nowMs += QUOTE_TTL_MS;
    expect(person.give({ type: 'ConfirmQuote', nonce: 'n1' })).toBe('E_GONE');
    expect(person.give({ type: 'ConfirmQuote', nonce: 'unknown' })).toBe('E_GONE');
    expect(userReads.outcome(person.state, { nonce: 'n1' }, person.nowMs)).toEqual({ status: 'gone' });
  });

  it('close the oldest when one too many is opened', () => {
    const person = enrolled();
    for (let n = 1; n <= QUOTES_OPEN_MAX + 1; n += 1) {
      person.give({ type: 'OpenQuote', nonce: `n${n}`, plan: pay() });
    }
    expect(person.give({ type: 'ConfirmQuote', nonce: 'n1' })).toBe('E_GONE');
    expect(person.give({ type: 'ConfirmQuote', nonce: 'n2' })).toMatchObject({ type: 'QuotePending' });
  });

  it('cannot take from another person', () => {
    const person = enrolled();
    const plan = pay();
    const legs = [{ from: 'u:u2', to: 'u:u1', coins: 5 }];
    const theft: QuotePlan = { ...plan, transfer: { ...plan.transfer, legs } };
    expect(person.give({ type: 'OpenQuote', nonce: 'n1', plan: theft })).toBe('E_PERM');
  });

  it('let only one free adoption through, however many were offered', () => {
    const person = enrolled();
    person.give({ type: 'OpenQuote', nonce: 'n1', plan: adopt(0) });
    person.give({ type: 'OpenQuote', nonce: 'n2', plan: adopt(0) });
    person.give({ type: 'OpenQuote', nonce: 'n3', plan: adopt(400) });
    person.give({ type: 'ConfirmQuote', nonce: 'n1' });
    expect(person.give({ type: 'ConfirmQuote', nonce: 'n2' })).toBe('E_STALE');
    expect(person.give({ type: 'ConfirmQuote', nonce: 'n3' })).toMatchObject({ type: 'QuotePending' });
  });

  it('keep the free adoption when it was refused', () => {
    const person = enrolled();
    person.give({ type: 'OpenQuote', nonce: 'n1', plan: adopt(0) });
    person.give({ type: 'OpenQuote', nonce: 'n2', plan: adopt(0) });
    person.give({ type: 'ConfirmQuote', nonce: 'n1' });
    person.settleLast(noFunds);
    expect(person.give({ type: 'ConfirmQuote', nonce: 'n2' })).toMatchObject({ type: 'QuotePending' });
  });

  it('give the price back when the pet cannot hatch', () => {
    const person = enrolled();
    person.give({ type: 'OpenQuote', nonce: 'n1', plan: adopt(400) });
    person.give({ type: 'ConfirmQuote', nonce: 'n1' });
    person.settleLast(paid('r9'));
    expect(person.effects.at(-1)).toMatchObject({ to: { kind: 'pet' }, command: { type: 'Hatch' } });
    person.settleLast({ ok: false, rejection: { code: 'E_STALE', message: 'Hatched already.' } });
    expect(person.effects.at(-1)).toMatchObject({
      to: { kind: 'ledger', realm: 'home' },
      command: { type: 'Reverse', receiptId: 'r9' },
    });
    expect(userReads.outcome(person.state, { nonce: 'n1' }, person.nowMs)).toMatchObject({
      status: 'refused',
    });
  });

  it('keep tags of effects within 200 bytes', () => {
    const person = enrolled();
    person.give({ type: 'OpenQuote', nonce: 'n'.repeat(14), plan: adopt(400) });
    person.give({ type: 'ConfirmQuote', nonce: 'n'.repeat(14) });
    person.settleLast(paid('r'.repeat(12)));
    for (const { tag } of person.effects) expect((tag ?? '').length).toBeLessThanOrEqual(200);
  });
});

describe('the daily', () => {
  const claim: UserCommand = { type: 'ClaimDaily', realm: 'home' };

  it('pays 500 and 50 more for each day of the streak, up to 1,000', () => {
    const person = enrolled();
    const amounts: number[] = [];
    for (let day = 0; day < 13; day += 1) {
      const reply = person.give(claim);
      amounts.push(typeof reply === 'object' && reply.type === 'DailyClaimed' ? reply.amount : -1);
      person.settleLast(paid());
      person.nowMs += 24 * HOUR;
    }
    expect(amounts).toEqual([500, 550, 600, 650, 700, 750, 800, 850, 900, 950, 1_000, 1_000, 1_000]);
  });

  it('starts a new streak after more than 48 hours', () => {
    const person = enrolled();
    person.give(claim);
    person.settleLast(paid());
    person.nowMs += 48 * HOUR;
    expect(person.give(claim)).toMatchObject({ streak: 2 });
    person.settleLast(paid());
    person.nowMs += 48 * HOUR + 1;
    expect(person.give(claim)).toMatchObject({ streak: 1, amount: 500 });
  });

  it('waits for a new day even when 20 hours are over, and for 20 hours even when the day is new', () => {
    const person = enrolled();
    person.nowMs = Date.UTC(2026, 2, 1, 0, 30);
    person.give(claim);
    person.settleLast(paid());
    person.nowMs = Date.UTC(2026, 2, 1, 23, 59);
    expect(person.give(claim)).toBe('E_COOLDOWN');
    person.nowMs = Date.UTC(2026, 2, 2, 23, 30);
    person.give(claim);
    person.settleLast(paid());
    person.nowMs = Date.UTC(2026, 2, 3, 19, 29);
    expect(person.give(claim)).toBe('E_COOLDOWN');
    person.nowMs = Date.UTC(2026, 2, 3, 19, 30);
    expect(person.give(claim)).toMatchObject({ streak: 3 });
  });

  it('never gives two in 20 hours by travelling across the date line', () => {
    const person = enrolled();
    person.give({ type: 'SetTimeZone', timeZone: 'Pacific/Pago_Pago' });
    person.nowMs = Date.UTC(2026, 2, 1, 10);
    person.give(claim);
    person.settleLast(paid());
    person.give({ type: 'SetTimeZone', timeZone: 'Pacific/Kiritimati' });
    for (let hour = 0; hour < 20; hour += 1) {
      expect(person.give(claim)).toBe('E_COOLDOWN');
      person.nowMs += HOUR;
    }
    expect(person.give(claim)).toMatchObject({ streak: 2 });
  });

  it('gives none when the clock jumps back an hour', () => {
    const person = enrolled();
    person.give(claim);
    person.settleLast(paid());
    person.nowMs -= HOUR;
    expect(person.give(claim)).toBe('E_COOLDOWN');
  });

  it('can be claimed again at once when the ledger refused it', () => {
    const person = enrolled();
    person.give(claim);
    person.settleLast(noFunds);
    expect(userReads.daily(person.state, { claimNo: 1 })).toMatchObject({ status: 'refused' });
    expect(person.give(claim)).toMatchObject({ claimNo: 2, streak: 1 });
    person.settleLast(paid('r3'));
    expect(userReads.daily(person.state, { claimNo: 2 })).toMatchObject({
      status: 'settled',
      receiptId: 'r3',
    });
    expect(person.state.xp).toBe(100);
  });
});

const draft = (revision: number, bio = 'Hello', colour = '#aabbcc'): UserCommand => ({
  type: 'DraftProfile',
  change: { title: sealed(ME, 'Keeper'), bio: sealed(ME, bio), colour },
  revision,
});
const pin = (revision: number, ...pins: readonly string[]): UserCommand => ({
  type: 'DraftProfile',
  change: { pins },
  revision,
});
const save = (revision: number): UserCommand => ({ type: 'SaveProfile', revision });

describe('profile, privacy and inbox', () => {
  it('shows a card to nobody before it is saved, and then what was looked at', () => {
    const person = enrolled();
    const card = { title: 'Keeper', bio: 'Hello', colour: '#aabbcc' };
    expect(person.give(draft(0))).toEqual({ type: 'Done', revision: 1 });
    expect(userReads.view(person.state, {}, START)).toMatchObject({ title: '', bio: '', pins: [] });
    expect(userReads.draft(person.state, {}, START)).toMatchObject({ ...card, revision: 1 });
    expect(person.give(pin(1, 'hall', 'pet:p1'))).toEqual({ type: 'Done', revision: 2 });
    // the preview without pins was drawn before
    expect(person.give(save(1))).toBe('E_STALE');
    expect(person.give(save(2))).toEqual({ type: 'Done', revision: 3 });
    expect(userReads.view(person.state, {}, START)).toMatchObject({ ...card, pins: ['hall', 'pet:p1'] });
    expect(userReads.draft(person.state, {}, START)).toBeUndefined();
    expect(person.give(save(3))).toBe('E_STALE');
  });

  it('refuses a draft from a form that was opened before another one', () => {
    const person = enrolled();
    expect(person.give(draft(0))).toEqual({ type: 'Done', revision: 1 });
    expect(person.give(draft(0, 'Other'))).toBe('E_STALE');
    expect(userReads.draft(person.state, {}, START)).toMatchObject({ bio: 'Hello' });
  });

  it('leaves the card as it was when a draft is dropped, and what was dropped cannot be saved', () => {
    const person = enrolled();
    person.give(draft(0));
    person.give(save(1));
    person.give(draft(2, 'Other'));
    expect(person.give({ type: 'DropDraft', revision: 2 })).toBe('E_STALE');
    person.give({ type: 'DropDraft', revision: 3 });
    for (const revision of [3, 4]) {
      expect(person.give(save(revision))).toBe('E_STALE');
      expect(person.give({ type: 'DropDraft', revision })).toBe('E_STALE');
    }
    expect(userReads.view(person.state, {}, START)).toMatchObject({ bio: 'Hello' });
  });

  it('refuses text that is too long, colours that are none and pins that nobody offers', () => {
    const person = enrolled();
    expect(person.give(draft(0, 'x'.repeat(191)))).toBe('E_INPUT');
    expect(person.give(draft(0, 'Hello', 'red'))).toBe('E_INPUT');
    const seven = Array.from({ length: 7 }, (_, n) => `pet:p${n}`);
    for (const pins of [['hall', 'hall'], ['wealth'], ['__proto__'], ['pet:'], ['pet:P1'], ['hall\n'], seven])
      expect(person.give(pin(0, ...pins)), pins.join(' ')).toBe('E_INPUT');
    expect(person.state.draft).toBeNull();
  });

  it('refuses a time zone that is none', () => {
    const person = enrolled();
    expect(person.give({ type: 'SetTimeZone', timeZone: 'Mars/Olympus' })).toBe('E_INPUT');
    expect(person.give({ type: 'SetTimeZone', timeZone: '__proto__' })).toBe('E_INPUT');
    expect(person.give({ type: 'SetTimeZone', timeZone: 'Europe/Zurich' })).toMatchObject({ type: 'Done' });
  });

  it('keeps 50 notes, newest first, and counts the unread ones', () => {
    const person = enrolled();
    for (let n = 1; n <= 60; n += 1) {
      person.give({ type: 'Notify', event: 'pet', text: sealed(ME, `note ${n}`) }, 'pet:home:p1');
    }
    const inbox = userReads.inbox(person.state, { limit: 100 });
    expect(inbox.entries).toHaveLength(50);
    expect(inbox.unread).toBe(50);
    expect(inbox.entries[0]).toMatchObject({ text: 'note 60', isNew: true });
    person.give({ type: 'ReadInbox' });
    expect(userReads.inbox(person.state, { limit: 1 })).toMatchObject({
      unread: 0,
      entries: [{ isNew: false }],
    });
  });

  it('keeps no note about what was switched off', () => {
    const person = enrolled();
    person.give({ type: 'SetNotify', event: 'pet', via: 'off' });
    person.give({ type: 'Notify', event: 'pet', text: sealed(ME, 'hungry') }, 'pet:home:p1');
    expect(person.state.inbox).toHaveLength(0);
  });

  it('shows text of an erased person as erased', () => {
    const person = enrolled();
    const state: UserState = { ...person.state, name: { $sealed: { by: ME, text: null } } };
    expect(userReads.view(state, {}, START)).toMatchObject({ name: '[erased]' });
  });

  it('says which levels were reached, one by one', () => {
    const person = enrolled();
    for (let n = 0; n < 2; n += 1) person.give({ type: 'AwardXp', source: 'adopt' }, 'pet:home:p1');
    const levels = person.events.filter((event) => event.type === 'LevelReached').map(({ level }) => level);
    expect(levels).toEqual([2, 3, 4, 5]);
    expect(person.state.inbox.length).toBeGreaterThan(0);
  });
});

describe('messages to a person', () => {
  const TEXT = sealed(ME, 'a gift');
  const GIFT: UserCommand = { type: 'Notify', event: 'gift', text: TEXT, from: 'u2' };
  const BY = 'user:0:u2';

  const started = (): Person => {
    const person = new Person();
    person.give({ type: 'Enroll', name: sealed(ME, 'Ash'), realm: 'home' });
    person.give({ type: 'SetNotify', event: 'gift', via: 'dm' });
    return person;
  };
  const vias = ({ events }: Person): readonly string[] =>
    events.flatMap((event) => (event.type === 'Notified' ? [event.via] : []));

  it('go to the address that is kept, sealed under their own key, and to none that is not theirs', () => {
    const person = new Person();
    const enrol = (by: string, id: string) =>
      person.give({
        type: 'Enroll',
        name: sealed(ME, 'Ash'),
        realm: 'home',
        address: { provider: 'discord', id: sealed(by, id) },
      });
    expect(enrol('u2', '123')).toBe('E_INPUT');
    expect(enrol(ME, 'ash#1')).toBe('E_INPUT');
    expect(person.state).toEqual(initialUser());
    enrol(ME, '123');
    enrol(ME, '123');
    enrol(ME, '456');
    expect(person.events.filter(({ type }) => type === 'AddressKept')).toHaveLength(2);
    expect(userReads.address(person.state, { provider: 'discord' })).toBe('456');
    const erased = { ...person.state, addresses: { discord: { $sealed: { by: ME, text: null } } } };
    expect(userReads.address(erased, { provider: 'discord' })).toBeUndefined();
  });

  it('are written in the language that the person was seen to read last, English until then', () => {
    const person = new Person();
    const enrol = (language?: 'en' | 'de') =>
      person.give({
        type: 'Enroll',
        name: sealed(ME, 'Ash'),
        realm: 'home',
        ...(language === undefined ? {} : { language }),
      });
    const seen = (['en', 'de', undefined, 'de', 'en', undefined] as const).map((language) => {
      enrol(language);
      return userReads.language(person.state);
    });
    expect(seen).toEqual(['en', 'de', 'de', 'de', 'en', 'en']);
    expect(person.events.filter(({ type }) => type === 'LanguageKept')).toHaveLength(2);
    const { language: _language, ...old } = person.state;
    expect(userStateSchema.parse(upgradeUserState(old)).language).toBeNull();
  });

  it('come from one person once in ten minutes; the rest waits in the inbox', () => {
    const person = started();
    person.give(GIFT, BY);
    person.give(GIFT, BY);
    person.give({ ...GIFT, from: 'u3' }, 'user:0:u3');
    person.nowMs += PAIR_PAUSE_MS - 1;
    person.give(GIFT, BY);
    person.nowMs += 1;
    person.give(GIFT, BY);
    expect(vias(person)).toEqual(['dm', 'inbox', 'dm', 'inbox', 'dm']);
    expect(userReads.inbox(person.state, { limit: 9 }).entries).toHaveLength(5);
  });

  it('come the usual way to somebody who has not chosen, and as chosen to who has', () => {
    const person = started();
    const challenge: UserCommand = { ...GIFT, event: 'challenge', usual: 'dm' };
    person.give(challenge, 'battle:home:b1');
    person.give({ type: 'SetNotify', event: 'challenge', via: 'inbox' });
    person.give(challenge, 'battle:home:b1');
    person.give({ type: 'SetNotify', event: 'challenge', via: 'off' });
    person.give(challenge, 'battle:home:b1');
    expect(vias(person)).toEqual(['dm', 'inbox']);
  });

  it('are closed until they ask for them again', () => {
    const person = started();
    expect(person.give({ type: 'NoteClosed', provider: 'discord' })).toBe('E_PERM');
    person.give({ type: 'NoteClosed', provider: 'discord' }, 'discord:0:letters');
    expect(userReads.closedAtMs(person.state)).toBe(START);
    person.give({ type: 'SetNotify', event: 'level', via: 'inbox' });
    expect(userReads.closedAtMs(person.state)).toBe(START);
    person.give({ type: 'SetNotify', event: 'gift', via: 'dm' });
    expect(userReads.closedAtMs(person.state)).toBe(0);
  });
});

describe('messages in a channel', () => {
  const HERE = { provider: 'discord', guild: 'g1', channel: sealed(ME, '123') } as const;
  const GIFT: UserCommand = { type: 'Notify', event: 'gift', text: sealed(ME, 'a gift'), from: 'u2' };
  const choose = (channel?: typeof HERE): UserCommand => ({
    type: 'SetNotify',
    event: 'gift',
    via: 'channel',
    ...(channel === undefined ? {} : { channel }),
  });
  const last = ({ events }: Person): unknown => events.findLast(({ type }) => type === 'Notified');

  it('need a channel, of digits, sealed under the own key', () => {
    const person = enrolled();
    expect(person.give(choose())).toBe('E_INPUT');
    expect(person.give(choose({ ...HERE, channel: sealed('u2', '123') }))).toBe('E_INPUT');
    expect(person.give(choose({ ...HERE, channel: sealed(ME, '../users') }))).toBe('E_INPUT');
    expect(person.state.channel).toBeNull();
    expect(person.give(choose(HERE))).toMatchObject({ type: 'Done' });
    expect(userReads.channel(person.state)).toEqual({ guild: 'g1', channelId: '123' });
    // for a second event the channel is known
    expect(person.give({ type: 'SetNotify', event: 'pet', via: 'channel' })).toMatchObject({ type: 'Done' });
    const before = person.state;
    person.give(choose(HERE));
    expect(person.state).toBe(before);
  });

  it('come there, from one person once in ten minutes, and into the inbox once the channel is lost', () => {
    const person = enrolled();
    person.give(choose(HERE));
    person.give(GIFT, 'user:0:u2');
    expect(last(person)).toMatchObject({ via: 'channel', from: 'u2' });
    person.give(GIFT, 'user:0:u2');
    expect(last(person)).toMatchObject({ via: 'inbox' });
    expect(person.give({ type: 'LoseChannel', provider: 'discord' })).toBe('E_PERM');
    person.give({ type: 'LoseChannel', provider: 'discord' }, 'discord:0:letters');
    person.nowMs += PAIR_PAUSE_MS;
    person.give(GIFT, 'user:0:u2');
    expect(last(person)).toMatchObject({ via: 'inbox' });
    expect(userReads.notify(person.state).gift).toBe('channel');
    person.give(choose({ ...HERE, channel: sealed(ME, '456') }));
    person.give(GIFT, 'user:0:u2');
    expect(last(person)).toMatchObject({ via: 'channel' });
    expect(userReads.channel(person.state)?.channelId).toBe('456');
  });

  it('never tell a channel what is between people alone', () => {
    const person = enrolled();
    person.give(choose(HERE));
    person.give({ ...GIFT, usual: 'dm' }, 'user:0:u2');
    expect(last(person)).toMatchObject({ via: 'dm' });
  });

  it('are nowhere for who was erased', () => {
    const channel = { ...HERE, channel: { $sealed: { by: ME, text: null } } };
    expect(userReads.channel({ ...initialUser(), channel })).toBeUndefined();
  });
});

describe('a digest', () => {
  const note = (text: string): UserCommand => ({ type: 'Notify', event: 'gift', text: sealed(ME, text) });
  const wanting = (): Person => {
    const person = enrolled();
    person.give({ type: 'SetNotify', event: 'gift', via: 'digest' });
    return person;
  };
  const tell = (person: Person, text: string) => person.give(note(text), 'user:0:u2');
  const sent = ({ events }: Person): readonly (readonly string[])[] =>
    events.flatMap((event) =>
      event.type === 'DigestSent' ? [event.entries.map(({ text }) => text.$sealed.text ?? '')] : [],
    );

  it('gathers what came until six in the evening, once, and what came after for the next day', () => {
    const person = wanting();
    tell(person, 'one');
    expect(person.digestAtMs).toBe(Date.UTC(2026, 2, 1, 18));
    tell(person, 'two');
    person.give({ type: 'Notify', event: 'pet', text: sealed(ME, 'not for it') }, 'pet:home:p1');
    expect(userReads.digestDueMs(person.state)).toBe(Date.UTC(2026, 2, 1, 18));
    person.nowMs = Date.UTC(2026, 2, 1, 18);
    expect(person.give({ type: 'SendDigest' })).toBe('E_PERM');
    person.give({ type: 'SendDigest' }, 'user:0:u1');
    person.give({ type: 'SendDigest' }, 'user:0:u1');
    expect(sent(person)).toEqual([['one', 'two']]);
    tell(person, 'three');
    expect(person.digestAtMs).toBe(Date.UTC(2026, 2, 2, 18));
    person.nowMs = Date.UTC(2026, 2, 2, 18);
    person.give({ type: 'SendDigest' }, 'user:0:u1');
    expect(sent(person)).toEqual([['one', 'two'], ['three']]);
    expect(userReads.inbox(person.state, { limit: 9 }).entries).toHaveLength(4);
  });

  it('comes by the clock of the person, and moves when they do', () => {
    const person = wanting();
    person.give({ type: 'SetTimeZone', timeZone: 'America/New_York' });
    expect(person.digestAtMs).toBeNull();
    tell(person, 'one');
    expect(person.digestAtMs).toBe(Date.UTC(2026, 2, 1, 23));
    person.give({ type: 'SetTimeZone', timeZone: 'Asia/Tokyo' });
    // 18:00 of 1 March there has just passed at 9:00 UTC
    expect(person.digestAtMs).toBe(Date.UTC(2026, 2, 2, 9));
  });

  it.each([
    ['Europe/Zurich', Date.UTC(2026, 2, 29, 0, 30), Date.UTC(2026, 2, 29, 16)],
    ['Europe/Zurich', Date.UTC(2026, 9, 24, 23), Date.UTC(2026, 9, 25, 17)],
    ['America/New_York', Date.UTC(2026, 10, 1, 5), Date.UTC(2026, 10, 1, 23)],
  ])('comes at six on days on which the clocks change, too (%s)', (timeZone, nowMs, dueMs) => {
    expect(digestAtMs(timeZone, nowMs)).toBe(dueMs);
  });

  it('tells of levels that a daily brings, too', () => {
    const person = enrolled();
    person.give({ type: 'SetNotify', event: 'level', via: 'digest' });
    for (let n = 0; n < 40; n += 1) person.give({ type: 'AwardXp', source: 'adopt' }, 'pet:home:p1');
    expect(person.events.filter(({ type }) => type === 'DigestPlanned')).toHaveLength(1);
    expect(person.digestAtMs).not.toBeNull();
    person.give({ type: 'SendDigest' }, 'user:0:u1');
    expect(sent(person)[0]?.[0]).toMatch(/You reached level/);
  });
});
