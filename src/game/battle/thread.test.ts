import { describe, expect, it } from 'vitest';
import type { Context } from '../shared/decider.ts';
import { sfc32 } from '../shared/rng.ts';
import {
  FOLLOWERS_MAX,
  type ThreadCommand,
  threadDecider,
  threadEventSchemas,
  threadReads,
  type ThreadState,
  threadStateSchema,
} from './thread.ts';

const self = { kind: 'thread', realm: 'home', id: 'b1' };
const SURFACE = 'discord:0:threads';
const place = { guildId: '1', channelId: '2', isThread: false, mayThread: true, scope: 'g' };
const PLACE: ThreadCommand = { type: 'Place', battle: 'match', place };

/** One thread driven by hand. */
class Driven {
  state: ThreadState = threadDecider.initial(self);

  give(command: ThreadCommand, by = SURFACE) {
    const context: Context = { nowMs: 1, rng: sfc32(1, 2, 3, 4), self, by, commandId: `${by}/k` };
    const decision = threadDecider.decide(this.state, command, context);
    if (!decision.ok) return decision.rejection.code;
    for (const event of decision.events) {
      const { type, ...data } = event;
      threadEventSchemas[type].parse(data);
      this.state = threadDecider.evolve(this.state, event, 1);
    }
    threadStateSchema.parse(this.state);
    return (decision.effects ?? []).map(({ to, command: told }) => ({ to: to.id, told }));
  }
}

const placed = (): Driven => {
  const driven = new Driven();
  driven.give(PLACE);
  return driven;
};

describe('the thread of a battle', () => {
  it('keeps where it is shown, and nothing once it is closed', () => {
    const driven = placed();
    const message = { channelId: '3', messageId: '4', threadId: '3' };
    driven.give({ type: 'Post', message });
    driven.give({ ...PLACE, battle: 'battle' });
    expect(threadReads.open(driven.state)).toMatchObject({ battle: 'match', place, message, isLost: false });
    driven.give({ type: 'Lose' });
    expect(threadReads.open(driven.state)).toMatchObject({ message: null, isLost: true });
    driven.give({ type: 'Post', message });
    expect(threadReads.open(driven.state)).toMatchObject({ message, isLost: false });
    driven.give({ type: 'Close' });
    expect(threadReads.open(driven.state)).toBeUndefined();
    expect(driven.give({ type: 'Post', message })).toBe('E_GONE');
  });

  it('tells each follower of the end, once, and nobody who took it back', () => {
    const driven = placed();
    for (const by of ['u1', 'u2', 'u3', 'u2']) driven.give({ type: 'Follow' }, by);
    expect(driven.give({ type: 'Close' })).toMatchObject([
      { to: 'u1', told: { type: 'Notify', event: 'battle', about: 'match:b1', usual: 'dm' } },
      { to: 'u3' },
    ]);
    expect(driven.give({ type: 'Close' })).toBe('E_GONE');
    expect(driven.give({ type: 'Follow' }, 'u4')).toBe('E_GONE');
  });

  it('takes from persons only that they follow, and from surfaces all but that', () => {
    const driven = placed();
    expect(driven.give({ type: 'Close' }, 'u1')).toBe('E_PERM');
    expect(driven.give({ type: 'Follow' })).toBe('E_PERM');
  });

  it('has room for so many followers, and takes no ids that are none of Discord’s', () => {
    const driven = placed();
    for (let n = 0; n < FOLLOWERS_MAX; n += 1) driven.give({ type: 'Follow' }, `u${n}`);
    expect(driven.give({ type: 'Follow' }, 'late')).toBe('E_LIMIT');
    const message = { channelId: 'x', messageId: '4', threadId: null };
    expect(driven.give({ type: 'Post', message })).toBe('E_INPUT');
    const nowhere = { ...place, guildId: 'home' };
    expect(new Driven().give({ type: 'Place', battle: 'battle', place: nowhere })).toBe('E_INPUT');
  });
});
