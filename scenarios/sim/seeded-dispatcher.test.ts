import { dispatcherContract } from '#ports/contract/dispatcher.ts';
import { chanceOf } from './chance.ts';
import { Schedule, stillness } from './schedule.ts';
import { createSeededDispatcher } from './seeded-dispatcher.ts';

const escaped = (error: unknown): void => {
  throw error;
};

for (const seed of [1, 2, 3]) {
  dispatcherContract(`seeded (${seed})`, () => {
    const schedule = new Schedule(chanceOf(seed, 1));
    const dispatcher = createSeededDispatcher(schedule, escaped);
    const idle = async (): Promise<void> => {
      await stillness();
      while (schedule.step()) await stillness();
    };
    return {
      dispatcher,
      idle,
      close: () => {
        dispatcher.halt();
        return Promise.resolve();
      },
    };
  });
}
