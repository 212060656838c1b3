import type { Decision, DomainEvent } from '#game/shared/decider.ts';
import { type EntityRef, refKey } from '#game/shared/ids.ts';
import { ackId } from '#ports/commit.ts';
import { Fault } from '#ports/fault.ts';
import { activate, type Awake, catchUp } from './activation.ts';
import type { Decided } from './building.ts';
import { Cell, STALL } from './cell.ts';
import { CommitLine, type LineOwner } from './commit-line.ts';
import type { EntityInfo } from './engine-api.ts';
import { Heard } from './heard.ts';
import type { KindRuntime } from './kind-runtime.ts';
import {
  type Ack,
  Ask,
  CRASH,
  frozen,
  type Message,
  messageOf,
  notApplied,
  notOurs,
  poisoned,
  Read,
  refuseMessage,
  unknownOutcome,
  Whisper,
} from './messages.ts';
import { answerOf, repeatedAnswer, staleAnswer } from './record.ts';
import { ReadDesk } from './read-desk.ts';
import { Repeats } from './repeats.ts';
import { RESTARTS_MAX, restartDelayMs } from './restart-policy.ts';

/** A tail longer than this is worth a snapshot before the entity goes to sleep, commits. */
export const SLEEP_SNAPSHOT_TAIL = 16;

/** One live entity: takes its messages in order, decides, and lets nothing out before it is durable. */
export class Entity implements LineOwner {
  readonly self: EntityRef;
  readonly stream: string;
  readonly shard: number;
  readonly cell: Cell<Message>;
  readonly #runtime: KindRuntime;
  #line: CommitLine | undefined;
  /** State for reads while quarantined, and a drafting state that only has to catch up. */
  #awake: Awake | undefined;
  #repeats: Repeats | undefined;
  #reads: ReadDesk | undefined;
  #status: EntityInfo['status'] = 'waking';
  /** Grows with each start; what an older one still brings is ignored. */
  #starts = 0;
  #failures = 0;
  #restarts = 0;
  #lastError: string | undefined;
  #incident: string | undefined;
  #heard: Heard | undefined;
  lastActiveMs: number;

  constructor(runtime: KindRuntime, self: EntityRef, stream: string, shard: number, name: string) {
    const { dispatcher, runs, clock } = runtime.deps;
    this.#runtime = runtime;
    this.self = self;
    this.stream = stream;
    this.shard = shard;
    this.lastActiveMs = clock.monoMs();
    const bounds = { max: runtime.kind.inboxMax };
    this.cell = new Cell(dispatcher, runs, runtime.holders.take(), name, bounds, this);
    this.cell.stall();
    void this.#wake();
  }

  get status(): EntityInfo['status'] {
    return this.#status;
  }

  /** Whether everything that was decided is durable and nobody waits. */
  get isSettled(): boolean {
    return this.cell.depth === 0 && this.#status !== 'waking' && this.#line?.isAtRest !== false;
  }

  info(): EntityInfo {
    return {
      ...this.self,
      status: this.#status,
      seq: this.#line?.awake.seq ?? this.#awake?.seq ?? 0,
      inboxDepth: this.cell.depth,
      restarts: this.#restarts,
      ...(this.#lastError === undefined ? {} : { lastError: this.#lastError }),
      ...(this.#incident === undefined ? {} : { incident: this.#incident }),
    };
  }

  async #wake(): Promise<void> {
    const { deps } = this.#runtime;
    this.#status = 'waking';
    this.cell.stall();
    this.#starts += 1;
    const start = this.#starts;
    const release = await deps.permits.take();
    try {
      const epoch = deps.leases.epochOf(this.shard);
      if (epoch === undefined) throw notOurs();
      const awake = await this.#load();
      if (deps.guards.epochRefusal && awake.epoch > epoch) throw notOurs();
      const isOurs = deps.leases.isExclusive || (awake.writer === deps.writer && awake.epoch === epoch);
      const isOpen = this.#runtime.open.has(this.stream);
      if (awake.seq > 0 && (!isOurs || isOpen || start > 1))
        await deps.recoverEffects(this.stream, this.shard);
      if (!this.#isWaking(start)) return;
      this.#line = new CommitLine(this.#runtime, this, awake, epoch);
      this.#awake = undefined;
      this.#repeats = undefined;
      this.#status = 'ready';
      this.cell.resume();
      this.#reads?.askAgain(this.#line);
    } catch (error) {
      if (this.#isWaking(start)) this.#cannotWake(error);
    } finally {
      release();
    }
  }

  /** Whether nothing has come between: a stop, or a newer start. */
  #isWaking(start: number): boolean {
    return start === this.#starts && this.#status === 'waking';
  }

  async #load(): Promise<Awake> {
    const { deps, kind } = this.#runtime;
    const kept = kind.options.draft === undefined ? undefined : this.#awake;
    if (kept !== undefined) return catchUp(kind, kept, this.stream, deps.journal, deps.sealer);
    const onBad = (error: unknown): void => deps.alarm('snapshot', this.self, error);
    return activate(kind, this.self, this.stream, deps, onBad);
  }

  /** The store is out of reach or the entity is somebody else's: whoever waits is told, the next message tries again. */
  #cannotWake(error: unknown): void {
    this.#lastError = messageOf(error);
    this.#awake = undefined;
    if (error instanceof Fault) this.leave(error);
    else this.#quarantine(error);
  }

  handle(message: Message): typeof STALL | void {
    if (this.#status === 'quarantined') return this.#handleFrozen(message);
    const line = this.#line;
    if (line === undefined) return STALL;
    // reads first: what is asked about costs so little that looking for the other class would show
    if (message instanceof Read) return message.isSettled ? undefined : this.#read(line, message);
    if (message instanceof Ask) return message.isSettled ? undefined : this.#command(line, message);
    if (message instanceof Whisper) return (this.#heard ??= new Heard()).add(message);
    if (message === CRASH) throw new Error('crashed on purpose');
    return this.#ack(line, message);
  }

  #command(line: CommitLine, ask: Ask): typeof STALL | void {
    const { deps, kind } = this.#runtime;
    const hash = ask.hash ?? deps.payloadHash(ask.meaning ?? ask.command);
    if (deps.guards.dedup) {
      const flying = line.flying(ask.id);
      if (flying !== undefined) return this.#repeatInFlight(line, ask, hash, flying);
      const stored = this.#lookUp(line, ask, ask.id, ask.mintedMs);
      if (stored === STALL) return STALL;
      if (stored !== undefined) {
        this.#repeats?.used(ask.id);
        ask.answer(repeatedAnswer(stored, ask.isVouched ? stored.hash : hash));
        return undefined;
      }
    }
    if (this.#status !== 'ready' || line.isFull()) return STALL;
    this.#repeats?.used(ask.id);
    const { id, by, cause } = ask;
    const nowMs = line.nowMs(ask.mintedMs);
    const heard = this.#heard?.take(kind.options.listens?.has(ask.command.type));
    const context = { nowMs, rng: deps.rng, self: this.self, by, commandId: id, ...heard };
    const decision = kind.options.decider.decide(line.awake.state, ask.command, context);
    ask.isDecided = true;
    const decided = line.add({ id, hash, at: nowMs, by, cause }, decision);
    decided.asks.push(ask);
    if (!deps.guards.outputGate) ask.answer(answerOf(decided.record, line.awake.seq + 1, false));
    return undefined;
  }

  #repeatInFlight(line: CommitLine, ask: Ask, hash: string, flying: Decided): void {
    ask.isDecided = true;
    if (ask.isVouched || flying.record.hash === hash) {
      flying.asks.push(ask);
      return;
    }
    line.whenDurable(
      () => ask.answer(staleAnswer(line.awake.seq)),
      () => ask.fail(notApplied('The first of these commands was lost.')),
    );
  }

  #lookUp(
    line: CommitLine,
    message: Message,
    id: string,
    mintedMs: number | undefined,
  ): ReturnType<Repeats['lookUp']> {
    this.#repeats ??= new Repeats(this.stream, this.#runtime.deps, () => {
      if (this.#status === 'ready') this.cell.resume();
    });
    return this.#repeats.lookUp(line.awake.ring, message, id, mintedMs, () => this.cell.waiting());
  }

  #ack(line: CommitLine, message: { readonly ack: Ack }): typeof STALL | void {
    const { ack } = message;
    const { deps, kind } = this.#runtime;
    const id = ackId(ack.effectId);
    if (line.flying(id) !== undefined) return line.whenDurable(ack.done, ack.failed);
    if (deps.guards.dedup) {
      const stored = this.#lookUp(line, message, id, ack.effectAtMs);
      if (stored === STALL) return STALL;
      if (stored !== undefined) {
        this.#repeats?.used(id);
        ack.done();
        return undefined;
      }
    }
    if (this.#status !== 'ready' || line.isFull()) return STALL;
    this.#repeats?.used(id);
    const by = refKey(ack.effect.to);
    const nowMs = line.nowMs(ack.effectAtMs);
    const { decider } = kind.options;
    const context = { nowMs, rng: deps.rng, self: this.self, by, commandId: id };
    const decision: Decision<DomainEvent, unknown> =
      decider.settle === undefined
        ? { ok: true, events: [], reply: null }
        : decider.settle(line.awake.state, ack.effect, ack.outcome, context);
    const hash = deps.payloadHash(ack.outcome);
    line.add({ id, hash, at: nowMs, by, cause: ack.effectId }, decision).ack = ack;
    return undefined;
  }

  drained(): void {
    this.lastActiveMs = this.#runtime.deps.runs.coarseMs;
    if (this.#status === 'ready') this.#line?.submit();
  }

  #read(line: CommitLine, read: Read): void {
    // safety lies in the claim; this spares the callers of a former owner an answer that may be old
    if (this.#runtime.deps.leases.epochOf(this.shard) === line.epoch) this.#desk().serve(line, read);
    else read.fail(notOurs());
  }

  /** Made when somebody asks: most entities of a busy process are never asked. */
  #desk(): ReadDesk {
    return (this.#reads ??= new ReadDesk(this.#runtime, (error, read) => this.crashed(error, read)));
  }

  committed(): void {
    this.#failures = 0;
    if (this.#status === 'resolving') this.#status = 'ready';
    if (this.#status !== 'ready') return;
    this.#line?.submit();
    if (this.#line !== undefined) this.#reads?.askAgain(this.#line);
    if (this.#repeats?.isAsking !== true) this.cell.resume();
  }

  resolving(error: unknown): void {
    this.#lastError = messageOf(error);
    if (this.#status === 'ready') this.#status = 'resolving';
  }

  lost(why: unknown): void {
    this.#lastError = messageOf(why);
    this.#startAgain();
  }

  #startAgain(): void {
    this.#awake = this.#line?.awake;
    this.#line = undefined;
    void this.#wake();
  }

  crashed(error: unknown, message: Message): void {
    const { deps } = this.#runtime;
    this.#lastError = messageOf(error);
    deps.alarm('crash', this.self, error);
    if (message instanceof Read) {
      // a read changes nothing: nothing has to start again
      message.break(error);
      return;
    }
    this.#restarts += 1;
    deps.countRestart();
    // a command that cannot be decided is put aside and costs nobody else; a state that breaks costs the budget
    if (message === CRASH || this.#line?.isEvolving === true) this.#failures += 1;
    const letter = message instanceof Ask ? deps.deadLetter(this.stream, message, messageOf(error)) : '';
    refuseMessage(message, poisoned(letter, error));
    this.#restart();
  }

  /** Starts again from the log; a commit on its way may still land, so its callers are answered first. */
  #restart(): void {
    const { deps } = this.#runtime;
    this.#status = 'waking';
    this.cell.stall();
    this.#line?.dropPending(() => notApplied('The entity had to start again.'));
    this.#starts += 1;
    const start = this.#starts;
    const again = (): void => {
      if (start !== this.#starts) return;
      if (this.#line?.isFlying === true) deps.clock.after(1, again);
      else if (this.#failures > RESTARTS_MAX) this.#quarantine(new Error(this.#lastError));
      else {
        this.#line?.drop(unknownOutcome);
        this.#startAgain();
      }
    };
    deps.clock.after(restartDelayMs(this.#failures), again);
  }

  #quarantine(error: unknown): void {
    const { deps, kind } = this.#runtime;
    this.#status = 'quarantined';
    this.#incident = deps.mintIncident();
    this.#line?.drop(unknownOutcome);
    this.#line = undefined;
    this.#awake = undefined;
    deps.alarm('quarantine', this.self, error);
    // reads go on from the last durable state, if it still decodes
    const ignore = (): void => undefined;
    void activate(kind, this.self, this.stream, deps, ignore)
      .then((awake) => {
        if (this.#status === 'quarantined') this.#awake = awake;
      })
      .catch(ignore)
      .finally(() => this.cell.resume());
  }

  #handleFrozen(message: Message): void {
    const awake = this.#awake;
    if (message instanceof Read && awake !== undefined && !message.isPatient) {
      message.answer(this.#desk().evaluate(awake, this.#runtime.deps.clock.nowMs(), message));
    } else {
      refuseMessage(message, this.frozen());
    }
  }

  /** The answer of a quarantined entity. */
  frozen(): Fault {
    return frozen(this.#incident);
  }

  /** Brings a quarantined entity back from its log. @throws Fault E_FROZEN when it cannot be read still */
  async resume(): Promise<void> {
    if (this.#status !== 'quarantined') return;
    this.#failures = 0;
    this.#incident = undefined;
    this.#awake = undefined;
    await this.#wake();
    if (this.status === 'quarantined') throw this.frozen();
  }

  /** Stores a snapshot if the tail is long, then leaves the tree; messages that came meanwhile keep it awake. */
  async passivate(): Promise<boolean> {
    const line = this.#line;
    if (line === undefined || !this.#canSleep(line)) return false;
    const { awake } = line;
    if (!awake.hasNewer && awake.seq - awake.snapshotSeq >= SLEEP_SNAPSHOT_TAIL) {
      // of this commit: while it is stored, the next one may come
      const { chain } = awake;
      await line.snapshot(awake.seq, awake.lastAtMs, () => chain)();
      if (this.#line !== line || !this.#canSleep(line)) return false;
    }
    this.stop();
    return true;
  }

  #canSleep(line: CommitLine): boolean {
    return (
      this.#status === 'ready' && this.isSettled && !line.isSnapshotting && this.#reads?.isWaitedFor !== true
    );
  }

  /** Leaves the tree at once; what was still waiting goes to whoever answers for this entity next. */
  stop(): void {
    if (this.#status === 'stopping') return;
    this.#status = 'stopping';
    const left = this.cell.stop(this.#runtime.deps.dispatcher);
    this.#line?.drop(unknownOutcome);
    this.#runtime.forget(this, [...left, ...(this.#reads?.takePatient() ?? [])]);
  }

  /** Leaves the tree and tells everybody who waits why. */
  leave(fault: Fault): void {
    this.#status = 'stopping';
    const left = this.cell.stop(this.#runtime.deps.dispatcher);
    for (const message of left) refuseMessage(message, fault);
    this.#reads?.fail(fault);
    this.#line?.drop(unknownOutcome);
    this.#runtime.forget(this, []);
  }

  /** What it knows; `undefined` while it is being loaded. */
  get state(): unknown {
    return this.#line?.awake.state ?? this.#awake?.state;
  }
}
