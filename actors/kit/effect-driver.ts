import type { EffectOutcome } from '#game/shared/decider.ts';
import { refKey } from '#game/shared/ids.ts';
import { parseCommitKey } from '#ports/commit.ts';
import type { Clock } from '#ports/clock.ts';
import { Fault } from '#ports/fault.ts';
import type { Outbox, OutboxRow } from '#ports/outbox.ts';

/** After this long without an answer an effect is a dead letter and its sender is told, ms. */
const GIVE_UP_MS = 24 * 3_600_000;
const BACKOFF_FIRST_MS = 50;
const BACKOFF_MAX_MS = 30_000;
const SCAN_ROWS = 500;

interface Delivery {
  readonly row: OutboxRow;
  attempts: number;
}

export interface EffectDoor {
  /** Gives the effect's command to its receiver and answers with its durable reply or rejection. @throws Fault */
  ask(row: OutboxRow, sender: string): Promise<EffectOutcome>;
  /** The answer that the receiver's log holds, without waking the receiver. @throws Fault E_UNAVAILABLE */
  stored(row: OutboxRow): Promise<EffectOutcome | undefined>;
  /** Whether this process still owns the sender; whoever owns it next finds its effects in the outbox. */
  owns(row: OutboxRow): boolean;
  /** Notes one more attempt that failed. */
  attempted(row: OutboxRow): void;
  /** Tells the sender how it ended; resolves when that is durable there. @throws Fault when it has to be told again */
  settle(row: OutboxRow, stream: string, outcome: EffectOutcome): Promise<void>;
  gaveUp(row: OutboxRow, stream: string, error: string): Promise<void>;
  alarm(error: unknown): void;
}

/**
 * Delivers effects from the moment their commit is durable until their answer is durable at the sender. From one sender
 * to one receiver one at a time, so in order; after a restart the outbox says what is left, without waking the senders.
 */
export class EffectDriver {
  readonly #door: EffectDoor;
  readonly #clock: Clock;
  readonly #lines = new Map<string, Delivery[]>();
  readonly #known = new Set<string>();
  #isStopped = false;

  constructor(door: EffectDoor, clock: Clock) {
    this.#door = door;
    this.#clock = clock;
  }

  get waiting(): number {
    return this.#known.size;
  }

  /** Takes over an effect; one that is known already is left where it is. */
  deliver(row: OutboxRow): void {
    if (this.#isStopped || this.#known.has(row.id)) return;
    this.#known.add(row.id);
    const line = `${senderOf(row)}>${refKey(row.effect.to)}`;
    const waiting = this.#lines.get(line);
    if (waiting !== undefined) {
      waiting.push({ row, attempts: row.attempts });
      return;
    }
    this.#lines.set(line, [{ row, attempts: row.attempts }]);
    void this.#run(line);
  }

  /** Takes over what the outbox still holds for these shards. */
  async recover(outbox: Outbox, shards: ReadonlySet<number>): Promise<number> {
    const found: OutboxRow[] = [];
    for (let after = ''; !this.#isStopped;) {
      const rows = await outbox.pending(shards, after, SCAN_ROWS);
      found.push(...rows);
      const last = rows.at(-1);
      if (last === undefined || rows.length < SCAN_ROWS) break;
      after = last.id;
    }
    // not before all are known: what the first ones cause must not overtake what lies on a later page
    for (const row of found) this.deliver(row);
    return found.length;
  }

  stop(): void {
    this.#isStopped = true;
  }

  async #run(line: string): Promise<void> {
    for (;;) {
      const next = this.#lines.get(line)?.[0];
      if (next === undefined || this.#isStopped) {
        this.#lines.delete(line);
        return;
      }
      if (!this.#door.owns(next.row) || (await this.#attempt(next))) {
        this.#known.delete(next.row.id);
        this.#lines.get(line)?.shift();
      } else {
        next.attempts += 1;
        this.#door.attempted(next.row);
        await this.#pause(Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** Math.min(next.attempts, 10)));
      }
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#clock.after(ms, resolve);
    });
  }

  /** Whether the effect is done: answered, and the answer durable at its sender. */
  async #attempt(delivery: Delivery): Promise<boolean> {
    const { row } = delivery;
    const stream = senderOf(row);
    try {
      let outcome: EffectOutcome;
      try {
        outcome = await this.#door.ask(row, stream);
      } catch (error) {
        if (this.#clock.nowMs() - row.at < GIVE_UP_MS && !isFinal(error)) return false;
        outcome = await this.#end(delivery, stream, error);
      }
      await this.#door.settle(row, stream, outcome);
      return true;
    } catch (error) {
      if (!(error instanceof Fault)) this.#door.alarm(error);
      return false;
    }
  }

  /** How an effect ends that is not tried any more. */
  async #end({ row, attempts }: Delivery, stream: string, error: unknown): Promise<EffectOutcome> {
    // an earlier attempt may have been applied without its answer coming back: the log knows
    const stored = isFinal(error) ? undefined : await this.#door.stored(row);
    if (stored !== undefined) return stored;
    // what its receiver could not handle is a dead letter already
    if (!isFinal(error) || error.incident === undefined) {
      await this.#door.gaveUp({ ...row, attempts: attempts + 1 }, stream, String(error));
    }
    const message = isFinal(error)
      ? 'The other side could not carry this out.'
      : 'The other side did not answer for a day.';
    return { ok: false, rejection: { code: 'E_UNAVAILABLE', message }, gaveUp: true };
  }
}

const senderOf = (row: OutboxRow): string => parseCommitKey(row.id.slice(0, row.id.indexOf('/'))).stream;

const isFinal = (error: unknown): error is Fault => error instanceof Fault && !error.retryable;
