import { describe, expect, it } from 'vitest';
import type { UserId } from '#game/shared/ids.ts';
import { identityIdOf, type Known, People } from './enrol.ts';
import { PeopleDirectory } from './people-directory.ts';

const KEY = Buffer.alloc(32, 1);
const CALL = { realm: 'demo', scope: 'g', deadlineMonoMs: 1_000, traceId: 't' };
const ash = { provider: 'discord', externalId: '123456789012345678', name: 'Ash' };

const book = () => {
  const asked: { identityId: string; candidate: UserId }[] = [];
  const enrolled: string[] = [];
  const bound = new Map<string, UserId>();
  return {
    asked,
    enrolled,
    bound,
    userOf: async (identityId: string, candidate: UserId) => {
      asked.push({ identityId, candidate });
      const userId = bound.get(identityId) ?? candidate;
      bound.set(identityId, userId);
      return userId;
    },
    known: async (identityId: string) => bound.get(identityId),
    enrol: async (userId: UserId, { name, address, language }: Known, { realm }: { realm: string }) => {
      const parts = [userId, name, realm, address?.id, language];
      enrolled.push(parts.filter((part) => part !== undefined).join(' '));
      return true;
    },
  };
};

describe('identities', () => {
  it('have an id of 14 characters that says nothing about the account', () => {
    const id = identityIdOf(KEY, ash.provider, ash.externalId);
    expect(id).toMatch(/^[a-z0-9]{14}$/);
    expect(identityIdOf(KEY, ash.provider, ash.externalId)).toBe(id);
    expect(identityIdOf(Buffer.alloc(32, 2), ash.provider, ash.externalId)).not.toBe(id);
    expect(identityIdOf(KEY, 'playground', ash.externalId)).not.toBe(id);
    expect(identityIdOf(KEY, 'discord1', '23')).not.toBe(identityIdOf(KEY, 'discord', '123'));
  });
});

describe('people', () => {
  it('are looked up and enrolled once, however many commands come at once', async () => {
    const here = book();
    const directory = new PeopleDirectory();
    const people = new People(here, directory, KEY);
    const found = await Promise.all(Array.from({ length: 5 }, () => people.resolve(ash, CALL)));
    await people.resolve(ash, CALL);
    expect(new Set(found.map(({ userId }) => userId)).size).toBe(1);
    expect(here.asked).toHaveLength(1);
    expect(here.asked[0]?.candidate).toMatch(/^u[a-z0-9]{13}$/);
    expect(here.enrolled).toEqual([`${found[0]?.userId} Ash demo ${ash.externalId}`]);
    expect(directory.nameOf(found[0]?.userId ?? '')).toBe('Ash');
  });

  it('are the same after a restart', async () => {
    const here = book();
    const first = await new People(here, new PeopleDirectory(), KEY).resolve(ash, CALL);
    const second = await new People(here, new PeopleDirectory(), KEY).resolve(ash, CALL);
    expect(second.userId).toBe(first.userId);
    expect(here.asked[0]?.candidate).not.toBe(here.asked[1]?.candidate);
  });

  it('are told of anew when they read something else where they can be written to, and there alone', async () => {
    const here = book();
    const people = new People(here, new PeopleDirectory(), KEY);
    const locales = ['de-CH', 'de', undefined, 'fr', 'en-GB', 'de'];
    for (const locale of locales)
      await people.resolve({ ...ash, ...(locale === undefined ? {} : { locale }) }, CALL);
    expect(here.enrolled.map((line) => line.split(' ').at(-1))).toEqual(['de', 'en', 'de']);
    await people.resolve({ ...ash, provider: 'playground', locale: 'de' }, CALL);
    expect(here.enrolled.at(-1)).toMatch(/ Ash demo$/);
  });

  it('have clean names', async () => {
    const here = book();
    const person = await new People(here, new PeopleDirectory(), KEY).resolve(
      { ...ash, name: '@everyone \u202e**x**' },
      CALL,
    );
    expect(person.displayName).toBe('＠everyone x');
    expect(here.enrolled[0]).toContain('＠everyone x');
  });

  it('are asked for again when the first time failed', async () => {
    const here = book();
    let failures = 1;
    const people = new People(
      {
        ...here,
        enrol: async (...args) => {
          if (failures > 0) {
            failures -= 1;
            throw new Error('store away');
          }
          return here.enrol(...args);
        },
      },
      new PeopleDirectory(),
      KEY,
    );
    await expect(people.resolve(ash, CALL)).rejects.toThrow('store away');
    const { userId } = await people.resolve(ash, CALL);
    expect(here.enrolled).toEqual([`${userId} Ash demo ${ash.externalId}`]);
  });

  it('who were erased are new people', async () => {
    const here = book();
    const directory = new PeopleDirectory();
    const people = new People(here, directory, KEY);
    const before = await people.resolve(ash, CALL);
    people.forget(before.userId);
    here.bound.clear();
    const after = await people.resolve(ash, CALL);
    expect(after.userId).not.toBe(before.userId);
    expect(directory.nameOf(before.userId)).toBeUndefined();
  });
});

describe('an erased person', () => {
  it('stays gone when an answer that knew them was still on its way', async () => {
    const here = book();
    const directory = new PeopleDirectory();
    const gate = Promise.withResolvers<void>();
    let isHeld = true;
    const people = new People(
      {
        ...here,
        enrol: async (...args) => {
          if (isHeld) await gate.promise;
          return here.enrol(...args);
        },
      },
      directory,
      KEY,
    );
    const early = people.resolve(ash, CALL);
    await Promise.resolve();
    const [[, before] = ['', '']] = [...here.bound];
    people.forget(before);
    here.bound.clear();
    isHeld = false;
    gate.resolve();
    const { userId } = await early;
    expect(userId).not.toBe(before);
    expect((await people.resolve(ash, CALL)).userId).toBe(userId);
    directory.remember(before, 'Ash');
    expect(directory.nameOf(before)).toBeUndefined();
  });

  it('is found by nobody who only looks', async () => {
    const here = book();
    const people = new People(here, new PeopleDirectory(), KEY);
    expect(await people.find(ash, CALL)).toBeUndefined();
    expect(here.asked).toEqual([]);
    const { userId } = await people.resolve(ash, CALL);
    expect(await people.find(ash, CALL)).toBe(userId);
    expect(await new People(here, new PeopleDirectory(), KEY).find(ash, CALL)).toBe(userId);
  });
});

describe('the directory', () => {
  it('finds people by the beginning of their name and by their whole name', () => {
    const directory = new PeopleDirectory();
    directory.remember('u1', 'Misty');
    directory.remember('u2', 'Mist');
    directory.remember('u3', 'misty');
    expect(directory.suggest('@mis').map(({ userId }) => userId)).toEqual(['u1', 'u2', 'u3']);
    expect(directory.called('MISTY')).toEqual(['u1', 'u3']);
    directory.remember('u1', 'Ash');
    expect(directory.called('misty')).toEqual(['u3']);
    directory.forget('u3');
    expect(directory.called('misty')).toEqual([]);
  });

  it('suggests at most 25', () => {
    const directory = new PeopleDirectory();
    for (let index = 0; index < 100; index += 1) directory.remember(`u${index}`, `guest ${index}`);
    expect(directory.suggest('g')).toHaveLength(25);
  });
});
