import { MongoClient } from 'mongodb';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '#adapters/memory/system-clock.ts';
import { appendAll, commitOf } from '#ports/contract/fixture.ts';
import { commitKey } from '#ports/commit.ts';
import type { Position } from '#ports/followers.ts';
import type { Store } from '#ports/store.ts';
import {
  dropDatabase,
  freshDatabase,
  mongoOptions,
  withDatabase,
} from '#test/support/services/mongo-fixture.ts';
import { everyOffer, onServers } from '#test/support/services/mongo-suite.ts';
import { createCalls } from './calls.ts';
import { collectionsOf } from './collections.ts';
import { LogReader } from './log-reader.ts';
import { openMongoStore } from './mongo-store.ts';

const PET = '00:pet:home:aaa';
const USER = '11:user:0:bbb';
const LEDGER = '22:ledger:home:0';
const STREAMS = [PET, USER, LEDGER];
/** Commits of each stream that are written while others read. */
const COUNT = 120;

const keys = (stream: string, count: number, from = 1): readonly string[] =>
  Array.from({ length: count }, (_, index) => commitKey(stream, from + index));

/** Appends `count` commits of a stream from number `from` on. */
const write = async (store: Store, stream: string, count: number, from = 1): Promise<void> => {
  for (let seq = from; seq < from + count; seq += 500) {
    const upTo = Math.min(from + count, seq + 500);
    await appendAll(store, ...Array.from({ length: upTo - seq }, (_, n) => commitOf(stream, seq + n)));
  }
};

const left: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of left.splice(0).toReversed()) await end();
});

onServers(everyOffer(), (server) => {
  /** A log, a reader of it, and what it asked the server for. */
  const house = async () => {
    const uri = freshDatabase(server().uri);
    left.push(() => dropDatabase(uri));
    const store = await openMongoStore(mongoOptions(uri));
    left.push(() => store.close());
    const client = new MongoClient(uri, { monitorCommands: true });
    left.push(() => client.close());
    const streams = new Set<unknown>();
    const ended = new Set<unknown>();
    client.on('commandSucceeded', ({ commandName, reply }) => {
      if (commandName === 'aggregate') streams.add(String((reply as { cursor: { id: unknown } }).cursor.id));
    });
    client.on('commandStarted', ({ commandName, command }) => {
      if (commandName !== 'killCursors') return;
      for (const id of (command as { cursors: readonly unknown[] }).cursors) ended.add(String(id));
    });
    const db = client.db();
    const calls = createCalls(systemClock);
    const reader = new LogReader({ calls, client, db, collections: collectionsOf(db), clock: systemClock });
    left.push(() => reader.close());
    /** One follower, from the beginning on. */
    const follower = (...kinds: readonly string[]) => {
      let position: Position | undefined;
      const one = {
        seen: [] as string[],
        read: async (limit = 500): Promise<number> => {
          const page = await reader.read(position, limit, kinds);
          ({ position } = page);
          one.seen.push(...page.commits.map(({ _id }) => _id));
          return page.commits.length;
        },
        /** Reads until nothing more is there, and once more, so that it has come together with the others. */
        catchUp: async (): Promise<void> => {
          while ((await one.read()) > 0);
          await one.read();
        },
      };
      return one;
    };
    return {
      uri,
      store,
      follower,
      /** Change streams that are read now. */
      open: () => [...streams].filter((id) => !ended.has(id)),
      endStreams: () =>
        withDatabase(uri, (raw) =>
          raw.command({
            killCursors: 'commits',
            cursors: [...streams].map((id) => BigInt(String(id))),
          }),
        ),
    };
  };

  describe('followers of one process', () => {
    it('share one change stream once they have come to the end, and each gets the commits of its kinds once', async () => {
      const { store, follower, open } = await house();
      await write(store, PET, 3);
      const all = [follower('pet'), follower('user', 'pet'), follower('ledger'), follower('battle')];
      for (const one of all) await one.catchUp();
      await write(store, USER, 2);
      await write(store, PET, 2, 4);
      await write(store, LEDGER, 1);
      for (let round = 0; round < 2; round += 1) for (const one of all) await one.catchUp();
      expect(open()).toHaveLength(1);
      const [pets, both, ledgers, battles] = all.map(({ seen }) => seen);
      expect(pets).toEqual(keys(PET, 5));
      expect(both).toEqual([...keys(PET, 3), ...keys(USER, 2), ...keys(PET, 2, 4)]);
      expect(ledgers).toEqual(keys(LEDGER, 1));
      expect(battles).toEqual([]);
    });

    it('who is far behind the others reads on by itself, and joins them again at the end', async () => {
      const { store, follower, open } = await house();
      const [slow, quick] = [follower('pet'), follower('pet', 'user')];
      await slow.catchUp();
      await quick.catchUp();
      await slow.catchUp();
      expect(open()).toHaveLength(1);
      // more than is kept for it
      await write(store, PET, 2_600);
      while (quick.seen.length < 2_600) await quick.read();
      while (slow.seen.length < 2_600) await slow.read();
      expect(open()).toHaveLength(2);
      for (let round = 0; round < 3; round += 1) for (const one of [slow, quick]) await one.catchUp();
      expect(open()).toHaveLength(1);
      await write(store, PET, 1, 2_601);
      await slow.catchUp();
      await quick.catchUp();
      expect(slow.seen).toEqual(keys(PET, 2_601));
      expect(quick.seen).toEqual(keys(PET, 2_601));
    });

    it('nobody is left behind by commits that are not theirs', async () => {
      const { store, follower, open } = await house();
      const [quiet, quick] = [follower('ledger'), follower('pet')];
      for (let round = 0; round < 2; round += 1) for (const one of [quiet, quick]) await one.catchUp();
      expect(open()).toHaveLength(1);
      await write(store, PET, 2_600);
      while (quick.seen.length < 2_600) await quick.read();
      await write(store, LEDGER, 1);
      while (quiet.seen.length < 1) await quiet.read();
      expect(open()).toHaveLength(1);
      expect(quiet.seen).toEqual(keys(LEDGER, 1));
    });

    it('go on by themselves when the server ends what they share, without a gap and without a repeat', async () => {
      const { store, follower, endStreams } = await house();
      const all = [follower('pet'), follower('user'), follower('pet', 'user')];
      for (let round = 0; round < 2; round += 1) for (const one of all) await one.catchUp();
      await write(store, PET, 2);
      await all[0]?.catchUp();
      await endStreams();
      await write(store, USER, 2);
      // whoever reads next hears of it, the others need not
      const told = await Promise.allSettled(all.map((one) => one.read()));
      expect(told.some(({ status }) => status === 'rejected')).toBe(true);
      await write(store, PET, 1, 3);
      for (let round = 0; round < 2; round += 1) for (const one of all) await one.catchUp();
      const [pets, users, both] = all.map(({ seen }) => seen);
      expect(pets).toEqual(keys(PET, 3));
      expect(users).toEqual(keys(USER, 2));
      expect(both).toEqual([...keys(PET, 2), ...keys(USER, 2), ...keys(PET, 1, 3)]);
    });

    it('miss nothing when somebody comes while others write and read', async () => {
      const { store, follower } = await house();
      const kinds = [['pet'], ['user'], ['ledger'], ['pet', 'ledger'], ['user', 'pet'], ['battle']];
      const all = kinds.map((some) => follower(...some));
      const wanted = kinds.map(
        (some) => STREAMS.filter((stream) => some.includes(stream.split(':')[1] ?? '')).length * COUNT,
      );
      // a scan may hand out twice what is written meanwhile
      for (const one of all) await one.read();
      const readAll = async (one: (typeof all)[number], index: number): Promise<void> => {
        while (one.seen.length < (wanted[index] ?? 0)) await one.read(1 + (index % 3) * 20);
        await one.catchUp();
      };
      const reading: Promise<void>[] = [];
      for (let from = 1; from <= COUNT; from += 10) {
        await Promise.all(STREAMS.map((stream) => write(store, stream, 10, from)));
        const comes = reading.length;
        const one = all[comes];
        if (one !== undefined) reading.push(readAll(one, comes));
      }
      await Promise.all(reading);
      for (const one of all) await one.catchUp();
      for (const [index, one] of all.entries()) {
        expect(one.seen).toHaveLength(wanted[index] ?? 0);
        for (const stream of STREAMS) {
          const own = one.seen.filter((id) => id.startsWith(stream));
          expect(own).toEqual(own.length === 0 ? [] : keys(stream, COUNT));
        }
      }
    });
  });
});
