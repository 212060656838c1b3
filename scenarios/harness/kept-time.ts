import { type OpenLoopResult, percentileMs } from './open-loop.ts';
import type { Stage } from './stage.ts';

/** A generator that is later than this at p99, ms, has not offered what it was told to. */
export const LATE_MAX_MS = 50;

/** A run counts only when whoever asked was in time, in each of its parts: else it says nothing about who answered. */
export const judgeTime = (name: string, parts: readonly OpenLoopResult[], stage: Stage): void => {
  const lateMs = Math.max(...parts.map(({ lateness }) => percentileMs(lateness, 99)));
  stage.figure(`${name}.lateness-p99`, lateMs, 'ms');
  stage.figure(`${name}.loop-p99`, Math.max(...parts.map(({ loopDelayP99Ms }) => loopDelayP99Ms)), 'ms');
  stage.atMost('the generator kept time, p99 ms', lateMs, LATE_MAX_MS);
};
