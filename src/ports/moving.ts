/** What only moving house asks of a store: who else is in it, and the mark of a copy that is under way. */
export interface Moving {
  /** Names of other processes that use the store now; none where only one can. @throws Fault E_UNAVAILABLE */
  others(): Promise<readonly string[]>;
  /** The copy of which this store is the unfinished target; `undefined`: of none. @throws Fault E_UNAVAILABLE */
  mark(): Promise<string | undefined>;
  /** Sets or (`undefined`) takes away the mark. While it is there the store opens for moving alone. */
  setMark(copy: string | undefined): Promise<void>;
  /** Every later owner of a shard has an epoch above this one: the log that moved in may carry high ones. */
  raiseEpochs(epoch: number): Promise<void>;
}

/** Why a marked store does not open; `place` names it. */
export const unfinishedText = (place: string): string =>
  `${place} is the unfinished target of a copy: run the same "npm run data -- copy" or "import" again until it ends with its proof, or remove what is there`;
