import { FORMS_MAX, PROTECTIONS, type Seed, type Setup } from '../battle/osrs/v1/setup.ts';
import { monsterAttackRoll } from '../battle/osrs/monster-attack.ts';
import { type Buffs, defenceRollAgainst, dpsOn } from './dps.ts';
import { type Kit, kitOf, type Loadout } from './loadout.ts';
import { attackLevelOf, type Monster } from './monsters.ts';
import { type Levels, levelIn } from './skills.ts';

/** What a player takes into a battle beside gear. */
export interface Supplies {
  /** Pieces, 0 to 28. */
  readonly food: number;
  /** Hitpoints that a piece gives back, 0 to 99. */
  readonly heals: number;
}

const NAME_MAX = 24;

const formOf = (
  levels: Levels,
  kit: Kit,
  monster: Monster,
  buffs: Buffs,
): Setup['player']['forms'][number] => {
  const { attackRoll, defenceRoll, maxHit } = dpsOn(levels, kit, monster, buffs);
  return {
    name: kit.weaponName.slice(0, NAME_MAX),
    attackRoll,
    targetRoll: defenceRoll,
    maxHit,
    speedTicks: kit.speedTicks,
    defenceRoll: Math.max(0, defenceRollAgainst(levels, kit, monster.attack, buffs)),
  };
};

/**
 * What a battle of the `osrs` rules follows from: an account with its first four loadouts, the very first one taken, against a
 * monster. `seeds`: one stream of chance a side.
 */
export const osrsSetup = (
  levels: Levels,
  loadouts: readonly [Loadout, ...Loadout[]],
  monster: Monster,
  seeds: readonly [Seed, Seed],
  supplies: Supplies = { food: 10, heals: 12 },
  buffs: Buffs = { potion: false, prayer: true },
): Setup => {
  const { attack } = monster;
  const style = attack === 'magic' || attack === 'ranged' ? attack : 'melee';
  return {
    player: {
      hitpoints: levelIn(levels, 'hitpoints'),
      prayer: levelIn(levels, 'prayer'),
      ...supplies,
      forms: loadouts.slice(0, FORMS_MAX).map((loadout) => formOf(levels, kitOf(loadout), monster, buffs)),
    },
    monster: {
      name: monster.name,
      hitpoints: monster.hitpoints,
      attackRoll: monsterAttackRoll(attackLevelOf(monster), monster.attackBonus),
      maxHit: monster.maxHit,
      speedTicks: monster.speedTicks,
      style: PROTECTIONS.indexOf(style),
    },
    seeds: [...seeds],
  };
};
