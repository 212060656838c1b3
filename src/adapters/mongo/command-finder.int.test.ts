import { afterEach, expect, it } from 'vitest';
import { appendAll, commandOf, commitOf, STREAM_A } from '#ports/contract/fixture.ts';
import { dropDatabase, freshDatabase, mongoOptions } from '#test/support/services/mongo-fixture.ts';
import { bestOffer, onServers } from '#test/support/services/mongo-suite.ts';
import { openMongoStore } from './mongo-store.ts';

const left: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of left.splice(0).toReversed()) await end();
});

onServers(bestOffer(), (server) => {
  it('commands of many streams that are looked for at once are one question, and none is found elsewhere', async () => {
    const uri = freshDatabase(server().uri);
    left.push(() => dropDatabase(uri));
    let questions = 0;
    const store = await openMongoStore(
      mongoOptions(uri, {
        // nothing else is read meanwhile
        leaseTtlMs: 600_000,
        onCommand: (when, command, collection) => {
          if (when === 'sent' && command === 'find' && collection === 'commits') questions += 1;
        },
      }),
    );
    left.push(() => store.close());
    const streams = Array.from({ length: 40 }, (_, n) => `00:pet:home:p${n}`);
    const commits = streams.map((stream) => commitOf(stream, 1, { cmds: [commandOf('ash/same')] }));
    expect(await appendAll(store, ...commits)).toEqual(streams.map(() => 'committed'));
    const [first = ''] = streams;
    expect(await appendAll(store, commitOf(first, 2, { cmds: [commandOf('ash/own')] }))).toEqual([
      'committed',
    ]);
    await store.settled();
    questions = 0;
    const found = await Promise.all(
      streams.map((stream) => store.journal.find(stream, ['ash/same', 'ash/own', 'ash/none'])),
    );
    expect(questions).toBe(1);
    expect(found.map((places) => Array.from(places))).toEqual(
      streams.map((stream) =>
        stream === first
          ? [
              ['ash/same', 1],
              ['ash/own', 2],
            ]
          : [['ash/same', 1]],
      ),
    );
  });

  it('more ids than one question holds are all found', async () => {
    const uri = freshDatabase(server().uri);
    left.push(() => dropDatabase(uri));
    const store = await openMongoStore(mongoOptions(uri));
    left.push(() => store.close());
    const ids = Array.from({ length: 150 }, (_, n) => `ash/${n}`);
    expect(await appendAll(store, commitOf(STREAM_A, 1, { cmds: ids.map((id) => commandOf(id)) }))).toEqual([
      'committed',
    ]);
    const asked = Array.from({ length: 20 }, () => store.journal.find(STREAM_A, ids));
    for (const places of await Promise.all(asked)) expect([...places.keys()]).toEqual(ids);
  });
});
