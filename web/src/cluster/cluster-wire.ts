/** How another service stands that a process asks. */
export interface Upstream {
  readonly name: string;
  readonly state: 'unasked' | 'answers' | 'fails' | 'rests' | 'invented';
  readonly answeredAtMs?: number;
  readonly failingSinceMs?: number;
  readonly restsUntilMs?: number;
}

/** What a process says of itself. */
export interface ProcessReport {
  readonly roles: readonly string[];
  readonly version: string;
  readonly startedAtMs: number;
  readonly epochs: readonly (readonly [number, number])[];
  readonly liveByKind: Readonly<Record<string, number>>;
  readonly inboxDepth: number;
  readonly inFlight: number;
  readonly admissionLimit: number;
  readonly restarts: number;
  readonly quarantined: number;
  readonly followers: readonly { readonly name: string; readonly lagMs: number; readonly commits: number }[];
  readonly upstreams: readonly Upstream[];
}

/** A process of the service. */
export interface ClusterProcess {
  readonly id: string;
  readonly shards: number;
  readonly isSelf: boolean;
  /** Absent: it did not answer. */
  readonly report?: ProcessReport;
}

/** Work that waits in the store. */
export interface Queues {
  readonly outbox: number;
  readonly dueReminders: number;
  readonly nextReminderAtMs?: number;
  readonly deadLetters: number;
}

/** The processes of the service and who has which of the 256 shards. */
export interface ClusterView {
  readonly atMs: number;
  readonly processes: readonly ClusterProcess[];
  readonly owners: readonly (number | null)[];
  readonly epochs: readonly (number | null)[];
  /** `null`: the store did not answer. */
  readonly queues: Queues | null;
}

/** An entity and the process that looks after it. */
export interface HeldEntity {
  readonly kind: string;
  readonly realm: string;
  readonly id: string;
  /** Absent: nobody has its shard just now. */
  readonly process?: string;
  readonly isSelf: boolean;
  /** Absent: it sleeps, or its process did not answer. */
  readonly info?: {
    readonly status: string;
    readonly seq: number;
    readonly inboxDepth: number;
    readonly restarts: number;
  };
}
