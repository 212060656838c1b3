/** A value as it is held, times by the monotonic clock. */
export interface Entry {
  readonly json: string;
  /** Names the write that it came from. */
  readonly id: string;
  readonly setMs: number;
  /** End of its time to live. */
  readonly freshUntilMs: number;
  /** Until then Redis is not asked again. */
  readonly trustedUntilMs: number;
}

interface Slot {
  entry: Entry;
  /** Asked for since it was last passed over. */
  isUsed: boolean;
}

/** Entries in this process; one that was not asked for lately goes first. A hit moves nothing, which makes it cheap. */
export class LocalLevel {
  readonly #slots = new Map<string, Slot>();
  readonly #maxEntries: number;

  constructor(maxEntries: number) {
    this.#maxEntries = maxEntries;
  }

  get(key: string): Entry | undefined {
    const slot = this.#slots.get(key);
    if (slot === undefined) return undefined;
    slot.isUsed = true;
    return slot.entry;
  }

  set(key: string, entry: Entry): void {
    const slot = this.#slots.get(key);
    if (slot === undefined) {
      this.#makeRoom();
      this.#slots.set(key, { entry, isUsed: false });
      return;
    }
    slot.entry = entry;
    slot.isUsed = true;
  }

  delete(key: string): void {
    this.#slots.delete(key);
  }

  clear(): void {
    this.#slots.clear();
  }

  /** From the oldest on: who was used gets a second chance behind all others. */
  #makeRoom(): void {
    for (const [key, slot] of this.#slots) {
      if (this.#slots.size < this.#maxEntries) return;
      this.#slots.delete(key);
      if (!slot.isUsed) continue;
      slot.isUsed = false;
      this.#slots.set(key, slot);
    }
  }
}
