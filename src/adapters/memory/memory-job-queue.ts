import type { Clock } from '#ports/clock.ts';
import { Fault } from '#ports/fault.ts';
import {
  checkDelay,
  checkJob,
  type Job,
  type JobHandler,
  type JobQueue,
  PERSISTENCE,
  type Persistence,
} from '#ports/job-queue.ts';

/** Jobs under way at once. */
const CONCURRENCY = 16;
/** A queue that is full refuses: it lives in this process's memory. */
const WAITING_MAX = 100_000;
/** Failed jobs that are kept; the oldest go first. */
const FAILED_MAX = 10_000;

interface Kept {
  /** JSON, so that nobody changes what was put in. */
  readonly json: string;
  readonly id: string;
  tries: number;
}

export interface MemoryJobQueueOptions {
  readonly clock: Pick<Clock, 'after'>;
  readonly persistence?: Persistence;
}

class InMemory implements JobQueue {
  readonly #clock: Pick<Clock, 'after'>;
  readonly #persistence: Persistence;
  readonly #kept = new Map<string, Kept>();
  readonly #failed = new Map<string, Kept>();
  readonly #ready: Kept[] = [];
  readonly #underWay = new Set<Promise<void>>();
  readonly #timers = new Set<() => void>();
  #handler: JobHandler | undefined;
  #isClosed = false;

  constructor({ clock, persistence = PERSISTENCE }: MemoryJobQueueOptions) {
    this.#clock = clock;
    this.#persistence = persistence;
  }

  async put(job: Job, delayMs = 0): Promise<void> {
    const checked = checkJob(job);
    checkDelay(delayMs);
    if (this.#isClosed) throw new Fault('E_UNAVAILABLE', 'the job queue is closed', { retryable: true });
    const { commandId: id } = checked;
    if (this.#kept.has(id) || this.#failed.has(id)) return;
    if (this.#kept.size >= WAITING_MAX) {
      throw new Fault('E_UNAVAILABLE', `the job queue is full (${WAITING_MAX})`, { retryable: true });
    }
    const kept = { json: JSON.stringify(checked), id, tries: 0 };
    this.#kept.set(id, kept);
    this.#later(kept, delayMs);
    return Promise.resolve();
  }

  work(handler: JobHandler): void {
    this.#handler = handler;
    this.#begin();
  }

  async counts(): ReturnType<JobQueue['counts']> {
    return Promise.resolve({ waiting: this.#kept.size, failed: this.#failed.size });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const cancel of this.#timers) cancel();
    await Promise.all(this.#underWay);
  }

  #later(kept: Kept, delayMs: number): void {
    const arrive = (): void => {
      this.#ready.push(kept);
      this.#begin();
    };
    if (delayMs === 0) {
      arrive();
      return;
    }
    const cancel = this.#clock.after(delayMs, () => {
      this.#timers.delete(cancel);
      arrive();
    });
    this.#timers.add(cancel);
  }

  #begin(): void {
    const handler = this.#handler;
    if (handler === undefined || this.#isClosed) return;
    while (this.#underWay.size < CONCURRENCY) {
      const kept = this.#ready.shift();
      if (kept === undefined) return;
      const done = this.#run(kept, handler).finally(() => {
        this.#underWay.delete(done);
        this.#begin();
      });
      this.#underWay.add(done);
    }
  }

  async #run(kept: Kept, handler: JobHandler): Promise<void> {
    kept.tries += 1;
    try {
      // only checked jobs are kept
      await handler(JSON.parse(kept.json) as Job);
      this.#kept.delete(kept.id);
    } catch (error) {
      const { attempts, firstWaitMs } = this.#persistence;
      if (kept.tries < attempts && !(error instanceof Fault && !error.retryable)) {
        this.#later(kept, firstWaitMs * 2 ** (kept.tries - 1));
        return;
      }
      this.#kept.delete(kept.id);
      this.#failed.set(kept.id, kept);
      for (const oldest of this.#failed.keys()) {
        if (this.#failed.size <= FAILED_MAX) return;
        this.#failed.delete(oldest);
      }
    }
  }
}

/** Jobs in this process, for a service that is alone: they end with it, so that it serves what is remembered elsewhere, too. */
export const createMemoryJobQueue = (options: MemoryJobQueueOptions): JobQueue => new InMemory(options);
