/** Lets so many turns of the loop pass. */
export const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
};

/** Lets turns pass until it is true; answers how many. @throws Error when it never is */
export const turnsUntil = async (isTrue: () => boolean): Promise<number> => {
  for (let turn = 0; turn <= 10_000; turn += 1) {
    if (isTrue()) return turn;
    await turns(1);
  }
  throw new Error('it never came true');
};

/** Lets promises go on that wait for nothing but each other. */
export const breathe = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};
