import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { chainOf, chainOfCommit } from './chain.ts';
import type { Commit } from './commit.ts';

const commit: Commit = {
  _id: '00:ledger:home:0#000000000001',
  f: 1,
  kind: 'commands',
  epoch: 3,
  writer: 'w',
  commitId: 'c1',
  at: 5,
  cmds: [],
};

describe('the hash chain', () => {
  it('is SHA-256 over the previous link and the canonical text', () => {
    const first = createHash('sha256').update('{"a":1}').digest('base64url');
    expect(chainOf(undefined, '{"a":1}')).toBe(first);
    expect(chainOf(first, '{}')).toBe(createHash('sha256').update(first).update('{}').digest('base64url'));
  });

  it('covers every field of a commit but the link itself', () => {
    const link = chainOfCommit('before', commit);
    expect(chainOfCommit('before', { ...commit, chain: link })).toBe(link);
    expect(chainOfCommit('other', commit)).not.toBe(link);
    expect(chainOfCommit('before', { ...commit, at: 6 })).not.toBe(link);
  });

  it('does not depend on the order of keys', () => {
    const { _id, f, kind, ...rest } = commit;
    expect(chainOfCommit(undefined, { ...rest, kind, f, _id })).toBe(chainOfCommit(undefined, commit));
  });
});
