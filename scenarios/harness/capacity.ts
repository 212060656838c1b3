import { type Ending, openLoop, type OpenLoopResult, percentileMs } from './open-loop.ts';

const STEP_SECONDS = 1.5;
const GROWTH = 1.5;
const HALVINGS = 3;
/** A rate is within capacity when this share of it is answered, with a p99 of at most {@link P99_MAX_MS}. */
const ANSWERED_MIN = 0.97;
const P99_MAX_MS = 150;

const isWithin = (result: OpenLoopResult, rate: number): boolean =>
  result.answeredInTime / Math.max(1, result.offered) >= ANSWERED_MIN &&
  result.offered / result.seconds >= rate * 0.9 &&
  percentileMs(result.latency.get('all'), 99) <= P99_MAX_MS;

/** Finds the highest rate a second that is answered in time: grows until it is not, then halves the gap. */
export const findCapacity = async (
  fire: (n: number) => Promise<Ending> | Ending,
  firstRate: number,
  onStep: (rate: number, holds: boolean) => void,
): Promise<number> => {
  const tries = async (rate: number): Promise<boolean> =>
    isWithin(await openLoop({ ratePerSecond: rate, seconds: STEP_SECONDS, fire }), rate);
  const holds = async (rate: number): Promise<boolean> => {
    // a second try: code that was never this busy before may have been compiled meanwhile
    const isFine = (await tries(rate)) || (await tries(rate));
    onStep(rate, isFine);
    return isFine;
  };
  let low = 0;
  let high = firstRate;
  while (await holds(high)) {
    low = high;
    high = Math.round(high * GROWTH);
  }
  if (low === 0) {
    while (high > 10 && !(await holds(Math.round(high / 2)))) high = Math.round(high / 2);
    low = Math.round(high / 2);
  }
  for (let step = 0; step < HALVINGS; step += 1) {
    const middle = Math.round((low + high) / 2);
    if (await holds(middle)) low = middle;
    else high = middle;
  }
  return low;
};
