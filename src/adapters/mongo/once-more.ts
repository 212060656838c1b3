/** Does a work one at a time, and once more when it was asked for meanwhile: what came then may have been overlooked. */
export class OnceMore {
  readonly #work: () => Promise<void>;
  readonly #onError: (error: unknown) => void;
  #isDue = false;
  #isEnded = false;
  #running: Promise<void> | undefined;

  constructor(work: () => Promise<void>, onError: (error: unknown) => void) {
    this.#work = work;
    this.#onError = onError;
  }

  ask(): void {
    this.#isDue = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  /** Begins nothing more; resolves when what was begun is over. */
  async end(): Promise<void> {
    this.#isEnded = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#isDue && !this.#isEnded) {
      this.#isDue = false;
      try {
        await this.#work();
      } catch (error) {
        this.#onError(error);
      }
    }
  }
}
