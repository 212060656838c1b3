import type { Dispatcher } from '#ports/dispatcher.ts';
import type { AppendEntry, AppendResult, Journal } from '#ports/journal.ts';
import { Fault } from '#ports/fault.ts';

const BATCH_MAX = 500;
const BATCH_BYTES_MAX = 1024 * 1024;
const BATCHES_IN_FLIGHT_MAX = 2;
/** How often the load is measured, ms. */
const LOAD_EVERY_MS = 100;

interface Submission {
  readonly entry: AppendEntry;
  readonly done: (result: AppendResult) => void;
}

const unknown: AppendResult = {
  status: 'unknown',
  cause: new Fault('E_UNAVAILABLE', 'the journal gave no result for this commit', { retryable: true }),
};

/** Group commit over all entities of the process: a batch closes when an earlier one returns, so load makes batches large. */
export class Committer {
  readonly #journal: Journal;
  readonly #dispatcher: Dispatcher;
  readonly #monoMs: () => number;
  #queue: Submission[] = [];
  #inFlight = 0;
  #busySinceMs = 0;
  #busyMs = 0;
  #measuredMs = 0;
  #load = 0;
  #isScheduled = false;
  /** Submissions so far; those up to `#taken` left the queue. */
  #submitted = 0;
  #taken = 0;
  /** Number of the first submission of each batch on its way. */
  readonly #flying = new Set<number>();
  /** Who waits until every submission up to a number has its result. */
  #idle: { readonly upTo: number; readonly resolve: () => void }[] = [];
  batches = 0;
  /** Commits that became durable. */
  commits = 0;
  /** Commits of the batches of the last while, for the metrics: told once a batch. */
  onBatch: ((size: number) => void) | undefined;
  /** Told of errors of those who are told. */
  onError: ((error: unknown) => void) | undefined;

  constructor(journal: Journal, dispatcher: Dispatcher, monoMs: () => number) {
    this.#monoMs = monoMs;
    this.#journal = journal;
    this.#dispatcher = dispatcher;
  }

  get waiting(): number {
    return this.#queue.length;
  }

  /** Share of time that batches were on their way of late, 0 to 1. */
  load(): number {
    const nowMs = this.#monoMs();
    const elapsedMs = nowMs - this.#measuredMs;
    if (elapsedMs >= LOAD_EVERY_MS) {
      if (this.#inFlight > 0) this.#noteBusy(nowMs);
      this.#load = Math.min(1, this.#busyMs / elapsedMs);
      this.#busyMs = 0;
      this.#measuredMs = nowMs;
    }
    return this.#load;
  }

  #noteBusy(nowMs: number): void {
    this.#busyMs += nowMs - this.#busySinceMs;
    this.#busySinceMs = nowMs;
  }

  /** Appends a commit soon; `done` is called once with what became of it. */
  submit(entry: AppendEntry, done: (result: AppendResult) => void): void {
    this.#queue.push({ entry, done });
    this.#submitted += 1;
    if (this.#isScheduled || this.#inFlight >= BATCHES_IN_FLIGHT_MAX) return;
    this.#isScheduled = true;
    // everything that is decided in this turn shares the batch
    this.#dispatcher.nextTurn(this.#flush);
  }

  /** Resolves when everything that was submitted before has its result; what comes later is not waited for. */
  async idle(): Promise<void> {
    const upTo = this.#submitted;
    if (this.#firstOpen() >= upTo) return;
    await new Promise<void>((resolve) => this.#idle.push({ upTo, resolve }));
  }

  /** Number of the oldest submission without a result. */
  #firstOpen(): number {
    return Math.min(this.#taken, ...this.#flying);
  }

  readonly #flush = (): void => {
    this.#isScheduled = false;
    while (this.#queue.length > 0 && this.#inFlight < BATCHES_IN_FLIGHT_MAX) {
      const size = this.#batchSize();
      const batch = size === this.#queue.length ? this.#queue : this.#queue.slice(0, size);
      this.#queue = size === this.#queue.length ? [] : this.#queue.slice(size);
      if (this.#inFlight === 0) this.#busySinceMs = this.#monoMs();
      this.#inFlight += 1;
      void this.#append(batch, this.#taken);
      this.#taken += size;
    }
  };

  #batchSize(): number {
    let bytes = 0;
    let size = 0;
    for (const { entry } of this.#queue) {
      bytes += entry.json?.length ?? 1024;
      if (size > 0 && (size >= BATCH_MAX || bytes > BATCH_BYTES_MAX)) break;
      size += 1;
    }
    return size;
  }

  async #append(batch: readonly Submission[], first: number): Promise<void> {
    this.#flying.add(first);
    let results: readonly AppendResult[];
    try {
      results = await this.#journal.append(batch.map(({ entry }) => entry));
    } catch (cause) {
      const failed: AppendResult = {
        status: 'unknown',
        cause: new Fault('E_UNAVAILABLE', 'the journal failed', { retryable: true, cause }),
      };
      results = batch.map(() => failed);
    }
    this.#inFlight -= 1;
    if (this.#inFlight === 0) this.#noteBusy(this.#monoMs());
    this.batches += 1;
    this.#guarded(() => this.onBatch?.(batch.length));
    for (const [index, { done }] of batch.entries()) {
      const result = results[index] ?? unknown;
      if (result.status === 'committed') this.commits += 1;
      this.#guarded(() => done(result));
    }
    this.#flying.delete(first);
    if (this.#queue.length > 0) this.#flush();
    if (this.#idle.length > 0) this.#tellIdle();
  }

  #tellIdle(): void {
    const firstOpen = this.#firstOpen();
    const waiting = this.#idle;
    this.#idle = waiting.filter(({ upTo }) => upTo > firstOpen);
    for (const { upTo, resolve } of waiting) if (upTo <= firstOpen) resolve();
  }

  /** One listener's bug must not keep the others of the batch from their answers. */
  #guarded(tell: () => void): void {
    try {
      tell();
    } catch (error) {
      this.onError?.(error);
    }
  }
}
