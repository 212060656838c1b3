import { ANTIDOTE, FOOD, GUARD, RULES, SWITCH } from './cross/v1/orders.ts';
import { UNITS_PER_POINT } from './cross/v1/sheet.ts';
import { costOf, type Duel, duelOf, givenBy, matchupOf, takenFrom } from './estimates.ts';
import type { KnownFighter, PlayerView, SeenFighter } from './player-view.ts';

/** Share of attacks that hit, about, by any kind. */
const HIT_SHARE = 0.85;
/** By how much something unusual must be better, units: estimates are rough, and the best of many flatters. */
const EFFECT_MARGIN = 3 * UNITS_PER_POINT;
const CHANGE_MARGIN = 5 * UNITS_PER_POINT;

/** Something that can be ordered, and what it is worth over the usual attack, units. */
interface Option {
  readonly order: number;
  readonly worth: number;
}

interface Situation {
  readonly view: PlayerView;
  /** Tick at which the order is carried out. */
  readonly actsAt: number;
  /** Tick of the foe's first action after that. */
  readonly foeActsAt: number;
  readonly own: KnownFighter;
  readonly foe: SeenFighter;
  readonly isFoeStruck: boolean;
  readonly duel: Duel;
  /** What a unit of the player's own fighter counts in units of the foe's: both are one fighter of three. */
  readonly ownUnit: number;
}

/** What a player has in mind for an action. */
export interface Plan extends Option {
  readonly actsAt: number;
  /** Number of the foe's fighter that it is meant for. */
  readonly foe: number;
  /** Standing orders would do the same. */
  readonly isUsual: boolean;
  readonly leavesEffect: boolean;
}

const suffers = ({ status, statusUntil }: SeenFighter, tick: number): boolean =>
  status !== 0 && statusUntil > tick;

const attacks = ({
  own,
  foe,
  duel,
  isFoeStruck,
  actsAt,
  foeActsAt,
  ownUnit,
}: Situation): readonly Option[] => {
  const means = own.sheet.moves.map((move) => givenBy(own, move, foe));
  const best = Math.max(...means);
  const toFoe = {
    fullHp: foe.sheet.hp,
    rate: duel.takenRate * ownUnit,
    ticks: duel.foeTicks,
    waits: foeActsAt - actsAt,
  };
  return own.sheet.moves.map(({ effect, chance }, order) => {
    const less = (means[order] ?? 0) - best;
    if (effect === 0 || isFoeStruck) return { order, worth: less };
    const cost = costOf({ effect, ...toFoe });
    const likely = HIT_SHARE * Math.min(1, (chance * own.sheet.interval) / (16 * RULES.sureInterval));
    return { order, worth: less + cost * likely - EFFECT_MARGIN };
  });
};

const guards = ({ view, own, foe, duel, actsAt, foeActsAt, ownUnit }: Situation): readonly Option[] => {
  if (view.own.guardReadyAt > actsAt) return [];
  const last = actsAt + RULES.guardLasts;
  const blows = foeActsAt > last ? 0 : 1 + Math.floor((last - foeActsAt) / foe.sheet.interval);
  const halved = Math.min(own.hp, blows * takenFrom(foe, own)) / 2;
  return [{ order: GUARD, worth: halved * ownUnit - duel.givenRate * RULES.guardTakes }];
};

const items = ({ view, own, foe, duel, actsAt, ownUnit }: Situation): readonly Option[] => {
  if (view.own.itemReadyAt > actsAt) return [];
  const cost = duel.givenRate * RULES.itemTakes;
  const options: Option[] = [];
  const healed = Math.floor(own.sheet.hp / RULES.foodPart);
  // food that heals less than it could is better kept
  if (view.own.food > 0 && own.sheet.hp - own.hp >= healed)
    options.push({ order: FOOD, worth: healed * ownUnit - cost });
  if (view.own.antidotes > 0 && suffers(own, actsAt)) {
    const ticks = Math.min(own.hp / duel.takenRate, own.statusUntil - actsAt);
    const left = costOf({ effect: own.status, fullHp: foe.sheet.hp, rate: duel.givenRate, ticks, waits: 0 });
    options.push({ order: ANTIDOTE, worth: left - cost });
  }
  return options;
};

const changes = ({ view, own, foe, duel, ownUnit }: Situation): readonly Option[] => {
  const before = matchupOf(own, foe);
  return view.own.fighters.flatMap((fighter, n) => {
    if (n === view.own.active || fighter.hp <= 0) return [];
    const after = matchupOf(fighter, foe);
    const wait = RULES.entry + fighter.sheet.interval / 4;
    // a fighter's own strength is spent sooner or later; what a change gains is the better matchup
    const gain = (after - before) * duel.givenRate + (1 / before - 1 / after) * duel.takenRate * ownUnit;
    const ticks = Math.max(0, duelOf(fighter, foe).ticks - wait);
    return [{ order: SWITCH + n, worth: gain * ticks - duel.givenRate * wait - CHANGE_MARGIN }];
  });
};

/** When somebody acts first at or after a tick. */
const actionFrom = (nextAt: number, interval: number, tick: number): number =>
  nextAt >= tick ? nextAt : nextAt + Math.ceil((tick - nextAt) / interval) * interval;

const better = (best: Option, option: Option): Option => (option.worth > best.worth ? option : best);

/**
 * The best that a player can do at its first action from a tick on, by expected values one action ahead. `isStruck`: an
 * effect is on its way to the foe already. `undefined`: there is nobody to fight.
 */
export const planFor = (view: PlayerView, fromTick: number, isStruck: boolean): Plan | undefined => {
  const own = view.own.fighters[view.own.active];
  const foe = view.foe.fighters[view.foe.active];
  if (own === undefined || foe === undefined || own.hp <= 0 || foe.hp <= 0) return undefined;
  const actsAt = actionFrom(view.own.nextAt, own.sheet.interval, fromTick);
  const foeActsAt = actionFrom(view.foe.nextAt, foe.sheet.interval, actsAt + 1);
  const isFoeStruck = isStruck || suffers(foe, actsAt);
  const ownUnit = foe.sheet.hp / own.sheet.hp;
  const situation = { view, own, foe, isFoeStruck, actsAt, foeActsAt, duel: duelOf(own, foe), ownUnit };
  const options = attacks(situation);
  const usual = own.sheet.moves.reduce(
    (best, move, n) =>
      givenBy(own, move, foe) > givenBy(own, own.sheet.moves[best] ?? move, foe) ? n : best,
    0,
  );
  const best = [...options, ...guards(situation), ...items(situation), ...changes(situation)].reduce(better, {
    order: usual,
    worth: 0,
  });
  return {
    ...best,
    actsAt,
    foe: view.foe.active,
    isUsual: best.order === usual,
    leavesEffect: (own.sheet.moves[best.order]?.effect ?? 0) !== 0,
  };
};
