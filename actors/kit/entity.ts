import { type Context, type Decision, type DomainEvent } from '#game/shared/decider.ts';
import { type EntityRef, refKey } from '#game/shared/ids.ts';
import { ackId, type CommandRecord, effectId, REPLY_MAX_BYTES } from '#ports/commit.ts';
import { Fault } from '#ports/fault.ts';
import { type AppendResult } from '#ports/journal.ts';
import { canonicalJson } from '#ports/canonical-json.ts';
import { activate, type Awake, catchUp, UndecodableError } from './activation.ts';
import { Building, type Decided } from './building.ts';
import { Cell, STALL } from './cell.ts';
import { type EntityInfo } from './engine-api.ts';
import { type KindRuntime } from './kind-runtime.ts';
import { type Ack, Ask, CRASH, type Message, notApplied, Read, unknownOutcome } from './messages.ts';
import { type StoredPages, takeSnapshot } from './snapshotting.ts';

/** Restarts in a row, without a command that worked in between, before the entity is quarantined. */
const RESTARTS_MAX = 5;
const BACKOFF_FIRST_MS = 50;
const BACKOFF_MAX_MS = 5_000;
/** After this long without a result a commit's callers are told `E_UNKNOWN`, ms. */
const RESOLVE_MAX_MS = 30_000;
/** A tail longer than this is worth a snapshot before the entity goes to sleep, commits. */
const SLEEP_SNAPSHOT_TAIL = 16;

type Status = EntityInfo['status'];
type StoredRecord = CommandRecord & { readonly seq: number };

/** Work that an entity has decided but not made durable, and everything it knows about itself: one live entity. */
export class Entity {
  readonly self: EntityRef;
  readonly stream: string;
  readonly shard: number;
  readonly cell: Cell<Message>;
  readonly #runtime: KindRuntime;
  #awake: Awake | undefined;
  #status: Status = 'waking';
  #isClaimed = false;
  #epoch = 0;
  #pending: Building | undefined;
  #inFlight: Building | undefined;
  /** Time of the newest decision: time never runs backwards in a stream. */
  #headAtMs = 0;
  #flying: Map<string, Decided> | undefined;
  /** What the log says about ids that the ring could not answer for. */
  #known: Map<string, StoredRecord | undefined> | undefined;
  #patient: Read[] | undefined;
  #storedPages: StoredPages | undefined;
  #isSnapshotting = false;
  #isAskingLog = false;
  /** After a crash, while a commit of before is still on its way. */
  #isRestarting = false;
  /** Undo mark of the newest durable cut. */
  #durableMark = 0;
  #unknownSinceMs = 0;
  #attempts = 0;
  #failures = 0;
  #restarts = 0;
  #lastError: string | undefined;
  #incident: string | undefined;
  lastActiveMs: number;

  constructor(runtime: KindRuntime, self: EntityRef, stream: string, shard: number, name: string) {
    this.#runtime = runtime;
    this.self = self;
    this.stream = stream;
    this.shard = shard;
    this.lastActiveMs = runtime.deps.clock.monoMs();
    const { dispatcher, runs } = runtime.deps;
    this.cell = new Cell(
      dispatcher,
      runs,
      runtime.holders.take(),
      name,
      { max: runtime.kind.inboxMax },
      this,
    );
    this.cell.stall();
    void this.#wake();
  }

  get status(): Status {
    return this.#status;
  }
  /** Whether everything that was decided is durable and nobody waits. */
  get isSettled(): boolean {
    return this.#pending === undefined && this.#inFlight === undefined && this.cell.depth === 0;
  }

  info(): EntityInfo {
    return {
      ...this.self,
      status: this.#status,
      seq: this.#awake?.seq ?? 0,
      inboxDepth: this.cell.depth,
      restarts: this.#restarts,
      ...(this.#lastError === undefined ? {} : { lastError: this.#lastError }),
      ...(this.#incident === undefined ? {} : { incident: this.#incident }),
    };
  }

  /** The state as far as it is durable or decided; for the kit's tests. */
  peek(): unknown {
    return this.#awake?.state;
  }

  // ── waking ────────────────────────────────────────────────────────────────────────────────────────────────────────

  async #wake(): Promise<void> {
    const { deps, kind } = this.#runtime;
    this.#status = 'waking';
    const release = await deps.permits.take();
    try {
      const epoch = deps.leases.epochOf(this.shard);
      if (epoch === undefined)
        throw new Fault('E_UNAVAILABLE', 'This process does not own the shard.', { retryable: true });
      this.#epoch = epoch;
      const { draft } = kind.options;
      if (this.#awake === undefined || draft === undefined) {
        this.#awake = await activate(kind, this.self, this.stream, deps, (error) => {
          deps.alarm('snapshot', this.self, error);
        });
      } else {
        await catchUp(kind, this.#awake, this.stream, deps.journal, deps.sealer);
      }
      if (deps.guards.epochRefusal && this.#awake.epoch > epoch) {
        throw new Fault('E_UNAVAILABLE', 'Another process took this entity over.', { retryable: true });
      }
    } catch (error) {
      release();
      this.#cannotWake(error);
      return;
    }
    release();
    this.#headAtMs = this.#awake.lastAtMs;
    this.#isClaimed = this.#awake.epoch === this.#epoch && this.#awake.writer === deps.writer;
    this.#durableMark = kind.options.draft?.mark(this.#awake.state) ?? 0;
    this.#status = 'ready';
    this.#known = undefined;
    this.cell.resume();
  }

  /** The store is out of reach or the entity is somebody else's: whoever waits is told, the next message tries again. */
  #cannotWake(error: unknown): void {
    this.#lastError = error instanceof Error ? error.message : String(error);
    this.#awake = undefined;
    if (error instanceof Fault) this.#leave(error);
    else this.#quarantine(error);
  }

  #leave(fault: Fault): void {
    this.#status = 'stopping';
    this.#fail(fault);
    this.cell.stop(this.#runtime.deps.dispatcher);
    this.#runtime.forget(this, []);
  }

  /** Fails everybody who waits here, in the inbox or for a commit. */
  #fail(fault: Fault): void {
    for (const message of this.cell.waiting()) this.#refuse(message, fault);
    for (const read of this.#patient?.splice(0) ?? []) read.fail(fault);
  }

  #refuse(message: Message, fault: Fault): void {
    if (message instanceof Ask || message instanceof Read) message.fail(fault);
    else if (message !== CRASH) message.ack.failed();
  }

  // ── messages ──────────────────────────────────────────────────────────────────────────────────────────────────────

  handle(message: Message): typeof STALL | void {
    this.lastActiveMs = this.#runtime.deps.clock.monoMs();
    if (this.#status === 'quarantined') {
      this.#handleFrozen(message);
      return undefined;
    }
    if (message instanceof Ask) return message.isSettled ? undefined : this.#command(message);
    if (message instanceof Read) return message.isSettled ? undefined : this.#read(message);
    if (message === CRASH) throw new Error('crashed on purpose');
    return this.#ack(message);
  }

  #handleFrozen(message: Message): void {
    if (message instanceof Read && this.#awake !== undefined && !message.isPatient) this.#answerRead(message);
    else this.#refuse(message, this.frozen());
  }

  /** The answer of a quarantined entity. */
  frozen(): Fault {
    return new Fault('E_FROZEN', 'This is halted until an operator has looked at it; what you own is safe.', {
      retryable: true,
      ...(this.#incident === undefined ? {} : { incident: this.#incident }),
    });
  }

  #command(ask: Ask): typeof STALL | void {
    const { deps } = this.#runtime;
    const hash = this.#runtime.deps.payloadHash(ask.command);
    if (deps.guards.dedup) {
      const flying = this.#flying?.get(ask.id);
      if (flying !== undefined) {
        this.#repeatInFlight(ask, hash, flying);
        return undefined;
      }
      const stored = this.#lookUp(ask, ask.id, ask.mintedMs);
      if (stored === STALL) return STALL;
      if (stored !== undefined) {
        this.#known?.delete(ask.id);
        ask.answer(repeated(stored, hash));
        return undefined;
      }
    }
    if (this.#mustWait()) return STALL;
    this.#known?.delete(ask.id);
    const context = this.#context(ask.by, ask.id, ask.mintedMs);
    const decision = this.#runtime.kind.options.decider.decide(this.#state(), ask.command, context);
    ask.isDecided = true;
    const done = this.#add(ask.id, hash, ask.by, ask.cause, context.nowMs, decision);
    done.asks.push(ask);
    if (!deps.guards.outputGate) answerAsk(ask, done.record, (this.#awake?.seq ?? 0) + 1, false);
    return undefined;
  }

  #repeatInFlight(ask: Ask, hash: string, flying: Decided): void {
    if (flying.record.hash === hash) {
      ask.isDecided = true;
      flying.asks.push(ask);
    } else {
      const answer = { ok: false, rejection: stale, seq: 0, repeated: true } as const;
      this.#whenDurable(
        () => ask.answer(answer),
        () => ask.fail(notApplied('The first of these commands was lost.')),
      );
    }
  }

  /** The stored record of a command id; `undefined`: surely never used; STALL: the log has to be asked first. */
  #lookUp(
    message: Message,
    id: string,
    mintedMs: number | undefined,
  ): StoredRecord | typeof STALL | undefined {
    if (this.#known?.has(id) === true) return this.#known.get(id);
    if (this.#isSurelyNew(id, mintedMs)) return undefined;
    if (!this.#isAskingLog) void this.#askLog([message, ...this.cell.waiting()]);
    return STALL;
  }

  #isSurelyNew(id: string, mintedMs: number | undefined): boolean {
    const ring = this.#awake?.ring;
    return ring !== undefined && ring.missIsFinal(mintedMs) && ring.seqOf(id) === 0;
  }

  /** Asks the log about every waiting id that the ring cannot answer for, in one call. */
  async #askLog(messages: readonly Message[]): Promise<void> {
    const { deps } = this.#runtime;
    const ids = new Set<string>();
    for (const message of messages) {
      if (message instanceof Ask) {
        if (!this.#isSurelyNew(message.id, message.mintedMs)) ids.add(message.id);
      } else if (!(message instanceof Read) && message !== CRASH) {
        ids.add(ackId(message.ack.effectId));
      }
    }
    this.#isAskingLog = true;
    try {
      const seqs = await deps.journal.find(this.stream, [...ids]);
      const known = new Map<string, StoredRecord | undefined>();
      for (const id of ids) {
        const seq = seqs.get(id);
        const [commit] = seq === undefined ? [] : await deps.journal.read(this.stream, seq, 1);
        const record = commit?.cmds.find((cmd) => cmd.id === id);
        known.set(id, record === undefined || seq === undefined ? undefined : { ...record, seq });
      }
      this.#known = known;
      this.#isAskingLog = false;
      if (this.#status === 'ready') this.cell.resume();
    } catch (error) {
      this.#lastError = String(error);
      deps.clock.after(BACKOFF_FIRST_MS, () => {
        this.#isAskingLog = false;
        if (this.#status === 'ready') this.cell.resume();
      });
    }
  }

  #ack(message: { readonly ack: Ack }): typeof STALL | void {
    const { ack } = message;
    const { deps, kind } = this.#runtime;
    const id = ackId(ack.effectId);
    const flying = this.#flying?.get(id);
    if (flying !== undefined) {
      this.#whenDurable(ack.done, ack.failed);
      return undefined;
    }
    if (deps.guards.dedup) {
      const stored = this.#lookUp(message, id, ack.effectAtMs);
      if (stored === STALL) return STALL;
      if (stored !== undefined) {
        this.#known?.delete(id);
        ack.done();
        return undefined;
      }
    }
    if (this.#mustWait()) return STALL;
    this.#known?.delete(id);
    const by = refKey(ack.effect.to);
    const context = this.#context(by, id, ack.effectAtMs);
    const { settle } = kind.options.decider;
    const decision: Decision<DomainEvent, unknown> =
      settle === undefined
        ? { ok: true, events: [], reply: null }
        : settle.call(kind.options.decider, this.#state(), ack.effect, ack.outcome, context);
    const done = this.#add(
      id,
      this.#runtime.deps.payloadHash(ack.outcome),
      by,
      ack.effectId,
      context.nowMs,
      decision,
    );
    done.ack = ack;
    return undefined;
  }

  #state(): unknown {
    if (this.#awake === undefined) throw new Error('decided before it was awake');
    return this.#awake.state;
  }

  #context(by: string, commandId: string, mintedMs: number | undefined): Context {
    const { deps } = this.#runtime;
    const nowMs = Math.max(deps.clock.nowMs(), this.#headAtMs, mintedMs ?? 0);
    return { nowMs, rng: deps.rng, self: this.self, by, commandId };
  }

  /** Whether this commit is full and the one before it still on its way. */
  #mustWait(): boolean {
    if (this.#status !== 'ready') return true;
    if (this.#pending?.isFull !== true) return false;
    this.#submit();
    return this.#pending !== undefined;
  }

  /** Puts a decision into the commit that gathers and applies its events. */
  #add(
    id: string,
    hash: string,
    by: string,
    cause: string | undefined,
    atMs: number,
    decision: Decision<DomainEvent, unknown>,
  ): Decided {
    const { kind } = this.#runtime;
    const record = recordOf(kind, { id, hash, at: atMs, by, cause }, decision);
    const text = kind.chained ? canonicalJson(record) : JSON.stringify(record);
    let building = this.#pending;
    if (building !== undefined && !building.fits(text, record.events.length)) {
      this.#submit();
      building = this.#pending;
    }
    building = this.#pending ??= new Building();
    const events = decision.ok ? decision.events : [];
    const decided: Decided = { record, events, asks: [], ack: undefined };
    building.add(decided, text);
    (this.#flying ??= new Map()).set(id, decided);
    this.#headAtMs = atMs;
    const awake = this.#awake;
    if (awake !== undefined) {
      for (const event of events) awake.state = kind.options.decider.evolve(awake.state, event, atMs);
    }
    return decided;
  }

  // ── reads ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  #read(read: Read): void {
    const { guards } = this.#runtime.deps;
    if (!guards.outputGate || (this.#isSettledHead() && (this.#isClaimed || !guards.claim))) {
      this.#answerRead(read);
      return;
    }
    // a head that nobody has claimed may be an old one: the claim goes first, by itself or in the commit that gathers
    if (this.#isSettledHead()) this.#pending = new Building(true);
    const value = this.#evaluate(read);
    this.#whenDurable(
      () => this.#give(read, value),
      () => read.fail(notApplied('The answer was lost.')),
    );
  }

  #isSettledHead(): boolean {
    return this.#pending === undefined && this.#inFlight === undefined;
  }

  #answerRead(read: Read): void {
    this.#give(read, this.#evaluate(read));
  }

  #evaluate(read: Read): unknown {
    const fn = this.#runtime.kind.options.reads[read.name] as (
      state: unknown,
      args: unknown,
      nowMs: number,
    ) => unknown;
    return fn(this.#state(), read.args, Math.max(this.#runtime.deps.clock.nowMs(), this.#headAtMs));
  }

  #give(read: Read, value: unknown): void {
    if (value === undefined && read.isPatient) (this.#patient ??= []).push(read);
    else read.answer(value);
  }

  /** Lets something leave together with the newest head there is now. */
  #whenDurable(open: () => void, fail: () => void): void {
    const newest = this.#pending ?? this.#inFlight;
    if (newest === undefined) {
      open();
    } else {
      newest.gates.push(open);
      newest.gateFailures.push(fail);
    }
  }

  // ── commits ───────────────────────────────────────────────────────────────────────────────────────────────────────

  drained(): void {
    if (this.#status === 'ready' && this.#pending !== undefined) this.#submit();
  }

  #submit(): void {
    const building = this.#pending;
    const awake = this.#awake;
    const { deps, kind } = this.#runtime;
    if (building === undefined || awake === undefined) return;
    if (this.#inFlight !== undefined && deps.guards.oneInFlight) return;
    this.#pending = undefined;
    const before = this.#inFlight;
    this.#inFlight = building;
    const place = {
      stream: this.stream,
      seq: (before?.seq ?? awake.seq) + 1,
      epoch: this.#epoch,
      writer: deps.writer,
      commitId: deps.mintCommitId(),
      atMs: Math.max(this.#headAtMs, building.isClaim ? deps.clock.nowMs() : 0),
      previousChain: before?.chain ?? awake.chain,
      isChained: kind.chained,
      sealer: deps.sealer,
    };
    this.#headAtMs = place.atMs;
    building.mark = kind.options.draft?.mark(awake.state) ?? 0;
    if (place.seq - awake.snapshotSeq >= kind.snapshotEvery && !this.#isSnapshotting) {
      building.snapshot = this.#snapshot(place.seq, place.atMs, () => building.chain);
    }
    this.#attempts = 0;
    const entry = building.closeNow(place);
    if (entry !== undefined) {
      this.#append(building);
      return;
    }
    building.close(place).then(
      () => this.#append(building),
      (error: unknown) => this.#unknown(building, error),
    );
  }

  #snapshot(seq: number, atMs: number, chain: () => string | undefined): () => Promise<void> {
    const { deps, kind } = this.#runtime;
    this.#isSnapshotting = true;
    const awake = this.#awake;
    if (awake === undefined) return () => Promise.resolve();
    const store = takeSnapshot(
      {
        kind,
        self: this.self,
        stream: this.stream,
        state: awake.state,
        seq,
        atMs,
        epoch: this.#epoch,
        writer: deps.writer,
        chain,
        ring: awake.ring,
      },
      deps,
      (this.#storedPages ??= new Map()),
    );
    return async () => {
      try {
        await store();
        if (this.#awake !== undefined) this.#awake.snapshotSeq = Math.max(this.#awake.snapshotSeq, seq);
      } catch (error) {
        deps.alarm('snapshot', this.self, error);
      } finally {
        this.#isSnapshotting = false;
      }
    };
  }

  #append(building: Building): void {
    const { entry } = building;
    if (entry === undefined) return;
    this.#runtime.deps.committer.submit(entry, (result) => this.#appended(building, result));
  }

  #appended(building: Building, result: AppendResult): void {
    if (this.#status === 'stopping') return;
    if (
      result.status === 'committed' ||
      (result.status === 'conflict' && result.commitId === building.commitId)
    ) {
      this.#committed(building);
    } else if (result.status === 'unknown') {
      this.#unknown(building, result.cause);
    } else {
      this.#lastError = result.status === 'refused' ? result.cause.message : 'another writer was first';
      if (result.status === 'refused') this.#runtime.deps.alarm('refused', this.self, result.cause);
      this.#dropAhead(() => notApplied('Somebody else was first.'));
    }
  }

  /** The outcome of an append is open: the very same commit is inserted again until it is known. */
  #unknown(building: Building, error: unknown): void {
    const { deps } = this.#runtime;
    const nowMs = deps.clock.monoMs();
    if (this.#attempts === 0) this.#unknownSinceMs = nowMs;
    this.#status = 'resolving';
    this.#lastError = error instanceof Error ? error.message : String(error);
    if (nowMs - this.#unknownSinceMs > RESOLVE_MAX_MS || deps.leases.epochOf(this.shard) !== this.#epoch) {
      this.#dropAhead(unknownOutcome);
      return;
    }
    const delayMs = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** this.#attempts);
    this.#attempts += 1;
    deps.clock.after(delayMs, () => this.#append(building));
  }

  #committed(building: Building): void {
    const awake = this.#awake;
    if (awake === undefined) return;
    const { deps, kind } = this.#runtime;
    const { commit } = building.entry ?? {};
    if (commit === undefined) return;
    awake.seq = building.seq;
    awake.lastAtMs = commit.at;
    awake.epoch = commit.epoch;
    awake.writer = commit.writer;
    awake.chain = building.chain;
    this.#isClaimed = true;
    this.#failures = 0;
    if (this.#inFlight === building) this.#inFlight = undefined;
    if (this.#status === 'resolving') this.#status = this.#isRestarting ? 'waking' : 'ready';
    kind.options.draft?.release(awake.state, building.mark);
    this.#durableMark = building.mark;
    for (const decided of building.decided) {
      const { record } = decided;
      awake.ring.add(record.id, building.seq, commit.at);
      this.#flying?.delete(record.id);
      for (const ask of decided.asks) answerAsk(ask, record, building.seq, ask !== decided.asks[0]);
      decided.ack?.done();
    }
    if (this.#flying?.size === 0) this.#flying = undefined;
    for (const open of building.gates) open();
    deps.committed(this.self, building, commit.at);
    if (deps.guards.outbox) this.#sendEffects(building, commit._id, commit.at);
    if (building.snapshot !== undefined) void building.snapshot();
    if (this.#status !== 'ready') return;
    if (this.#pending !== undefined) this.#submit();
    this.#askPatient();
    if (!this.#isAskingLog) this.cell.resume();
  }

  #sendEffects(building: Building, key: string, atMs: number): void {
    for (const [index, { record }] of building.decided.entries()) {
      for (const [n, effect] of (record.effects ?? []).entries()) {
        this.#runtime.deps.deliver({ id: effectId(key, index, n), effect, attempts: 0, at: atMs });
      }
    }
  }

  #askPatient(): void {
    if (this.#patient === undefined || this.#patient.length === 0) return;
    const waiting = this.#patient;
    this.#patient = undefined;
    for (const read of waiting) if (!read.isSettled) this.#read(read);
    if (this.#pending !== undefined) this.#submit();
  }

  // ── losing what is not durable ────────────────────────────────────────────────────────────────────────────────────

  /** Drops every decision that is not durable, answers its callers, and starts again from the log. */
  #dropAhead(fault: () => Fault): void {
    const lost = [this.#inFlight, this.#pending];
    this.#rollBack();
    this.#inFlight = undefined;
    this.#pending = undefined;
    this.#flying = undefined;
    this.#isSnapshotting = false;
    this.#failBuilding(lost[0], fault);
    this.#failBuilding(lost[1], () => notApplied('An earlier step was lost.'));
    this.cell.stall();
    void this.#wake();
  }

  #failBuilding(building: Building | undefined, fault: () => Fault): void {
    for (const { asks, ack } of building?.decided ?? []) {
      for (const ask of asks) ask.fail(fault());
      ack?.failed();
    }
    for (const fail of building?.gateFailures ?? []) fail();
  }

  /** Puts a drafting state back to its last durable cut; any other state is loaded anew. */
  #rollBack(): void {
    const awake = this.#awake;
    const { draft } = this.#runtime.kind.options;
    if (draft === undefined || awake === undefined) {
      this.#awake = undefined;
      return;
    }
    try {
      draft.rollback(awake.state, this.#durableMark);
    } catch (error) {
      this.#runtime.deps.alarm('rollback', this.self, error);
      this.#awake = undefined;
    }
  }

  crashed(error: unknown, message: Message): void {
    const { deps } = this.#runtime;
    this.#restarts += 1;
    this.#failures += 1;
    deps.countRestart();
    this.#lastError = error instanceof Error ? error.message : String(error);
    deps.alarm('crash', this.self, error);
    if (message instanceof Ask) {
      const letter = deps.deadLetter(this.stream, message, this.#lastError);
      message.fail(
        new Fault(
          'E_UNAVAILABLE',
          `This ran into a bug of ours and was put aside as ${letter}. Nothing was changed.`,
          {
            retryable: false,
            incident: letter,
            cause: error,
          },
        ),
      );
    } else if (message instanceof Read) {
      message.fail(
        new Fault('E_UNAVAILABLE', 'This ran into a bug of ours.', { retryable: false, cause: error }),
      );
    } else if (message !== CRASH) {
      message.ack.failed();
    }
    this.#restartAfterCommit();
  }

  /** A commit on its way may still land: its callers are answered first, then the entity starts again. */
  #restartAfterCommit(): void {
    const { deps } = this.#runtime;
    this.cell.stall();
    this.#status = 'waking';
    this.#isRestarting = true;
    const flying = this.#inFlight;
    const lost = this.#pending;
    this.#pending = undefined;
    this.#failBuilding(lost, () => notApplied('The entity had to start again.'));
    const restart = (): void => {
      if (this.#failures > RESTARTS_MAX) {
        this.#quarantine(new Error(this.#lastError));
        return;
      }
      this.#restartLater();
    };
    if (flying === undefined) restart();
    else deps.clock.after(0, () => this.#waitForFlying(restart));
  }

  #waitForFlying(then: () => void): void {
    if (this.#inFlight === undefined) then();
    else this.#runtime.deps.clock.after(5, () => this.#waitForFlying(then));
  }

  #restartLater(): void {
    const { deps } = this.#runtime;
    const delayMs =
      this.#failures <= 1 ? 0 : Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** this.#failures);
    this.#status = 'waking';
    deps.clock.after(delayMs, () => {
      this.#isRestarting = false;
      this.#rollBack();
      this.#flying = undefined;
      void this.#wake();
    });
  }

  #quarantine(error: unknown): void {
    const { deps, kind } = this.#runtime;
    this.#status = 'quarantined';
    this.#incident = deps.mintIncident();
    this.#isRestarting = false;
    this.#pending = undefined;
    this.#inFlight = undefined;
    this.#flying = undefined;
    this.#awake = undefined;
    deps.alarm('quarantine', this.self, error);
    // reads go on from the last durable state, if it still decodes
    void activate(kind, this.self, this.stream, deps, () => undefined)
      .then((awake) => {
        if (this.#status === 'quarantined') this.#awake = awake;
      })
      .catch(() => undefined)
      .finally(() => this.cell.resume());
  }

  /** Brings a quarantined entity back from its log. */
  async resume(): Promise<void> {
    if (this.#status !== 'quarantined') return;
    this.#failures = 0;
    this.#incident = undefined;
    this.#awake = undefined;
    this.cell.stall();
    await this.#wake();
    if ((this.#status as Status) === 'quarantined') throw this.frozen();
  }

  // ── going to sleep ────────────────────────────────────────────────────────────────────────────────────────────────

  /** Stores a snapshot if the tail is long, then leaves the tree; messages that came meanwhile keep it awake. */
  async passivate(): Promise<boolean> {
    if (!this.#canSleep()) return false;
    const awake = this.#awake;
    if (
      awake !== undefined &&
      awake.seq - awake.snapshotSeq >= SLEEP_SNAPSHOT_TAIL &&
      !this.#isSnapshotting
    ) {
      await this.#snapshot(awake.seq, awake.lastAtMs, () => awake.chain)();
      if (!this.#canSleep()) return false;
    }
    this.stop();
    return true;
  }

  #canSleep(): boolean {
    return (
      this.#status === 'ready' &&
      this.isSettled &&
      !this.#isSnapshotting &&
      (this.#patient?.length ?? 0) === 0
    );
  }

  /** Leaves the tree at once; what was still waiting goes to whoever answers for this entity next. */
  stop(): void {
    if (this.#status === 'stopping') return;
    this.#status = 'stopping';
    const left = this.cell.stop(this.#runtime.deps.dispatcher);
    this.#failBuilding(this.#inFlight, unknownOutcome);
    this.#failBuilding(this.#pending, () => notApplied('The entity moved.'));
    this.#runtime.forget(this, left);
  }

  /** Whether texts of this person may be in the state. */
  mentions(userId: string): boolean {
    return this.#awake !== undefined && JSON.stringify(this.#awake.state).includes(`"by":"${userId}"`);
  }
}

const stale = {
  code: 'E_STALE',
  message: 'This id was used for another command before. Use a new one.',
} as const;

const repeated = (record: StoredRecord, hash: string): Parameters<Ask['answer']>[0] =>
  record.hash === hash
    ? answerOf(record, record.seq, true)
    : { ok: false, rejection: stale, seq: record.seq, repeated: true };

const answerOf = (record: CommandRecord, seq: number, isRepeat: boolean): Parameters<Ask['answer']>[0] =>
  record.rejection === undefined
    ? { ok: true, value: record.reply, seq, repeated: isRepeat }
    : { ok: false, rejection: record.rejection, seq, repeated: isRepeat };

const answerAsk = (ask: Ask, record: CommandRecord, seq: number, isRepeat: boolean): void =>
  ask.answer(answerOf(record, seq, isRepeat));

const recordOf = (
  kind: KindRuntime['kind'],
  head: {
    readonly id: string;
    readonly hash: string;
    readonly at: number;
    readonly by: string;
    readonly cause: string | undefined;
  },
  decision: Decision<DomainEvent, unknown>,
): CommandRecord => {
  const { cause, ...rest } = head;
  const base = cause === undefined ? rest : { ...rest, cause };
  if (!decision.ok) return { ...base, events: [], rejection: decision.rejection };
  const versions = kind.options.eventVersions;
  const events = decision.events.map(({ type, ...data }) => ({ type, v: versions?.[type] ?? 1, data }));
  const reply: unknown = decision.reply ?? null;
  if (JSON.stringify(reply).length > REPLY_MAX_BYTES)
    throw new UndecodableError(`reply of ${kind.kind} is too large`);
  return {
    ...base,
    events,
    ...(decision.effects === undefined || decision.effects.length === 0 ? {} : { effects: decision.effects }),
    ...(decision.reminders === undefined || decision.reminders.length === 0
      ? {}
      : { reminders: decision.reminders }),
    reply,
  };
};
