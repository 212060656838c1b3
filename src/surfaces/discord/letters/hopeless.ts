import { DiscordAPIError } from 'discord.js';

/** Whether Discord will say the same to the same request: it is given up. */
export const isHopeless = (error: unknown): boolean =>
  error instanceof DiscordAPIError && error.status >= 400 && error.status < 500 && error.status !== 401;
