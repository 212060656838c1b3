/** Threads among several processes that answer for one bot: each belongs to the process that looks after its entity. */
export interface ThreadSharing {
  /** Whether the thread of a battle is this process's now. */
  isOurs(battleId: string): boolean;
  /** Told of each battle that gets a place. Returns the way to stop it. */
  onPlaced(listener: (battleId: string) => void): () => void;
  /** Told when threads came or went. Returns the way to stop it. */
  onMoved(listener: () => void): () => void;
}
