const BOUNDS = [1, 2, 5, 10, 20, 50, 100, 200, 500] as const;

/** Sizes of the journal's batches as plain counters, for the metrics. */
export class BatchSizes {
  readonly #counts = [...BOUNDS.map(() => 0), 0];
  #sum = 0;

  add(size: number): void {
    let index = 0;
    while (index < BOUNDS.length && size > (BOUNDS[index] ?? 0)) index += 1;
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.#sum += size;
  }

  /** `counts[i]`: batches of at most `bounds[i]` commits, the last one all larger. */
  read(): { readonly bounds: readonly number[]; readonly counts: readonly number[]; readonly sum: number } {
    return { bounds: BOUNDS, counts: [...this.#counts], sum: this.#sum };
  }
}
