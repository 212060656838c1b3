/** Threads among several processes that answer for one bot: each is shown by one of them. */
export interface ThreadSharing {
  /** Whether the thread of a battle is this process's now. Without the guild where it is shown: whether it can be. */
  isOurs(battleId: string, guildId?: string): boolean;
  /** Told of each battle that gets a place. Returns the way to stop it. */
  onPlaced(listener: (battleId: string) => void): () => void;
  /** Told when threads came or went. Returns the way to stop it. */
  onMoved(listener: () => void): () => void;
}
