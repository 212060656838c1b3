import { expect, it } from 'vitest';
import { type Leader, LEADERS } from '#game/pokemon/leaders.ts';
import type { Mon } from '#game/pokemon/mon.ts';
import { STARTERS } from '#game/pokemon/starters.ts';
import { autoChoice } from './auto-choice.ts';
import { Match } from './match.ts';
import { requestOf } from './requests.ts';

const BATTLES = 60;

/** Three starters, others in each battle. */
const newcomers = (n: number): readonly Mon[] =>
  [0, 1, 2].flatMap((place) => STARTERS[(n * 5 + place * 4 + (n % 3)) % STARTERS.length]?.mon ?? []);

const isWon = (leader: Leader, n: number): boolean => {
  const seed = [n, 2, 3, 4] as const;
  const match = Match.open({
    rules: 'pokemon',
    battleId: `${leader.id}-${n}`,
    format: 'gen9anythinggoes',
    seed,
    teams: [newcomers(n), leader.team],
  });
  if (!(match instanceof Match)) throw new Error(match.message);
  const { battle } = match;
  const inputs: { side: 0 | 1; choice: string }[] = [];
  while (!battle.ended && inputs.length < 1_000) {
    for (const side of [0, 1] as const) {
      const request = requestOf(battle, battle.sides[side]);
      if (request === null) continue;
      inputs.push({ side, choice: autoChoice(battle, battle.sides[side], request, seed, match.length) });
      match.play(inputs);
    }
  }
  return match.position().winner === 0;
};

it('newcomers who let their Pokémon choose win less and less against one leader after the other', () => {
  const rates = LEADERS.map(
    (leader) => Array.from({ length: BATTLES }, (_, n) => isWon(leader, n)).filter(Boolean).length / BATTLES,
  );
  process.stdout.write(
    `${LEADERS.map(({ name }, n) => `${name} ${Math.round(100 * (rates[n] ?? 0))} %`).join(', ')}\n`,
  );
  expect(rates[0]).toBeGreaterThan(0.75);
  expect(rates.at(-1)).toBeLessThan(0.05);
  for (const [n, rate] of rates.entries()) expect(rate).toBeLessThanOrEqual((rates[n - 1] ?? 1) + 0.05);
});
