import { describe, expect, it } from 'vitest';
import type { Accepted, Context, Effect, EffectOutcome } from '../shared/decider.ts';
import { sfc32 } from '../shared/rng.ts';
import { sealed } from '../shared/sealed.ts';
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

const edit = (revision: number, bio = 'Hello', colour = '#aabbcc'): UserCommand => ({
  type: 'EditProfile',
  title: sealed(ME, 'Keeper'),
  bio: sealed(ME, bio),
  colour,
  revision,
});

describe('profile, privacy and inbox', () => {
  it('refuses an edit from a form that was opened before another edit', () => {
    const person = enrolled();
    expect(person.give(edit(0))).toEqual({ type: 'Done', revision: 1 });
    expect(person.give(edit(0))).toBe('E_STALE');
    expect(userReads.view(person.state, {}, START)).toMatchObject({ title: 'Keeper', bio: 'Hello' });
  });

  it('refuses text that is too long and colours that are none', () => {
    const person = enrolled();
    expect(person.give(edit(0, 'x'.repeat(191)))).toBe('E_INPUT');
    expect(person.give(edit(0, 'Hello', 'red'))).toBe('E_INPUT');
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
