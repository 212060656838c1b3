import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { Long } from 'mongodb';
import { afterEach, describe, expect, it } from 'vitest';
import { appendAll, commitOf, fill, STREAM_A, STREAM_B } from '#ports/contract/fixture.ts';
import { startFaultProxy } from '#test/support/fault-proxy/fault-proxy.ts';
import { mongoFrames } from '#test/support/fault-proxy/frames.ts';
import { freePort } from '#test/support/services/server-process.ts';
import { startFakeMongo } from '#test/support/services/fake-mongo.ts';
import {
  dropDatabase,
  freshDatabase,
  mongoOptions,
  withDatabase,
} from '#test/support/services/mongo-fixture.ts';
import { mongoOffers, startStandIn } from '#test/support/services/mongo-server.ts';
import { everyOffer, onServers } from '#test/support/services/mongo-suite.ts';
import { migrateDatabase, type MongoStore, openMongoStore } from './mongo-store.ts';

const left: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of left.splice(0).toReversed()) await end();
});

const open = async (uri: string, more: Parameters<typeof mongoOptions>[1] = {}): Promise<MongoStore> => {
  const store = await openMongoStore(mongoOptions(uri, more));
  left.push(() => store.close());
  return store;
};

const openingFails = async (uri: string, more: Parameters<typeof mongoOptions>[1] = {}): Promise<string> => {
  try {
    await open(uri, more);
  } catch (error) {
    expect(error).toMatchObject({ name: 'Fault', code: 'E_UNAVAILABLE', retryable: false });
    return error instanceof Error ? error.message : '';
  }
  throw new Error('the store opened');
};

const readingFails = async (store: MongoStore, fromSeq = 1): Promise<string> => {
  try {
    await store.journal.read(STREAM_A, fromSeq, 10);
  } catch (error) {
    expect(error).toMatchObject({ name: 'Fault', code: 'E_UNAVAILABLE', retryable: false });
    return error instanceof Error ? error.message : '';
  }
  throw new Error('it was read');
};

describe('an address', () => {
  it.each([
    'http://host/db',
    'mongodb://',
    'mongodb://ash:canary@@host/db',
    'mongodb://host/?nonsense=canary',
  ])('that is none (%s) is refused and not repeated', async (uri) => {
    const message = await openingFails(uri);
    expect(message).toMatch(
      /^MONGODB_URI is not an address of MongoDB .* mongodb:\/\/\[user:password@\]host/,
    );
    expect(message).not.toContain('canary');
  });

  it.each(['guildhall/guildhall', 'a.b', 'a%20b', 'x'.repeat(64)])(
    'with a database that no server takes (%s) is refused at once',
    async (name) => {
      expect(await openingFails(`mongodb://ash:canary@127.0.0.1:1/${name}`)).toMatch(
        /^MONGODB_URI names the database "[^"]+": a name takes 1 to 63 letters/,
      );
    },
  );

  it('where nobody listens is tried again with growing waits, then given up with how long it was tried', async () => {
    const waits: number[] = [];
    const message = await openingFails(`mongodb://127.0.0.1:${await freePort()}/db`, {
      reachWithinMs: 1_200,
      selectWithinMs: 20,
      onWait: (waitMs, why) => {
        waits.push(waitMs);
        expect(why.message).toContain('MongoDB does not answer: check that it runs and can be reached');
      },
    });
    expect(waits.slice(0, 2)).toEqual([250, 500]);
    expect(message).toMatch(/does not answer: check that it runs .* tried for \d+ s$/);
  });
});

describe('a server', () => {
  it('that wants TLS and no agreement comes about is named, from either side', async () => {
    // it has no certificate, so that every handshake ends with an alert
    const guarded = createServer({});
    guarded.on('tlsClientError', () => undefined);
    guarded.listen(0, '127.0.0.1');
    await once(guarded, 'listening');
    left.push(async () => Promise.resolve(guarded.close()));
    const { port } = guarded.address() as AddressInfo;
    const brief = { reachWithinMs: 0, selectWithinMs: 500 };
    const asked = await openingFails(`mongodb://127.0.0.1:${port}/db?tls=true`, brief);
    expect(asked).toMatch(/do not agree about TLS: check tls=true and tlsCAFile in MONGODB_URI/);
    const plain = await openingFails(`mongodb://127.0.0.1:${port}/db`, brief);
    expect(plain).toMatch(/hangs up at once: check whether it wants TLS/);
  });

  it.each([
    ['13', '5.0.31'],
    ['5', '3.2.0'],
  ])('of wire version %s is too old, and the version that is needed is named', async (wire, version) => {
    const fake = await startFakeMongo({
      isWritablePrimary: true,
      helloOk: true,
      maxWireVersion: Number(wire),
      minWireVersion: 0,
      maxBsonObjectSize: 16_777_216,
      maxMessageSizeBytes: 48_000_000,
      maxWriteBatchSize: 100_000,
      setName: 'old',
      me: 'x',
      version,
      cursor: { id: Long.ZERO, ns: 'db.meta', firstBatch: [] },
    });
    left.push(() => fake.close());
    expect(await openingFails(`${fake.uri}db?directConnection=true`)).toMatch(
      /too old.*: Guildhall needs 6\.0 or newer/,
    );
  });
});

onServers(everyOffer(), (server) => {
  const database = (): string => {
    const uri = freshDatabase(server().uri);
    left.push(() => dropDatabase(uri));
    return uri;
  };

  describe('a start', () => {
    it.each([0, 15, 30, 45])(
      'whose line breaks after %d requests, until it gives up, begins anew, and the store is whole',
      async (first) => {
        const uri = new URL(database());
        const proxy = await startFaultProxy({ targetPort: Number(uri.port), frames: mongoFrames });
        left.push(() => proxy.close());
        uri.port = String(proxy.port);
        let requests = 0;
        let waits = 0;
        proxy.faults = {
          fate: (_, direction) => {
            if (direction === 'request') requests += 1;
            return requests > first && waits === 0 ? 'reset' : 'pass';
          },
        };
        const store = await open(`${uri.href}?directConnection=true`, {
          selectWithinMs: 300,
          onWait: () => {
            waits += 1;
          },
        });
        expect(waits).toBe(1);
        expect(store.leases.owned().size).toBe(256);
        await fill(store, STREAM_A, 3);
        expect(await store.journal.read(STREAM_A, 1, 10)).toHaveLength(3);
      },
    );
  });

  describe('a database', () => {
    it('of a newer version is refused', async () => {
      const uri = database();
      await (await open(uri)).close();
      await withDatabase(uri, (db) => db.collection('meta').updateOne({}, { $set: { version: 99 } }));
      expect(await openingFails(uri)).toMatch(
        /written by a newer Guildhall \(data version 99, this one knows 2\)/,
      );
    });

    it('of another deployment is refused with both names', async () => {
      const uri = database();
      await (await open(uri)).close();
      expect(await openingFails(uri, { deployment: 'other' })).toMatch(
        /belongs to the deployment "test", this process to "other": name another database .* GUILDHALL_DEPLOYMENT=test/,
      );
    });

    it('is made ready once, says first what it would do, and finds nothing to do afterwards', async () => {
      const uri = database();
      const would = await migrateDatabase(mongoOptions(uri), true);
      expect(would).toContain('make collection commits');
      expect(await withDatabase(uri, (db) => db.listCollections().toArray())).toEqual([]);
      expect(await migrateDatabase(mongoOptions(uri), false)).toEqual(would);
      expect(await migrateDatabase(mongoOptions(uri), false)).toEqual([]);
      expect(await migrateDatabase(mongoOptions(uri), true)).toEqual([]);
    });

    it('is made ready by several processes at once', async () => {
      const uri = database();
      await Promise.all([1, 2, 3].map(() => migrateDatabase(mongoOptions(uri), false)));
      expect(await migrateDatabase(mongoOptions(uri), true)).toEqual([]);
    });

    it('without an index gets it again, and one of our names that is another is refused', async () => {
      const uri = database();
      await (await open(uri)).close();
      await withDatabase(uri, (db) => db.collection('commits').dropIndex('cmds'));
      expect(await migrateDatabase(mongoOptions(uri), true)).toEqual(['make index cmds of commits']);
      await (await open(uri)).close();
      await withDatabase(uri, async (db) => {
        await db.collection('commits').dropIndex('cmds');
        await db.collection('commits').createIndexes([{ key: { writer: 1 }, name: 'cmds' }]);
      });
      expect(await openingFails(uri)).toMatch(
        /index cmds of collection commits is not the one .*db\.commits\.dropIndex\("cmds"\)/,
      );
    });

    it('refuses documents that nobody of ours writes', async () => {
      const uri = database();
      await (await open(uri)).close();
      await withDatabase(uri, async (db) => {
        await expect(
          db.collection('commits').insertOne({ _id: `${STREAM_A}#000000000001` as never, at: 'noon' }),
        ).rejects.toMatchObject({ code: 121 });
      });
    });
  });

  describe('a document changed by hand', () => {
    it('stops its stream alone: a missing commit, another type, a foreign field', async () => {
      const uri = database();
      const store = await open(uri);
      await fill(store, STREAM_A, 5);
      await fill(store, STREAM_B, 5);
      await withDatabase(uri, async (db) => {
        const commits = db.collection<{ _id: string }>('commits');
        await commits.deleteOne({ _id: `${STREAM_A}#000000000003` });
        expect(await readingFails(store)).toMatch(
          /has no commit 3 of 00:pet:home:aaa but one behind it: .* backup/,
        );
        expect(await readingFails(store, 3)).toContain('has no commit 3');
        await commits.updateOne(
          { _id: `${STREAM_A}#000000000004` },
          { $set: { commitId: 7 } },
          { bypassDocumentValidation: true },
        );
        expect(await readingFails(store, 4)).toContain('field "commitId" is missing or of another type');
      });
      expect(await store.journal.read(STREAM_B, 1, 10)).toHaveLength(5);
      expect(await appendAll(store, commitOf(STREAM_B, 6))).toEqual(['committed']);
    });

    it('that is a manifest counts as a snapshot that does not decode', async () => {
      const uri = database();
      const store = await open(uri);
      const manifest = {
        stream: STREAM_A,
        seq: 4,
        schema: 1,
        at: 1,
        head: { epoch: 1, writer: 'w', ring: '' },
        pages: [],
      };
      await store.snapshots.put(manifest, []);
      await store.snapshots.put({ ...manifest, seq: 5 }, []);
      await withDatabase(uri, (db) => db.collection('manifests').updateOne({}, { $set: { current: '{' } }));
      const loaded = await store.snapshots.load(STREAM_A, 'current');
      expect(loaded?.manifest.pages).toHaveLength(1);
      expect(loaded?.pages.size).toBe(0);
      expect((await store.snapshots.load(STREAM_A, 'previous'))?.manifest).toEqual(manifest);
    });
  });

  it('answers keys that are no text with a refusal, wherever they are used', async () => {
    const store = await open(database());
    await fill(store, STREAM_A, 1);
    // what a careless surface might hand on
    const evil = { $ne: null } as never;
    const calls: readonly (() => Promise<unknown>)[] = [
      () => store.journal.read(evil, 1, 1),
      () => store.journal.find(STREAM_A, [evil]),
      () => store.journal.streams(evil, 1),
      () => store.snapshots.load(evil, 'current'),
      () => store.keys.user(evil),
      () => store.keys.erase(evil),
      () => store.deadLetters.get(evil),
      () => store.deadLetters.remove(evil),
      () => store.followers.open(evil),
      () => store.followers.rows('feed', evil, { limit: 1 }),
      () => store.outbox.attempted(evil),
    ];
    for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 'E_INPUT' });
  });
});

onServers(
  mongoOffers()
    .filter(({ isStandIn }) => isStandIn)
    .slice(0, 1),
  (server, name) => {
    it('that runs alone, without a replica set, is refused with what to do', async () => {
      expect(server().uri).toContain('127.0.0.1');
      const alone = await startStandIn(name, { isStandalone: true });
      left.push(() => alone.end());
      expect(await openingFails(`${alone.uri}db`)).toMatch(
        /runs alone, .* --replSet NAME and run rs\.initiate\(\)/,
      );
    });

    it('refuses a wrong password, and neither it nor the name is repeated', async () => {
      const guarded = await startStandIn(name);
      left.push(() => guarded.end());
      await withDatabase(`${guarded.uri}admin`, (db) =>
        db.command({ createUser: 'canaryname', pwd: 'right', roles: ['root'] }),
      );
      const address = guarded.uri.replace('mongodb://', 'mongodb://canaryname:canaryword@');
      const message = await openingFails(`${address}db?authSource=admin`);
      expect(message).toMatch(/refuses the name or the password of MONGODB_URI: check both, and authSource/);
      expect(message).not.toContain('canary');
      await open(`${address.replace('canaryword', 'right')}db?authSource=admin`);
    });

    it('without TLS is named when TLS was asked for', async () => {
      const message = await openingFails(`${server().uri}db?tls=true`, {
        reachWithinMs: 0,
        selectWithinMs: 500,
      });
      expect(message).toMatch(/hangs up at once: check whether it wants TLS/);
    });
  },
);
