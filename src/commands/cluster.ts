import { z } from 'zod';
import type { EntityInfo } from '#actors/kit/engine-api.ts';
import type { EntityRef } from '#game/shared/ids.ts';
import { upstreamSchema } from './upstream.ts';

const count = z.int().min(0);

/** What a process says of itself; processes of another release may say more. */
export const reportSchema = z.object({
  roles: z.array(z.string().max(20)).max(10).readonly(),
  version: z.string().max(40),
  /** Wall clock of its start, ms since the epoch. */
  startedAtMs: z.number(),
  /** Its shards with the epoch of each. */
  epochs: z
    .array(z.tuple([z.int().min(0).max(255), z.int().min(0)]).readonly())
    .max(256)
    .readonly(),
  liveByKind: z.record(z.string(), count),
  inboxDepth: count,
  inFlight: count,
  admissionLimit: count,
  restarts: count,
  quarantined: count,
  /** Followers that read here: how far behind the end of the log, ms, and commits since the start. */
  followers: z
    .array(z.object({ name: z.string(), lagMs: z.number().min(0), commits: count }))
    .max(50)
    .readonly(),
  /** Other services that it asks; a process of an older release says nothing of them. */
  upstreams: z.array(upstreamSchema).max(20).readonly().default([]),
});
export type ProcessReport = z.output<typeof reportSchema>;

/** A process of the service, as this one knows it. */
export interface ProcessInfo {
  readonly id: string;
  /** Shards of 256 that it owns. */
  readonly shards: number;
  readonly isSelf: boolean;
  /** What it says of itself; absent: it did not answer in time, or cannot be asked. */
  readonly report?: ProcessReport;
}

/** Work that waits in the store, for all processes together. */
export interface Queues {
  /** Effects whose answer is not in their sender's log yet. */
  readonly outbox: number;
  /** Reminders whose time has come and that are not handled, counted up to 100. */
  readonly dueReminders: number;
  /** When the next reminder is due, ms since the epoch. */
  readonly nextReminderAtMs?: number;
  readonly deadLetters: number;
}

/** How the processes of the service stand. */
export interface ClusterView {
  /** Wall clock when it was looked at, ms since the epoch. */
  readonly atMs: number;
  /** This process first. */
  readonly processes: readonly ProcessInfo[];
  /** For each shard the index of its owner among the processes; `null`: nobody has it. */
  readonly owners: readonly (number | null)[];
  /** For each shard its epoch, where its owner said so. */
  readonly epochs: readonly (number | null)[];
  /** `null`: the store did not answer in time. */
  readonly queues: Queues | null;
}

/** What `/readyz` says beside yes or no. */
export type ClusterBrief = Pick<ClusterView, 'queues'> & {
  readonly shards: { readonly own: number; readonly others: number; readonly nobody: number };
  /** By follower that has read here, ms. */
  readonly followerLagMs: Readonly<Record<string, number>>;
};

/** An entity and the process that looks after it. */
export interface HeldEntity {
  readonly ref: EntityRef;
  /** `undefined`: nobody has its shard just now. */
  readonly processId: string | undefined;
  readonly isSelf: boolean;
  /** `undefined`: it sleeps, or its process did not answer. */
  readonly info: EntityInfo | undefined;
}

/** The processes of the service, seen from one of them. */
export interface Cluster {
  /** This process, as the others know it. */
  readonly self: string;
  /** Asks every process; answers within two seconds whatever they do, and at most once a second anew. Never fails. */
  look(): Promise<ClusterView>;
  /** The same without asking others. Never fails. */
  brief(): Promise<ClusterBrief>;
  /** Those of these entities that are awake somewhere, or all when there is only one to look for. Never fails. */
  find(refs: readonly EntityRef[]): Promise<readonly HeldEntity[]>;
}
