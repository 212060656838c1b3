import { beforeEach, describe, expect, it } from 'vitest';
import { coinsFor, NPC_COINS_A_DAY } from '../battle/npc-rewards.ts';
import { npcById, NPCS } from '../battle/npcs.ts';
import type { Accepted, Effect, EffectOutcome } from '../shared/decider.ts';
import { sfc32 } from '../shared/rng.ts';
import { sealed, unsealed } from '../shared/sealed.ts';
import { userDecider } from './user-decider.ts';
import { type UserEvent, userEventSchemas } from './user-events.ts';
import type { UserCommand, UserReply } from './user-protocol.ts';
import { userReads } from './user-reads.ts';
import { initialUser, type UserState, upgradeUserState, userStateSchema } from './user-state.ts';

const DAY_MS = 86_400_000;
const PAID: EffectOutcome = { ok: true, reply: { receiptId: 'r1', balances: {} } };
const REFUSED = { ok: false, rejection: { code: 'E_LIMIT', message: 'no' } } as const;

let state: UserState;
let nowMs: number;
let effects: Effect[];
let events: UserEvent[];

const take = (accepted: Accepted<UserEvent, UserReply>): void => {
  for (const event of accepted.events) {
    const { type, ...data } = event;
    userEventSchemas[type].parse(JSON.parse(JSON.stringify(data)));
    state = userDecider.evolve(state, event, nowMs);
  }
  userStateSchema.parse(JSON.parse(JSON.stringify(state)));
  events.push(...accepted.events);
  effects.push(...(accepted.effects ?? []));
};
const context = (by: string) => ({
  nowMs,
  rng: sfc32(1, 2, 3, 4),
  self: { kind: 'user', realm: '0', id: 'u1' },
  by,
  commandId: `${by}/k`,
});
const give = (command: UserCommand, by = 'battle:home:b1'): string | undefined => {
  const decision = userDecider.decide(state, command, context(by));
  if (decision.ok) take(decision);
  return decision.ok ? undefined : decision.rejection.code;
};
const beat = (npc: string, battle = 'battle:b1') => give({ type: 'BeatNpc', npc, realm: 'home', battle });
const settle = (outcome: EffectOutcome, effect = effects.at(-1)!): void =>
  take(userDecider.settle!(state, effect, outcome, context('ledger:home:0')));
const lastNote = (): string => {
  const note = events.findLast((event) => event.type === 'Notified');
  return note === undefined ? '' : unsealed(note.text);
};
const rewardOf = (npc: string) => userReads.beaten(state).find((one) => one.npc === npc)?.reward;

beforeEach(() => {
  [state, nowMs, effects, events] = [initialUser(), Date.UTC(2026, 2, 1, 9), [], []];
  give({ type: 'Enroll', name: sealed('u1', 'Ash'), realm: 'home' }, 'u1');
  settle(PAID);
});

describe('the first win over one of the hall’s', () => {
  it('is paid once for ever from the mint, and says what it paid and who is next', () => {
    expect(beat('wren')).toBeUndefined();
    expect(effects.at(-1)).toEqual({
      to: { kind: 'ledger', realm: 'home', id: '0' },
      command: {
        type: 'Transfer',
        legs: [{ from: 'mint', to: 'u:u1', coins: 20 }],
        memo: { kind: 'npc', about: 'battle:b1' },
      },
      tag: 'npc:wren',
    });
    const ordered = effects.length;
    // won again before the ledger has answered
    beat('wren', 'battle:b2');
    settle(PAID);
    expect(rewardOf('wren')).toBe('paid');
    expect(events).toContainEqual({
      type: 'NpcRewardPaid',
      npc: 'wren',
      battle: 'battle:b1',
      coins: 20,
      receiptId: 'r1',
    });
    expect(lastNote()).toBe(
      'You beat Wren for the first time: 20 coins. Next comes Tobi: `/battle npc trainer:tobi`',
    );
    const before = events.length;
    nowMs += 30 * DAY_MS;
    beat('wren', 'battle:b3');
    settle(PAID, effects[ordered - 1]);
    expect([events.length, effects.length]).toEqual([before, ordered]);
  });

  it('is paid in the realm of the battle, and once over all realms', () => {
    give({ type: 'BeatNpc', npc: 'osrs-goblin', realm: 'north', battle: 'match:m1' }, 'match:north:m1');
    expect(effects.at(-1)?.to).toEqual({ kind: 'ledger', realm: 'north', id: '0' });
    settle(PAID);
    const before = effects.length;
    beat('osrs-goblin');
    expect(effects).toHaveLength(before);
  });

  it('waits for a win on another day when one day has paid all that it pays', () => {
    const paid: string[] = [];
    for (const { id } of NPCS) {
      const before = effects.length;
      beat(id);
      if (effects.length === before) continue;
      settle(PAID);
      paid.push(id);
    }
    const sum = (ids: readonly string[]): number =>
      ids.reduce((total, id) => total + coinsFor(npcById(id)!), 0);
    expect(sum(paid)).toBeLessThanOrEqual(NPC_COINS_A_DAY);
    const waiting = userReads.beaten(state).filter(({ reward }) => reward === 'open');
    expect(waiting.length).toBeGreaterThan(3);
    // the strongest leader came late that day
    expect(rewardOf('drake')).toBe('open');
    beat('drake');
    expect(lastNote()).toContain('Win again on another day for 400 coins');
    nowMs = (Math.floor(nowMs / DAY_MS) + 1) * DAY_MS;
    beat('drake', 'match:m9');
    settle(PAID);
    expect(rewardOf('drake')).toBe('paid');
    expect(state.npcCoins?.coins).toBe(400);
    expect(events.filter((event) => event.type === 'NpcBeaten' && event.npc === 'drake')).toHaveLength(1);
  });

  it('is paid by the next win when the ledger refuses it, and by an operator when it never answered', () => {
    beat('wren');
    settle(REFUSED);
    expect(rewardOf('wren')).toBe('open');
    beat('wren');
    settle({ ...REFUSED, gaveUp: true });
    expect(rewardOf('wren')).toBe('pending');
    const before = effects.length;
    beat('wren');
    expect(effects).toHaveLength(before);
  });

  it('is heard from battles alone, about somebody whom the hall has', () => {
    expect(give({ type: 'BeatNpc', npc: 'wren', realm: 'home', battle: 'battle:b1' }, 'u1')).toBe('E_PERM');
    expect(give({ type: 'BeatNpc', npc: 'wren', realm: 'home', battle: 'pet:p1' }, 'pet:home:p1')).toBe(
      'E_PERM',
    );
    expect(beat('nobody')).toBe('E_INPUT');
    expect(state.beaten).toEqual([]);
  });

  it('says nothing to who wants to hear nothing, and knows when all are beaten', () => {
    for (const { id } of NPCS.filter(({ rules }) => rules === 'cross')) {
      beat(id);
      settle(PAID);
    }
    expect(lastNote()).toContain('You have beaten all of their kind.');
    give({ type: 'SetNotify', event: 'battle', via: 'off' }, 'u1');
    const notes = state.inbox.length;
    beat('fern');
    settle(PAID);
    expect([state.inbox.length, rewardOf('fern')]).toEqual([notes, 'paid']);
  });

  it('was nobody’s before there was any', () => {
    const { beaten, npcCoins, ...old } = state;
    expect([beaten, npcCoins]).toEqual([[], null]);
    expect(userStateSchema.parse(upgradeUserState(old))).toEqual(state);
  });
});
