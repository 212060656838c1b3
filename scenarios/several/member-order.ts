/** How a process of a scenario differs from the usual one; its one argument, in JSON. */
export interface MemberOrder {
  /** How long its shards stay with it when it is not heard of, ms. */
  readonly leaseTtlMs?: number;
  /** For self-tests: it believes in its leases for ever. */
  readonly isTrusting?: boolean;
}
