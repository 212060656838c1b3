import { describe, expect, it } from 'vitest';
import { sealed } from '#game/shared/sealed.ts';
import type { Keys } from '#ports/keys.ts';
import { Sealer } from './sealer.ts';

const createKeys = () => {
  const keys = new Map<string, Buffer | 'erased'>();
  let calls = 0;
  const gate: { wait?: Promise<unknown> } = {};
  const store: Pick<Keys, 'user' | 'erase'> = {
    async user(userId, options) {
      calls += 1;
      let key = keys.get(userId);
      if (key === undefined && options?.create === true) {
        key = Buffer.alloc(32, keys.size + 2);
        keys.set(userId, key);
      }
      await gate.wait;
      return key === 'erased' ? undefined : key;
    },
    erase: async (userId) => {
      keys.set(userId, 'erased');
      return Promise.resolve();
    },
  };
  return { store, keys, gate, calls: () => calls };
};

type Closed = { readonly $sealed: { readonly by: string; readonly c: string } };
const seal = async (sealer: Sealer, by: string, text: string): Promise<Closed> =>
  (await sealer.seal(sealed(by, text))) as Closed;

describe('the sealer', () => {
  it('opens what it closed, anywhere in a value, and leaves the rest as it is', async () => {
    const sealer = new Sealer(createKeys().store);
    const value = {
      a: [1, null, 'x', { deep: sealed('u1', 'Ünïcode 🎉 "quotes"') }],
      b: { c: sealed('u2', '') },
      d: true,
    };
    const closed = await sealer.seal(value);
    expect(JSON.stringify(closed)).not.toContain('code');
    expect(Sealer.isMarked(JSON.stringify(closed))).toBe(true);
    expect(await sealer.unseal(JSON.parse(JSON.stringify(closed)))).toEqual(value);
  });

  it('gives the same text another form each time', async () => {
    const sealer = new Sealer(createKeys().store);
    const forms = await Promise.all(Array.from({ length: 50 }, () => seal(sealer, 'u1', 'same')));
    expect(new Set(forms.map(({ $sealed }) => $sealed.c)).size).toBe(50);
  });

  it('does not open what was tampered with, cut or moved to another person', async () => {
    const sealer = new Sealer(createKeys().store);
    const { $sealed } = await seal(sealer, 'u1', 'a secret of u1');
    await seal(sealer, 'u2', 'so that u2 has a key');
    const bytes = Buffer.from($sealed.c, 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(await sealer.unseal({ $sealed: { by: 'u1', c: changed.toString('base64url') } })).toEqual({
        $sealed: { by: 'u1', text: null },
      });
    }
    for (const c of [$sealed.c.slice(0, 30), $sealed.c.slice(4), 'AA', '!!', '']) {
      expect(await sealer.unseal({ $sealed: { by: 'u1', c } })).toEqual({
        $sealed: { by: 'u1', text: null },
      });
    }
    expect(await sealer.unseal({ $sealed: { by: 'u2', c: $sealed.c } })).toEqual({
      $sealed: { by: 'u2', text: null },
    });
  });

  it('does nothing twice: closed stays closed, plain stays plain', async () => {
    const sealer = new Sealer(createKeys().store);
    const closed = await seal(sealer, 'u1', 'x');
    expect(await sealer.unseal(await sealer.seal(closed))).toEqual(sealed('u1', 'x'));
    expect(await sealer.unseal(sealed('u1', 'x'))).toEqual(sealed('u1', 'x'));
    expect(await sealer.unseal({ $sealed: { by: 'u1', text: null } })).toEqual({
      $sealed: { by: 'u1', text: null },
    });
  });

  it('is not fooled by a text that looks like the mark', () => {
    expect(Sealer.isMarked(JSON.stringify({ text: '"$sealed":' }))).toBe(false);
  });

  it('asks for a key once', async () => {
    const { store, calls } = createKeys();
    const sealer = new Sealer(store);
    for (let n = 0; n < 20; n += 1) await seal(sealer, 'u1', `${n}`);
    expect(calls()).toBe(1);
  });

  it('keeps nothing of an erased person and opens nothing of them', async () => {
    const sealer = new Sealer(createKeys().store);
    const before = await seal(sealer, 'u1', 'x');
    await sealer.erase('u1');
    expect(await sealer.unseal(before)).toEqual({ $sealed: { by: 'u1', text: null } });
    expect(await seal(sealer, 'u1', 'y')).toEqual({ $sealed: { by: 'u1', c: '' } });
  });

  it('does not keep a key that was on its way while its person was erased', async () => {
    const { store, gate } = createKeys();
    const sealer = new Sealer(store);
    const closed = await seal(sealer, 'u1', 'x');
    const late = new Sealer(store);
    const held = Promise.withResolvers<undefined>();
    gate.wait = held.promise;
    const opening = late.unseal(closed);
    const erasing = late.erase('u1');
    await erasing;
    delete gate.wait;
    held.resolve(undefined);
    await opening;
    expect(await late.unseal(closed)).toEqual({ $sealed: { by: 'u1', text: null } });
  });
});
