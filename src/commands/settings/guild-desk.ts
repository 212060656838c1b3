import { guild } from '#actors/guild/guild.ts';
import type { GuildChange, GuildReply } from '#game/guild/guild-protocol.ts';
import { callOf } from '../call.ts';
import type { CommandContext } from '../define-command.ts';
import { guildPlace } from '../guild-book.ts';
import { refuse, unwrap } from '../rejected.ts';
import type { GuildStanding } from '../standing.ts';

/** The guild in which the caller stands. @throws CommandRejection E_TARGET in direct messages */
export const guildOf = ({ guild: standing }: CommandContext): GuildStanding =>
  standing ??
  refuse({
    code: 'E_TARGET',
    message: 'Settings belong to a guild: run this in a channel of yours, where the bot is a member.',
  });

/** Asks the caller's guild for a change, on their own grounds. @throws CommandRejection, Fault */
export const changeGuild = async (context: CommandContext, change: GuildChange): Promise<GuildReply> => {
  const { id, authority } = guildOf(context);
  return changeGuildOf(context, id, { ...change, authority });
};

/** @throws CommandRejection, Fault */
export const changeGuildOf = async (
  context: CommandContext,
  id: string,
  command: GuildChange & { readonly authority: GuildStanding['authority'] },
): Promise<GuildReply> => {
  const { engine, guilds } = context.deps;
  try {
    return unwrap(await engine.ask(guild, guildPlace(id), command, callOf(context)));
  } finally {
    // the next command must see it, whatever became of the answer
    guilds.forget(id);
  }
};
