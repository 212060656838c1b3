/** Ms of Discord's first second, from which its ids count. */
const EPOCH_MS = 1_420_070_400_000;

/** Ids that carry their time, as Discord mints them. */
export class Snowflakes {
  #count = 0n;

  next(atMs: number): string {
    this.#count = (this.#count + 1n) & 0x3f_ffffn;
    return ((BigInt(Math.trunc(atMs) - EPOCH_MS) << 22n) | this.#count).toString();
  }
}

/** When an id was minted, ms since the epoch. */
export const timeOf = (id: string): number => Number(BigInt(id) >> 22n) + EPOCH_MS;
