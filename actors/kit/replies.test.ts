import { describe, expect, it } from 'vitest';
import type { Dispatcher } from '#ports/dispatcher.ts';
import { Read } from './messages.ts';
import { Replies } from './replies.ts';

const createBench = () => {
  const turns: (() => void)[] = [];
  const nobody = (): never => {
    throw new Error('answers need no actor');
  };
  const dispatcher: Dispatcher = {
    spawn: nobody,
    dispatch: nobody,
    stop: nobody,
    children: nobody,
    nextTurn: (callback) => void turns.push(callback),
  };
  const replies = new Replies(dispatcher);
  const answers: unknown[] = [];
  const read = (): Read => new Read('any', undefined, false, (value) => answers.push(value), nobody);
  const turn = (): void => {
    for (const callback of turns.splice(0)) callback();
  };
  return { replies, answers, read, turn, turns };
};

describe('replies', () => {
  it('are handed out in the next turn, in their order, with one word to the loop', () => {
    const { replies, answers, read, turn, turns } = createBench();
    for (const value of ['a', undefined, 'c']) replies.add(read(), value);
    expect([answers, turns.length]).toEqual([[], 1]);
    turn();
    expect([answers, turns.length]).toEqual([['a', undefined, 'c'], 0]);
    replies.add(read(), 'd');
    turn();
    expect(answers).toEqual(['a', undefined, 'c', 'd']);
  });

  it('do not wait for the turn when many have gathered, nor come twice', () => {
    const { replies, answers, read, turn } = createBench();
    const values = Array.from({ length: 100 }, (_, n) => n);
    for (const value of values) replies.add(read(), value);
    expect(answers.length).toBeGreaterThan(0);
    expect(answers).toEqual(values.slice(0, answers.length));
    turn();
    turn();
    expect(answers).toEqual(values);
  });

  it('come too late for a question whose time was up', () => {
    const { replies, answers, turn } = createBench();
    const faults: unknown[] = [];
    const late = new Read(
      'any',
      undefined,
      false,
      (value) => answers.push(value),
      (fault) => faults.push(fault),
    );
    replies.add(late, 'late');
    late.expire();
    turn();
    expect([answers, faults.length]).toEqual([[], 1]);
  });
});
