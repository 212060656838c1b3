import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identity } from '#actors/identity/identity.ts';
import { ledger } from '#actors/ledger/ledger.ts';
import { user } from '#actors/user/user.ts';
import { fakeDesk } from '#test/support/commands/fake-desk.ts';
import { createRig, type Rig } from '#test/support/kit-rig.ts';
import type { Desk } from './desk.ts';
import { People } from './enrol.ts';
import { identityBook } from './identity-book.ts';
import { mintNonce } from './nonce.ts';
import { PeopleDirectory } from './people-directory.ts';
import { resolveUserOf } from './resolve-user.ts';

const KEY = Buffer.alloc(32, 7);
const ash = { provider: 'playground', externalId: 'ash', name: 'Ash' };

let rig: Rig;
beforeEach(async () => {
  rig = await createRig({ kinds: [user, identity, ledger] });
});
afterEach(() => rig.engine.kill());

const finish = async <T>(work: Promise<T>): Promise<T> => {
  const progress = { isDone: false };
  const end = work.finally(() => {
    progress.isDone = true;
  });
  for (let turn = 0; turn < 200 && !progress.isDone; turn += 1) await rig.pass(50);
  return end;
};

const call = () => ({ realm: 'home', scope: 'g', deadlineMonoMs: rig.clock.monoMs() + 5_000, traceId: 't' });
/** As after a start: nothing is remembered. */
const people = () =>
  new People(
    identityBook(rig.engine, () => mintNonce({ nowMs: rig.clock.nowMs() })),
    new PeopleDirectory(),
    KEY,
  );

describe('a person at their first command', () => {
  it('has a profile and the welcome grant when the command begins', async () => {
    const { userId } = await finish(people().resolve(ash, call()));
    const view = await finish(rig.engine.read(user, { realm: '0', id: userId }, 'view', {}, call()));
    expect(view).toMatchObject({ name: 'Ash', welcome: 'granted', realm: 'home' });
  });

  it('is the same person after a restart and is welcomed once', async () => {
    const first = await finish(people().resolve(ash, call()));
    const before = rig.engine.entity('user', { realm: '0', id: first.userId })?.seq;
    const second = await finish(people().resolve(ash, call()));
    expect(second.userId).toBe(first.userId);
    expect(rig.engine.entity('user', { realm: '0', id: first.userId })?.seq).toBe(before);
  });

  it('has the language kept that they read where they can be written to', async () => {
    const misty = { provider: 'discord', externalId: '1234', name: 'Misty' };
    const spoken = async (locale: string): Promise<string> => {
      const { userId } = await finish(people().resolve({ ...misty, locale }, call()));
      return finish(rig.engine.read(user, { realm: '0', id: userId }, 'language', undefined, call()));
    };
    const commits = (): number => rig.engine.stats().commits;
    expect(await spoken('en-US')).toBe('en');
    const before = commits();
    expect(await spoken('fr')).toBe('en');
    expect(commits()).toBe(before);
    expect(await spoken('de')).toBe('de');
    expect(commits()).toBe(before + 1);
    expect(await spoken('de-AT')).toBe('de');
    expect(commits()).toBe(before + 1);
  });

  it('is one person when two processes of theirs come at once', async () => {
    const found = await finish(Promise.all([people().resolve(ash, call()), people().resolve(ash, call())]));
    expect(new Set(found.map(({ userId }) => userId)).size).toBe(1);
  });

  it('is a new person after being erased', async () => {
    const before = await finish(people().resolve(ash, call()));
    await finish(rig.engine.erase(before.userId));
    const after = await finish(people().resolve(ash, call()));
    expect(after.userId).not.toBe(before.userId);
  });
});

describe('a person named by id', () => {
  it('is found in the log when nobody has seen them since the start, and strangers are not', async () => {
    const { userId } = await finish(people().resolve(ash, call()));
    const base = fakeDesk([]);
    const desk: Desk = { ...base, deps: { ...base.deps, engine: rig.engine } };
    const resolve = resolveUserOf(desk, call());
    expect(await finish(resolve(`<@${userId}>`))).toBe(userId);
    expect(desk.directory.nameOf(userId)).toBe('Ash');
    expect(await finish(resolve('u0000000000000'))).toBeUndefined();
    expect(await finish(resolve('nobody'))).toBeUndefined();
  });

  it('must be chosen when several bear the name', async () => {
    const desk = fakeDesk([]);
    desk.directory.remember('user1', 'Ash');
    desk.directory.remember('user2', 'ash');
    await expect(resolveUserOf(desk, call())('@Ash')).rejects.toMatchObject({
      rejection: { code: 'E_INPUT', field: 'user' },
    });
  });
});
