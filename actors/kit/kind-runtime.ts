import type { EntityRef } from '#game/shared/ids.ts';
import type { Rng } from '#game/shared/rng.ts';
import type { Clock } from '#ports/clock.ts';
import type { Dispatcher } from '#ports/dispatcher.ts';
import type { Journal } from '#ports/journal.ts';
import type { Leases } from '#ports/leases.ts';
import type { OutboxRow } from '#ports/outbox.ts';
import type { Snapshots } from '#ports/snapshots.ts';
import type { Building } from './building.ts';
import type { Committer } from './committer.ts';
import type { AnyKind, Place } from './define-entity.ts';
import { Entity } from './entity.ts';
import type { Guards } from './guards.ts';
import type { Holders } from './holders.ts';
import type { Ask, Message } from './messages.ts';
import type { Permits } from './permits.ts';
import type { Replies } from './replies.ts';
import type { RunQueue } from './run-queue.ts';
import type { Sealer } from './sealer.ts';
import { streamOf } from './stream-id.ts';

/** What went wrong, for logs and metrics; the text never holds a command's content. */
export type Alarm =
  | 'crash'
  | 'quarantine'
  | 'snapshot'
  | 'refused'
  | 'rollback'
  | 'effect'
  | 'reminder'
  | 'follower'
  | 'battle'
  | 'kit';

/** What every entity of the process shares. */
export interface EntityDeps {
  readonly clock: Clock;
  readonly dispatcher: Dispatcher;
  readonly runs: RunQueue;
  readonly replies: Replies;
  readonly journal: Journal;
  readonly snapshots: Snapshots;
  readonly leases: Leases;
  readonly sealer: Sealer;
  readonly committer: Committer;
  readonly permits: Permits;
  readonly guards: Guards;
  readonly rng: Rng;
  /** This incarnation of this process, `[a-z0-9]+`. */
  readonly writer: string;
  payloadHash(payload: unknown): string;
  mintCommitId(): string;
  mintIncident(): string;
  alarm(what: Alarm, self: EntityRef | undefined, error: unknown): void;
  countRestart(): void;
  /** Puts a poisonous command aside and returns the letter's id. */
  deadLetter(
    stream: string,
    ask: Pick<Ask, 'id' | 'by' | 'command' | 'meaning' | 'hash'>,
    error: string,
  ): string;
  /** Told of every durable commit, after its callers. */
  committed(self: EntityRef, building: Building): void;
  deliver(row: OutboxRow): void;
  /** Takes over effects of a stream that were committed by somebody else, or landed late. */
  recoverEffects(stream: string, shard: number): Promise<void>;
}

/** One kind at run time: its live entities and where in the tree they hang. */
export class KindRuntime {
  readonly kind: AnyKind;
  readonly deps: EntityDeps;
  readonly holders: Holders;
  readonly live = new Map<string, Entity>();
  /** Streams that were left while a commit was on its way: until the next one is durable, it may be there or still land. */
  readonly open = new Set<string>();
  readonly #reroute: (self: EntityRef, message: Message) => void;
  #names = 0;

  constructor(
    kind: AnyKind,
    deps: EntityDeps,
    holders: Holders,
    reroute: (self: EntityRef, message: Message) => void,
  ) {
    this.kind = kind;
    this.deps = deps;
    this.holders = holders;
    this.#reroute = reroute;
  }

  find(place: Place): Entity | undefined {
    return this.live.get(place.realm === '0' ? place.id : `${place.realm}:${place.id}`);
  }

  /** The live entity, woken if it sleeps. */
  wake(place: Place): Entity {
    const key = place.realm === '0' ? place.id : `${place.realm}:${place.id}`;
    const live = this.live.get(key);
    if (live !== undefined) return live;
    const self: EntityRef = { kind: this.kind.kind, realm: place.realm, id: place.id };
    const { stream, shard } = streamOf(self);
    this.#names += 1;
    // a new name each time: the tree may still hold the former actor of this entity for a moment
    const entity = new Entity(this, self, stream, shard, `${place.id}-${this.#names.toString(36)}`);
    this.live.set(key, entity);
    return entity;
  }

  /** Takes an entity out of the tree; what was waiting for it goes to its next incarnation. */
  forget(entity: Entity, left: readonly Message[]): void {
    const { realm, id } = entity.self;
    const key = realm === '0' ? id : `${realm}:${id}`;
    if (this.live.get(key) === entity) this.live.delete(key);
    this.holders.give(entity.cell.holder);
    for (const message of left) this.#reroute(entity.self, message);
  }
}
