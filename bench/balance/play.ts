import { RESULT, SLOT_WORDS, TICK, DRAW } from '#game/battle/cross/v1/layout.ts';
import { run } from '#game/battle/cross/v1/engine.ts';
import { RULES } from '#game/battle/cross/v1/orders.ts';
import { place } from '#game/battle/cross/v1/placing.ts';
import {
  AUTOPILOT,
  type Seed,
  type Setup,
  type Sheet,
  SUPPLIES,
  type Team,
} from '#game/battle/cross/v1/sheet.ts';
import { playLive, playRounds, playThinking } from '#game/battle/thinking-battles.ts';
import { type Rng, sfc32 } from '#game/shared/rng.ts';
import type { How, Pairing, Tally } from './tally.ts';

const NOTHING = { food: 0, antidotes: 0 };

const seedFrom = (rng: Rng): Seed => [rng.next(), rng.next(), rng.next(), rng.next()];

const teamOf = (fighters: readonly Sheet[], how: How, rng: Rng): Team => ({
  fighters: [...fighters],
  seed: seedFrom(rng),
  supplies: how === 'plain' ? NOTHING : SUPPLIES,
  standing: AUTOPILOT,
});

interface End {
  /** 1 or 2: the first or second team has won; 3 a draw. */
  readonly result: number;
  readonly ticks: number;
}

const RESULTS = ['running', 'first', 'second', 'draw'];

const words = new Int32Array(SLOT_WORDS);

const played = (setup: Setup, how: How): End => {
  if (how === 'plain' || how === 'supplies') {
    place(words, 0, setup);
    run(words, 0, RULES.cap);
    return { result: words[RESULT] ?? 0, ticks: words[TICK] ?? 0 };
  }
  const { battle } =
    how === 'thinking' ? playThinking(setup) : how === 'live' ? playLive(setup, 0) : playRounds(setup, 0);
  return { result: RESULTS.indexOf(battle.result), ticks: battle.tick };
};

/** Plays all battles of a pairing; the same pairing gives the same tally everywhere. */
export const tallyOf = ({ teams, how, battles, seed }: Pairing): Tally => {
  const rng = sfc32(seed, 0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372);
  const lengths: Record<number, number> = {};
  let first = 0;
  let draws = 0;
  for (let n = 0; n < battles; n += 1) {
    const { result, ticks } = played([teamOf(teams[0], how, rng), teamOf(teams[1], how, rng)], how);
    if (result === 1) first += 1;
    if (result === DRAW) draws += 1;
    lengths[ticks] = (lengths[ticks] ?? 0) + 1;
  }
  return { battles, first, draws, lengths };
};
