import { describe, expect, it } from 'vitest';
import type { DeadLetter } from '../dead-letters.ts';
import { SHARDS } from '../leases.ts';
import { AT, STREAM_A, withStore, type OpenStore } from './fixture.ts';

/** Keys of the deployment and of people. */
export const keysContract = (name: string, open: OpenStore): void => {
  describe(`${name} keys`, () => {
    it(
      'are 32 bytes, differ, and survive a restart',
      withStore(open, async (fixture) => {
        const [deployment, again] = await Promise.all([
          fixture.store.keys.deployment(),
          fixture.store.keys.deployment(),
        ]);
        expect(deployment).toHaveLength(32);
        expect(again).toEqual(deployment);
        const [ash, twice] = await Promise.all([
          fixture.store.keys.user('ash', { create: true }),
          fixture.store.keys.user('ash', { create: true }),
        ]);
        const misty = await fixture.store.keys.user('misty', { create: true });
        expect(ash).toHaveLength(32);
        expect(twice).toEqual(ash);
        expect(misty).not.toEqual(ash);
        expect(ash).not.toEqual(deployment);
        const store = await fixture.reopen();
        expect(await store.keys.deployment()).toEqual(deployment);
        expect(await store.keys.user('ash')).toEqual(ash);
        expect(await store.keys.user('ash', { create: true })).toEqual(ash);
      }),
    );

    it(
      'are not made by asking',
      withStore(open, async ({ store }) => {
        expect(await store.keys.user('ash')).toBeUndefined();
        expect(await store.keys.user('ash', { create: false })).toBeUndefined();
      }),
    );

    it(
      'are gone for ever once erased, even when never made',
      withStore(open, async (fixture) => {
        await fixture.store.keys.user('ash', { create: true });
        await fixture.store.keys.erase('ash');
        await fixture.store.keys.erase('ash');
        await fixture.store.keys.erase('nobody');
        expect(await fixture.store.keys.user('ash')).toBeUndefined();
        const store = await fixture.reopen();
        expect(await store.keys.user('ash', { create: true })).toBeUndefined();
        expect(await store.keys.user('nobody', { create: true })).toBeUndefined();
        expect(await store.keys.user('misty', { create: true })).toHaveLength(32);
      }),
    );
  });
};

/** What only moving house asks for: lists of keys, keys of elsewhere, the mark, epochs. */
export const movingContract = (name: string, open: OpenStore): void => {
  describe(`${name} moving`, () => {
    it(
      'lists everybody who has or had a key, by id, in pages',
      withStore(open, async ({ store: { keys } }) => {
        expect(await keys.list('', 10)).toEqual([]);
        await keys.deployment();
        const ash = await keys.user('ash', { create: true });
        const misty = await keys.user('misty', { create: true });
        await keys.erase('brock');
        expect(await keys.list('', 2)).toEqual([
          { userId: 'ash', key: ash },
          { userId: 'brock', key: undefined },
        ]);
        expect(await keys.list('brock', 2)).toEqual([{ userId: 'misty', key: misty }]);
      }),
    );

    it(
      'takes in keys of elsewhere, and keeps the ones that are there and the erased ones',
      withStore(open, async (fixture) => {
        const [one, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
        const { keys } = fixture.store;
        await keys.erase('brock');
        expect(await keys.adoptDeployment(one)).toEqual(one);
        expect(await keys.adoptDeployment(other)).toEqual(one);
        expect(await keys.adoptUser('ash', one)).toEqual(one);
        expect(await keys.adoptUser('ash', other)).toEqual(one);
        expect(await keys.adoptUser('brock', other)).toBeUndefined();
        const store = await fixture.reopen();
        expect(await store.keys.deployment()).toEqual(one);
        expect(await store.keys.user('ash')).toEqual(one);
        expect(await store.keys.user('brock')).toBeUndefined();
      }),
    );

    it(
      'has a mark that comes and goes, and nobody else in the store',
      withStore(open, async ({ store: { moving } }) => {
        expect(await moving.mark()).toBeUndefined();
        await moving.setMark('one');
        await moving.setMark('two');
        expect(await moving.mark()).toBe('two');
        await moving.setMark(undefined);
        await moving.setMark(undefined);
        expect(await moving.mark()).toBeUndefined();
        expect(await moving.others()).toEqual([]);
      }),
    );

    it(
      'lifts the epochs of every later owner and never lowers them',
      withStore(open, async (fixture) => {
        await fixture.store.moving.raiseEpochs(70);
        await fixture.store.moving.raiseEpochs(7);
        const store = await fixture.reopen();
        for (const shard of [0, SHARDS - 1]) expect(store.leases.epochOf(shard)).toBeGreaterThan(70);
      }),
    );
  });
};

const letterOf = (id: string, at: number): DeadLetter => ({
  id,
  stream: STREAM_A,
  commandId: `ash/${id}`,
  by: 'ash',
  command: { type: 'Feed' },
  error: 'it broke: "ü"',
  attempts: 3,
  at,
});

/** Commands that could not be handled. */
export const deadLettersContract = (name: string, open: OpenStore): void => {
  describe(`${name} dead letters`, () => {
    it(
      'are kept, listed newest first, and removed',
      withStore(open, async (fixture) => {
        const { deadLetters } = fixture.store;
        await deadLetters.put(letterOf('a', AT));
        await deadLetters.put(letterOf('c', AT + 2));
        await deadLetters.put(letterOf('b', AT + 1));
        expect(await deadLetters.get('b')).toEqual(letterOf('b', AT + 1));
        expect((await deadLetters.list(2)).map(({ id }) => id)).toEqual(['c', 'b']);
        expect(await deadLetters.count()).toBe(3);
        await deadLetters.remove('c');
        await deadLetters.remove('never');
        const store = await fixture.reopen();
        expect(await store.deadLetters.list(10)).toEqual([letterOf('b', AT + 1), letterOf('a', AT)]);
        expect(await store.deadLetters.get('c')).toBeUndefined();
      }),
    );

    it(
      'of the same id replace each other',
      withStore(open, async ({ store }) => {
        await store.deadLetters.put(letterOf('a', AT));
        await store.deadLetters.put({ ...letterOf('a', AT + 5), attempts: 4 });
        expect(await store.deadLetters.list(10)).toEqual([{ ...letterOf('a', AT + 5), attempts: 4 }]);
      }),
    );
  });
};

/** Leases of a process that is alone. */
export const leasesContract = (name: string, open: OpenStore): void => {
  describe(`${name} leases`, () => {
    it(
      'own every shard under one epoch that grows at each start',
      withStore(open, async (fixture) => {
        const first = fixture.store.leases.epochOf(0);
        expect(first).toBeGreaterThanOrEqual(1);
        expect(fixture.store.leases.owned().size).toBe(SHARDS);
        expect(fixture.store.leases.epochOf(SHARDS - 1)).toBe(first);
        const { self } = fixture.store.leases;
        expect(fixture.store.leases.ownerOf(7)).toBe(self);
        const store = await fixture.reopen();
        expect(store.leases.epochOf(0)).toBeGreaterThan(first ?? 0);
        expect(store.leases.ownerOf(7)).toBe(store.leases.self);
      }),
    );

    it(
      'tell who listens when they are given back, and nobody afterwards',
      withStore(open, async ({ store }) => {
        const told: (readonly [number, number | undefined])[] = [];
        const silent: number[] = [];
        store.leases.onChange((shard, epoch) => told.push([shard, epoch]));
        store.leases.onChange((shard) => silent.push(shard))();
        await store.leases.release();
        expect(told).toHaveLength(SHARDS);
        expect(told[5]).toEqual([5, undefined]);
        expect(silent).toEqual([]);
        expect(store.leases.owned().size).toBe(0);
        expect(store.leases.epochOf(5)).toBeUndefined();
        await store.leases.release();
        expect(told).toHaveLength(SHARDS);
      }),
    );
  });
};
