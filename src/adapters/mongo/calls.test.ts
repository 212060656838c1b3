import { MongoNetworkError, MongoServerSelectionError } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '#adapters/memory/virtual-clock.ts';
import { watch } from '#test/support/hold.ts';
import { breathe } from '#test/support/turns.ts';
import { createCalls } from './calls.ts';

const rig = () => {
  const clock = createVirtualClock();
  const calls = createCalls(clock, 5_000);
  const tries: ReturnType<typeof Promise.withResolvers<string>>[] = [];
  const call = (): Promise<string> => {
    const one = Promise.withResolvers<string>();
    tries.push(one);
    return one.promise;
  };
  return { clock, calls, tries, call };
};

const broken = (): Error => new MongoNetworkError('read ECONNRESET');

describe('a call that may be made twice', () => {
  it('is made once when it is answered soon, and an error is an answer', async () => {
    const { clock, calls, tries, call } = rig();
    const good = calls.insist('read', call);
    clock.advance(400);
    tries[0]?.resolve('done');
    expect(await good).toBe('done');
    const bad = calls.insist('read', call);
    tries[1]?.reject(new Error('no'));
    await expect(bad).rejects.toMatchObject({ code: 'E_UNAVAILABLE', message: 'MongoDB failed: no' });
    clock.advance(10_000);
    expect(tries).toHaveLength(2);
  });

  it.each([0, 1])('is made once more when it is slow, and the answer to try %d counts', async (which) => {
    const { clock, calls, tries, call } = rig();
    const answer = calls.insist('read', call);
    clock.advance(500);
    await breathe();
    expect(tries).toHaveLength(2);
    tries[which]?.resolve(`by ${which}`);
    expect(await answer).toBe(`by ${which}`);
    clock.advance(10_000);
    expect(tries).toHaveLength(2);
  });

  it.each([0, 1])('fails by the broken line of try %d only when the other has failed, too', async (which) => {
    const { clock, calls, tries, call } = rig();
    const answer = calls.insist('read', call);
    const watched = watch(answer);
    clock.advance(500);
    await breathe();
    tries[which]?.reject(broken());
    await breathe();
    expect(watched.state()).toBe('waiting');
    tries[1 - which]?.reject(broken());
    await expect(answer).rejects.toMatchObject({ code: 'E_UNAVAILABLE', retryable: true });
  });

  it('fails at once when no server is found, whatever the other try waits for', async () => {
    const { clock, calls, tries, call } = rig();
    const answer = calls.insist('read', call);
    clock.advance(500);
    await breathe();
    tries[0]?.reject(new MongoServerSelectionError('connect ECONNREFUSED', {} as never));
    await expect(answer).rejects.toMatchObject({
      code: 'E_UNAVAILABLE',
      message: expect.stringContaining('check that it runs and can be reached') as string,
    });
  });

  it('is not made once more when it was answered while that waited for a line', async () => {
    const { clock, calls, tries, call } = rig();
    const answer = calls.insist('read', call);
    clock.advance(499);
    const others = Array.from({ length: 31 }, () => calls.run('read', call));
    const waiting = calls.run('read', call);
    clock.advance(1);
    await breathe();
    tries[0]?.resolve('done');
    expect(await answer).toBe('done');
    for (const one of tries) one.resolve('');
    await breathe();
    for (const one of tries) one.resolve('');
    await Promise.all([...others, waiting]);
    expect(tries).toHaveLength(33);
  });

  it('is given up by its time limit, and what waits for a line is not sent then', async () => {
    const { clock, calls, tries, call } = rig();
    const all = Array.from({ length: 40 }, () => calls.run('read', call));
    const late = calls.run('read', call, 100);
    clock.advance(100);
    await expect(late).rejects.toMatchObject({ message: 'MongoDB did not answer within 100 ms (read)' });
    const sent = tries.length;
    for (const one of tries) one.resolve('');
    await breathe();
    for (const one of tries) one.resolve('');
    await Promise.all(all);
    expect(sent).toBe(32);
    expect(tries).toHaveLength(40);
  });

  it('is refused when all is over, also what waits for a line', async () => {
    const { calls, tries, call } = rig();
    const open = Array.from({ length: 32 }, () => calls.run('read', call));
    const waiting = calls.run('read', call);
    calls.close();
    for (const one of tries) one.resolve('');
    await Promise.all(open);
    await expect(waiting).rejects.toMatchObject({ message: 'the store is closed' });
    await expect(calls.insist('read', call)).rejects.toMatchObject({ message: 'the store is closed' });
    await expect(calls.wait('read', call)).rejects.toMatchObject({ message: 'the store is closed' });
    expect(tries).toHaveLength(32);
  });
});
