import type { CommandDefinition, ComponentDefinition } from '../define-command.ts';
import { actorList, actorResume, actorView } from './actor.ts';
import { adminBattle } from './battle.ts';
import { adminBroadcast, broadcastComponents } from './broadcast.ts';
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
  adminBroadcast,
  guildView,
  guildBan,
  guildUnban,
  jobList,
  jobReplay,
  jobDrop,
];

/** Their controls. */
export const adminComponents: readonly ComponentDefinition[] = broadcastComponents;
