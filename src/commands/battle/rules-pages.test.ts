import { afterEach, beforeEach, expect, it } from 'vitest';
import { CrossBattle } from '#game/battle/cross/v1/battle.ts';
import { GUARD, RULES } from '#game/battle/cross/v1/orders.ts';
import { GUARD_UNTIL, sideAt } from '#game/battle/cross/v1/layout.ts';
import { DATA_HASH } from '#game/battle/data/index.ts';
import { HUNT_VERSION } from '#game/battle/osrs/hunt.ts';
import { plainTeam } from '#test/support/battles.ts';
import { fieldOf, play, type Playing } from '#test/support/commands/playing.ts';
import { battleCommands, battleComponents } from './index.ts';

let game: Playing;

beforeEach(async () => {
  game = await play(battleCommands, battleComponents);
});

afterEach(() => game.rig.engine.kill());

it('tells the figures of `cross` as the engine has them', async () => {
  const page = await game.run('ash', '/battle rules');
  const [, lasts] = /halves what comes in for (\d+) ticks, once in 20\./.exec(page.text ?? '') ?? [];
  const battle = CrossBattle.start([plainTeam(), plainTeam()]);
  battle.order(0, GUARD);
  let raisedAt = 0;
  battle.run(RULES.guardEvery, (tick, side, kind) => {
    if (side === 0 && kind === 4 && raisedAt === 0) raisedAt = tick;
  });
  expect(raisedAt).toBeGreaterThan(0);
  expect((battle.words[sideAt(0, 0) + GUARD_UNTIL] ?? 0) - raisedAt).toBe(Number(lasts));
  expect(page.text).toContain('sleep lasts 5 to 10 ticks');
  expect([fieldOf(page, 'Version'), fieldOf(page, 'Data')]).toEqual(['`cross/v1`', `\`${DATA_HASH}\``]);
  expect(fieldOf(page, 'In tempo rounds')).toBe('15 s to decide, then 8 ticks play');
  expect(fieldOf(page, 'In tempo live')).toBe('a tick every 0.6 s, played 2 at a time');
});

it('tells the version and the clock of each other rule set', async () => {
  const pokemon = await game.run('ash', '/battle rules rules:pokemon');
  expect(fieldOf(pokemon, 'Version')).toBe(`\`${game.desk.deps.matchRules.pokemon.version}\``);
  const osrs = await game.run('ash', '/battle rules rules:osrs');
  expect(fieldOf(osrs, 'Version')).toBe(`\`${HUNT_VERSION}\``);
  for (const page of [pokemon, osrs])
    expect(fieldOf(page, 'Clock')).toBe(
      '90 s for each choice, then it is made for you; 5 s after 2 such choices',
    );
  expect(await game.codeOf('ash', '/battle rules rules:chess')).toBe('E_INPUT');
});
