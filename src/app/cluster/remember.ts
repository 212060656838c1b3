import type { Clock } from '#ports/clock.ts';

/** Gives all who ask within `freshMs` of one another the same answer; one question is on its way at a time. */
export const rememberFor = <T>(freshMs: number, clock: Pick<Clock, 'monoMs'>, ask: () => Promise<T>) => {
  let answer: Promise<T> | undefined;
  let askedAtMs = 0;
  return (): Promise<T> => {
    const nowMs = clock.monoMs();
    if (answer === undefined || nowMs - askedAtMs > freshMs) {
      askedAtMs = nowMs;
      answer = ask();
    }
    return answer;
  };
};
