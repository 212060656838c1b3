import { describe, expect, it } from 'vitest';
import type { Context } from '../shared/decider.ts';
import { sealed } from '../shared/sealed.ts';
import { BROADCAST_MAX, type BroadcastCommand, broadcastDecider, type BroadcastState } from './broadcast.ts';

const self = { kind: 'broadcast', realm: '0', id: 'b1' };
const HOUR_MS = 3_600_000;

const contextOf = (by: string, nowMs: number): Context => ({
  nowMs,
  by,
  self,
  commandId: `${by}/1`,
  rng: { next: () => 0 },
});

/** What a command makes of a message; a refusal's code instead. */
const after = (
  state: BroadcastState,
  command: BroadcastCommand,
  by = 'u1',
  nowMs = 1_000,
): BroadcastState | string => {
  const decision = broadcastDecider.decide(state, command, contextOf(by, nowMs));
  if (!decision.ok) return decision.rejection.code;
  return decision.events.reduce((next, event) => broadcastDecider.evolve(next, event, nowMs), state);
};

const all = (...commands: readonly BroadcastCommand[]): BroadcastState => {
  let state = broadcastDecider.initial(self);
  for (const command of commands) {
    const next = after(state, command);
    if (typeof next === 'string') throw new Error(`${command.type}: ${next}`);
    state = next;
  }
  return state;
};

const draft = (text = 'Hello'): BroadcastCommand => ({ type: 'Draft', text: sealed('u1', text) });
const carried = (target: string, isReached = true): BroadcastCommand => ({
  type: 'Carry',
  carrier: 'discord',
  target,
  isReached,
});

describe('a message to all guilds', () => {
  it('is drafted, confirmed by its author alone and within ten minutes, and sent once', () => {
    const drafted = all(draft());
    expect(drafted).toMatchObject({ status: 'draft', by: 'u1' });
    expect(after(drafted, { type: 'Send' }, 'u2')).toBe('E_PERM');
    expect(after(drafted, { type: 'Send' }, 'u1', HOUR_MS)).toBe('E_GONE');
    const sent = all(draft(), { type: 'Send' });
    expect(sent.status).toBe('sent');
    expect(after(sent, { type: 'Send' })).toBe(sent);
    expect(after(sent, { type: 'Discard' })).toBe('E_GONE');
    expect(after(all(draft(), { type: 'Discard' }), { type: 'Send' })).toBe('E_GONE');
  });

  it('says what text it takes', () => {
    const none = broadcastDecider.initial(self);
    expect(after(none, draft(''))).toBe('E_INPUT');
    expect(after(none, draft('x'.repeat(BROADCAST_MAX + 1)))).toBe('E_INPUT');
    expect(after(none, { type: 'Send' })).toBe('E_GONE');
  });

  it('counts each guild once, in their order, until there is none left', () => {
    const state = all(
      draft(),
      { type: 'Send' },
      carried('a'),
      carried('a'),
      carried('c', false),
      carried('b'),
    );
    expect(state.carriers).toEqual({ discord: { after: 'c', reached: 1, failed: 1, isDone: false } });
    const done = all(draft(), { type: 'Send' }, carried('a'), { type: 'Finish', carrier: 'discord' });
    expect(done.carriers.discord).toMatchObject({ reached: 1, isDone: true });
    expect(after(done, carried('z'))).toBe(done);
    expect(after(all(draft()), carried('a'))).toBe('E_GONE');
  });
});
