/** Streams remembered; the one known for longest goes first. */
const HEADS_MAX = 100_000;

/** Places that are surely taken: the log never loses a commit, so that what was once there needs no second look. */
export class Heads {
  readonly #seqs = new Map<string, number>();

  /** Whether the commit before `seq` is known to be durable. */
  isNext(stream: string, seq: number): boolean {
    return seq === 1 || (this.#seqs.get(stream) ?? 0) >= seq - 1;
  }

  /** The stream has a durable commit at `seq`. */
  note(stream: string, seq: number): void {
    const known = this.#seqs.get(stream);
    if (known !== undefined && known >= seq) return;
    if (known === undefined && this.#seqs.size >= HEADS_MAX) {
      for (const oldest of this.#seqs.keys()) {
        this.#seqs.delete(oldest);
        break;
      }
    }
    this.#seqs.set(stream, seq);
  }
}
