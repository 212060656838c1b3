import { type Ending, openLoop, type OpenLoopResult, percentileMs } from './open-loop.ts';

/** How long a rate is tried, s: as this part of the whole, within bounds. */
const STEP_SHARE = 0.3;
const STEP_MIN_SECONDS = 0.3;
const STEP_MAX_SECONDS = 1.5;
const GROWTH = 1.5;
const HALVINGS = 3;
/** What short steps find is asked for so long at most; what is answered then is the capacity. */
const SUSTAINED_MAX_SECONDS = 5;
/** Searches, each from where the one before ended, as long as a rate holds that did not before. */
const SEARCHES_MAX = 4;
/** A rate is within capacity when this share of it is answered, with a p99 of at most {@link P99_MAX_MS}. */
const ANSWERED_MIN = 0.97;
/** What was asked in the last ms of a try may be on its way at its end. */
const ON_ITS_WAY_MS = 45;
const P99_MAX_MS = 150;

/** What a look at a rate has to tell. */
type Looked = Pick<OpenLoopResult, 'answeredInTime' | 'offered' | 'seconds' | 'latency'>;
/** Offers a rate for so long. */
type Offer = (ratePerSecond: number, seconds: number) => Promise<Looked>;

const isWithin = (result: Looked, rate: number): boolean =>
  result.answeredInTime / Math.max(1, result.offered) >=
    Math.min(ANSWERED_MIN, 1 - ON_ITS_WAY_MS / 1_000 / result.seconds) &&
  result.offered / result.seconds >= rate * 0.9 &&
  percentileMs(result.latency.get('all'), 99) <= P99_MAX_MS;

/** Grows a rate until it does not hold, then halves the gap: the last rate that held and the first that did not. */
const bracket = async (
  firstRate: number,
  holds: (rate: number) => Promise<boolean>,
): Promise<{ readonly low: number; readonly high: number }> => {
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
  return { low, high };
};

/**
 * The rate a second that is answered for `seconds`: grows a rate until it is not answered in time, halves the gap, then
 * asks for what it found long enough that snapshots and collections of garbage have their turn, and counts the answers. The
 * rate that ended the search is tried again at the end: what failed while code was cold, or somebody else had the
 * processor, is no limit, and a capacity taken too low would make every flood look harmless.
 */
export const findCapacity = async (
  fire: (n: number) => Promise<Ending> | Ending,
  { firstRate, seconds }: { readonly firstRate: number; readonly seconds: number },
  onStep: (rate: number, holds: boolean) => void,
  offer: Offer = (ratePerSecond, forSeconds) => openLoop({ ratePerSecond, seconds: forSeconds, fire }),
): Promise<number> => {
  const stepSeconds = Math.min(STEP_MAX_SECONDS, Math.max(STEP_MIN_SECONDS, seconds * STEP_SHARE));
  const sustainedSeconds = Math.min(SUSTAINED_MAX_SECONDS, seconds);
  const tries = async (rate: number): Promise<boolean> => isWithin(await offer(rate, stepSeconds), rate);
  const holds = async (rate: number): Promise<boolean> => {
    // a second try: code that was never this busy before may have been compiled meanwhile
    const isFine = (await tries(rate)) || (await tries(rate));
    onStep(rate, isFine);
    return isFine;
  };
  let best = 0;
  let from = firstRate;
  for (let search = 0; search < SEARCHES_MAX; search += 1) {
    const { low, high } = await bracket(from, holds);
    const sustained = await offer(low, sustainedSeconds);
    best = Math.max(best, Math.min(low, Math.round(sustained.answeredInTime / sustained.seconds)));
    if (!isWithin(sustained, low) || !(await holds(high))) break;
    from = high;
  }
  return best;
};
