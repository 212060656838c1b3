import { expect, it } from 'vitest';
import { OnceMore } from './once-more.ts';

const settle = async (): Promise<void> => {
  for (let n = 0; n < 10; n += 1) await Promise.resolve();
};

it('work is done one at a time, once more when it was asked for meanwhile, and not after the end', async () => {
  const gates: PromiseWithResolvers<void>[] = [];
  const errors: unknown[] = [];
  const work = new OnceMore(
    () => {
      const gate = Promise.withResolvers<void>();
      gates.push(gate);
      return gate.promise;
    },
    (error) => errors.push(error),
  );
  for (let n = 0; n < 3; n += 1) work.ask();
  expect(gates.length).toBe(1);
  gates[0]?.reject(new Error('broken'));
  await settle();
  expect(errors).toEqual([new Error('broken')]);
  expect(gates.length).toBe(2);
  gates[1]?.resolve();
  await settle();
  expect(gates.length).toBe(2);
  work.ask();
  work.ask();
  const ended = work.end();
  gates[2]?.resolve();
  await ended;
  work.ask();
  await settle();
  expect(gates.length).toBe(3);
});
