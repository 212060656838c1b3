/** Discord will not have us, and asking again would change nothing; the message says what to do. */
export class DiscordRefusal extends Error {
  override readonly name = 'DiscordRefusal';
}

const PORTAL = 'the Discord developer portal (https://discord.com/developers/applications)';

/** Close codes of the gateway after which nobody may try again, and what each asks of an operator. */
const FATAL: Readonly<Record<number, string>> = {
  4004: `Discord does not accept DISCORD_TOKEN (4004): take a fresh token under “Bot” in ${PORTAL}. If it worked before, it was reset.`,
  4010: 'Discord does not know this shard (4010): GUILDHALL_DISCORD_SHARDS must be the same for every process, and a multiple of what Discord says for a very large bot.',
  4011: 'Discord wants this bot to be sharded (4011): it is in more guilds than one connection may serve; set GUILDHALL_DISCORD_SHARDS to at least one for each 2,500 of them.',
  4012: 'Discord does not speak this version of the gateway any more (4012): update the service.',
  4013: 'Discord does not know the intents that were asked for (4013): update the service.',
  4014: `Discord does not allow the intents that were asked for (4014): switch them on under “Bot” in ${PORTAL}.`,
};

/** Why the gateway closed for good; `undefined`: it may be tried again. */
export const refusalOf = (closeCode: number): DiscordRefusal | undefined => {
  const message = FATAL[closeCode];
  return message === undefined ? undefined : new DiscordRefusal(message);
};

/** The token was refused by REST, before there was a connection. */
export const tokenRefused = (): DiscordRefusal =>
  new DiscordRefusal(
    `Discord does not accept DISCORD_TOKEN (401): take a fresh token under “Bot” in ${PORTAL} and start again.`,
  );
