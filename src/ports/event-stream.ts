/** Where a connection to Discord's gateway stands: with it another process can go on where this one ended. */
export interface LineSession {
  readonly id: string;
  /** Sequence of the last event that is in the stream. */
  readonly seq: number;
  readonly resumeUrl: string;
  /** Number of all shards when it began. */
  readonly shardCount: number;
}

/** An event that was received on a connection. */
export type LineEvent = {
  readonly seq: number;
  /** Discord sent it again after a gap: it may be older than it looks. */
  readonly isReplayed: boolean;
  readonly payload: unknown;
} & (
  | { readonly to: 'one' }
  | {
      readonly to: 'all';
      /** The latest of a key is told to those who come later, unless it ends the matter. */
      readonly key: string;
      readonly isOver: boolean;
    }
);

/** What a worker learns beside the payload. */
export interface Taken {
  /** Somebody else had it and may have begun; what they did must not be done twice. */
  readonly isRepeat: boolean;
  /** Discord sent it again after a gap, or it has waited. */
  readonly isLate: boolean;
}

/** A worker's part of the stream. */
export interface EventHands {
  /** One worker takes each event for one; it is done when this resolves, and given to another when this one dies. */
  take(payload: unknown, about: Taken): Promise<void>;
  /** Every worker hears each event for all once. */
  hear(payload: unknown): void;
}

/**
 * Carries events from the processes that are connected to Discord to those that answer. What is in it cannot be read on
 * the way: payloads hold tokens.
 */
export interface EventStream {
  /** What was kept of a connection; `line` names it among those of this bot. @throws Fault E_UNAVAILABLE */
  sessionOf(line: string): Promise<LineSession | undefined>;
  /**
   * Puts events in and notes how far the session is, in one step: those that it noted before are left out, so that a repeat
   * is harmless. @throws Fault E_UNAVAILABLE, after which it may have been done
   */
  append(line: string, session: LineSession, events: readonly LineEvent[]): Promise<void>;
  /** Nobody can go on with this connection. @throws Fault E_UNAVAILABLE */
  forget(line: string): Promise<void>;
  /** Becomes a worker; answers the way to stop: nothing new is taken, and it resolves when all that was taken is done. @throws Fault E_UNAVAILABLE */
  work(hands: EventHands): Promise<() => Promise<void>>;
}
