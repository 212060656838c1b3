import { describe, expect, it } from 'vitest';
import type { Context } from '../shared/decider.ts';
import { sfc32 } from '../shared/rng.ts';
import { sealed } from '../shared/sealed.ts';
import { identityDecider, identityReads, type IdentityState } from './identity-rules.ts';

const self = { kind: 'identity', realm: '0', id: 'i1' };
const context: Context = { nowMs: 1, rng: sfc32(1, 2, 3, 4), self, by: 'u1', commandId: 'u1/k' };
const unbound = identityDecider.initial(self);

const bind = (state: IdentityState, userId: string, by = userId, provider = 'discord') =>
  identityDecider.decide(state, { type: 'Bind', userId: sealed(by, userId), provider }, context);

const bound = (): IdentityState =>
  identityDecider.evolve(
    unbound,
    { type: 'IdentityBound', userId: sealed('u1', 'u1'), provider: 'discord' },
    1,
  );

describe('an identity', () => {
  it('is tied to the first user and answers that user to everybody after', () => {
    expect(bind(unbound, 'u1')).toMatchObject({
      ok: true,
      events: [{ type: 'IdentityBound' }],
      reply: { isNew: true },
    });
    expect(bind(bound(), 'u2')).toMatchObject({
      ok: true,
      events: [],
      reply: { isNew: false, userId: sealed('u1', 'u1') },
    });
    expect(identityReads.userId(bound())).toBe('u1');
  });

  it('is free again once its person was erased', () => {
    const erased: IdentityState = { ...bound(), userId: { $sealed: { by: 'u1', text: null } } };
    expect(identityReads.userId(erased)).toBeUndefined();
    expect(bind(erased, 'u2')).toMatchObject({
      ok: true,
      reply: { isNew: true, userId: sealed('u2', 'u2') },
    });
  });

  it('refuses ids of another form and ids sealed under a key that erasing would not delete', () => {
    expect(bind(unbound, 'Ash#1')).toMatchObject({ ok: false, rejection: { code: 'E_INPUT' } });
    expect(bind(unbound, 'u1', 'u2')).toMatchObject({ ok: false, rejection: { code: 'E_INPUT' } });
    expect(bind(unbound, 'u1', 'u1', '__proto__')).toMatchObject({
      ok: false,
      rejection: { field: 'provider' },
    });
  });
});
