import { GatewayDispatchEvents } from 'discord.js';

/** What became of a guild: it is there (again), is out of order, or has removed the bot. */
export type GuildFate = 'back' | 'unavailable' | 'removed';

/** A guild as a whole. */
export interface GuildNews {
  readonly id: string;
  readonly how: GuildFate;
}

/** What an event says about a guild as a whole; `undefined`: nothing. */
export const guildNews = ({
  t,
  d,
}: {
  readonly t: string | null;
  readonly d: unknown;
}): GuildNews | undefined => {
  if (t !== GatewayDispatchEvents.GuildCreate && t !== GatewayDispatchEvents.GuildDelete) return undefined;
  const { id, unavailable } = d as { readonly id: string; readonly unavailable?: boolean };
  if (unavailable === true) return { id, how: 'unavailable' };
  return { id, how: t === GatewayDispatchEvents.GuildCreate ? 'back' : 'removed' };
};
