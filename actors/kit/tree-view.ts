import type { EngineStats, EntityInfo } from './engine-api.ts';
import type { KindRuntime } from './kind-runtime.ts';

type Kinds = ReadonlyMap<string, KindRuntime>;

/** Live entities as operators see them, at most `limit`, of one kind or all. */
export const listEntities = (
  kinds: Kinds,
  { kind, limit }: { readonly kind?: string; readonly limit: number },
): readonly EntityInfo[] => {
  const found: EntityInfo[] = [];
  for (const runtime of kinds.values()) {
    if (kind !== undefined && runtime.kind.kind !== kind) continue;
    for (const entity of runtime.live.values()) {
      if (found.length >= limit) return found;
      found.push(entity.info());
    }
  }
  return found;
};

/** What the live tree adds up to. */
export const countEntities = (
  kinds: Kinds,
): Pick<EngineStats, 'liveByKind' | 'inboxDepth' | 'quarantined'> => {
  const liveByKind: Record<string, number> = {};
  let inboxDepth = 0;
  let quarantined = 0;
  for (const [kind, runtime] of kinds) {
    liveByKind[kind] = runtime.live.size;
    for (const entity of runtime.live.values()) {
      inboxDepth += entity.cell.depth;
      if (entity.status === 'quarantined') quarantined += 1;
    }
  }
  return { liveByKind, inboxDepth, quarantined };
};

/** Whether nobody waits anywhere and everything that was decided is durable. */
export const isAtRest = (kinds: Kinds): boolean => {
  for (const runtime of kinds.values()) {
    for (const entity of runtime.live.values()) if (!entity.isSettled) return false;
  }
  return true;
};
