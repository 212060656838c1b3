import { createHmac, hash } from 'node:crypto';
import type { EntityRef } from '#game/shared/ids.ts';
import type { Rng } from '#game/shared/rng.ts';
import { canonicalJson } from '#ports/canonical-json.ts';
import type { Building } from './building.ts';
import type { Committer } from './committer.ts';
import { ALL_GUARDS } from './guards.ts';
import type { Alarm, EntityDeps } from './kind-runtime.ts';
import { letters } from './mint.ts';
import type { OwnWork } from './own-work.ts';
import { Permits } from './permits.ts';
import { Replies } from './replies.ts';
import { RunQueue } from './run-queue.ts';
import type { EngineOptions } from './running-engine.ts';
import type { Sealer } from './sealer.ts';

/** Entities that wake at the same time. */
const ACTIVATIONS_MAX = 64;
const PAYLOAD_HASH_CHARS = 16;

/** Parts of the engine that every entity uses. */
export interface SharedParts {
  readonly sealer: Sealer;
  readonly committer: Committer;
  readonly own: OwnWork;
  readonly rng: Rng;
  readonly alarm: (what: Alarm, self: EntityRef | undefined, error: unknown) => void;
  readonly countRestart: () => void;
  readonly committed: (self: EntityRef, building: Building) => void;
}

/** What every entity of the process shares. */
export const entityDeps = (
  { store, dispatcher, clock, guards = ALL_GUARDS }: EngineOptions,
  deploymentKey: Buffer,
  { sealer, committer, own, rng, alarm, countRestart, committed }: SharedParts,
): EntityDeps => {
  const pepper = createHmac('sha256', deploymentKey).update('payload-hash/1').digest('base64url');
  // keyed: the hash of a short text must not give the text away
  const payloadHash = (payload: unknown): string =>
    hash('sha256', pepper + canonicalJson(payload), 'base64url').slice(0, PAYLOAD_HASH_CHARS);
  return {
    clock,
    dispatcher,
    runs: new RunQueue(dispatcher, clock),
    replies: new Replies(dispatcher),
    journal: store.journal,
    snapshots: store.snapshots,
    leases: store.leases,
    sealer,
    committer,
    permits: new Permits(ACTIVATIONS_MAX),
    guards,
    rng,
    writer: letters(rng, 12),
    payloadHash,
    mintCommitId: () => letters(rng, 12),
    mintIncident: () => letters(rng, 10),
    alarm,
    countRestart,
    committed,
    deadLetter: (stream, { id, by, command, meaning, hash: known }, error) => {
      const told = known ?? (meaning === undefined ? undefined : payloadHash(meaning));
      return own.putAside(stream, { id, by, command, ...(told === undefined ? {} : { hash: told }) }, error);
    },
    deliver: (row) => own.deliver(row),
    recoverEffects: (stream, shard) => own.recoverStream(stream, shard),
  };
};
