import type { Effect } from '#game/shared/decider.ts';

export interface OutboxRow {
  /** `<stream>#<seq>/<cmd>/<n>`: the command id at the receiver. */
  readonly id: string;
  readonly effect: Effect;
  readonly attempts: number;
  /** Time of the commit that caused it, ms since the epoch. */
  readonly at: number;
}

/** Effects not yet acknowledged. Rows come and go with commits; only attempts are written here. */
export interface Outbox {
  /** Rows of senders in these shards, in order of id (so in order within a sender), after the given id. @throws Fault E_UNAVAILABLE */
  pending(shards: ReadonlySet<number>, afterId: string, limit: number): Promise<readonly OutboxRow[]>;
  /** Records one more attempt. */
  attempted(id: string): Promise<void>;
  count(): Promise<number>;
}
