/** How a process of a scenario differs from the usual one; its one argument, in JSON. */
export interface MemberOrder {
  /** How long its shards stay with it when it is not heard of, ms. */
  readonly leaseTtlMs?: number;
  /** For self-tests: it believes in its leases for ever. */
  readonly isTrusting?: boolean;
  /** Commits between snapshots of a person. */
  readonly snapshotEvery?: number;
  /** For self-tests: of this release, it takes what the next one wrote for its own. */
  readonly isBlind?: boolean;
  /** It is of the next release, see `next-release.ts`. */
  readonly isNext?: boolean;
}
