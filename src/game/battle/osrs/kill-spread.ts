/** How many attacks a kill takes, as a distribution. */
export interface KillSpread {
  /** Chance, 0 to 1, that so many attacks are enough. `attacks`: a whole number from 0 on. */
  within(attacks: number): number;
  /** The fewest attacks that are enough with at least this chance, which lies between 0 and 1, both excluded. */
  attacksFor(chance: number): number;
}

/** Less than this is no chance worth counting on. */
const NOTHING = 1e-18;
/** What sums of rounded chances may be short of a chance that was asked for. */
const SHORT = 1e-12;

/**
 * Chances that 0, 1, 2 … hits are enough, up to where they surely are, by recursion over hitpoints: a hit takes 1 to
 * `maxHit`, and 1 twice as often, for an accurate 0 counts as 1.
 */
const enoughHits = (hitpoints: number, maxHit: number): readonly number[] => {
  if (maxHit <= 1) return Array.from({ length: hitpoints + 1 }, (_, hits) => (hits < hitpoints ? 0 : 1));
  // chance that so many hitpoints are left; nothing is left of who has fallen
  let left = new Float64Array(hitpoints + 1);
  left[hitpoints] = 1;
  const enough = [0];
  for (let alive = 1; alive > NOTHING && enough.length <= hitpoints;) {
    const next = new Float64Array(hitpoints + 1);
    alive = 0;
    // the sum over those from whom a hit of 1 to `maxHit` leads here
    let sum = 0;
    for (let h = hitpoints - 1; h >= 1; h -= 1) {
      const above = left[h + 1] ?? 0;
      sum += above - (left[h + 1 + maxHit] ?? 0);
      // differences of rounded sums may end below nothing
      const here = Math.max(0, (sum + above) / (maxHit + 1));
      next[h] = here;
      alive += here;
    }
    left = next;
    enough.push(1 - alive);
  }
  enough.push(1);
  return enough;
};

/**
 * Chance that `attacks` tries of which each hits with `accuracy` bring enough hits: binomial, walked outwards from its
 * likeliest number, where no term is too small to begin with.
 */
const enoughWithin = (enough: readonly number[], accuracy: number, attacks: number): number => {
  if (accuracy >= 1) return enough[Math.min(attacks, enough.length - 1)] ?? 1;
  const odds = accuracy / (1 - accuracy);
  const mode = Math.min(attacks, Math.floor((attacks + 1) * accuracy));
  let weights = 0;
  let good = 0;
  const count = (hits: number, weight: number): void => {
    weights += weight;
    good += weight * (enough[Math.min(hits, enough.length - 1)] ?? 1);
  };
  let weight = 1;
  for (let hits = mode; hits <= attacks && weight > NOTHING; hits += 1) {
    count(hits, weight);
    weight *= ((attacks - hits) / (hits + 1)) * odds;
  }
  weight = mode / ((attacks - mode + 1) * odds);
  for (let hits = mode - 1; hits >= 0 && weight > NOTHING; hits -= 1) {
    count(hits, weight);
    weight *= hits / ((attacks - hits + 1) * odds);
  }
  return good / weights;
};

/**
 * The spread of a kill: of a target with 1 or more whole hitpoints by attacks of that max hit, each of which hits with
 * `accuracy`, more than 0 and at most 1.
 */
export const killSpread = (hitpoints: number, maxHit: number, accuracy: number): KillSpread => {
  const enough = enoughHits(hitpoints, maxHit);
  const within = (attacks: number): number => enoughWithin(enough, accuracy, attacks);
  return {
    within,
    attacksFor: (chance) => {
      const isEnough = (attacks: number): boolean => within(attacks) >= chance - SHORT;
      let most = 1;
      while (!isEnough(most)) most *= 2;
      let few = Math.floor(most / 2);
      // `few` are not enough, `most` are
      while (most - few > 1) {
        const middle = Math.floor((few + most) / 2);
        if (isEnough(middle)) most = middle;
        else few = middle;
      }
      return most;
    },
  };
};
