const LATE_MAX_MS = 10_000;

/** How late things were, in whole ms up to ten seconds. */
export class Lateness {
  readonly #counts = new Uint32Array(LATE_MAX_MS + 1);
  #total = 0;

  readonly record = (lateMs: number): void => {
    const ms = Math.min(LATE_MAX_MS, Math.max(0, Math.ceil(lateMs)));
    this.#counts[ms] = (this.#counts[ms] ?? 0) + 1;
    this.#total += 1;
  };

  get count(): number {
    return this.#total;
  }

  /** Ms that this share of them was within. */
  within(share: number): number {
    let left = this.#total * (1 - share);
    for (let ms = LATE_MAX_MS; ms >= 0; ms -= 1) {
      left -= this.#counts[ms] ?? 0;
      if (left < 0) return ms;
    }
    return 0;
  }
}
