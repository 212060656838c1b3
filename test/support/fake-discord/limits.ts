import type { Limit } from './buckets.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** How often Discord lets a bot do what; some are documented, the others are measured by many. */
export interface FakeLimits {
  readonly global: Limit;
  readonly messages: Limit;
  readonly edits: Limit;
  readonly oldEdits: Limit;
  readonly answers: Limit;
  readonly followUps: Limit;
  readonly threadsCreated: Limit;
  readonly channelPatches: Limit;
  readonly renames: Limit;
  readonly invalid: Limit;
  readonly commandsCreated: Limit;
  readonly ackMs: number;
  readonly tokenMs: number;
  readonly oldMessageMs: number;
  readonly activeThreads: number;
  /** Within this time one nonce is one message. */
  readonly nonceMs: number;
}

export const DEFAULT_LIMITS: FakeLimits = {
  global: { count: 50, windowMs: SECOND },
  messages: { count: 5, windowMs: 5 * SECOND },
  edits: { count: 5, windowMs: 5 * SECOND },
  oldEdits: { count: 3, windowMs: 6 * SECOND },
  answers: { count: 5, windowMs: 2 * SECOND },
  followUps: { count: 30, windowMs: MINUTE },
  threadsCreated: { count: 50, windowMs: 5 * MINUTE },
  channelPatches: { count: 5, windowMs: 15 * SECOND },
  renames: { count: 2, windowMs: 10 * MINUTE },
  invalid: { count: 10_000, windowMs: 10 * MINUTE },
  commandsCreated: { count: 200, windowMs: 24 * 60 * MINUTE },
  ackMs: 3 * SECOND,
  tokenMs: 15 * MINUTE,
  oldMessageMs: 60 * MINUTE,
  activeThreads: 1_000,
  nonceMs: 5 * MINUTE,
};
