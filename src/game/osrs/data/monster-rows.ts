import type { AttackType } from '../gear.ts';
import type { Monster } from '../monsters.ts';
import { idOf } from './rows.ts';

/** One row of the table of monsters; `missiles` is one figure for all weights, or light, standard, heavy. */
export const monster = (
  name: string,
  combatLevel: number,
  hitpoints: number,
  [attack, strength, defence, magic, ranged]: readonly [number, number, number, number, number],
  attacksWith: AttackType,
  maxHit: number,
  speedTicks: number,
  attackBonus: number,
  [stab, slash, crush, magicDefence]: readonly [number, number, number, number],
  missiles: number | readonly [light: number, standard: number, heavy: number],
): Monster => {
  const [light, standard, heavy] =
    typeof missiles === 'number' ? ([missiles, missiles, missiles] as const) : missiles;
  return {
    id: idOf(name),
    name,
    combatLevel,
    hitpoints,
    levels: { attack, strength, defence, magic, ranged },
    attack: attacksWith,
    attackBonus,
    maxHit,
    speedTicks,
    defence: { stab, slash, crush, magic: magicDefence, light, standard, heavy },
  };
};
