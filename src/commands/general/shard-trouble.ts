import { SHARDS } from '#ports/leases.ts';
import type { ClusterView } from '../cluster.ts';

/** What there is to say when shards have no process; `undefined`: each has one. */
export const shardTrouble = ({ owners }: Pick<ClusterView, 'owners'>): string | undefined => {
  const count = owners.filter((owner) => owner === null).length;
  return count === 0
    ? undefined
    : `${count} of ${SHARDS} shards have no process as far as this one knows; what lies there answers \`E_UNAVAILABLE\`.`;
};
