import { describe, expect, it } from 'vitest';
import { chanceOf, plainTeam, randomSeed } from '#test/support/battles.ts';
import { petShape } from '../pet/fighter.ts';
import { SPECIES } from '../pet/species.ts';
import { randomBelow, type Rng } from '../shared/rng.ts';
import { CrossBattle } from './cross/v1/battle.ts';
import { isOrder } from './cross/v1/orders.ts';
import { AUTOPILOT, type Setup, SUPPLIES, type Team } from './cross/v1/sheet.ts';
import { FACTORS } from './data/index.ts';
import { forge } from './forge.ts';
import { type PlayedBattle, playLive, playRounds, playThinking } from './thinking-battles.ts';
import { noteSeen, viewFor } from './player-view.ts';

const FIGHTS = 1_000;
const SKILLS = { agility: 0, strength: 0, wit: 0, charm: 0, courage: 0 };

const petTeam = (rng: Rng): Team => ({
  fighters: [0, 1, 2].map(() =>
    forge(petShape(SPECIES[randomBelow(rng, SPECIES.length)]!, { bond: 0, skills: SKILLS }), FACTORS, {
      level: 50,
    }),
  ),
  seed: randomSeed(rng),
  supplies: SUPPLIES,
  standing: AUTOPILOT,
});

/** Fights in which the thinking player sits on either side in turn; its share of wins. */
const shareOf = (play: (setup: Setup, side: 0 | 1) => PlayedBattle, seed: number): number => {
  const rng = chanceOf(seed);
  let won = 0;
  for (let n = 0; n < FIGHTS; n += 1) {
    const side = n % 2 === 0 ? 0 : 1;
    const { battle, orders } = play([petTeam(rng), petTeam(rng)], side);
    won += battle.result === 'draw' ? 0.5 : battle.result === (side === 0 ? 'first' : 'second') ? 1 : 0;
    expect(orders.every(([, from, order]) => from === side && isOrder(order))).toBe(true);
  }
  return won / FIGHTS;
};

describe('a thinking player', () => {
  it('beats the autopilot in three of five fights, live', () => {
    expect(shareOf(playLive, 1)).toBeGreaterThanOrEqual(0.6);
  });

  it('beats the autopilot in three of five fights, in rounds', () => {
    expect(shareOf(playRounds, 2)).toBeGreaterThanOrEqual(0.6);
  });

  it('against itself ends like anybody, the same each time', () => {
    for (let seed = 0; seed < 50; seed += 1) {
      const [first, again] = [0, 1].map(() => {
        const rng = chanceOf(seed);
        return playThinking([petTeam(rng), petTeam(rng)]);
      });
      expect(first!.battle.result).not.toBe('running');
      expect(again!.orders).toEqual(first!.orders);
      expect(again!.battle.hash).toBe(first!.battle.hash);
    }
  });
});

describe('a view', () => {
  it('shows of the foe only who has been on the field, and never a move', () => {
    const setup: Setup = [plainTeam(), plainTeam({ seed: [8, 8, 8, 8] })];
    const battle = CrossBattle.start(setup);
    const seen = noteSeen(battle, 1, 0);
    const view = viewFor(battle, setup, 0, seen);
    expect(view.foe.fighters.map((fighter) => fighter !== undefined)).toEqual([true, false, false]);
    expect(JSON.stringify(view.foe)).not.toContain('moves');
    expect(view.own.fighters).toHaveLength(3);
    battle.order(1, 10);
    battle.run(2);
    const later = viewFor(battle, setup, 0, noteSeen(battle, 1, seen));
    expect(later.foe.fighters.map((fighter) => fighter !== undefined)).toEqual([true, false, true]);
  });
});
