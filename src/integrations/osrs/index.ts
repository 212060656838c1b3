import type { Area } from '#commands/index.ts';
import { osrsDps } from './dps.ts';
import { osrsFighters } from './fighters.ts';
import { osrsGearEquip } from './gear-equip.ts';
import { osrsGearLoad } from './gear-load.ts';
import { osrsGearSave } from './gear-save.ts';
import { osrsGearView } from './gear-view.ts';
import type { HiscoresClient } from './hiscores.ts';
import { profileLink } from './link.ts';
import { osrsStats } from './stats.ts';
import { profileUnlink } from './unlink.ts';

/** Old School RuneScape: accounts, stats, gear and damage, over these hiscores. */
export const osrsArea = (client: HiscoresClient): Area => ({
  commands: [
    profileLink(client),
    profileUnlink,
    osrsStats(client),
    osrsGearView,
    osrsGearEquip,
    osrsGearSave,
    osrsGearLoad,
    osrsDps,
  ],
  components: [],
  fighters: osrsFighters,
  upstreams: [() => client.look()],
  topics: [
    {
      name: 'osrs',
      title: 'Old School RuneScape',
      text: 'Link your account by its name, see its skills, choose gear and see what it is worth.',
      commands: ['profile link', 'osrs stats', 'osrs gear view', 'osrs gear equip', 'osrs dps'],
    },
  ],
});
