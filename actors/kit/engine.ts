import { type DomainCommand } from '#game/shared/decider.ts';
import { type EntityRef } from '#game/shared/ids.ts';
import { type Rng } from '#game/shared/rng.ts';
import { type Clock } from '#ports/clock.ts';
import { Fault } from '#ports/fault.ts';
import { type Followers } from '#ports/followers.ts';
import { Admission } from './admission.ts';
import { type Building } from './building.ts';
import { Committer } from './committer.ts';
import { Deadlines } from './deadlines.ts';
import { type AnyKind, type Place } from './define-entity.ts';
import { type Answer, type Call, type Engine, type EngineStats, type EntityInfo } from './engine-api.ts';
import { type Entity } from './entity.ts';
import { entityDeps } from './entity-deps.ts';
import { forgetPerson } from './erasing.ts';
import { FollowerRunner, openViews } from './follower-runner.ts';
import { ALL_GUARDS } from './guards.ts';
import { Holders } from './holders.ts';
import { IdleWatch } from './idle-watch.ts';
import { type Alarm, KindRuntime } from './kind-runtime.ts';
import { Ask, CRASH, type Message, notApplied, notOurs, Read, Whisper } from './messages.ts';
import { cryptoRng, letters } from './mint.ts';
import { OwnWork } from './own-work.ts';
import { answerOf } from './record.ts';
import { storedRecord } from './repeats.ts';
import { type EngineOptions, type RunningEngine } from './running-engine.ts';
import { Sealer } from './sealer.ts';
import { streamOf } from './stream-id.ts';
import { countEntities, isAtRest, listEntities } from './tree-view.ts';

/** How long followers rest at full load, as a multiple of their work; the cube lets them be at half of it. */
const REST_FULL = 30;
/** After this long the outbox of a shard that came is read again, when it could not be, ms. */
const RECOVER_AGAIN_MS = 500;
/** Scope of the kit's own work in the run queue. */
const OWN_SCOPE = '';

/** Builds the kit over a store; `start` it before use. */
export const createEngine = async (options: EngineOptions): Promise<RunningEngine> => {
  return new KitEngine(options, await options.store.keys.deployment());
};

class KitEngine implements RunningEngine {
  readonly #options: EngineOptions;
  readonly #clock: Clock;
  readonly #deadlines: Deadlines;
  readonly #admission: Admission;
  readonly #committer: Committer;
  readonly #sealer: Sealer;
  readonly #own: OwnWork;
  readonly #idle: IdleWatch;
  readonly #kinds = new Map<string, KindRuntime>();
  readonly #rng: Rng;
  readonly followers: readonly FollowerRunner[];
  readonly views: Pick<Followers, 'rows'>;
  #state: 'running' | 'draining' | 'ended' = 'running';
  #unlisten: (() => void) | undefined;
  #commands = 0;
  #restarts = 0;

  constructor(options: EngineOptions, deploymentKey: Buffer) {
    const { store, dispatcher, clock } = options;
    this.#options = options;
    this.#clock = clock;
    this.#rng = options.rng ?? cryptoRng();
    this.#deadlines = new Deadlines(clock);
    this.#admission = new Admission(() => clock.monoMs());
    this.#committer = new Committer(store.journal, dispatcher, () => clock.monoMs());
    this.#committer.onBatch = options.onBatch;
    this.#committer.onError = (error) => this.#alarm('kit', undefined, error);
    this.#sealer = new Sealer(store.keys);
    this.#idle = new IdleWatch(clock);
    this.#own = new OwnWork(
      store,
      this.#sealer,
      clock,
      {
        ask: (to, command, call) => this.#ask(to.kind, to, command, call, OWN_SCOPE, true),
        tell: (to, ack) => this.#reach(to.kind, to).cell.push({ ack }),
        alarm: (what, self, error) => this.#alarm(what, self, error),
        mint: (count) => letters(this.#rng, count),
      },
      (options.guards ?? ALL_GUARDS).outbox,
    );
    const deps = entityDeps(options, deploymentKey, {
      sealer: this.#sealer,
      committer: this.#committer,
      own: this.#own,
      rng: this.#rng,
      alarm: (what, self, error) => this.#alarm(what, self, error),
      countRestart: () => {
        this.#restarts += 1;
      },
      committed: (self, building) => this.#committed(self, building),
    });
    for (const kind of options.kinds) {
      const holders = new Holders(dispatcher, kind.kind);
      this.#kinds.set(
        kind.kind,
        new KindRuntime(kind, deps, holders, (self, message) => this.#reroute(self, message)),
      );
    }
    this.views = openViews(store.followers, this.#sealer);
    this.followers = (options.followers ?? []).map(
      (follower) =>
        new FollowerRunner(follower, {
          followers: store.followers,
          sealer: this.#sealer,
          clock,
          restFactor: () => REST_FULL * this.#committer.load() ** 3,
          alarm: (error) => this.#alarm('follower', undefined, error),
        }),
    );
  }

  #alarm(what: Alarm, self: EntityRef | undefined, error: unknown): void {
    try {
      this.#options.onAlarm?.(what, self, error);
    } catch {
      // whoever listens must not harm the entity that called for help
    }
  }

  async start(): Promise<void> {
    this.#unlisten = this.#options.store.leases.onChange((shard, epoch) =>
      this.#ownershipChanged(shard, epoch),
    );
    await this.#own.start();
    for (const follower of this.followers) await follower.start();
  }

  /** A shard that is gone takes its entities with it; one that came brings what its last owner left undone. */
  #ownershipChanged(shard: number, epoch: number | undefined): void {
    for (const runtime of this.#kinds.values()) {
      for (const entity of runtime.live.values()) if (entity.shard === shard) entity.leave(this.#ending());
    }
    if (epoch === undefined || this.#state !== 'running') return;
    this.#recoverShard(shard, epoch);
    this.#own.reminders.noticed(this.#clock.nowMs());
  }

  #recoverShard(shard: number, epoch: number): void {
    this.#own.recover(new Set([shard])).catch((error: unknown) => {
      this.#alarm('effect', undefined, error);
      this.#clock.after(RECOVER_AGAIN_MS, () => {
        if (this.#options.store.leases.epochOf(shard) === epoch) this.#recoverShard(shard, epoch);
      });
    });
  }

  async drain(timeoutMs: number): Promise<boolean> {
    this.#state = 'draining';
    this.#own.reminders.stop();
    const endMs = this.#clock.monoMs() + timeoutMs;
    // a person's answer may take several steps: who was let in is answered in full before the entities leave
    while ((this.#admission.inFlight > 0 || !this.#isQuiet()) && this.#clock.monoMs() < endMs)
      await this.#turn();
    const isQuiet = this.#isQuiet();
    if (isQuiet) await this.#committer.idle();
    for (const runtime of this.#kinds.values()) {
      for (const entity of runtime.live.values()) {
        if (this.#clock.monoMs() < endMs) await entity.passivate();
        if (entity.status !== 'stopping') entity.leave(this.#ending());
      }
    }
    this.kill();
    // the store closes next: what a follower has begun must have ended
    for (const follower of this.followers) await follower.idle();
    await this.#options.store.leases.release();
    return isQuiet;
  }

  kill(): void {
    this.#state = 'ended';
    this.#unlisten?.();
    this.#own.stop();
    this.#deadlines.stop();
    this.#idle.stop();
    for (const follower of this.followers) follower.stop();
  }

  async settled(): Promise<void> {
    while (!this.#isQuiet() || this.#own.effectsWaiting > 0) await this.#turn();
    for (const follower of this.followers) await follower.catchUp();
  }

  #isQuiet(): boolean {
    return this.#committer.waiting === 0 && isAtRest(this.#kinds);
  }

  #turn(): Promise<void> {
    return new Promise((resolve) => {
      this.#clock.after(1, resolve);
    });
  }

  admit(scope: string): ReturnType<Engine['admit']> {
    if (this.#state !== 'running') return this.#ending();
    return this.#admission.admit(scope);
  }

  ask(kind: AnyKind, place: Place, command: DomainCommand, call: Call): Promise<Answer<never>> {
    return this.#ask(kind.kind, place, command, call, call.scope) as Promise<Answer<never>>;
  }

  #ask(
    kind: string,
    place: Place,
    command: DomainCommand,
    call: Omit<Call, 'scope'>,
    scope: string,
    isOwn = false,
  ): Promise<Answer<unknown>> {
    return new Promise((resolve, reject) => {
      const entity = this.#reach(kind, place);
      const ask = new Ask(command, call, resolve, reject);
      if (isOwn) entity.cell.push(ask);
      else if (!entity.cell.tell(ask, scope)) throw this.#full(entity);
      this.#deadlines.add(ask, call.deadlineMonoMs);
    });
  }

  read(
    kind: AnyKind,
    place: Place,
    name: string,
    args: unknown,
    call: Pick<Call, 'scope' | 'deadlineMonoMs'>,
  ): Promise<never> {
    return this.#question(kind, place, name, args, call, false);
  }

  waitFor(
    kind: AnyKind,
    place: Place,
    name: string,
    args: unknown,
    call: Pick<Call, 'scope' | 'deadlineMonoMs'>,
  ): Promise<never> {
    return this.#question(kind, place, name, args, call, true);
  }

  #question(
    kind: AnyKind,
    place: Place,
    name: string,
    args: unknown,
    call: Pick<Call, 'scope' | 'deadlineMonoMs'>,
    isPatient: boolean,
  ): Promise<never> {
    return new Promise<unknown>((resolve, reject) => {
      const entity = this.#reach(kind.kind, place);
      const read = new Read(name, args, isPatient, resolve, reject);
      if (!entity.cell.tell(read, call.scope)) throw this.#full(entity);
      this.#deadlines.add(read, call.deadlineMonoMs);
    }) as Promise<never>;
  }

  async check(kind: AnyKind, place: Place, commandId: string): Promise<Answer<never> | undefined> {
    const { stream } = streamOf({ kind: kind.kind, ...place });
    const { journal } = this.#options.store;
    const seq = (await journal.find(stream, [commandId])).get(commandId);
    const record =
      seq === undefined ? undefined : await storedRecord(stream, seq, commandId, journal, this.#sealer);
    return record === undefined ? undefined : (answerOf(record, record.seq, true) as Answer<never>);
  }

  tell(kind: AnyKind, place: Place, command: DomainCommand, call: Omit<Call, 'deadlineMonoMs'>): boolean {
    const ask = new Ask(
      command,
      call,
      () => undefined,
      (fault) => this.#alarm('effect', { kind: kind.kind, ...place }, fault),
    );
    return this.#reach(kind.kind, place).cell.tell(ask, call.scope);
  }

  whisper(kind: AnyKind, place: Place, word: unknown, scope: string): boolean {
    return this.#reach(kind.kind, place).cell.tell(new Whisper(word), scope);
  }

  /** The live entity. @throws Fault when it is not ours, quarantined for good or the process is ending */
  #reach(kind: string, place: Place): Entity {
    const runtime = this.#kinds.get(kind);
    if (runtime === undefined)
      throw new Fault('E_INPUT', `There is no kind of entity called "${kind}".`, { retryable: false });
    if (this.#state === 'ended') throw this.#ending();
    const live = runtime.find(place);
    if (live !== undefined) return live;
    const { shard } = streamOf({ kind, realm: place.realm, id: place.id });
    if (
      this.#options.router.routeOf(shard).to !== 'local' ||
      this.#options.store.leases.epochOf(shard) === undefined
    ) {
      throw notOurs();
    }
    const entity = runtime.wake(place);
    this.#idle.watch(entity, runtime.kind.idleMs);
    return entity;
  }

  #full(entity: Entity): Fault {
    return entity.status === 'quarantined'
      ? entity.frozen()
      : new Fault('E_OVERLOAD', 'Too much is waiting for this one right now. Nothing was started.', {
          retryable: true,
          retryAfterMs: 100,
        });
  }

  #ending(): Fault {
    return new Fault('E_UNAVAILABLE', 'The service is restarting; please try again in a moment.', {
      retryable: true,
    });
  }

  #reroute(self: EntityRef, message: Message): void {
    if (message === CRASH || message instanceof Whisper) return;
    if ((message instanceof Ask || message instanceof Read) && message.isSettled) return;
    try {
      this.#reach(self.kind, self).cell.push(message);
    } catch {
      if (message instanceof Ask || message instanceof Read) message.fail(notApplied('It moved away.'));
      else message.ack.failed();
    }
  }

  #committed(self: EntityRef, building: Building): void {
    const { bus } = this.#options;
    this.#commands += building.decided.length;
    for (const { record, events } of building.decided) {
      for (const reminder of record.reminders ?? []) {
        if (reminder.dueMs !== null) this.#own.reminders.noticed(reminder.dueMs);
      }
      for (const event of events) {
        const topic = `${self.kind}.${event.type}`;
        if (!bus.isHeard(topic)) continue;
        const { at, by, id } = record;
        bus.publish({
          topic,
          realm: self.realm,
          id: self.id,
          seq: building.seq,
          atMs: at,
          by,
          commandId: id,
          event,
        });
      }
    }
  }

  entities(filter: { readonly kind?: string; readonly limit: number }): readonly EntityInfo[] {
    return listEntities(this.#kinds, filter);
  }

  entity(kind: string, place: Place): EntityInfo | undefined {
    return this.#kinds.get(kind)?.find(place)?.info();
  }

  async resume(kind: string, place: Place): Promise<void> {
    await this.#kinds.get(kind)?.find(place)?.resume();
  }

  crash(kind: string, place: Place): boolean {
    const entity = this.#kinds.get(kind)?.find(place);
    entity?.cell.push(CRASH);
    return entity !== undefined;
  }

  replay(deadLetterId: string): Promise<Answer<unknown>> {
    return this.#own.replay(deadLetterId);
  }

  async erase(userId: string): Promise<void> {
    await this.#committer.idle();
    await this.#sealer.erase(userId);
    await forgetPerson(this.#kinds.values(), userId, this.#options.dispatcher);
  }

  stats(): EngineStats {
    const { inFlight, limit, refused } = this.#admission;
    const { commits, batches } = this.#committer;
    return {
      ...countEntities(this.#kinds),
      inFlight,
      admissionLimit: limit,
      refused,
      commits,
      commands: this.#commands,
      batches,
      restarts: this.#restarts,
      deadLetters: this.#own.deadLetters,
    };
  }

  walk(): Readonly<Record<string, readonly (readonly string[])[]>> {
    return Object.fromEntries([...this.#kinds].map(([kind, runtime]) => [kind, runtime.holders.walk()]));
  }
}
