import { MongoClient } from 'mongodb';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '#adapters/memory/system-clock.ts';
import { appendAll, commandOf, commitOf } from '#ports/contract/fixture.ts';
import { commitKey, effectId } from '#ports/commit.ts';
import { SHARDS } from '#ports/leases.ts';
import { startFaultProxy } from '#test/support/fault-proxy/fault-proxy.ts';
import { mongoFrames } from '#test/support/fault-proxy/frames.ts';
import {
  dropDatabase,
  freshDatabase,
  mongoOptions,
  withDatabase,
} from '#test/support/services/mongo-fixture.ts';
import { everyOffer, onServers } from '#test/support/services/mongo-suite.ts';
import { until } from '#test/support/service-rig.ts';
import { createCalls } from './calls.ts';
import { leaseNewsOf } from './lease-watch.ts';
import { LogStream } from './log-stream.ts';
import { type MongoStore, type MongoStoreOptions, openMongoStore } from './mongo-store.ts';

/** Short, so that a lost owner is noticed within a test. */
const SHORT_MS = 3_000;
/** Longer than any test: nothing may depend on it. */
const LONG_MS = 600_000;

const left: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of left.splice(0).toReversed()) await end();
});

const ownedBy = (store: MongoStore): readonly number[] => [...store.leases.owned()].toSorted((a, b) => a - b);
const countOf = (stores: readonly MongoStore[]): readonly number[] =>
  stores.map(({ leases }) => leases.owned().size);
const all = (stores: readonly MongoStore[]): readonly number[] =>
  stores.flatMap((store) => ownedBy(store)).toSorted((a, b) => a - b);
const everyShard = Array.from({ length: SHARDS }, (_, shard) => shard);

onServers(everyOffer(), (server) => {
  const house = () => {
    const uri = freshDatabase(server().uri);
    left.push(() => dropDatabase(uri));
    let count = 0;
    const join = async (more: Partial<MongoStoreOptions> = {}): Promise<MongoStore> => {
      count += 1;
      const store = await openMongoStore(
        mongoOptions(uri, { node: `node-${count}`, leaseTtlMs: LONG_MS, ...more }),
      );
      left.push(() => store.abandon());
      return store;
    };
    return { uri, join };
  };

  describe('shards', () => {
    it('are shared evenly as processes come, each with one owner, and no more move than must', async () => {
      const { join } = house();
      const a = await join();
      expect(ownedBy(a)).toEqual(everyShard);
      const b = await join();
      await until('two halves', () => countOf([a, b]).every((count) => count === 128));
      expect(all([a, b])).toEqual(everyShard);
      const before = new Map([a, b].map((store) => [store, new Set(ownedBy(store))]));
      const c = await join();
      await until('three thirds', () => c.leases.owned().size >= 84 && all([a, b, c]).length === SHARDS);
      expect(all([a, b, c])).toEqual(everyShard);
      expect(Math.max(...countOf([a, b, c]))).toBe(86);
      const moved = [a, b].flatMap((store) =>
        [...(before.get(store) ?? [])].filter((shard) => !store.leases.owned().has(shard)),
      );
      expect(moved.length).toBeLessThanOrEqual(85);
      expect(new Set(moved)).toEqual(new Set(ownedBy(c)));
    });

    it('of a process that ends in order are taken at once, under new epochs', async () => {
      const { join } = house();
      const a = await join();
      const b = await join();
      await until('two halves', () => countOf([a, b]).every((count) => count === 128));
      const epochs = new Map(ownedBy(b).map((shard) => [shard, b.leases.epochOf(shard) ?? 0]));
      const kept = new Map(ownedBy(a).map((shard) => [shard, a.leases.epochOf(shard)]));
      await b.close();
      await until('all with one', () => a.leases.owned().size === SHARDS);
      for (const [shard, epoch] of epochs) expect(a.leases.epochOf(shard)).toBeGreaterThan(epoch);
      for (const [shard, epoch] of kept) expect(a.leases.epochOf(shard)).toBe(epoch);
    });

    it('of two processes that end at the same time stay with nobody who is gone', async () => {
      const { join } = house();
      const a = await join();
      const [b, c] = [await join(), await join()];
      await until('three thirds', () => all([a, b, c]).length === SHARDS);
      await Promise.all([b.close(), c.close()]);
      await until('all with one', () => a.leases.owned().size === SHARDS);
      expect(new Set(everyShard.map((shard) => a.leases.ownerOf(shard)))).toEqual(new Set([a.leases.self]));
    });

    it('of a process that ends in order are never free: each goes to one that has too few', async () => {
      const { join, uri } = house();
      const a = await join();
      const b = await join();
      await until('two halves', () => countOf([a, b]).every((count) => count === 128));
      const client = new MongoClient(uri);
      left.push(() => client.close());
      const source = {
        calls: createCalls(systemClock),
        client,
        db: client.db(),
        collection: 'leases',
      } as const;
      const stream = await LogStream.open(source, undefined, {});
      await b.close();
      await until('all with one', () => a.leases.owned().size === SHARDS);
      const owners: (string | undefined)[] = [];
      for (
        let events = await stream.next(500, 100);
        events.length > 0;
        events = await stream.next(500, 100)
      ) {
        for (const { raw } of events) owners.push(...leaseNewsOf([raw]).owners.values());
      }
      await stream.close();
      expect(owners.length).toBeGreaterThanOrEqual(128);
      expect(new Set(owners)).toEqual(new Set([a.leases.self]));
    });

    it('of a process that dies are taken when their time is over, and not before', async () => {
      const { join } = house();
      const a = await join({ leaseTtlMs: SHORT_MS });
      const b = await join({ leaseTtlMs: SHORT_MS });
      await until('two halves', () => countOf([a, b]).every((count) => count === 128));
      const lost = new Set(ownedBy(b));
      const died = performance.now();
      await b.abandon();
      let firstMs = Number.POSITIVE_INFINITY;
      a.leases.onChange((shard) => {
        if (lost.has(shard)) firstMs = Math.min(firstMs, performance.now());
      });
      await until('all with one', () => a.leases.owned().size === SHARDS);
      // what was left of the last renewal's time, at least
      expect(firstMs - died).toBeGreaterThan((SHORT_MS * 2) / 3 / 2);
    });

    it('of a process that cannot renew are its own no more before anybody else has them', async () => {
      const { join, uri } = house();
      const proxy = await startFaultProxy({ targetPort: Number(new URL(uri).port) });
      left.push(() => proxy.close());
      const through = new URL(uri);
      through.port = String(proxy.port);
      through.searchParams.set('directConnection', 'true');
      const a = await join({
        uri: through.href,
        leaseTtlMs: SHORT_MS,
        callWithinMs: 2_000,
        selectWithinMs: 100,
      });
      const b = await join({ leaseTtlMs: SHORT_MS });
      await until('two halves', () => countOf([a, b]).every((count) => count === 128));
      const told: number[] = [];
      a.leases.onChange((shard, epoch) => {
        if (epoch === undefined) told.push(shard);
      });
      const both: number[] = [];
      b.leases.onChange((shard, epoch) => {
        if (epoch !== undefined && a.leases.epochOf(shard) !== undefined) both.push(shard);
      });
      await proxy.refuse();
      await until('all with the other', () => b.leases.owned().size === SHARDS);
      expect(both).toEqual([]);
      expect(a.leases.owned().size).toBe(0);
      expect(told).toHaveLength(128);
      // back again, it gets its share under new epochs
      await proxy.accept();
      await until('two halves again', () => countOf([a, b]).every((count) => count === 128));
      expect(all([a, b])).toEqual(everyShard);
    });

    it('stay when one answer about them is lost', async () => {
      const { join, uri } = house();
      const proxy = await startFaultProxy({ targetPort: Number(new URL(uri).port), frames: mongoFrames });
      left.push(() => proxy.close());
      const through = new URL(uri);
      through.port = String(proxy.port);
      through.searchParams.set('directConnection', 'true');
      // a slow machine must not lose a second answer by its own slowness
      const a = await join({ uri: through.href, leaseTtlMs: 2 * SHORT_MS });
      const lost: number[] = [];
      a.leases.onChange((shard, epoch) => {
        if (epoch === undefined) lost.push(shard);
      });
      const renewals = new Set<number>();
      const state = { dropped: 0, answered: 0 };
      proxy.faults = {
        fate: (message, direction) => {
          if (direction === 'request') {
            if (message.includes('\u0002update\0\u0007\0\0\0leases\0')) renewals.add(message.readInt32LE(4));
            return 'pass';
          }
          if (!renewals.delete(message.readInt32LE(8))) return 'pass';
          if (state.dropped === 0) {
            state.dropped += 1;
            return 'drop';
          }
          state.answered += 1;
          return 'pass';
        },
      };
      await until('renewals after the lost one', () => state.answered >= 2);
      expect(state.dropped).toBe(1);
      expect(lost).toEqual([]);
      expect(a.leases.owned().size).toBe(SHARDS);
    });

    it('follow the time of the server, whatever the clocks of processes say', async () => {
      const { join } = house();
      const hourMs = 3_600_000;
      const a = await join({ clock: { ...systemClock, nowMs: () => systemClock.nowMs() - hourMs } });
      const b = await join({ clock: { ...systemClock, nowMs: () => systemClock.nowMs() + hourMs } });
      await until('two halves', () => countOf([a, b]).every((count) => count === 128));
      expect(all([a, b])).toEqual(everyShard);
    });

    it('are its own again at once when a process starts again on its node', async () => {
      const { join } = house();
      const a = await join({ node: 'same' });
      const epoch = a.leases.epochOf(0) ?? 0;
      await a.abandon();
      const again = await join({ node: 'same' });
      expect(ownedBy(again)).toEqual(everyShard);
      expect(again.leases.epochOf(0)).toBe(epoch + 1);
    });

    it('are never of two at once when two services share a database and even the name of a node by mistake', async () => {
      const { join } = house();
      /** Every (shard, epoch) that a service has ever held. */
      const heldBy = async (): Promise<[MongoStore, Set<string>]> => {
        const store = await join({ node: 'same', leaseTtlMs: SHORT_MS });
        const held = new Set(ownedBy(store).map((shard) => `${shard}@${store.leases.epochOf(shard)}`));
        store.leases.onChange((shard, epoch) => {
          if (epoch !== undefined) held.add(`${shard}@${epoch}`);
        });
        return [store, held];
      };
      const [a, ofA] = await heldBy();
      const [b, ofB] = await heldBy();
      await until('two halves', () => countOf([a, b]).every((count) => count === 128));
      expect(all([a, b])).toEqual(everyShard);
      // the second takes what it thinks a former start of itself had: whatever the first writes there is fenced
      expect(ofA.size).toBeGreaterThanOrEqual(SHARDS);
      expect(ofB.size).toBeGreaterThanOrEqual(128);
      expect([...ofB].filter((held) => ofA.has(held))).toEqual([]);
    });

    it('that were out of reach for a while come back with every effect that was not followed yet', async () => {
      const { join, uri } = house();
      const proxy = await startFaultProxy({ targetPort: Number(new URL(uri).port) });
      left.push(() => proxy.close());
      const through = new URL(uri);
      through.port = String(proxy.port);
      through.searchParams.set('directConnection', 'true');
      const a = await join({
        uri: through.href,
        leaseTtlMs: SHORT_MS,
        callWithinMs: 2_000,
        selectWithinMs: 100,
      });
      await a.settled();
      proxy.faults = {
        fate: (message) => (message.includes('\u0002insert\0\u0007\0\0\0outbox\0') ? 'drop' : 'pass'),
      };
      const effects = [{ to: { kind: 'pet', realm: 'home', id: 'x' }, command: { type: 'Feed' }, tag: 't' }];
      const commit = commitOf('7f:pet:home:bbb', 1, { cmds: [commandOf('ash/1', { effects })] });
      expect(await appendAll(a, commit)).toEqual(['committed']);
      await proxy.refuse();
      await until('nothing is its own', () => a.leases.owned().size === 0);
      proxy.faults = {};
      await proxy.accept();
      await until('all is its own again', () => a.leases.owned().size === SHARDS);
      await until('the effect is there', async () => {
        const rows = await a.outbox.pending(new Set([0x7f]), '', 10).catch(() => []);
        return rows.length === 1;
      });
    });

    it('whose former owner can write nothing any more need no rows for what is answered at once', async () => {
      const { join, uri } = house();
      const a = await join({ leaseTtlMs: SHORT_MS });
      const stream = '00:pet:home:aaa';
      const to = { kind: 'pet', realm: 'home', id: 'x' };
      const effects = [{ to, command: { type: 'Feed' }, tag: 't' }];
      let seq = 1;
      await until('an effect and its answer leave nothing', async () => {
        const asked = commitOf(stream, seq, { cmds: [commandOf(`ash/${seq}`, { effects })] });
        const answer = commandOf(`${effectId(commitKey(stream, seq), 0, 0)}/ack`);
        const answered = commitOf(stream, seq + 1, { cmds: [answer] });
        seq += 2;
        expect(await appendAll(a, asked, answered)).toEqual(['committed', 'committed']);
        await a.settled();
        const own = new RegExp(`^${commitKey(stream, seq - 2)}`);
        const count = await withDatabase(uri, (db) =>
          db.collection<{ _id: string }>('outbox').countDocuments({ _id: own }),
        );
        return count === 0;
      });
      expect(await a.outbox.count()).toBe(0);
    });

    it('come with every effect that the old owner wrote and did not follow any more', async () => {
      const { join, uri } = house();
      const a = await join();
      const effects = [{ to: { kind: 'pet', realm: 'home', id: 'x' }, command: { type: 'Feed' }, tag: 't' }];
      const streams = ['00:pet:home:aaa', '7f:pet:home:bbb', 'ff:user:0:ccc'];
      await appendAll(
        a,
        ...streams.map((stream) => commitOf(stream, 1, { cmds: [commandOf('ash/1', { effects })] })),
      );
      await a.abandon();
      await withDatabase(uri, (db) => db.collection('outbox').deleteMany({}));
      const b = await join({ node: 'node-1' });
      expect(await b.outbox.pending(b.leases.owned(), '', 10)).toHaveLength(streams.length);
      expect(await b.outbox.pending(new Set([0x7f]), '7f:pet:home:bbb#', 10)).toHaveLength(1);
    });
  });
});
