import type { RunningEngine } from '#actors/kit/running-engine.ts';
import { streamOf } from '#actors/kit/stream-id.ts';
import type { Cluster, ClusterView, ProcessInfo, ProcessReport } from '#commands/cluster.ts';
import type { LookUpstream } from '#commands/upstream.ts';
import type { EntityRef } from '#game/shared/ids.ts';
import type { Clock } from '#ports/clock.ts';
import { type Leases, SHARDS } from '#ports/leases.ts';
import type { Router } from '#ports/router.ts';
import type { Store } from '#ports/store.ts';
import { type Answering, askFind, askReport } from './cluster-calls.ts';
import { inTime, readQueues } from './queues.ts';
import { rememberFor } from './remember.ts';

/** How long another process may take to say how it is, ms. */
const ANSWER_WITHIN_MS = 700;
/** How long an answer is good for everybody who asks, ms. */
const FRESH_MS = 900;

export interface ClusterParts {
  readonly engine: Pick<RunningEngine, 'stats' | 'entity' | 'followers'>;
  readonly store: Pick<Store, 'leases' | 'outbox' | 'reminders' | 'deadLetters'>;
  readonly clock: Clock;
  /** `undefined`: this process is alone. */
  readonly router: Router | undefined;
  readonly roles: readonly string[];
  readonly version: string;
  readonly startedAtMs: number;
  /** Other services that this process asks; more may come. */
  readonly upstreams: readonly LookUpstream[];
}

const epochsOf = (leases: Leases): ProcessReport['epochs'] =>
  [...leases.owned()].flatMap((shard) => {
    const epoch = leases.epochOf(shard);
    return epoch === undefined ? [] : [[shard, epoch] as [number, number]];
  });

/** What this process says of itself. */
export const answeringOf = ({
  engine,
  store,
  roles,
  version,
  startedAtMs,
  upstreams,
}: Omit<ClusterParts, 'router'>): Answering => ({
  report: () => {
    const { liveByKind, inboxDepth, inFlight, admissionLimit, restarts, quarantined } = engine.stats();
    return {
      roles: [...roles],
      version,
      startedAtMs,
      epochs: epochsOf(store.leases),
      liveByKind: { ...liveByKind },
      inboxDepth,
      inFlight,
      // a limit that adapts is a number between two whole ones
      admissionLimit: Math.round(admissionLimit),
      restarts,
      quarantined,
      followers: engine.followers
        .filter(({ commits, lagMs }) => commits > 0 || lagMs > 0)
        .map(({ follower, lagMs, commits }) => ({ name: follower.name, lagMs, commits })),
      upstreams: upstreams.map((look) => look()),
    };
  },
  find: (refs) => refs.flatMap((ref) => engine.entity(ref.kind, ref) ?? []),
});

/** The processes of the service as this one sees them. */
export const createCluster = (parts: ClusterParts, own: Answering): Cluster => {
  const { store, clock, router } = parts;
  const { leases } = store;
  const queues = rememberFor(FRESH_MS, clock, () => readQueues(store, clock));
  const look = async (): Promise<ClusterView> => {
    const owners = Array.from({ length: SHARDS }, (_, shard) => leases.ownerOf(shard));
    const others = await othersOf(router, leases, owners, clock);
    const ask = async (id: string): Promise<ProcessReport | undefined> =>
      router === undefined ? undefined : askReport(router, id, ANSWER_WITHIN_MS);
    const [waiting, ...reports] = await Promise.all([queues(), ...others.map(ask)]);
    const processes = [
      infoOf(leases.self, owners, true, own.report()),
      ...others.map((id, n) => infoOf(id, owners, false, reports[n])),
    ];
    const indexes = new Map(processes.map(({ id }, index) => [id, index]));
    const epochs = new Map(processes.flatMap(({ report }) => report?.epochs ?? []));
    return {
      atMs: clock.nowMs(),
      processes,
      owners: owners.map((owner) => (owner === undefined ? null : (indexes.get(owner) ?? null))),
      epochs: owners.map((_, shard) => epochs.get(shard) ?? null),
      queues: waiting,
    };
  };
  return {
    self: leases.self,
    look: rememberFor(FRESH_MS, clock, look),
    brief: async () => {
      const owners = Array.from({ length: SHARDS }, (_, shard) => leases.ownerOf(shard));
      const ownCount = owners.filter((owner) => owner === leases.self).length;
      const nobody = owners.filter((owner) => owner === undefined).length;
      const { followers } = own.report();
      return {
        shards: { own: ownCount, others: SHARDS - ownCount - nobody, nobody },
        followerLagMs: Object.fromEntries(followers.map(({ name, lagMs }) => [name, lagMs])),
        queues: await queues(),
      };
    },
    find: (refs) => findAmong(parts, own, refs),
  };
};

const infoOf = (
  id: string,
  owners: readonly (string | undefined)[],
  isSelf: boolean,
  report: ProcessReport | undefined,
): ProcessInfo => ({
  id,
  shards: owners.filter((owner) => owner === id).length,
  isSelf,
  ...(report === undefined ? {} : { report }),
});

/** Whoever owns shards, and whoever answers calls without any. */
const othersOf = async (
  router: Router | undefined,
  leases: Leases,
  owners: readonly (string | undefined)[],
  clock: Clock,
): Promise<readonly string[]> => {
  const reachable =
    router === undefined ? [] : ((await inTime(router.others(), ANSWER_WITHIN_MS, clock)) ?? []);
  const ids = new Set([...owners.filter((owner) => owner !== undefined), ...reachable]);
  ids.delete(leases.self);
  return [...ids].toSorted();
};

const findAmong: (
  parts: ClusterParts,
  own: Answering,
  refs: readonly EntityRef[],
) => ReturnType<Cluster['find']> = async ({ store: { leases }, router }, own, refs) => {
  const byOwner = Map.groupBy(refs, (ref) => leases.ownerOf(streamOf(ref).shard));
  const found = [...byOwner].map(async ([processId, theirs]) => {
    const isSelf = processId === leases.self;
    const awake = isSelf
      ? own.find(theirs)
      : processId === undefined || router === undefined
        ? []
        : await askFind(router, processId, theirs, ANSWER_WITHIN_MS);
    return theirs.map((ref) => ({
      ref,
      processId,
      isSelf,
      info: awake.find(({ kind, realm, id }) => kind === ref.kind && realm === ref.realm && id === ref.id),
    }));
  });
  const all = (await Promise.all(found)).flat();
  return all.length === 1 ? all : all.filter(({ info }) => info !== undefined);
};
