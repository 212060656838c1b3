import { describe, expect, it } from 'vitest';
import type { Leg } from '../economy/ledger-protocol.ts';
import type { Accepted, Context, Effect, EffectOutcome } from '../shared/decider.ts';
import type { Rejection } from '../shared/errors.ts';
import { sfc32 } from '../shared/rng.ts';
import { sealed } from '../shared/sealed.ts';
import { leftToSend, NEW_DAILY_MAX, NEW_DAYS, sentBy } from './sending.ts';
import { userDecider } from './user-decider.ts';
import { type UserEvent, userUpcasters } from './user-events.ts';
import type { UserCommand, UserReply } from './user-protocol.ts';
import { initialUser, upgradeUserState, type UserState, userStateSchema } from './user-state.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 2, 1, 9);
const ME = 'u1';

/** A person who came at `START` and sends things. */
class Sender {
  state: UserState = initialUser();
  nowMs = START;
  readonly #effects: Effect[] = [];
  #nonces = 0;

  constructor() {
    this.give({ type: 'Enroll', name: sealed(ME, 'Ash'), realm: 'home' });
  }

  #context(): Context {
    const self = { kind: 'user', realm: '0', id: ME };
    return { nowMs: this.nowMs, rng: sfc32(1, 2, 3, 4), self, by: ME, commandId: 'u1/k' };
  }

  #take(accepted: Accepted<UserEvent, UserReply>): void {
    for (const event of accepted.events) this.state = userDecider.evolve(this.state, event, this.nowMs);
    this.#effects.push(...(accepted.effects ?? []));
  }

  give(command: UserCommand): Rejection | undefined {
    const decision = userDecider.decide(this.state, command, this.#context());
    if (!decision.ok) return decision.rejection;
    this.#take(decision);
    return undefined;
  }

  open(...legs: readonly Leg[]): { readonly nonce: string; readonly refused: Rejection | undefined } {
    this.#nonces += 1;
    const nonce = `n${this.#nonces}`;
    const transfer = { type: 'Transfer', legs, memo: { kind: 'pay' } } as const;
    return {
      nonce,
      refused: this.give({ type: 'OpenQuote', nonce, plan: { kind: 'pay', realm: 'home', transfer } }),
    };
  }

  send(...legs: readonly Leg[]): Rejection | undefined {
    const { nonce, refused } = this.open(...legs);
    return refused ?? this.give({ type: 'ConfirmQuote', nonce });
  }

  settleLast(outcome: EffectOutcome): void {
    this.#take(userDecider.settle!(this.state, this.#effects.at(-1)!, outcome, this.#context()));
  }
}

const coins = (amount: number): Leg => ({ from: 'u:u1', to: 'u:u2', coins: amount });

describe('a new account', () => {
  it('sends 5,000 coins a day and hears what is left and when the limit lifts', () => {
    const me = new Sender();
    expect(me.send(coins(3_800))).toBeUndefined();
    const refused = me.send(coins(1_201));
    expect(refused).toMatchObject({ code: 'E_LIMIT', field: 'amount', untilMs: START + DAY });
    expect(refused?.message).toContain('1,200 coins are still possible until 2026-03-02 09:00 UTC');
    expect(refused?.message).toContain('the limit ends on 2026-03-08 09:00 UTC');
    expect(me.send(coins(1_200))).toBeUndefined();
    expect(me.send(coins(1))?.message).toContain('Nothing more is possible');
  });

  it('cannot pass the limit by confirming offers that were opened side by side', () => {
    const me = new Sender();
    const offers = [me.open(coins(3_000)), me.open(coins(3_000))];
    const [first, second] = offers.map(({ nonce }) => me.give({ type: 'ConfirmQuote', nonce }));
    expect([first, second?.code]).toEqual([undefined, 'E_LIMIT']);
  });

  it('may send again on its next day, without limit after seven, and never by the calendar of a time zone', () => {
    const me = new Sender();
    me.send(coins(5_000));
    me.nowMs = START + DAY - 1;
    me.give({ type: 'SetTimeZone', timeZone: 'Pacific/Kiritimati' });
    expect(me.send(coins(1))?.code).toBe('E_LIMIT');
    me.nowMs = START + DAY;
    expect(me.send(coins(5_000))).toBeUndefined();
    me.nowMs = START + NEW_DAYS * DAY - 1;
    expect(me.send(coins(5_001))?.untilMs).toBe(START + NEW_DAYS * DAY);
    me.nowMs = START + NEW_DAYS * DAY;
    expect(me.send(coins(1_000_000))).toBeUndefined();
    expect(leftToSend(me.state, me.nowMs)).toBeUndefined();
  });

  it('gets back what the ledger refused, and not what may still be carried out', () => {
    const me = new Sender();
    const rejection = { code: 'E_FUNDS', message: 'Too little.' } as const;
    me.send(coins(5_000));
    me.settleLast({ ok: false, rejection });
    expect(leftToSend(me.state, me.nowMs)).toBe(NEW_DAILY_MAX);
    me.send(coins(4_000));
    me.settleLast({ ok: false, rejection, gaveUp: true });
    expect(leftToSend(me.state, me.nowMs)).toBe(1_000);
  });

  it('gets nothing back on a later day', () => {
    const me = new Sender();
    me.send(coins(5_000));
    me.nowMs += DAY;
    me.settleLast({ ok: false, rejection: { code: 'E_FUNDS', message: 'Too little.' } });
    expect(leftToSend(me.state, me.nowMs)).toBe(NEW_DAILY_MAX);
    expect(me.send(coins(5_001))?.code).toBe('E_LIMIT');
  });

  it('is held to the worth of presents, and not to what it spends for itself', () => {
    const bells: Leg = { from: 'u:u1', to: 'u:u2', item: 'goldenbell', quantity: 1 };
    expect(new Sender().send(bells)?.code).toBe('E_LIMIT');
    expect(sentBy([bells, coins(7)], 'u:u1')).toBe(20_007);
    const own: readonly Leg[] = [
      { from: 'u:u1', to: 'sink', coins: 90_000 },
      { from: 'mint', to: 'u:u1', item: 'goldenbell', quantity: 2 },
    ];
    expect(new Sender().send(...own)).toBeUndefined();
  });
});

describe('a person of version 1', () => {
  it('has sent nothing that counts', () => {
    const { sent, ...old } = initialUser();
    const quote = {
      nonce: 'n',
      status: 'gone',
      plan: null,
      expiresAtMs: 1,
      receiptId: null,
      rejection: null,
    };
    expect(sent).toBeNull();
    const upgraded = userStateSchema.parse(upgradeUserState({ ...old, quotes: [quote] }));
    expect([upgraded.sent, upgraded.quotes[0]?.sent]).toEqual([null, null]);
    expect(upgraded).toMatchObject({ pins: [], draft: null, channel: null, digestDueMs: 0 });
    expect(userUpcasters['ProfileEdited@1']({ colour: '#112233' })).toEqual({ colour: '#112233', pins: [] });
    expect(userUpcasters['QuoteConfirmed@1']({ nonce: 'n', kind: 'pay' })).toEqual({
      nonce: 'n',
      kind: 'pay',
      sent: null,
    });
  });
});
