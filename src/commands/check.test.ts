import { describe, expect, it } from 'vitest';
import { checkButton, checkedCommandId } from './check.ts';
import { CustomIds } from './custom-id.ts';

const ids = new CustomIds(Buffer.alloc(32, 9));
const place = { realm: 'r'.repeat(14), id: 'i'.repeat(14) };

describe('the Check button', () => {
  it.each([
    ['a minted key', 'u1234567890123/0mzk3jd8fhq2ab'],
    ['a hashed key of the caller', 'u1/h-0123456789abcd'],
    ['a form as it was filled in', 'u1/f-0123456789abcd'],
    ['an interaction id', 'u1/1234567890123456789'],
    ['a further step', 'u1/0mzk3jd8fhq2ab.hatch'],
    ['a further step under a hashed key', 'u1/h-0123456789abcd.pay'],
  ])('carries %s through its custom id', (_what, commandId) => {
    const button = checkButton(ids, { kind: 'pet', place, commandId });
    const parts = ids.decode(button?.customId ?? '');
    expect(button?.customId.length).toBeLessThanOrEqual(100);
    expect(parts?.entity).toBe(`${place.realm}-${place.id}`);
    const { owner = '', verb = '', revision = 0, nonce = '' } = parts ?? {};
    expect(checkedCommandId(owner, verb, revision, nonce)).toBe(commandId);
  });

  it.each(['demo:x#1/0/1', 'u1/UPPER', 'u1/h-0123456789abcd.averylongstep', 'u1/abcdefghijklmnopq'])(
    'is left out for %s, which would not fit',
    (commandId) => {
      expect(checkButton(ids, { kind: 'pet', place, commandId })).toBeUndefined();
    },
  );
});
