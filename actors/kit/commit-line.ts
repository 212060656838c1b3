import type { Decision, DomainEvent } from '#game/shared/decider.ts';
import type { EntityRef } from '#game/shared/ids.ts';
import { type Commit, effectId } from '#ports/commit.ts';
import type { Fault } from '#ports/fault.ts';
import type { AppendResult } from '#ports/journal.ts';
import { SHARDS } from '#ports/leases.ts';
import type { Awake } from './activation.ts';
import { Building, type Decided } from './building.ts';
import type { KindRuntime } from './kind-runtime.ts';
import { notApplied, tooLarge, unknownOutcome } from './messages.ts';
import { answerOf, recordOf, type RecordHead } from './record.ts';
import { type StoredPages, takeSnapshot } from './snapshotting.ts';

const BACKOFF_FIRST_MS = 50;
/** Long waits would go on after the store is back: whoever asked waits at most this much longer. */
const BACKOFF_MAX_MS = 1_000;
/** After this long without a result a commit's callers are told `E_UNKNOWN`, ms. */
const RESOLVE_MAX_MS = 30_000;

/** Snapshots this many commits apart, or more, are spread; nearer ones are never many at once. */
const SPREAD_FROM = 50;
/** A snapshot is not taken for its age alone before so many commits have come since. */
export const AGED_SNAPSHOT_TAIL = 100;

const NO_PAGES: StoredPages = new Map();

/** The entity whose line this is. */
export interface LineOwner {
  readonly self: EntityRef;
  readonly stream: string;
  readonly shard: number;
  /** The newest commit is durable and its callers are answered. */
  committed(): void;
  /** Whether a commit is on its way became unclear. */
  resolving(error: unknown): void;
  /** Everything that is not durable is lost and its callers have been told; start again from the log. */
  lost(why: unknown): void;
}

/**
 * What an entity has decided but not made durable: one commit that gathers and one that is on its way. Everything that
 * leaves the entity leaves from here, when its commit is durable.
 */
export class CommitLine {
  readonly #runtime: KindRuntime;
  readonly #owner: LineOwner;
  awake: Awake;
  readonly epoch: number;
  /** Whether a commit of this incarnation is in the log: before, the head may be an old one. */
  isClaimed: boolean;
  #pending: Building | undefined;
  /** Closed by a decision that did not fit any more; they go before the one that gathers. */
  #closed: Building[] = [];
  #inFlight: Building | undefined;
  #flying: Map<string, Decided> | undefined;
  /** Time of the newest decision: time never runs backwards in a stream. */
  #headAtMs: number;
  #durableMark: number;
  #unknownSinceMs = 0;
  #attempts = 0;
  #storedPages: StoredPages | undefined;
  isSnapshotting = false;
  /** Where the last snapshot failed: the next try is as far away as after one that was stored. */
  #failedSnapshotSeq = 0;
  /** Written since the last snapshot or, when there was none in this life, since it woke, bytes. */
  #tailBytes = 0;
  /** When the last one was taken or, when there was none in this life, when it woke; 0 where its age does not matter. */
  #snapshotMonoMs = 0;
  /** Whether the state is being changed right now: an error then leaves it half changed. */
  isEvolving = false;
  #isDropped = false;

  constructor(runtime: KindRuntime, owner: LineOwner, awake: Awake, epoch: number) {
    this.#runtime = runtime;
    this.#owner = owner;
    this.awake = awake;
    this.epoch = epoch;
    // while an earlier commit may still land, only a new one says where the log ends
    this.isClaimed =
      awake.epoch === epoch && awake.writer === runtime.deps.writer && !runtime.open.has(owner.stream);
    this.#headAtMs = awake.lastAtMs;
    this.#beginTail();
    this.#durableMark = runtime.kind.options.draft?.mark(awake.state) ?? 0;
  }

  /** Whether everything that was decided is durable. */
  get isSettled(): boolean {
    return this.#pending === undefined && this.#inFlight === undefined && this.#closed.length === 0;
  }

  /** Whether everything is durable and no snapshot is being taken. */
  get isAtRest(): boolean {
    return this.isSettled && !this.isSnapshotting;
  }

  /** Whether a commit gathers. */
  get isGathering(): boolean {
    return this.#pending !== undefined || this.#closed.length > 0;
  }

  /** Whether a commit is on its way. */
  get isFlying(): boolean {
    return this.#inFlight !== undefined;
  }

  flying(id: string): Decided | undefined {
    return this.#flying?.get(id);
  }

  /** Now, and never before the newest decision or the time at which `mintedMs` says that the command came to be. */
  nowMs(mintedMs = 0): number {
    return Math.max(this.#runtime.deps.clock.nowMs(), this.#headAtMs, mintedMs);
  }

  /** The same for questions, at most a loop turn old: nothing is decided by it. */
  get coarseNowMs(): number {
    return Math.max(this.#runtime.deps.runs.coarseNowMs, this.#headAtMs);
  }

  /** Whether the gathering commit is full and the one before it still on its way. */
  isFull(): boolean {
    if (this.#pending?.isFull !== true && this.#closed.length === 0) return false;
    this.submit();
    return this.isGathering;
  }

  /** Puts a decision into the commit that gathers and applies its events. */
  add(head: RecordHead, decision: Decision<DomainEvent, unknown>): Decided {
    const { kind } = this.#runtime;
    const { record, text } = recordOf(kind, head, decision);
    if (this.#pending?.fits(text, record.events.length) === false) this.#close(this.#pending);
    const building = (this.#pending ??= new Building());
    const events = decision.ok ? decision.events : [];
    const decided: Decided = { record, events, asks: [], ack: undefined };
    const { awake } = this;
    this.isEvolving = true;
    for (const event of events) awake.state = kind.options.decider.evolve(awake.state, event, head.at);
    this.isEvolving = false;
    building.add(decided, text);
    (this.#flying ??= new Map()).set(head.id, decided);
    this.#headAtMs = head.at;
    return decided;
  }

  /** Ends a commit at the present state: what comes next goes into another. */
  #close(building: Building): void {
    building.mark = this.#runtime.kind.options.draft?.mark(this.awake.state) ?? 0;
    building.closedAtMs = this.#headAtMs;
    this.#closed.push(building);
    this.#pending = undefined;
  }

  /** Starts a commit that only says whose stream this is, unless one gathers already. */
  claim(): void {
    this.#pending ??= new Building(true);
  }

  /** Lets something leave together with the newest head there is now. */
  whenDurable(open: () => void, fail: () => void): void {
    const newest = this.#pending ?? this.#closed.at(-1) ?? this.#inFlight;
    if (newest === undefined) {
      open();
    } else {
      newest.gates.push(open);
      newest.gateFailures.push(fail);
    }
  }

  /** Sends the gathering commit on its way, if none is. */
  submit(): void {
    const { awake } = this;
    const { deps, kind } = this.#runtime;
    if (this.#inFlight !== undefined && deps.guards.oneInFlight) return;
    if (this.#closed.length === 0 && this.#pending !== undefined) this.#close(this.#pending);
    const building = this.#closed.shift();
    if (building === undefined) return;
    const before = this.#inFlight;
    this.#inFlight = building;
    const place = {
      stream: this.#owner.stream,
      seq: (before?.seq ?? awake.seq) + 1,
      epoch: this.epoch,
      writer: deps.writer,
      commitId: deps.mintCommitId(),
      atMs: building.isClaim ? this.nowMs() : building.closedAtMs,
      previousChain: before?.chain ?? awake.chain,
      isChained: kind.chained,
      sealer: deps.sealer,
    };
    this.#headAtMs = Math.max(this.#headAtMs, place.atMs);
    // only the newest commit ends where the state is now
    const isCut = this.#closed.length === 0 && this.#pending === undefined && !awake.hasNewer;
    this.#tailBytes += building.textBytes;
    if (isCut && !this.isSnapshotting && this.#isSnapshotDue(place.seq)) {
      building.snapshot = this.snapshot(place.seq, place.atMs, () => building.chain);
    }
    this.#attempts = 0;
    if (building.closeNow(place) !== undefined) {
      this.#append(building);
      return;
    }
    building.close(place).then(
      () => this.#append(building),
      (error: unknown) => this.#sealLater(building, place, error),
    );
  }

  #beginTail(): void {
    const { kind, deps } = this.#runtime;
    this.#tailBytes = 0;
    // a fraction of a ms is a number on the heap, for each of many that need none
    if (Number.isFinite(kind.snapshotMs)) this.#snapshotMonoMs = deps.clock.monoMs();
  }

  /** Whether what a waking entity would have to read after the last snapshot has become long. */
  #isSnapshotDue(seq: number): boolean {
    const { kind, deps } = this.#runtime;
    const lastTry = Math.max(this.awake.snapshotSeq, this.#failedSnapshotSeq);
    if (seq - (lastTry || -this.#headStart()) >= kind.snapshotEvery) return true;
    if (this.#tailBytes >= kind.snapshotBytes) return true;
    const isOld = deps.clock.monoMs() - this.#snapshotMonoMs >= kind.snapshotMs;
    return isOld && seq - lastTry >= AGED_SNAPSHOT_TAIL;
  }

  /** Commits by which the first snapshot comes early: entities that began together do not all take theirs at once. */
  #headStart(): number {
    const { snapshotEvery } = this.#runtime.kind;
    return snapshotEvery < SPREAD_FROM ? 0 : Math.floor((snapshotEvery * this.#owner.shard) / (2 * SHARDS));
  }

  /** A key could not be had: nothing was sent, so nothing is unknown, but the line waits. */
  #sealLater(building: Building, place: Parameters<Building['close']>[0], error: unknown): void {
    this.#owner.resolving(error);
    this.#runtime.deps.clock.after(BACKOFF_FIRST_MS, () => {
      if (this.#isDropped) return;
      building.close(place).then(
        () => this.#append(building),
        (again: unknown) => this.#sealLater(building, place, again),
      );
    });
  }

  #append(building: Building): void {
    if (building.entry === undefined || this.#isDropped) return;
    this.#runtime.deps.committer.submit(building.entry, (result) => this.#appended(building, result));
  }

  #appended(building: Building, result: AppendResult): void {
    const { commit } = building.entry ?? {};
    if (commit === undefined) return;
    const isThere =
      result.status === 'committed' ||
      (result.status === 'conflict' && result.commitId === building.commitId);
    if (this.#isDropped) {
      if (isThere) this.#landedLate(building, commit);
    } else if (isThere) {
      this.#committed(building, commit);
    } else if (result.status === 'unknown') {
      this.#unknown(building, result.cause);
    } else if (result.status === 'refused') {
      this.#refused(building, result.cause);
    } else {
      this.drop(() => notApplied('Somebody else was first.'));
      this.#owner.lost('another writer was first');
    }
  }

  /** Nobody waits for it here any more, but what it caused must happen all the same. */
  #landedLate(building: Building, commit: Commit): void {
    const { deps } = this.#runtime;
    // else its new owner has found it in the log
    if (deps.leases.epochOf(this.#owner.shard) === this.epoch) this.#sendEffects(building, commit);
    deps.committed(this.#owner.self, building);
  }

  #refused(building: Building, cause: Fault): void {
    this.#runtime.deps.alarm('refused', this.#owner.self, cause);
    // of several commands nobody knows which one was too much: each may try alone
    const isAlone = building.decided.length === 1 && cause.code === 'E_LIMIT' && !cause.retryable;
    this.drop(() => (isAlone ? tooLarge(cause) : notApplied('It could not be written down.')));
    this.#owner.lost(cause);
  }

  /** The outcome of an append is open: the very same commit is inserted again until it is known. */
  #unknown(building: Building, error: unknown): void {
    const { deps } = this.#runtime;
    const nowMs = deps.clock.monoMs();
    if (this.#attempts === 0) this.#unknownSinceMs = nowMs;
    if (
      nowMs - this.#unknownSinceMs > RESOLVE_MAX_MS ||
      deps.leases.epochOf(this.#owner.shard) !== this.epoch
    ) {
      this.drop(unknownOutcome);
      this.#owner.lost(error);
      return;
    }
    this.#owner.resolving(error);
    const delayMs = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** this.#attempts);
    this.#attempts += 1;
    deps.clock.after(delayMs, () => this.#append(building));
  }

  #committed(building: Building, commit: Commit): void {
    const { awake } = this;
    const { deps, kind } = this.#runtime;
    awake.seq = building.seq;
    awake.lastAtMs = commit.at;
    awake.epoch = commit.epoch;
    awake.writer = commit.writer;
    awake.chain = building.chain;
    this.isClaimed = true;
    if (this.#runtime.open.size > 0) this.#runtime.open.delete(this.#owner.stream);
    if (this.#inFlight === building) this.#inFlight = undefined;
    kind.options.draft?.release(awake.state, building.mark);
    this.#durableMark = building.mark;
    for (const { record, asks, ack } of building.decided) {
      awake.ring.add(record.id, building.seq, commit.at);
      this.#flying?.delete(record.id);
      for (const [n, ask] of asks.entries()) ask.answer(answerOf(record, building.seq, n > 0));
      ack?.done();
    }
    this.#sendEffects(building, commit);
    if (this.#flying?.size === 0) this.#flying = undefined;
    for (const open of building.gates) open();
    deps.committed(this.#owner.self, building);
    if (building.snapshot !== undefined) void building.snapshot();
    this.#owner.committed();
  }

  #sendEffects({ decided }: Building, { _id, at }: Commit): void {
    const { deps } = this.#runtime;
    if (!deps.guards.outbox) return;
    for (const [index, { record }] of decided.entries()) {
      if (record.effects === undefined) continue;
      for (const [n, effect] of record.effects.entries()) {
        deps.deliver({ id: effectId(_id, index, n), effect, attempts: 0, at });
      }
    }
  }

  /** Freezes the state as it is now and returns the step that stores it, to be run when commit `seq` is durable. */
  snapshot(seq: number, atMs: number, chain: () => string | undefined): () => Promise<void> {
    const { deps, kind } = this.#runtime;
    const { awake, epoch } = this;
    const { self, stream } = this.#owner;
    this.isSnapshotting = true;
    this.#beginTail();
    const cut = {
      kind,
      self,
      stream,
      state: awake.state,
      seq,
      atMs,
      epoch,
      writer: deps.writer,
      chain,
      ring: awake.ring,
    };
    // a state without pages is written whole each time: nothing has to be remembered
    const pages = kind.options.paging === undefined ? NO_PAGES : (this.#storedPages ??= new Map());
    const store = takeSnapshot(cut, deps, pages);
    return async () => {
      try {
        await store();
        awake.snapshotSeq = Math.max(awake.snapshotSeq, seq);
      } catch (error) {
        this.#failedSnapshotSeq = seq;
        deps.alarm('snapshot', self, error);
      } finally {
        this.isSnapshotting = false;
      }
    };
  }

  /** Fails the callers of the commit that gathers; the state ahead of it is no longer valid. */
  dropPending(fault: () => Fault): void {
    for (const building of [...this.#closed, this.#pending]) building?.fail(fault);
    this.#closed = [];
    this.#pending = undefined;
  }

  /** Drops every decision that is not durable and tells its callers; `fault` is for those of the commit on its way. */
  drop(fault: () => Fault): void {
    this.#isDropped = true;
    const { draft } = this.#runtime.kind.options;
    try {
      draft?.rollback(this.awake.state, this.#durableMark);
    } catch (error) {
      this.#runtime.deps.alarm('rollback', this.#owner.self, error);
    }
    if (this.#inFlight !== undefined) this.#runtime.open.add(this.#owner.stream);
    this.#inFlight?.fail(fault);
    this.dropPending(() => notApplied('An earlier step was lost.'));
    this.#inFlight = undefined;
    this.#flying = undefined;
  }
}
