import { describe, expect, it } from 'vitest';
import type { AppendResult, Journal } from '#ports/journal.ts';
import { COMMIT_FORMAT, commitKey } from '#ports/commit.ts';
import { watch } from '#test/support/hold.ts';
import { createKitDispatcher } from '#test/support/kit-dispatcher.ts';
import { Committer } from './committer.ts';

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 12; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
};

/** A committer over a journal whose batches wait in the hand of the test. */
const createHeld = () => {
  const batches: { readonly size: number; readonly end: (status: 'committed' | 'unknown') => void }[] = [];
  const append: Journal['append'] = (entries) =>
    new Promise((resolve) => {
      batches.push({
        size: entries.length,
        end: (status) => resolve(entries.map(() => ({ status }) as AppendResult)),
      });
    });
  const dispatcher = createKitDispatcher(() => undefined);
  const committer = new Committer({ append } as unknown as Journal, dispatcher, () => 0);
  let seq = 0;
  const submit = (): void => {
    seq += 1;
    const _id = commitKey('00:probe:0:a', seq);
    const commit = { _id, f: COMMIT_FORMAT, at: 1, cmds: [], commitId: 'c', epoch: 1, writer: 'w' };
    committer.submit({ commit: { ...commit, kind: 'commands' }, json: '{}' }, () => undefined);
  };
  return { committer, batches, submit };
};

describe('waiting for a committer', () => {
  it('ends with what was submitted before, although more keeps coming', async () => {
    const { committer, batches, submit } = createHeld();
    submit();
    await settle();
    submit();
    await settle();
    submit();
    const idle = watch(committer.idle());
    await settle();
    expect(batches).toHaveLength(2);
    // the second batch ends first; the third submission goes into the next one
    batches[1]?.end('committed');
    submit();
    await settle();
    expect(idle.state()).toBe('waiting');
    batches[2]?.end('committed');
    submit();
    await settle();
    expect(idle.state()).toBe('waiting');
    batches[0]?.end('committed');
    submit();
    await settle();
    expect(batches.length).toBeGreaterThan(3);
    expect(idle.state()).toBe('done');
  });

  it('ends at once when nothing is on its way, and when the last of it is', async () => {
    const { committer, batches, submit } = createHeld();
    const first = watch(committer.idle());
    await settle();
    expect(first.state()).toBe('done');
    submit();
    const second = watch(committer.idle());
    await settle();
    expect(second.state()).toBe('waiting');
    batches[0]?.end('committed');
    await settle();
    expect(second.state()).toBe('done');
  });
});

describe('the count of commits', () => {
  it('has only those that became durable', async () => {
    const { committer, batches, submit } = createHeld();
    submit();
    submit();
    await settle();
    batches[0]?.end('unknown');
    submit();
    await settle();
    batches[1]?.end('committed');
    await settle();
    expect([committer.batches, committer.commits]).toEqual([2, 1]);
  });
});
