import { MONSTERS } from './data/monsters.ts';
import type { AttackType, Missile } from './gear.ts';

/** A monster as one fights it. */
export interface Monster {
  /** Lower case with hyphens. */
  readonly id: string;
  readonly name: string;
  readonly combatLevel: number;
  readonly hitpoints: number;
  readonly levels: {
    readonly attack: number;
    readonly strength: number;
    readonly defence: number;
    readonly magic: number;
    readonly ranged: number;
  };
  readonly attack: AttackType;
  readonly attackBonus: number;
  readonly maxHit: number;
  /** Ticks of 0.6 s from one attack to the next. */
  readonly speedTicks: number;
  /** Against missiles there is a figure for each weight. */
  readonly defence: Readonly<Record<Exclude<AttackType, 'ranged'> | Missile, number>>;
}

export { MONSTERS } from './data/monsters.ts';

const byId = new Map(MONSTERS.map((monster) => [monster.id, monster]));

/** The monster of an id; `undefined`: there is none. */
export const monsterById = (id: string): Monster | undefined => byId.get(id);

/** The level with which a monster's attack rolls. */
export const attackLevelOf = ({ attack, levels }: Monster): number =>
  attack === 'magic' ? levels.magic : attack === 'ranged' ? levels.ranged : levels.attack;
