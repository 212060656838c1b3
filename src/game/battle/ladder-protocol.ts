/** From a battle that counts. */
export type LadderCommand = {
  readonly type: 'Record';
  readonly battleId: string;
  readonly players: readonly [string, string];
  readonly winner: 0 | 1 | null;
};

/** Ratings of both after it and before it, as people read them. */
export interface LadderReply {
  readonly before: readonly [number, number];
  readonly ratings: readonly [number, number];
}
