import type { HeldEntity } from './cluster-wire.ts';

const stateOf = ({ process, info }: HeldEntity): string => {
  if (process === undefined) return 'nobody looks after its shard just now';
  return info === undefined ? 'asleep, or its process does not answer' : info.status;
};

/** Entities and the processes that look after them. */
export const HeldList = ({ entities }: { entities: readonly HeldEntity[] }) => (
  <ul class="held">
    {entities.map((entity) => {
      const { kind, realm, id, process, isSelf, info } = entity;
      return (
        <li key={`${kind}:${realm}:${id}`}>
          <code>{`${kind}:${realm}:${id}`}</code>
          {process !== undefined && (
            <span>
              held by <b>{process}</b>
              {isSelf && ' (this process)'}
            </span>
          )}
          <span class={`status ${info?.status ?? 'asleep'}`}>{stateOf(entity)}</span>
          {info !== undefined && <small>{`commit ${info.seq}, ${info.inboxDepth} waiting`}</small>}
        </li>
      );
    })}
  </ul>
);
