import { firstWait, startStream } from './chance.ts';
import * as at from './layout.ts';
import { NO_ORDER, packStanding } from './orders.ts';
import { reckon } from './reckoning.ts';
import { FIGHTER_KINDS, type Setup, type Sheet, type Team } from './sheet.ts';

const MOOD_START = 50;

/** Writes a side's fighters, supplies and seed into its words. */
const placeTeam = (w: Int32Array, base: number, side: number, team: Team): void => {
  const s = base + at.SIDES + side * at.SIDE_WORDS;
  startStream(w, s, team.seed);
  w[s + at.ACTIVE] = 0;
  w[s + at.UPKEEP_AT] = at.NEVER;
  w[s + at.ORDER] = NO_ORDER;
  w[s + at.GUARD_UNTIL] = 0;
  w[s + at.GUARD_READY] = 0;
  w[s + at.ITEM_READY] = 0;
  w[s + at.FOOD_LEFT] = team.supplies.food;
  w[s + at.ANTIDOTES_LEFT] = team.supplies.antidotes;
  w[s + at.STANDING_WORD] = packStanding(team.standing);
  w[s + at.SWITCH_READY] = 0;
  w[s + at.TEAM_SIZE] = team.fighters.length;
  w[s + at.ALIVE] = (1 << team.fighters.length) - 1;
  w[s + at.OVERKILL] = 0;
  for (const [n, sheet] of team.fighters.entries()) placeFighter(w, at.fighterAt(base, side, n), sheet);
  w[s + at.NEXT_AT] = 1 + firstWait(w, s, at.fighterAt(base, side, 0));
};

const placeFighter = (w: Int32Array, f: number, sheet: Sheet): void => {
  w[f + at.HP] = sheet.hp;
  w[f + at.HP_FULL] = sheet.hp;
  w[f + at.ATTACK] = sheet.attack;
  w[f + at.DEFENCE] = sheet.defence;
  w[f + at.INTERVAL] = sheet.interval;
  w[f + at.ROLL] = FIGHTER_KINDS.indexOf(sheet.kind);
  w[f + at.CLASS] = sheet.class;
  w[f + at.TYPE_1] = sheet.types[0];
  w[f + at.TYPE_2] = sheet.types[1];
  w[f + at.STATUS] = 0;
  w[f + at.STATUS_UNTIL] = 0;
  w[f + at.STATUS_SINCE] = 0;
  w[f + at.MOOD] = MOOD_START;
  for (const [n, { power, type, effect, chance }] of sheet.moves.entries())
    w[f + at.MOVE_WORDS + n] = power | (type << 8) | (effect << 13) | (chance << 16);
};

/** Puts a battle into its slot, at tick 0. */
export const place = (w: Int32Array, base: number, setup: Setup): void => {
  w.fill(0, base, base + at.SLOT_WORDS);
  placeTeam(w, base, 0, setup[0]);
  placeTeam(w, base, 1, setup[1]);
  reckon(w, base);
};
