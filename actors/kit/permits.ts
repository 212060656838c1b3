/** Lets at most so many do something at a time; the others wait in line. */
export class Permits {
  #free: number;
  readonly #line: (() => void)[] = [];

  constructor(permits: number) {
    this.#free = permits;
  }

  /** Waits for a permit and answers how to give it back. */
  async take(): Promise<() => void> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#line.push(resolve));
    return this.#give;
  }

  readonly #give = (): void => {
    const next = this.#line.shift();
    if (next === undefined) this.#free += 1;
    else next();
  };
}
