import type { Dispatcher } from '#ports/dispatcher.ts';
import type { Read } from './messages.ts';

/** Answers handed out at once, at most. */
const BATCH_MAX = 32;

/**
 * Answers to questions on their way to those who asked, handed out many at a time and at the latest in the next loop
 * turn. One at a time, the processor would change between actor and asker for each of them, which costs more than the
 * answer itself.
 */
export class Replies {
  readonly #dispatcher: Dispatcher;
  #reads: Read[] = [];
  #isScheduled = false;

  constructor(dispatcher: Dispatcher) {
    this.#dispatcher = dispatcher;
  }

  add(read: Read, value: unknown): void {
    read.found = value;
    this.#reads.push(read);
    if (this.#reads.length === BATCH_MAX) {
      this.#handOut();
    } else if (!this.#isScheduled) {
      this.#isScheduled = true;
      this.#dispatcher.nextTurn(this.#turn);
    }
  }

  readonly #turn = (): void => {
    this.#isScheduled = false;
    this.#handOut();
  };

  #handOut(): void {
    const reads = this.#reads;
    this.#reads = [];
    for (const read of reads) read.answer(read.found);
  }
}
