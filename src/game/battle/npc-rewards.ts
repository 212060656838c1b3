import { type Npc, NPCS } from './npcs.ts';

/** How strong somebody of the hall is, in a word. */
export const DIFFICULTIES = ['easy', 'medium', 'hard', 'champion'] as const;
export type Difficulty = (typeof DIFFICULTIES)[number];

/**
 * How often newcomers on autopilot beat each trainer and leader, percent: the tables of docs/guides/battles.md, measured
 * by trainers.test.ts and leaders.long.test.ts.
 */
const NEWCOMERS_WIN: Readonly<Record<string, number>> = {
  wren: 92,
  tobi: 80,
  marlow: 72,
  ilse: 55,
  rook: 49,
  sable: 38,
  bram: 25,
  vesna: 13,
  fern: 87,
  marina: 58,
  volta: 38,
  petra: 35,
  nyx: 27,
  cinder: 10,
  aurora: 0,
  drake: 0,
};

/** Least percent that newcomers win, for each difficulty. */
const WINS_FROM: readonly (readonly [Difficulty, number])[] = [
  ['easy', 75],
  ['medium', 50],
  ['hard', 30],
];
/** Highest combat level of monsters, for each difficulty. */
const LEVEL_TO: readonly (readonly [Difficulty, number])[] = [
  ['easy', 30],
  ['medium', 90],
  ['hard', 150],
];

/** Coins for the first win over each trainer and each leader, by place from the easiest on. */
const COINS_BY_PLACE = [20, 40, 70, 110, 160, 220, 300, 400] as const;
/** Coins for the first win over a monster: so many, one more for each four combat levels, and never more than the last. */
const MONSTER_COINS = { least: 20, levelsACoin: 4, most: 150 } as const;

/** Coins that first wins of one day (UTC) pay together; what goes beyond waits for a win on another day. */
export const NPC_COINS_A_DAY = 2_000;

/** How often newcomers win, percent; `undefined` for monsters, which are told by their combat level. */
export const newcomersWin = ({ id }: Pick<Npc, 'id'>): number | undefined =>
  Object.hasOwn(NEWCOMERS_WIN, id) ? NEWCOMERS_WIN[id] : undefined;

/** How strong somebody is. */
export const difficultyOf = (npc: Npc): Difficulty => {
  const wins = newcomersWin(npc) ?? 0;
  const [band] =
    (npc.rules === 'osrs'
      ? LEVEL_TO.find(([, level]) => npc.monster.combatLevel <= level)
      : WINS_FROM.find(([, least]) => wins >= least)) ?? [];
  return band ?? 'champion';
};

/** Coins for the first win over somebody, once for ever. */
export const coinsFor = (npc: Npc): number => {
  if (npc.rules === 'osrs') {
    const { least, levelsACoin, most } = MONSTER_COINS;
    return Math.min(most, least + Math.floor(npc.monster.combatLevel / levelsACoin));
  }
  const place = NPCS.filter(({ rules }) => rules === npc.rules).findIndex(({ id }) => id === npc.id);
  return COINS_BY_PLACE[place] ?? COINS_BY_PLACE.at(-1) ?? 0;
};

/** The easiest of those rules whom somebody has not beaten; `undefined`: they have beaten all. */
export const nextOf = (rules: Npc['rules'], hasBeaten: (id: string) => boolean): Npc | undefined =>
  NPCS.find((npc) => npc.rules === rules && !hasBeaten(npc.id));
