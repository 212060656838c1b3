import { OsrsBattle } from '#game/battle/osrs/v1/battle.ts';
import { Hunt } from '#game/battle/osrs/hunt.ts';
import { EAT, FLEE, FORM, PROTECT, RULES, UNPROTECT } from '#game/battle/osrs/v1/orders.ts';
import type { Setup } from '#game/battle/osrs/v1/setup.ts';
import { toHex, utf8 } from '#game/shared/bytes.ts';
import { randomBelow, type Rng } from '#game/shared/rng.ts';
import { nodeHash } from '#ports/hash.ts';

const between = (rng: Rng, least: number, most: number): number => least + randomBelow(rng, most - least + 1);
const seedFrom = (rng: Rng): Setup['seeds'][0] => [rng.next(), rng.next(), rng.next(), rng.next()];

/** A hunter of one to four forms against any monster of a usual size. */
export const randomHunt = (rng: Rng): Setup => ({
  player: {
    hitpoints: between(rng, 20, 99),
    prayer: randomBelow(rng, 60),
    food: randomBelow(rng, 20),
    heals: between(rng, 3, 22),
    forms: Array.from({ length: between(rng, 1, 4) }, (_, n) => ({
      name: `Form ${n}`,
      attackRoll: randomBelow(rng, 40_000),
      targetRoll: randomBelow(rng, 20_000),
      maxHit: between(rng, 1, 50),
      speedTicks: between(rng, 2, 7),
      defenceRoll: randomBelow(rng, 40_000),
    })),
  },
  monster: {
    name: 'Monster',
    hitpoints: between(rng, 30, 400),
    attackRoll: randomBelow(rng, 30_000),
    maxHit: between(rng, 1, 30),
    speedTicks: between(rng, 2, 8),
    style: randomBelow(rng, 3),
  },
  seeds: [seedFrom(rng), seedFrom(rng)],
});

/** Orders with the tick after which each is given, in their order; fleeing is rare. */
export const randomHuntOrders = (rng: Rng, count: number): readonly (readonly [number, number])[] =>
  Array.from({ length: count }, () => {
    const order = [EAT, PROTECT, PROTECT + 1, PROTECT + 2, UNPROTECT, FORM, FORM + 1, FORM + 2][
      randomBelow(rng, 8)
    ];
    return [randomBelow(rng, 300), randomBelow(rng, 60) === 0 ? FLEE : (order ?? EAT)] as const;
  }).toSorted(([one], [other]) => one - other);

/** Plays a battle to its end; tells where it stands before each order. */
export const playOsrs = (
  setup: Setup,
  orders: readonly (readonly [number, number])[],
  tell: (tick: number, hash: number) => void,
): OsrsBattle => {
  const battle = OsrsBattle.start(setup);
  for (const [tick, order] of orders) {
    battle.run(tick);
    tell(battle.tick, battle.hash);
    battle.order(order);
  }
  battle.run(RULES.cap);
  return battle;
};

const hex = (text: string): string => toHex(nodeHash.sha256(utf8(text)));

/** Plays a hunt by choices, and tells the beginning of each position's hash. */
export const playChoices = (setup: Setup, choices: readonly string[]) => {
  const hunt = new Hunt(setup);
  const marks = choices.map((choice) => {
    hunt.play([{ side: 0, choice }]);
    return hunt.position(hex).hash.slice(0, 16);
  });
  const { turn, winner, isEnded } = hunt.position(hex);
  return { marks, turn, winner, isEnded };
};

/** Choices of somebody who takes what is offered at random until the hunt is over; fleeing is rare. */
export const randomChoices = (rng: Rng, setup: Setup): readonly string[] => {
  const hunt = new Hunt(setup);
  const choices: string[] = [];
  for (;;) {
    const offered = (hunt.position(hex).requests[0]?.slots[0]?.choices ?? []).map(({ choice }) => choice);
    if (offered.length === 0) return choices;
    const isFleeing = randomBelow(rng, 40) === 0;
    const usual = offered.filter((choice) => choice !== 'flee');
    const choice = isFleeing ? 'flee' : (usual[randomBelow(rng, usual.length)] ?? 'fight');
    hunt.play([{ side: 0, choice }]);
    choices.push(choice);
  }
};
