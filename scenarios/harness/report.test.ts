import { createHistogram } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { judgeTime } from './kept-time.ts';
import type { OpenLoopResult } from './open-loop.ts';
import { linesOf, reportOf } from './report.ts';
import { Stage } from './stage.ts';

const NS_PER_MS = 1_000_000;

/** A run of which every request was started so late. */
const startedLate = (lateMs: number): OpenLoopResult => {
  const lateness = createHistogram();
  lateness.record(lateMs * NS_PER_MS);
  const none = { offered: 1, answered: 1, answeredInTime: 1, refused: 0, failed: 0, seconds: 1, tailMs: 0 };
  return { ...none, lateness, latency: new Map(), refusal: createHistogram(), loopDelayP99Ms: 0 };
};

const lastLine = (...lateMs: readonly number[]): string | undefined => {
  const stage = new Stage(process.stdout);
  judgeTime('flood', lateMs.map(startedLate), stage);
  return linesOf(reportOf('flood', 1, stage), stage.failures).at(-1);
};

describe('the report of a run', () => {
  it('has passed when each part was offered in time', () => {
    expect(lastLine(5, 49)).toBe('passed: flood, seed 1');
  });

  it('is marked invalid when any part was offered late', () => {
    expect(lastLine(5, 51)).toBe('FAILED: flood, seed 1 (invalid: not in time)');
  });
});
