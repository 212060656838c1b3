import type { Bus } from '#events/bus.ts';

/** Transfers since the start by what they were for, as the bus tells them: plain counters, for the metrics. */
export class TransferCounts {
  readonly #counts: Record<string, number> = {};

  constructor(bus: Bus) {
    bus.react('metrics', 'ledger.TransferPosted', ({ event: { memo }, isFar }) => {
      // who counts over all processes would count it again
      if (isFar === true) return;
      this.#counts[memo.kind] = (this.#counts[memo.kind] ?? 0) + 1;
    });
  }

  read(): Readonly<Record<string, number>> {
    return { ...this.#counts };
  }
}
