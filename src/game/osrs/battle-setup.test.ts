import { describe, expect, it } from 'vitest';
import { OsrsBattle } from '../battle/osrs/v1/battle.ts';
import { RULES } from '../battle/osrs/v1/orders.ts';
import { setupSchema } from '../battle/osrs/v1/setup.ts';
import { osrsSetup } from './battle-setup.ts';
import { MONSTERS } from './data/monsters.ts';
import { monsterById } from './monsters.ts';
import { COMBAT_SKILLS, type Levels } from './skills.ts';
import { starterLoadout } from './starters.ts';

const allAt = (level: number): Levels => Object.fromEntries(COMBAT_SKILLS.map((skill) => [skill, level]));

describe('the setup of a battle', () => {
  it('is one that the rules take, for every monster at every level', () => {
    for (const monster of MONSTERS) {
      for (const level of [1, 10, 50, 99]) {
        const levels = allAt(level);
        const melee = starterLoadout('melee', levels);
        const setup = osrsSetup(levels, [melee, starterLoadout('magic', levels)], monster, [
          [1, 2, 3, level],
          [4, 5, 6, 7],
        ]);
        expect(setupSchema.safeParse(setup).success, monster.name).toBe(true);
        const battle = OsrsBattle.start(setup);
        battle.run(RULES.cap);
        expect(battle.result).not.toBe('running');
      }
    }
  });

  it('makes a chicken fall to a beginner and a general stand against one', () => {
    const fight = (id: string, level: number): string => {
      const monster = monsterById(id);
      if (monster === undefined) throw new Error(id);
      const levels = allAt(level);
      const battle = OsrsBattle.start(
        osrsSetup(levels, [starterLoadout('melee', levels)], monster, [
          [1, 2, 3, 4],
          [5, 6, 7, 8],
        ]),
      );
      battle.run(RULES.cap);
      return battle.result;
    };
    expect(fight('chicken', 1)).toBe('won');
    expect(fight('hill-giant', 99)).toBe('won');
    expect(fight('general-graardor', 30)).toBe('lost');
  });
});
