import { type Ending, openLoop, type OpenLoopResult, percentileMs } from './open-loop.ts';

const STEP_SECONDS = 1.5;
const GROWTH = 1.5;
const HALVINGS = 3;
/** What short steps find is asked for so long; what is answered then is the capacity. */
const SUSTAINED_SECONDS = 5;
/** A rate is within capacity when this share of it is answered, with a p99 of at most {@link P99_MAX_MS}. */
const ANSWERED_MIN = 0.97;
const P99_MAX_MS = 150;

const isWithin = (result: OpenLoopResult, rate: number): boolean =>
  result.answeredInTime / Math.max(1, result.offered) >= ANSWERED_MIN &&
  result.offered / result.seconds >= rate * 0.9 &&
  percentileMs(result.latency.get('all'), 99) <= P99_MAX_MS;

/**
 * The rate a second that is answered for long: grows a rate until it is not answered in time, halves the gap, then asks
 * for what it found long enough that snapshots and collections of garbage have their turn, and counts the answers.
 */
export const findCapacity = async (
  fire: (n: number) => Promise<Ending> | Ending,
  firstRate: number,
  onStep: (rate: number, holds: boolean) => void,
): Promise<number> => {
  const offer = (rate: number, seconds: number): Promise<OpenLoopResult> =>
    openLoop({ ratePerSecond: rate, seconds, fire });
  const tries = async (rate: number): Promise<boolean> => isWithin(await offer(rate, STEP_SECONDS), rate);
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
  const sustained = await offer(low, SUSTAINED_SECONDS);
  return Math.min(low, Math.round(sustained.answeredInTime / sustained.seconds));
};
