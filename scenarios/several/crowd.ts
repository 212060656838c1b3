import { setTimeout as sleep } from 'node:timers/promises';
import { type Store } from '#ports/store.ts';
import { checkLedger, readLog } from '../harness/log-audit.ts';
import { type Stage } from '../harness/stage.ts';
import { type Processes } from './processes.ts';

/** A person gives a command so often: less than the service lets one person. */
const EVERY_MS = 250;
const AGAIN_MS = 50;
const GIVE_UP_MS = 60_000;

interface Answer {
  readonly commandId?: string;
  readonly error?: { readonly code: string; readonly retryAfterMs?: number };
}

/** People who give commands through whichever process is in rotation, and repeat what failed under the same key. */
export class Crowd {
  readonly #processes: Processes;
  readonly #people: readonly string[];
  /** Command ids that were answered, by person. */
  readonly acknowledged = new Map<string, string>();
  /** Answers that were no success, by code, repeats included. */
  readonly troubles = new Map<string, number>();
  /** Newest answer of each person, and the longest time without one since {@link mark}; monotonic ms. */
  readonly #lastMs = new Map<string, number>();
  #gapMs = 0;
  /** How long the slowest answer took that was no success, ms, since {@link mark}. */
  slowestTroubleMs = 0;
  #isOver = false;
  #running: Promise<unknown> = Promise.resolve();
  #turn = 0;

  constructor(processes: Processes, people: number) {
    this.#processes = processes;
    this.#people = Array.from({ length: people }, (_, n) => `guest-${n.toString(36).padStart(3, '0')}`);
  }

  start(): void {
    this.#running = Promise.all(this.#people.map((name, n) => this.#live(name, n)));
  }

  /** Lets everybody finish what they have begun. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#running;
  }

  /** Forgets troubles and gaps so far. */
  mark(): void {
    this.troubles.clear();
    this.#gapMs = 0;
    this.slowestTroubleMs = 0;
    for (const name of this.#people) this.#lastMs.set(name, performance.now());
  }

  /** The longest that anybody waited from one answer to the next beyond their own pause, ms, open waits included. */
  get longestGapMs(): number {
    const nowMs = performance.now();
    return Math.max(this.#gapMs, ...[...this.#lastMs.values()].map((ms) => nowMs - ms - EVERY_MS));
  }

  /** Troubles other than those of a list of codes. */
  troublesBut(...codes: readonly string[]): number {
    return [...this.troubles].reduce((sum, [code, count]) => (codes.includes(code) ? sum : sum + count), 0);
  }

  get troublesText(): string {
    return [...this.troubles].map(([code, count]) => `${code} ${count}`).join(', ');
  }

  async #live(name: string, n: number): Promise<void> {
    await sleep((n * EVERY_MS) / this.#people.length);
    for (let turn = 0; !this.#isOver; turn += 1) {
      const dueMs = performance.now() + EVERY_MS;
      await this.#give(
        name,
        `k${turn.toString(36)}`,
        `/notify set event:pet via:${turn % 2 === 0 ? 'dm' : 'inbox'}`,
      );
      const nowMs = performance.now();
      const lastMs = this.#lastMs.get(name);
      if (lastMs !== undefined) this.#gapMs = Math.max(this.#gapMs, nowMs - lastMs - EVERY_MS);
      this.#lastMs.set(name, nowMs);
      await sleep(Math.max(0, dueMs - nowMs));
    }
  }

  /** Gives a command until it is answered. */
  async #give(persona: string, key: string, text: string): Promise<void> {
    const endMs = performance.now() + GIVE_UP_MS;
    while (performance.now() < endMs) {
      const sentMs = performance.now();
      const { commandId, error } = await this.#send(persona, key, text);
      if (error === undefined) {
        this.acknowledged.set(commandId ?? '', persona);
        return;
      }
      if (error.code !== 'E_COOLDOWN') {
        this.slowestTroubleMs = Math.max(this.slowestTroubleMs, performance.now() - sentMs);
        this.troubles.set(error.code, (this.troubles.get(error.code) ?? 0) + 1);
      }
      await sleep(error.retryAfterMs ?? AGAIN_MS);
    }
    this.troubles.set('gave up', (this.troubles.get('gave up') ?? 0) + 1);
  }

  async #send(persona: string, key: string, text: string): Promise<Answer> {
    const open = this.#processes.members.filter(({ isInRotation }) => isInRotation);
    this.#turn += 1;
    const member = open[this.#turn % open.length];
    if (member === undefined) return { error: { code: 'nobody' } };
    try {
      const response = await fetch(`${member.process.url}/api/playground/commands`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify({ persona, text }),
      });
      return (await response.json()) as Answer;
    } catch {
      return { error: { code: 'no connection' } };
    }
  }

  /** Compares the log with what people were told. */
  async audit(store: Store, stage: Stage): Promise<{ lost: number; twice: number }> {
    const { records, twice } = await readLog(store, stage);
    const ids = new Set<string>();
    for (const found of records.values()) for (const id of found.keys()) ids.add(id);
    const lost = [...this.acknowledged.keys()].filter((id) => !ids.has(id)).length;
    stage.expect(
      'what was answered is in the log',
      lost === 0,
      () => `${lost} are not`,
      this.acknowledged.size,
    );
    stage.expect('nothing is there twice', twice === 0, () => `${twice} commands`, ids.size);
    await checkLedger(store, stage);
    return { lost, twice };
  }
}
