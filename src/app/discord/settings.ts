/** Ways by which interactions come: one client, signed HTTP, or a gateway that feeds a stream for workers. */
export const SOURCES = ['client', 'http', 'stream'] as const;

export type DiscordSourceName = (typeof SOURCES)[number];

/** Which part of a bot's guilds a process hears of. */
export interface Shards {
  /** Of all processes together. */
  readonly count: number;
  /** Of this process, from 0, rising. */
  readonly ids: readonly number[];
}

/** More are taken for a slip: Discord gives a shard to 2,500 guilds at most. */
export const SHARDS_MAX = 10_000;

const rangeOf = (part: string): readonly number[] | undefined => {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part);
  if (match === null) return undefined;
  const [from, to] = [Number(match[1]), Number(match[2] ?? match[1])];
  return from > to || to >= SHARDS_MAX
    ? undefined
    : Array.from({ length: to - from + 1 }, (_, n) => from + n);
};

/** Reads `0,2-5`; `undefined`: it is no list of shards, or names one twice. */
export const shardIdsOf = (text: string): readonly number[] | undefined => {
  const parts = text.split(',').map((part) => rangeOf(part.trim()));
  if (parts.includes(undefined)) return undefined;
  const ids = parts.flatMap((part) => part ?? []);
  return new Set(ids).size === ids.length ? ids.toSorted((a, b) => a - b) : undefined;
};

/** What is set for Discord, as it was read. */
export interface DiscordWishes {
  readonly source: DiscordSourceName | undefined;
  readonly publicKey: string | undefined;
  readonly redisUrl: string | undefined;
  readonly shards: number | undefined;
  readonly shardIds: readonly number[] | undefined;
}

/** How the process is connected. */
export interface DiscordWay {
  readonly source: DiscordSourceName;
  readonly shards: Shards;
}

/** How the process is to be connected, or what of the settings does not go together: variable, value, accepted form. */
export const discordWayOf = (wishes: DiscordWishes): DiscordWay | string => {
  const { publicKey, redisUrl, shardIds } = wishes;
  const source = wishes.source ?? (publicKey === undefined ? 'client' : 'http');
  const count = wishes.shards ?? 1;
  if (source === 'http' && publicKey === undefined)
    return 'GUILDHALL_DISCORD_SOURCE cannot be "http" without DISCORD_PUBLIC_KEY: set the public key of the developer portal, or take client or stream.';
  if (source === 'stream' && redisUrl === undefined)
    return 'GUILDHALL_DISCORD_SOURCE cannot be "stream" without REDIS_URL: the stream lies in Redis; set its address, or take client or http.';
  if (source === 'http' && (wishes.shards ?? shardIds) !== undefined)
    return 'GUILDHALL_DISCORD_SHARDS and GUILDHALL_DISCORD_SHARD_IDS are for connections to the gateway: unset them, or take client or stream as GUILDHALL_DISCORD_SOURCE.';
  if (shardIds !== undefined && wishes.shards === undefined)
    return `GUILDHALL_DISCORD_SHARD_IDS cannot be ${JSON.stringify(shardIds.join(','))} alone: set GUILDHALL_DISCORD_SHARDS to the number of all shards, the same for every process.`;
  const foreign = shardIds?.find((id) => id >= count);
  if (foreign !== undefined)
    return `GUILDHALL_DISCORD_SHARD_IDS cannot hold ${foreign}: with GUILDHALL_DISCORD_SHARDS ${count} it takes shards from 0 to ${count - 1}.`;
  return { source, shards: { count, ids: shardIds ?? Array.from({ length: count }, (_, id) => id) } };
};
