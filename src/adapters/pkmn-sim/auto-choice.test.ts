import { describe, expect, it } from 'vitest';
import { type MatchInput, isOffered, type SideNo } from '#game/battle/match/rules-words.ts';
import { autoChoice } from './auto-choice.ts';
import { Match } from './match.ts';
import { requestOf } from './requests.ts';

const SIDES: readonly SideNo[] = [0, 1];
const INPUTS_MAX = 1_500;

/** Lets both sides choose by themselves; what was chosen and not offered, and what the rules refused. */
const playAlone = (format: string, word: number) => {
  const seed = [word, 9, 9, 9] as const;
  const match = Match.open({ rules: 'pokemon', battleId: 'alone', format, seed, teams: [null, null] });
  if (!(match instanceof Match)) throw new Error(match.message);
  const { battle } = match;
  const inputs: MatchInput[] = [];
  const unoffered: string[] = [];
  const refused: string[] = [];
  while (!battle.ended && inputs.length < INPUTS_MAX) {
    for (const side of SIDES) {
      const request = requestOf(battle, battle.sides[side]);
      if (request === null) continue;
      const choice = autoChoice(battle, battle.sides[side], request, seed, match.length);
      if (!isOffered(request, choice)) unoffered.push(choice);
      inputs.push({ side, choice });
      match.play(inputs);
      if (match.refusal !== undefined) refused.push(match.refusal.message);
    }
  }
  return { isEnded: battle.ended, unoffered, refused };
};

describe('the mind of who has no player', { timeout: 60_000 }, () => {
  it.each([
    ['gen9randombattle', 3],
    // somebody has to recharge, which is a move that no table knows
    ['gen9randomdoublesbattle', 4],
    ['gen8randomdoublesbattle', 2],
    ['gen7randombattle', 2],
    ['gen6randombattle', 2],
    ['gen5randombattle', 2],
    ['gen3randombattle', 2],
    ['gen2randombattle', 2],
    ['gen1randombattle', 2],
  ] as const)('brings every battle of %s to its end with what is offered', (format, battles) => {
    for (let word = 0; word < battles; word += 1) {
      const { isEnded, unoffered, refused } = playAlone(format, word);
      expect({ isEnded, unoffered }).toEqual({ isEnded: true, unoffered: [] });
      // what it could not know: a foe that does not let it leave
      expect(refused.filter((message) => !/trapped|disabled/i.test(message))).toEqual([]);
    }
  });
});
