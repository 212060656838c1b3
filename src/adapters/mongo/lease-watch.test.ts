import { describe, expect, it } from 'vitest';
import { leaseNewsOf } from './lease-watch.ts';

const key = (shard: number) => ({ documentKey: { _id: shard } });

describe('news of leases', () => {
  it('name the owners, however a server tells an update by a pipeline', () => {
    const news = leaseNewsOf([
      { operationType: 'replace', ...key(1), fullDocument: { _id: 1, owner: 'a/1', untilMs: 5 } },
      { operationType: 'replace', ...key(2), fullDocument: { _id: 2, untilMs: 0 } },
      { operationType: 'update', ...key(3), updateDescription: { updatedFields: { owner: 'b/2' } } },
      {
        operationType: 'update',
        ...key(4),
        updateDescription: { updatedFields: { untilMs: 0 }, removedFields: ['owner', 'node'] },
      },
    ]);
    expect([...news.owners]).toEqual([
      [1, 'a/1'],
      [2, undefined],
      [3, 'b/2'],
      [4, undefined],
    ]);
    expect(news.isMore).toBe(false);
  });

  it('tell the last of several changes of a shard', () => {
    const replaced = (owner?: string) => ({ operationType: 'replace', ...key(7), fullDocument: { owner } });
    expect([...leaseNewsOf([replaced('a/1'), replaced(), replaced('b/2')]).owners]).toEqual([[7, 'b/2']]);
  });

  it.each([
    { operationType: 'update', ...key(0), updateDescription: { updatedFields: { asked: 'c/3' } } },
    { operationType: 'drop' },
    { operationType: 'replace', documentKey: { _id: 'odd' }, fullDocument: { owner: 'a/1' } },
  ])('have to be looked at otherwise: %j', (change) => {
    expect(leaseNewsOf([change])).toEqual({ owners: new Map(), isMore: true });
  });
});
