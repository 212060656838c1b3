import { type CommandDefinition } from '../define-command.ts';
import { actorList, actorResume, actorView } from './actor.ts';
import { adminBattle } from './battle.ts';
import { guildBan, guildUnban, guildView } from './guild.ts';
import { adminShard } from './shard.ts';
import { jobDrop, jobList, jobReplay } from './job.ts';

/** Commands for the owners of the service. */
export const adminCommands: readonly CommandDefinition[] = [
  actorList,
  actorView,
  actorResume,
  adminBattle,
  adminShard,
  guildView,
  guildBan,
  guildUnban,
  jobList,
  jobReplay,
  jobDrop,
];
