import { commitmentOf, seedsOf } from '#game/battle/fairness.ts';
import { makeMatchReplay, type MatchReplay } from '#game/battle/match/match-replay.ts';
import { initialMatch } from '#game/battle/match/match-state.ts';
import type { OsrsSetup } from '#game/battle/match/rules-words.ts';
import { Hunt, HUNT_VERSION } from '#game/battle/osrs/hunt.ts';
import { toHex, utf8 } from '#game/shared/bytes.ts';
import { playAgainBy } from '#ports/battle-rules.ts';
import { nodeHash } from '#ports/hash.ts';
import { inProcessRules } from './in-process-rules.ts';

/** Plays a hunt again, as a verifier does. */
export const playHuntAgain = playAgainBy(inProcessRules());

const hexOf = (text: string): string => toHex(nodeHash.sha256(utf8(text)));

const GAME: Omit<OsrsSetup['hunt'], 'seeds'> = {
  player: {
    hitpoints: 70,
    prayer: 20,
    food: 8,
    heals: 12,
    forms: [
      {
        name: 'Rune scimitar',
        attackRoll: 12_000,
        targetRoll: 6_000,
        maxHit: 18,
        speedTicks: 4,
        defenceRoll: 9_000,
      },
    ],
  },
  monster: { name: 'Black demon', hitpoints: 157, attackRoll: 14_000, maxHit: 16, speedTicks: 4, style: 0 },
};

/** The replay of a seeded hunt in which the hunter chose by itself to the end. */
export const huntReplayOf = (n: number): MatchReplay => {
  const serverSeed = hexOf(`server ${n}`);
  const seeds = { battleId: `h${n}`, serverSeed, playerSeeds: [`first ${n}`, 'pïka'] as const };
  const [first, second] = seedsOf(seeds, nodeHash);
  const hunt = new Hunt({ ...GAME, seeds: [[...first], [...second]] });
  const position = () => hunt.position(hexOf);
  const markOf = (inputs: number) => {
    const { turn, hash } = position();
    return { inputs, turn, hash: hash.slice(0, 16), waits: [false, false] as [boolean, boolean] };
  };
  const inputs: { side: 0; choice: string; isAuto: boolean }[] = [];
  const marks = [markOf(0)];
  for (let choice = hunt.autoChoice(0); choice !== undefined; choice = hunt.autoChoice(0)) {
    const input = { side: 0, choice, isAuto: true } as const;
    hunt.play([input]);
    inputs.push(input);
    marks.push(markOf(inputs.length));
  }
  const state = {
    ...initialMatch({ kind: 'match', realm: 'home', id: seeds.battleId }),
    version: HUNT_VERSION,
    game: { rules: 'osrs', hunt: GAME } as const,
    playerSeeds: seeds.playerSeeds,
    serverSeed,
    salt: hexOf(`salt ${n}`),
    commitment: commitmentOf(serverSeed, nodeHash),
    inputs,
    marks,
  };
  return makeMatchReplay(state, position().winner, nodeHash);
};
