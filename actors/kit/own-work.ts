import type { DomainCommand, EffectOutcome } from '#game/shared/decider.ts';
import { type EntityRef, refKey } from '#game/shared/ids.ts';
import type { Clock } from '#ports/clock.ts';
import { parseStream } from '#ports/commit.ts';
import { Fault } from '#ports/fault.ts';
import type { OutboxRow } from '#ports/outbox.ts';
import type { Store } from '#ports/store.ts';
import { EffectDriver } from './effect-driver.ts';
import type { Answer, Call } from './engine-api.ts';
import type { Alarm } from './kind-runtime.ts';
import { type Ack, notApplied } from './messages.ts';
import { answerOf } from './record.ts';
import { ReminderDriver } from './reminder-driver.ts';
import { storedRecord } from './repeats.ts';
import type { Sealer } from './sealer.ts';
import { streamOf } from './stream-id.ts';

/** How long the kit's own asks wait before they are tried again, ms. */
const OWN_DEADLINE_MS = 30_000;
/** How often the outbox is looked through for rows that nobody drives, ms: belt and braces. */
const SWEEP_EVERY_MS = 60_000;
/** The same soon after a start or a take-over, ms: what a former owner had sent may land a little later. */
const SWEEPS_SOON_MS = [2_000, 12_000] as const;
/** The same when the outbox could not be read, ms. */
const SWEEP_AGAIN_MS = 1_000;
const ROWS = 500;

/** How the kit's own work reaches entities: past admission and inbox bounds. */
export interface OwnDoor {
  ask(to: EntityRef, command: DomainCommand, call: Omit<Call, 'scope'>): Promise<Answer<unknown>>;
  tell(to: EntityRef, ack: Ack): void;
  alarm(what: Alarm, self: EntityRef | undefined, error: unknown): void;
  /** An id of that many letters. */
  mint(letters: number): string;
}

/** What the kit does by itself: effects, reminders and dead letters. */
export class OwnWork {
  readonly #store: Store;
  readonly #sealer: Sealer;
  readonly #clock: Clock;
  readonly #door: OwnDoor;
  readonly #isDriving: boolean;
  readonly #effects: EffectDriver;
  readonly reminders: ReminderDriver;
  #cancelSweep: (() => void) | undefined;
  #cancelSoon: readonly (() => void)[] = [];
  #cancelAgain: (() => void) | undefined;
  #isStopped = false;
  deadLetters = 0;

  constructor(store: Store, sealer: Sealer, clock: Clock, door: OwnDoor, isDriving: boolean) {
    this.#store = store;
    this.#sealer = sealer;
    this.#clock = clock;
    this.#door = door;
    this.#isDriving = isDriving;
    this.#effects = new EffectDriver(
      {
        ask: (row, sender) => this.#askForEffect(row, sender),
        stored: (row) => this.#storedOutcome(row),
        owns: ({ id }) => store.leases.epochOf(parseStream(id).shard) !== undefined,
        attempted: ({ id }) => {
          // only a count for operators: it is not worth a word when the store does not take it
          store.outbox.attempted(id).catch(() => undefined);
        },
        settle: (row, stream, outcome) => this.#settleEffect(row, stream, outcome),
        gaveUp: (row, stream, error) => this.#effectGaveUp(row, stream, error),
        alarm: (error) => door.alarm('effect', undefined, error),
      },
      clock,
    );
    this.reminders = new ReminderDriver(
      store.reminders,
      clock,
      () => store.leases.owned(),
      async ({ stream, command, dueMs }, commandId) => {
        const ref = parseStream(stream);
        const opened = (await sealer.unseal(command)) as DomainCommand;
        await this.#ask(ref, opened, { commandId, by: refKey(ref), mintedMs: dueMs });
      },
      (error) => {
        if (!(error instanceof Fault)) door.alarm('reminder', undefined, error);
      },
    );
  }

  /** Effects on their way. */
  get effectsWaiting(): number {
    return this.#effects.waiting;
  }

  async start(): Promise<void> {
    await this.recover(this.#store.leases.owned());
    this.deadLetters = await this.#store.deadLetters.count();
    this.reminders.start();
    this.#sweepLater();
    this.sweepSoon();
  }

  /** Looks through the outbox again in a while: a commit of a former owner may have been on its way. */
  sweepSoon(): void {
    for (const cancel of this.#cancelSoon) cancel();
    this.#cancelSoon = this.#store.leases.isExclusive
      ? []
      : SWEEPS_SOON_MS.map((delayMs) => this.#clock.after(delayMs, () => void this.#sweep()));
  }

  async #sweep(): Promise<void> {
    try {
      await this.recover(this.#store.leases.owned());
    } catch (error) {
      if (this.#isStopped) return;
      this.#door.alarm('effect', undefined, error);
      this.#cancelAgain?.();
      this.#cancelAgain = this.#clock.after(SWEEP_AGAIN_MS, () => void this.#sweep());
    }
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancelSweep?.();
    this.#cancelAgain?.();
    for (const cancel of this.#cancelSoon) cancel();
    this.#effects.stop();
    this.reminders.stop();
  }

  deliver(row: OutboxRow): void {
    this.#effects.deliver(row);
  }

  /** Takes over what the outbox holds for these shards. */
  async recover(shards: ReadonlySet<number>): Promise<void> {
    if (this.#isDriving) await this.#effects.recover(this.#store.outbox, shards);
  }

  /**
   * Takes over what the outbox holds for one stream, before its entity sends anything new: commits of a former owner, or
   * ones that landed late, have effects that nobody here knows of.
   */
  async recoverStream(stream: string, shard: number): Promise<void> {
    if (!this.#isDriving) return;
    const prefix = `${stream}#`;
    let after = prefix;
    for (;;) {
      const rows = await this.#store.outbox.pending(new Set([shard]), after, ROWS);
      const own = rows.filter(({ id }) => id.startsWith(prefix));
      for (const row of own) this.#effects.deliver(row);
      const last = own.at(-1);
      if (last === undefined || own.length < ROWS) return;
      after = last.id;
    }
  }

  /** Puts a poisonous command aside; the letter's id is there at once, the letter soon. */
  putAside(stream: string, ask: Put, error: string): string {
    const id = this.#door.mint(10);
    this.#put(id, stream, ask, error, 1).catch((cause: unknown) => this.#door.alarm('kit', undefined, cause));
    return id;
  }

  /** Gives a dead letter's command to its entity again; the letter goes when it is answered. @throws Fault E_GONE */
  async replay(id: string): Promise<Answer<unknown>> {
    const { deadLetters } = this.#store;
    const letter = await deadLetters.get(id);
    if (letter === undefined) {
      throw new Fault('E_GONE', `There is no dead letter ${id}; list them to see which there are.`, {
        retryable: false,
      });
    }
    const command = (await this.#sealer.unseal(letter.command)) as DomainCommand;
    const { commandId, by, hash } = letter;
    const how = { commandId, by, ...(hash === undefined ? {} : { hash }) };
    const answer = await this.#ask(parseStream(letter.stream), command, how);
    await deadLetters.remove(id);
    this.deadLetters = await deadLetters.count();
    return answer;
  }

  #sweepLater(): void {
    this.#cancelSweep = this.#clock.after(SWEEP_EVERY_MS, () => {
      void this.#sweep().finally(() => this.#sweepLater());
    });
  }

  #ask(
    to: EntityRef,
    command: DomainCommand,
    call: Pick<Call, 'commandId' | 'by' | 'mintedMs' | 'hash'>,
  ): Promise<Answer<unknown>> {
    return this.#door.ask(to, command, { ...call, deadlineMonoMs: this.#clock.monoMs() + OWN_DEADLINE_MS });
  }

  async #askForEffect({ id, effect, at }: OutboxRow, sender: string): Promise<EffectOutcome> {
    const command = (await this.#sealer.unseal(effect.command)) as DomainCommand;
    const by = refKey(parseStream(sender));
    const answer = await this.#ask(effect.to, command, { commandId: id, by, mintedMs: at });
    return outcomeOf(answer);
  }

  async #storedOutcome({ id, effect }: OutboxRow): Promise<EffectOutcome | undefined> {
    const answer = await this.stored(effect.to, id);
    return answer === undefined ? undefined : outcomeOf(answer);
  }

  /** The answer that an entity's log holds for a command, without waking the entity. @throws Fault E_UNAVAILABLE */
  async stored(to: EntityRef, commandId: string): Promise<Answer<unknown> | undefined> {
    const { journal } = this.#store;
    const { stream } = streamOf(to);
    const seq = (await journal.find(stream, [commandId])).get(commandId);
    const record =
      seq === undefined ? undefined : await storedRecord(stream, seq, commandId, journal, this.#sealer);
    return record === undefined ? undefined : answerOf(record, record.seq, true);
  }

  #settleEffect({ id, effect, at }: OutboxRow, stream: string, outcome: EffectOutcome): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#door.tell(parseStream(stream), {
        effectId: id,
        effect,
        outcome,
        effectAtMs: at,
        done: resolve,
        failed: () => reject(notApplied('The sender had to start again.')),
      });
    });
  }

  async #effectGaveUp({ id, effect, attempts }: OutboxRow, stream: string, error: string): Promise<void> {
    this.#door.alarm('effect', effect.to, new Error(`gave up on an effect of ${stream}: ${error}`));
    const by = refKey(parseStream(stream));
    await this.#put(
      this.#door.mint(10),
      streamOf(effect.to).stream,
      { id, by, command: effect.command },
      error,
      attempts,
    );
  }

  async #put(id: string, stream: string, ask: Put, error: string, attempts: number): Promise<void> {
    const command = (await this.#sealer.seal(ask.command)) as DomainCommand;
    const at = this.#clock.nowMs();
    await this.#store.deadLetters.put({
      id,
      stream,
      commandId: ask.id,
      by: ask.by,
      command,
      ...(ask.hash === undefined ? {} : { hash: ask.hash }),
      error,
      attempts,
      at,
    });
    this.deadLetters += 1;
  }
}

const outcomeOf = (answer: Answer<unknown>): EffectOutcome =>
  answer.ok ? { ok: true, reply: answer.value } : { ok: false, rejection: answer.rejection };

interface Put {
  readonly id: string;
  readonly by: string;
  readonly command: DomainCommand;
  readonly hash?: string;
}
