import type { DomainCommand } from '#game/shared/decider.ts';

export interface DeadLetter {
  /** `[a-z0-9]{1,14}`. */
  readonly id: string;
  readonly stream: string;
  readonly commandId: string;
  readonly by: string;
  readonly command: DomainCommand;
  /** What repeats of the command are compared by, if not by the command itself. */
  readonly hash?: string;
  /** Message of the last error, without secrets. */
  readonly error: string;
  readonly attempts: number;
  readonly at: number;
}

/** Commands that could not be handled. They wait here until an operator replays or drops them. */
export interface DeadLetters {
  put(letter: DeadLetter): Promise<void>;
  get(id: string): Promise<DeadLetter | undefined>;
  /** Newest first. */
  list(limit: number): Promise<readonly DeadLetter[]>;
  remove(id: string): Promise<void>;
  count(): Promise<number>;
}
