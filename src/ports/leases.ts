/** Number of shards: the first byte of a SHA-256, fixed for ever. */
export const SHARDS = 256;

/**
 * Which shards this process owns. Leases give liveness only: safety lies in the log (claims and epochs).
 * The embedded store owns every shard, with an epoch that grows at each start.
 */
export interface Leases {
  /** Nobody else can write to the store while it is open here: what was read at the start is complete. */
  readonly isExclusive: boolean;
  /** This process, as the others know it. */
  readonly self: string;
  /** Epoch under which this process owns the shard now, by the monotonic clock; `undefined`: it does not. */
  epochOf(shard: number): number | undefined;
  owned(): ReadonlySet<number>;
  /** Process that owns the shard as far as is known here; a hint that may be old. */
  ownerOf(shard: number): string | undefined;
  /** Somebody waits for a shard that is between two owners: looks at once who has which, unless it does so already. */
  lookAgain(): void;
  /** Told when ownership of a shard begins or ends. Returns the way to stop it. */
  onChange(listener: (shard: number, epoch: number | undefined) => void): () => void;
  /**
   * Told before shards are given to another process; they are given when what is returned resolves, or after 5 s. Until
   * then they are owned. Returns the way to stop it.
   */
  onLeaving(listener: (shards: ReadonlySet<number>) => Promise<void>): () => void;
  /** Gives all shards back; used by drain. */
  release(): Promise<void>;
}
