import type { Fault } from '#ports/fault.ts';
import type { Awake } from './activation.ts';
import type { CommitLine } from './commit-line.ts';
import type { KindRuntime } from './kind-runtime.ts';
import { notApplied, type Read } from './messages.ts';

/** Answers questions to an entity's state: at once when its head is durable and ours, else together with its commit. */
export class ReadDesk {
  readonly #runtime: KindRuntime;
  readonly #crashed: (error: unknown, read: Read) => void;
  /** Those who wait over further commits. */
  #patient: Read[] = [];

  /** `crashed` is told of reads that break while nobody else is there to catch them. */
  constructor(runtime: KindRuntime, crashed: (error: unknown, read: Read) => void) {
    this.#runtime = runtime;
    this.#crashed = crashed;
  }

  get isWaitedFor(): boolean {
    return this.#patient.some(({ isSettled }) => !isSettled);
  }

  serve(line: CommitLine, read: Read): void {
    const { guards } = this.#runtime.deps;
    const value = this.evaluate(line.awake, line.coarseNowMs, read);
    if (!guards.outputGate || (line.isSettled && (line.isClaimed || !guards.claim))) {
      this.#give(read, value);
      return;
    }
    // a head that nobody has claimed may be an old one: the claim goes first, by itself or in the commit that gathers
    if (line.isSettled) line.claim();
    line.whenDurable(
      () => this.#give(read, value),
      () => read.fail(notApplied('The answer was lost.')),
    );
  }

  /** The answer of the state as it is. @throws what a broken read throws */
  evaluate(awake: Awake, nowMs: number, read: Read): unknown {
    const reads = this.#runtime.kind.options.reads as Readonly<
      Record<string, (state: unknown, args: unknown, nowMs: number) => unknown>
    >;
    const fn = reads[read.name];
    if (fn === undefined) throw new Error(`${this.#runtime.kind.kind} has no read called ${read.name}`);
    return fn(awake.state, read.args, nowMs);
  }

  #give(read: Read, value: unknown): void {
    if (value === undefined && read.isPatient) this.#patient.push(read);
    else this.#runtime.deps.replies.add(read, value);
  }

  /** Asks the state again for those who wait for something to become true. */
  askAgain(line: CommitLine): void {
    if (this.#patient.length === 0) return;
    const waiting = this.#patient;
    this.#patient = [];
    for (const read of waiting) {
      if (read.isSettled) continue;
      try {
        this.serve(line, read);
      } catch (error) {
        // one broken read must not keep the others, nor the entity, from going on
        this.#crashed(error, read);
      }
    }
    line.submit();
  }

  /** Those who wait over further commits, to wait elsewhere. */
  takePatient(): readonly Read[] {
    return this.#patient.splice(0).filter(({ isSettled }) => !isSettled);
  }

  fail(fault: Fault): void {
    for (const read of this.#patient.splice(0)) read.fail(fault);
  }
}
