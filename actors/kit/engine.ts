import type { DomainCommand } from '#game/shared/decider.ts';
import type { EntityRef } from '#game/shared/ids.ts';
import type { Rng } from '#game/shared/rng.ts';
import type { Clock } from '#ports/clock.ts';
import { Fault } from '#ports/fault.ts';
import type { Followers } from '#ports/followers.ts';
import { Admission } from './admission.ts';
import { announce } from './announcing.ts';
import { Committer } from './committer.ts';
import { Deadlines } from './deadlines.ts';
import type { AnyKind, Place } from './define-entity.ts';
import type { Answer, Call, Engine, EngineStats, EntityInfo } from './engine-api.ts';
import type { Entity } from './entity.ts';
import { drain } from './draining.ts';
import { entityDeps } from './entity-deps.ts';
import { Far } from './far.ts';
import { FarDoor, type NearDoor } from './far-door.ts';
import { forgetPerson } from './erasing.ts';
import { type Follower, type FollowerRunner, openViews } from './follower-runner.ts';
import { Following } from './following.ts';
import { ALL_GUARDS } from './guards.ts';
import { Holders } from './holders.ts';
import { IdleWatch } from './idle-watch.ts';
import { type Alarm, KindRuntime } from './kind-runtime.ts';
import { Ask, CRASH, ending, fullOf, type Message, notApplied, notOurs, Read, Whisper } from './messages.ts';
import { cryptoRng, letters } from './mint.ts';
import { OwnWork } from './own-work.ts';
import type { EngineOptions, RunningEngine } from './running-engine.ts';
import { Sealer } from './sealer.ts';
import { Shards } from './shards.ts';
import { streamOf } from './stream-id.ts';
import { countEntities, isAtRest, listEntities } from './tree-view.ts';

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
  readonly #far: Far;
  readonly #farDoor: FarDoor;
  readonly #shards: Shards;
  readonly #kinds = new Map<string, KindRuntime>();
  readonly #rng: Rng;
  readonly #following: Following;
  readonly followers: readonly FollowerRunner[];
  readonly follow = (follower: Follower): Promise<() => void> => this.#following.add(follower);
  readonly views: Pick<Followers, 'rows'>;
  #state: 'running' | 'draining' | 'ended' = 'running';
  #unlisten = (): void => undefined;
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
    this.#far = new Far(options.router, store.leases, clock);
    this.#farDoor = new FarDoor(this.#far, this.#near(), clock);
    this.#shards = new Shards({
      kinds: this.#kinds,
      far: this.#far,
      clock,
      committer: this.#committer,
      own: () => this.#own,
      state: () => this.#state,
      alarm: (error) => this.#alarm('effect', undefined, error),
    });
    this.#own = new OwnWork(
      store,
      this.#sealer,
      clock,
      {
        ask: (to, command, call) => this.#ask(to.kind, to, command, call, OWN_SCOPE, true),
        tell: (to, ack) => {
          const entity = this.#reach(to.kind, to);
          if (entity === undefined) ack.failed();
          else entity.cell.push({ ack });
        },
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
      committed: (self, building) => {
        this.#commands += building.decided.length;
        announce(self, building, options.bus, (dueMs) => this.#own.reminders.noticed(dueMs));
      },
    });
    const reroute = (self: EntityRef, message: Message): void => this.#reroute(self, message);
    for (const kind of options.kinds) {
      const holders = new Holders(dispatcher, kind.kind);
      this.#kinds.set(kind.kind, new KindRuntime(kind, deps, holders, reroute));
    }
    this.views = openViews(store.followers, this.#sealer);
    this.#following = new Following(options.followers ?? [], {
      followers: store.followers,
      sealer: this.#sealer,
      clock,
      load: () => this.#committer.load(),
      alarm: (error) => this.#alarm('follower', undefined, error),
    });
    this.followers = this.#following.runners;
  }

  /** How calls that come from elsewhere reach what is here. */
  #near(): NearDoor {
    return {
      isOpen: () => this.#state !== 'ended',
      kindOf: (name) => this.#kinds.get(name)?.kind,
      ask: (kind, place, command, call, scope, isOwn) => this.#ask(kind, place, command, call, scope, isOwn),
      read: (kind, place, name, args, call, isPatient) =>
        this.#question(kind, place, name, args, call, isPatient),
      whisper: (kind, place, word, scope) => this.#whisper(kind, place, word, scope),
      resume: async (kind, place) => this.#kinds.get(kind)?.find(place)?.resume(),
      forget: (userId) => this.#forget(userId),
    };
  }

  #alarm(what: Alarm, self: EntityRef | undefined, error: unknown): void {
    try {
      this.#options.onAlarm?.(what, self, error);
    } catch {
      // whoever listens must not harm the entity that called for help
    }
  }

  async start(): Promise<void> {
    this.#unlisten = this.#shards.watch(this.#options.store.leases);
    this.#farDoor.open();
    await this.#own.start();
    await this.#following.start();
  }

  async drain(timeoutMs: number): Promise<boolean> {
    this.#state = 'draining';
    this.#own.reminders.stop();
    const followed = this.#following.stop();
    const { leases } = this.#options.store;
    return drain(
      {
        clock: this.#clock,
        isAtRest: () => this.#admission.inFlight === 0 && this.#isQuiet(),
        isQuiet: () => this.#isQuiet(),
        handOver: () => this.#shards.handOverAll(leases),
        entities: () => [...this.#kinds.values()].flatMap(({ live }) => Array.from(live.values())),
        kill: () => this.kill(),
        followed,
        release: () => leases.release(),
        alarm: (error) => this.#alarm('kit', undefined, error),
      },
      timeoutMs,
    );
  }

  kill(): void {
    this.#state = 'ended';
    this.#unlisten();
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
    if (this.#state !== 'running') return ending();
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
      if (entity === undefined) {
        resolve(this.#farDoor.ask(kind, place, command, call, scope, isOwn));
        return;
      }
      const ask = new Ask(command, call, resolve, reject);
      if (isOwn) entity.cell.push(ask);
      else if (!entity.cell.tell(ask, scope)) throw fullOf(entity);
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
      if (entity === undefined) {
        resolve(this.#farDoor.read(kind, place, name, args, call, isPatient));
        return;
      }
      const read = new Read(name, args, isPatient, resolve, reject);
      if (!entity.cell.tell(read, call.scope)) throw fullOf(entity);
      this.#deadlines.add(read, call.deadlineMonoMs);
    }) as Promise<never>;
  }

  isHere({ kind, realm, id }: EntityRef): boolean {
    return this.#far.isHere(streamOf({ kind, realm, id }).shard);
  }

  async check(kind: AnyKind, place: Place, commandId: string): Promise<Answer<never> | undefined> {
    return (await this.#own.stored({ kind: kind.kind, ...place }, commandId)) as Answer<never> | undefined;
  }

  tell(kind: AnyKind, place: Place, command: DomainCommand, call: Omit<Call, 'deadlineMonoMs'>): boolean {
    const ask = new Ask(
      command,
      call,
      () => undefined,
      (fault) => this.#alarm('effect', { kind: kind.kind, ...place }, fault),
    );
    const entity = this.#reach(kind.kind, place);
    if (entity !== undefined) return entity.cell.tell(ask, call.scope);
    this.#farDoor.tell(ask, kind.kind, place, call);
    return true;
  }

  whisper(kind: AnyKind, place: Place, word: unknown, scope: string): boolean {
    return this.#whisper(kind.kind, place, word, scope);
  }

  #whisper(kind: string, place: Place, word: unknown, scope: string): boolean {
    const entity = this.#reach(kind, place);
    if (entity !== undefined) return entity.cell.tell(new Whisper(word), scope);
    this.#farDoor.whisper(kind, place, word, scope);
    return true;
  }

  /**
   * The live entity; `undefined` when another process may look after it.
   * @throws Fault when nobody does, or the process is ending
   */
  #reach(kind: string, place: Place): Entity | undefined {
    const runtime = this.#kinds.get(kind);
    if (runtime === undefined)
      throw new Fault('E_INPUT', `There is no kind of entity called "${kind}".`, { retryable: false });
    if (this.#state === 'ended') throw ending();
    const live = runtime.find(place);
    if (live !== undefined && !this.#far.isLeaving(live.shard)) return live;
    const { shard } = streamOf({ kind, realm: place.realm, id: place.id });
    if (!this.#far.isHere(shard)) {
      if (this.#far.isElsewhere(shard)) return undefined;
      throw notOurs();
    }
    const entity = runtime.wake(place);
    this.#idle.watch(entity, runtime.kind.idleMs);
    return entity;
  }

  #reroute(self: EntityRef, message: Message): void {
    if (message === CRASH || message instanceof Whisper) return;
    if ((message instanceof Ask || message instanceof Read) && message.isSettled) return;
    try {
      const entity = this.#reach(self.kind, self);
      if (entity !== undefined) entity.cell.push(message);
      else this.#farDoor.sendAfter(self, message);
    } catch {
      if (message instanceof Ask || message instanceof Read) message.fail(notApplied('It moved away.'));
      else message.ack.failed();
    }
  }

  entities(filter: { readonly kind?: string; readonly limit: number }): readonly EntityInfo[] {
    return listEntities(this.#kinds, filter);
  }

  entity(kind: string, place: Place): EntityInfo | undefined {
    return this.#kinds.get(kind)?.find(place)?.info();
  }

  async resume(kind: string, place: Place): Promise<void> {
    await this.#farDoor.resume(kind, place);
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
    await this.#forget(userId);
    await this.#farDoor.forget(userId);
  }

  async #forget(userId: string): Promise<void> {
    this.#sealer.forget(userId);
    this.#options.onForgotten?.(userId);
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
