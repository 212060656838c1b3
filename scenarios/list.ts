import type { Scenario } from './harness/scenario.ts';
import { autocompleteRush } from './autocomplete-rush.scenario.ts';
import { battleNight } from './battle-night.scenario.ts';
import { discordMix } from './discord-mix.scenario.ts';
import { doubleClickStorm } from './double-click-storm.scenario.ts';
import { duplicateDelivery } from './duplicate-delivery.scenario.ts';
import { gatewayKill } from './gateway-kill.scenario.ts';
import { hotGuild } from './hot-guild.scenario.ts';
import { killMidBattle } from './kill-mid-battle.scenario.ts';
import { killNine } from './kill-nine.scenario.ts';
import { leaseSteal } from './lease-steal.scenario.ts';
import { oppositePayments } from './opposite-payments.scenario.ts';
import { overload } from './overload.scenario.ts';
import { petDay } from './pet-day.scenario.ts';
import { rateLimitStorm } from './rate-limit-storm.scenario.ts';
import { redisGone } from './redis-gone.scenario.ts';
import { responseLoss } from './response-loss.scenario.ts';
import { rollingRestart } from './rolling-restart.scenario.ts';
import { rulesUpgrade } from './rules-upgrade.scenario.ts';
import { spectators429 } from './spectators-429.scenario.ts';
import { spectatorFlood } from './spectator-flood.scenario.ts';
import { scaleOut } from './scale-out.scenario.ts';
import { serverKill } from './server-kill.scenario.ts';
import { shardMoves } from './shard-moves.scenario.ts';
import { sim } from './sim.scenario.ts';
import { threadNight } from './thread-night.scenario.ts';
import { socketDrop } from './socket-drop.scenario.ts';
import { takeover } from './takeover.scenario.ts';
import { tokenLost } from './token-lost.scenario.ts';
import { twoVersions } from './two-versions.scenario.ts';
import { zombieOwner } from './zombie-owner.scenario.ts';

/** Every scenario, in the order in which it is listed. */
export const SCENARIOS: readonly Scenario[] = [
  doubleClickStorm,
  oppositePayments,
  petDay,
  killNine,
  battleNight,
  killMidBattle,
  overload,
  hotGuild,
  spectatorFlood,
  rulesUpgrade,
  rollingRestart,
  takeover,
  redisGone,
  serverKill,
  responseLoss,
  zombieOwner,
  leaseSteal,
  scaleOut,
  tokenLost,
  twoVersions,
  gatewayKill,
  shardMoves,
  discordMix,
  autocompleteRush,
  duplicateDelivery,
  threadNight,
  socketDrop,
  rateLimitStorm,
  spectators429,
  sim,
];
