/** What became of a wish for seats. */
export type Seating =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly seat: string;
      /** Who has it. */
      readonly holder: string;
    };

/** Seats that one process has at a time, for as long as it says so. */
export interface Seats {
  /** How long a seat is kept for a holder that says nothing, ms. */
  readonly keptMs: number;
  /**
   * Takes free seats, or says that one still has them: all or none. `gone`: holders that are known to be dead.
   * @throws Fault E_UNAVAILABLE, after which they may be taken
   */
  take(seats: readonly string[], holder: string, gone?: readonly string[]): Promise<Seating>;
  /** Frees what this holder has of them. @throws Fault E_UNAVAILABLE */
  leave(seats: readonly string[], holder: string): Promise<void>;
}
