import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { judgeTime, LATE_MAX_MS } from '../harness/kept-time.ts';
import { type OpenLoopResult, percentileMs } from '../harness/open-loop.ts';
import type { Stage } from '../harness/stage.ts';
import { type Counts, type Kind, KINDS, type Told } from './words.ts';

/** Discord waits so long for an acknowledgement, ms. */
export const ACK_MAX_MS = 3_000;
const NS_PER_MS = 1_000_000;

const record = (histogram: RecordableHistogram, ms: number): void =>
  histogram.record(Math.max(1, Math.round(ms * NS_PER_MS)));

/** How long people waited, from the moment at which they meant to act. */
export class Waits {
  readonly ack = createHistogram();
  readonly final = createHistogram();
  readonly kinds = new Map<Kind, number>();
  /** Acknowledgements later than Discord takes them. */
  tooLate = 0;
  slowestFinalMs = 0;
  slowestAckMs = 0;
  deferred = 0;
  broken = 0;

  /** `intendedMs`: since the epoch. */
  note({ kind, ackAtMs, finalAtMs, isDeferred, words }: Told, intendedMs: number): void {
    const [ackMs, finalMs] = [ackAtMs - intendedMs, finalAtMs - intendedMs];
    record(this.ack, ackMs);
    record(this.final, finalMs);
    this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + 1);
    this.slowestFinalMs = Math.max(this.slowestFinalMs, finalMs);
    this.slowestAckMs = Math.max(this.slowestAckMs, ackMs);
    if (ackMs > ACK_MAX_MS) this.tooLate += 1;
    if (isDeferred) this.deferred += 1;
    if (words.includes('Something broke')) this.broken += 1;
  }

  get ackP99Ms(): number {
    return percentileMs(this.ack, 99);
  }

  get finalP99Ms(): number {
    return percentileMs(this.final, 99);
  }

  get answered(): number {
    return this.final.count;
  }

  get kindsText(): string {
    return KINDS.map((kind) => `${this.kinds.get(kind) ?? 0} ${kind}`).join(', ');
  }
}

/** A moment on the clock of `performance.now` as ms since the epoch. */
export const epochOf = (monoMs: number): number => Date.now() - (performance.now() - monoMs);

/** A run counts only when neither who asks nor the fake was late. */
export const judgeGenerator = (
  name: string,
  result: OpenLoopResult,
  { loopDelayP99Ms: fakeMs }: Counts,
  stage: Stage,
): void => {
  judgeTime(name, [result], stage);
  stage.figure(`${name}.fake-loop-p99`, fakeMs, 'ms');
  stage.atMost('the fake kept time, p99 ms', fakeMs, LATE_MAX_MS);
};

/** On an ordinary day Discord takes everything that the bot sends. */
export const judgeRefusals = ({ refused, tooMany, requests }: Counts, stage: Stage): void =>
  stage.expect(
    'Discord refuses nothing that the bot sends',
    Object.keys(refused).length === 0 && tooMany.bot + tooMany.answers === 0,
    () => JSON.stringify({ refused, tooMany }),
    requests,
  );
