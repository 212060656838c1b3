import { type CommandDefinition } from '../define-command.ts';
import { actorList, actorResume, actorView } from './actor.ts';
import { adminBattle } from './battle.ts';
import { guildBan, guildUnban, guildView } from './guild.ts';
import { jobDrop, jobList, jobReplay } from './job.ts';

/** Commands for the owners of the service. */
export const adminCommands: readonly CommandDefinition[] = [
  actorList,
  actorView,
  actorResume,
  adminBattle,
  guildView,
  guildBan,
  guildUnban,
  jobList,
  jobReplay,
  jobDrop,
];
