import { type Follower, FollowerRunner, type RunnerDeps } from './follower-runner.ts';

/** How long followers rest at full load, as a multiple of their work; the cube lets them be at half of it. */
const REST_FULL = 30;

/** A start waits so long for followers, ms: what a killed process left half done is held for seconds. */
const OPEN_WITHIN_MS = 500;

/** What runners need; `load`: how busy the journal is, 0 to 1. */
interface FollowingDeps extends Omit<RunnerDeps, 'restFactor'> {
  readonly load: () => number;
}

/** Everything that follows the log in this process. */
export class Following {
  readonly #deps: RunnerDeps;
  readonly runners: FollowerRunner[];

  /** `from`: those that are there from the start on. */
  constructor(from: readonly Follower[], { load, ...deps }: FollowingDeps) {
    this.#deps = { ...deps, restFactor: () => REST_FULL * load() ** 3 };
    this.runners = from.map((follower) => new FollowerRunner(follower, this.#deps));
  }

  /** Opens all; those that take long are opened while the rest goes on. @throws Fault */
  async start(): Promise<void> {
    const { clock, alarm } = this.#deps;
    const opening = Promise.all(this.runners.map((runner) => runner.start()));
    let cancel: (() => void) | undefined;
    const late = new Promise<'late'>((resolve) => {
      cancel = clock.after(OPEN_WITHIN_MS, () => resolve('late'));
    });
    const first = await Promise.race([opening, late]).finally(() => cancel?.());
    if (first === 'late') opening.catch(alarm);
  }

  /** Ends all; resolves when what they have begun is over: the store may close then. */
  async stop(): Promise<void> {
    for (const runner of this.runners) runner.stop();
    await Promise.all(this.runners.map((runner) => runner.idle()));
  }

  /** Starts one more; answers the way to end it. @throws Fault */
  async add(follower: Follower): Promise<() => void> {
    const runner = new FollowerRunner(follower, this.#deps);
    this.runners.push(runner);
    await runner.start();
    return () => runner.stop();
  }
}
