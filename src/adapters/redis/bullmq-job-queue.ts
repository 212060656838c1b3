import { Queue, UnrecoverableError, Worker } from 'bullmq';
import { Fault } from '#ports/fault.ts';
import {
  checkDelay,
  checkJob,
  type Job,
  type JobCounts,
  type JobHandler,
  type JobQueue,
  PERSISTENCE,
  type Persistence,
} from '#ports/job-queue.ts';
import type { RedisClient } from './client.ts';
import { explain, passingFault } from './explain.ts';
import type { RedisLink } from './link.ts';

const QUEUE = 'commands';
/** Jobs under way at once in one process. */
const CONCURRENCY = 16;
/** A worker that does not say for so long that it lives has lost its jobs to the others, ms. */
const LOCK_MS = 30_000;
/** An entity does a command once however often it comes: a job may be begun as often as processes die. */
const STALLED_MAX = 1_000;
/** A worker whose connection broke looks for jobs again after so long, ms. */
const RETRY_MS = 500;
/** A worker that waits for jobs looks by itself this often, s. */
const LOOK_EVERY_S = 1;
const FAILED_KEPT = 100_000;
const WAITING_STATES = ['wait', 'active', 'delayed', 'prioritized'] as const;
const ANSWER_WITHIN_MS = 2_000;

export interface BullJobQueueOptions {
  /** To a Redis that was opened with `mayNotEvict`. */
  readonly link: RedisLink;
  readonly persistence?: Persistence;
  /** How long a job of a killed process waits for another one, ms; default 30,000. */
  readonly lockMs?: number;
}

/** Ids of BullMQ hold no colon, ours do. */
const idOf = (commandId: string): string => `j${Buffer.from(commandId).toString('base64url')}`;

/** What BullMQ keeps of a failure is clear text in Redis: the code says enough, the log has the rest. */
const shown = (error: unknown): Error => {
  if (!(error instanceof Fault)) return new Error('failed');
  return error.retryable ? new Error(error.code) : new UnrecoverableError(error.code);
};

class OnBull implements JobQueue {
  readonly #options: BullJobQueueOptions;
  readonly #link: RedisLink;
  readonly #prefix: string;
  readonly #client: RedisClient;
  readonly #queue: Queue;
  #blocking: RedisClient | undefined;
  #worker: Worker | undefined;
  #isClosed = false;

  constructor(options: BullJobQueueOptions) {
    const { link, persistence = PERSISTENCE } = options;
    this.#options = options;
    this.#link = link;
    // one tag for all keys of the queue: its scripts touch several
    this.#prefix = `${link.prefix}{jobs}`;
    this.#client = link.another({ enableOfflineQueue: true, maxRetriesPerRequest: null });
    this.#queue = new Queue(QUEUE, {
      connection: this.#client,
      prefix: this.#prefix,
      skipVersionCheck: true,
      defaultJobOptions: {
        attempts: persistence.attempts,
        backoff: { type: 'exponential', delay: persistence.firstWaitMs },
        removeOnComplete: true,
        removeOnFail: { count: FAILED_KEPT },
        stackTraceLimit: 0,
      },
    });
    this.#queue.on('error', (error) => link.report(error));
  }

  async put(job: Job, delayMs = 0): Promise<void> {
    const checked = checkJob(job);
    checkDelay(delayMs);
    const options = {
      jobId: idOf(checked.commandId),
      ...(delayMs === 0 ? {} : { delay: Math.ceil(delayMs) }),
    };
    await this.#ask(() => this.#queue.add('command', checked, options));
  }

  work(handler: JobHandler): void {
    const { lockMs = LOCK_MS } = this.#options;
    this.#blocking = this.#link.another({ enableOfflineQueue: true, maxRetriesPerRequest: null });
    this.#worker = new Worker(
      QUEUE,
      async ({ data }) => {
        try {
          // whatever lies in Redis may have been put there by somebody else
          await handler(checkJob(data));
        } catch (error) {
          throw shown(error);
        }
      },
      {
        connection: this.#blocking,
        prefix: this.#prefix,
        skipVersionCheck: true,
        concurrency: CONCURRENCY,
        lockDuration: lockMs,
        stalledInterval: lockMs,
        maxStalledCount: STALLED_MAX,
        runRetryDelay: RETRY_MS,
        drainDelay: LOOK_EVERY_S,
      },
    );
    this.#worker.on('error', (error) => this.#link.report(error));
  }

  async counts(): Promise<JobCounts> {
    const counts = await this.#ask(() => this.#queue.getJobCounts(...WAITING_STATES, 'failed'));
    return {
      waiting: WAITING_STATES.reduce((sum, state) => sum + (counts[state] ?? 0), 0),
      failed: counts['failed'] ?? 0,
    };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#worker?.close(!this.#link.isUp);
    await this.#queue.close();
    this.#blocking?.disconnect();
    this.#client.disconnect();
  }

  async #ask<T>(ask: () => Promise<T>): Promise<T> {
    if (this.#isClosed) throw passingFault('the job queue is closed');
    if (!this.#link.isUp) throw passingFault('Redis is out of reach: the job is not kept');
    try {
      return await this.#inTime(ask());
    } catch (error) {
      throw explain(error);
    }
  }

  #inTime<T>(answer: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const cancel = this.#link.clock.after(ANSWER_WITHIN_MS, () =>
        reject(passingFault(`Redis did not answer within ${ANSWER_WITHIN_MS} ms (jobs)`)),
      );
      answer.then(resolve, reject).finally(cancel);
    });
  }
}

/**
 * Jobs on BullMQ, for all processes together. A job of a process that died is begun again by another one when its lock
 * ends.
 */
export const createBullJobQueue = (options: BullJobQueueOptions): JobQueue => new OnBull(options);
