import type { DomainEvent } from '#game/shared/decider.ts';

/** One durable event as other systems see it. `topic` is `<kind>.<EventType>`, for example `ledger.TransferPosted`. */
export interface Fact<T extends string = string, E extends DomainEvent = DomainEvent> {
  readonly topic: T;
  readonly realm: string;
  readonly id: string;
  readonly seq: number;
  /** Ms since the epoch: time of the decision. */
  readonly atMs: number;
  readonly by: string;
  readonly commandId: string;
  readonly event: E;
  /** It happened in another process. */
  readonly isFar?: true;
}
