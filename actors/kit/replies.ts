import { type Dispatcher } from '#ports/dispatcher.ts';
import { type Read } from './messages.ts';

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
  #values: unknown[] = [];
  #isScheduled = false;

  constructor(dispatcher: Dispatcher) {
    this.#dispatcher = dispatcher;
  }

  add(read: Read, value: unknown): void {
    this.#reads.push(read);
    this.#values.push(value);
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
    const values = this.#values;
    this.#reads = [];
    this.#values = [];
    for (const [index, read] of reads.entries()) read.answer(values[index]);
  }
}
