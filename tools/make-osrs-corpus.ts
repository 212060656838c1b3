import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chanceOf } from '#test/support/battles.ts';
import {
  playChoices,
  playOsrs,
  randomChoices,
  randomHunt,
  randomHuntOrders,
} from '#test/support/osrs-battles.ts';

/**
 * Writes battles of the `osrs` rules with their ends, by orders and by choices: what must never change. Run once, before a
 * version is frozen.
 */
const BATTLES = 24;
const HUNTS = 24;
const DIRECTORY = join(import.meta.dirname, '../test/fixtures/osrs-v1');

const battles = Array.from({ length: BATTLES }, (_, n) => {
  const rng = chanceOf(910_000 + n);
  const setup = randomHunt(rng);
  const orders = randomHuntOrders(rng, 60);
  const marks: (readonly [tick: number, hash: number])[] = [];
  const battle = playOsrs(setup, orders, (tick, hash) => {
    if (tick !== marks.at(-1)?.[0]) marks.push([tick, hash]);
  });
  return { setup, orders, marks, ticks: battle.tick, result: battle.result, hash: battle.hash };
});

const hunts = Array.from({ length: HUNTS }, (_, n) => {
  const rng = chanceOf(920_000 + n);
  const setup = randomHunt(rng);
  const choices = randomChoices(rng, setup);
  return { setup, choices, ...playChoices(setup, choices) };
});

mkdirSync(DIRECTORY, { recursive: true });
writeFileSync(join(DIRECTORY, 'battles.json'), `${JSON.stringify(battles)}\n`);
writeFileSync(join(DIRECTORY, 'hunts.json'), `${JSON.stringify(hunts)}\n`);
