import type { Stage } from './stage.ts';
import type { Target } from './target.ts';

/** Looks at what must hold at any moment, while a run goes on: one look after the other. */
export class Watch {
  readonly #target: Pick<Target, 'look'>;
  readonly #stage: Stage;
  #looking: Promise<void> | undefined;
  /** Looks that were begun while the run went on. */
  looks = 0;

  constructor(target: Pick<Target, 'look'>, stage: Stage) {
    this.#target = target;
    this.#stage = stage;
  }

  /** Begins a look unless the one before still goes on. */
  tick(): void {
    if (this.#looking !== undefined) return;
    this.looks += 1;
    this.#looking = this.#look().finally(() => {
      this.#looking = undefined;
    });
  }

  /** The run is over: a last look at it. */
  async end(): Promise<void> {
    await this.#looking;
    await this.#look();
    this.#stage.atLeast('looks at what must hold while it ran', this.looks, 1);
  }

  async #look(): Promise<void> {
    try {
      await this.#target.look(this.#stage);
    } catch (error) {
      this.#stage.expect('what must hold can be looked at', false, () => String(error));
    }
  }
}
