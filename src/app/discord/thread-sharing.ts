import type { ThreadSharing } from '#surfaces/discord/threads/thread-sharing.ts';
import type { Config } from '../config.ts';
import type { SurfaceParts } from '../service.ts';
import type { Shards } from './settings.ts';

type SharingParts = Pick<SurfaceParts, 'bus' | 'isHere' | 'onMoved' | 'isAlone'>;

const onPlacedOn =
  (bus: SurfaceParts['bus']): ThreadSharing['onPlaced'] =>
  (listener) =>
    bus.react('threads', 'thread.ThreadPlaced', ({ id }) => listener(id));

/** Whoever looks after the entity of a thread shows it. */
const byEntity = ({ bus, isHere, onMoved }: SharingParts, realm: string): ThreadSharing => ({
  isOurs: (id) => isHere({ kind: 'thread', realm, id }),
  onPlaced: onPlacedOn(bus),
  onMoved,
});

/** Whoever is connected for a guild shows what happens there: it hears when the guild is away, and has no entity perhaps. */
const byGuild = ({ bus }: SharingParts, { count, ids }: Shards): ThreadSharing => ({
  isOurs: (_id, guildId) =>
    guildId === undefined || ids.includes(Number((BigInt(guildId) >> 22n) % BigInt(count))),
  onPlaced: onPlacedOn(bus),
  onMoved: () => () => undefined,
});

/** Which threads a process shows when several answer for one bot; `undefined`: it is alone, and all are its. */
export const sharingOf = (
  parts: SharingParts,
  realm: string,
  { discordSource, discordShards }: Pick<Config, 'discordSource' | 'discordShards'>,
): ThreadSharing | undefined => {
  if (parts.isAlone) return undefined;
  return discordSource === 'client' ? byGuild(parts, discordShards) : byEntity(parts, realm);
};
