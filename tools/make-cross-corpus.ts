import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CrossBattle } from '#game/battle/cross/v1/battle.ts';
import { chanceOf, playOrders, randomOrders, randomSetup } from '#test/support/battles.ts';

/**
 * Writes battles of the `cross` rules with their ends: teams, orders and state hashes that must never change. Run once,
 * before a version is frozen.
 */
const FILES = 4;
const EACH = 12;
const DIRECTORY = join(import.meta.dirname, '../test/fixtures/cross-v1');

mkdirSync(DIRECTORY, { recursive: true });
for (let file = 0; file < FILES; file += 1) {
  const battles = Array.from({ length: EACH }, (_, n) => {
    const rng = chanceOf(900_000 + file * EACH + n);
    const setup = randomSetup(rng);
    const orders = randomOrders(rng, 120);
    const battle = CrossBattle.start(setup);
    const marks: (readonly [tick: number, hash: number])[] = [];
    playOrders(battle, orders, 2_000, (tick) => {
      if (tick % 8 === 0 && marks.at(-1)?.[0] !== battle.tick) marks.push([battle.tick, battle.hash]);
    });
    return { setup, orders, marks, ticks: battle.tick, result: battle.result, hash: battle.hash };
  });
  writeFileSync(join(DIRECTORY, `battles-${file}.json`), `${JSON.stringify(battles)}\n`);
}
