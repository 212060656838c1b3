import { classFactor, typeFactor } from './cross/v1/chart.ts';
import { ANTIDOTE, FOOD, GUARD, packStanding, RULES, STANDING, SWITCH } from './cross/v1/orders.ts';
import { AUTOPILOT, type Move, UNITS_PER_POINT } from './cross/v1/sheet.ts';
import { type KnownFighter, type PlayerView, type SeenFighter } from './view.ts';

const POISON = 1;
const BURN = 2;
const PARALYSIS = 3;
const SLEEP = 4;

/** Mean damage of power 100 at interval 4 between equals, units. */
const MEAN_UNITS = 10 * UNITS_PER_POINT;
/** Share of attacks that hit, about, by any kind. */
const HIT_SHARE = 0.85;
const SLEEP_TICKS = 6.5;
/** Nobody plans for longer than this, ticks. */
const HORIZON_TICKS = 30;
/** Attack and defence of an even fighter for each step of level + 4. */
const STAT_PER_BASE = 16;

const isKnown = (fighter: SeenFighter): fighter is KnownFighter => 'moves' in fighter.sheet;
const evenStat = (level: number): number => STAT_PER_BASE * (level + 4);
const isAlive = (fighter: SeenFighter | undefined): fighter is SeenFighter =>
  fighter !== undefined && fighter.hp > 0;
const suffers = ({ status, statusUntil }: SeenFighter, tick: number): boolean =>
  status !== 0 && statusUntil > tick;

/** Mean damage of a move, units; what is not known of the target is taken for usual. */
const given = (from: KnownFighter, move: Move, to: SeenFighter): number => {
  const defence = isKnown(to) ? to.sheet.defence : evenStat(to.sheet.level);
  const types = typeFactor(move.type, to.sheet.types[0]) * typeFactor(move.type, to.sheet.types[1]);
  const factor = (types * classFactor(from.sheet.class, to.sheet.class)) / 13_824;
  return (MEAN_UNITS * move.power * from.sheet.interval * from.sheet.attack * factor) / (400 * defence);
};

const bestGiven = (from: KnownFighter, to: SeenFighter): number =>
  Math.max(...from.sheet.moves.map((move) => given(from, move, to)));

/** Mean damage of a foe's attack, units; one whose moves are not known attacks with its own types. */
const taken = (from: SeenFighter, to: KnownFighter): number => {
  if (isKnown(from)) return bestGiven(from, to);
  const { sheet } = to;
  const types = from.sheet.types.map(
    (type) => typeFactor(type, sheet.types[0]) * typeFactor(type, sheet.types[1]),
  );
  const factor = (Math.max(...types) * classFactor(from.sheet.class, sheet.class)) / 13_824;
  return (MEAN_UNITS * from.sheet.interval * evenStat(from.sheet.level) * factor) / (4 * sheet.defence);
};

/** What two fighters do to each other, units a tick, and how long that lasts. */
interface Duel {
  readonly givenRate: number;
  readonly takenRate: number;
  readonly ticks: number;
}

const duelOf = (own: KnownFighter, foe: SeenFighter): Duel => {
  const givenRate = bestGiven(own, foe) / own.sheet.interval;
  const takenRate = taken(foe, own) / foe.sheet.interval;
  return {
    givenRate,
    takenRate,
    ticks: Math.min(HORIZON_TICKS, foe.hp / Math.max(1, givenRate), own.hp / Math.max(1, takenRate)),
  };
};

/** Units that an effect is worth when it comes now. */
const worthOf = (effect: number, foe: SeenFighter, duel: Duel, foeWaits: number): number => {
  const ticks = Math.min(RULES.status, duel.ticks);
  const upkeeps = Math.floor(ticks / RULES.upkeepEvery);
  switch (effect) {
    case POISON:
      return (upkeeps * foe.sheet.hp) / RULES.poisonPart;
    case BURN:
      return (upkeeps * foe.sheet.hp) / (2 * RULES.poisonPart) + (ticks * duel.takenRate) / 8;
    case PARALYSIS:
      return (ticks * duel.takenRate) / 4;
    case SLEEP:
      return duel.takenRate * Math.max(0, Math.min(ticks, SLEEP_TICKS - foeWaits));
    default:
      return 0;
  }
};

/** Something that can be ordered, and what it is worth over the best attack, units. */
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
  readonly duel: Duel;
}

const attacks = ({ own, foe, duel, actsAt, foeActsAt }: Situation): readonly Option[] => {
  const means = own.sheet.moves.map((move) => given(own, move, foe));
  const best = Math.max(...means);
  return own.sheet.moves.map((move, order) => {
    const worth = suffers(foe, actsAt) ? 0 : worthOf(move.effect, foe, duel, foeActsAt - actsAt);
    const damage = Math.min(means[order] ?? 0, foe.hp) - Math.min(best, foe.hp);
    return { order, worth: damage + (worth * HIT_SHARE * move.chance) / 16 };
  });
};

const guards = ({ view, own, foe, duel, actsAt, foeActsAt }: Situation): readonly Option[] => {
  const ticks = Math.ceil(own.sheet.interval / 2);
  if (view.own.guardReadyAt > actsAt || foeActsAt > actsAt + ticks) return [];
  const blow = Math.min(own.hp * 2, taken(foe, own));
  return [{ order: GUARD, worth: blow / 2 - duel.givenRate * ticks }];
};

const items = ({ view, own, duel, actsAt }: Situation): readonly Option[] => {
  if (view.own.itemReadyAt > actsAt) return [];
  const cost = duel.givenRate * RULES.itemTakes;
  const options: Option[] = [];
  const healed = Math.min(own.sheet.hp / RULES.foodPart, own.sheet.hp - own.hp);
  if (view.own.food > 0) options.push({ order: FOOD, worth: healed - cost });
  if (view.own.antidotes > 0 && suffers(own, actsAt)) {
    const left = { ...duel, ticks: Math.min(duel.ticks, own.statusUntil - actsAt) };
    const mirrored = { ...left, takenRate: duel.givenRate };
    options.push({ order: ANTIDOTE, worth: worthOf(own.status, own, mirrored, 0) - cost });
  }
  return options;
};

const changes = ({ view, foe, duel }: Situation): readonly Option[] =>
  view.own.fighters.flatMap((fighter, n) => {
    if (n === view.own.active || !isAlive(fighter)) return [];
    const next = duelOf(fighter, foe);
    const wait = RULES.entry + Math.floor(fighter.sheet.interval / 2);
    const gain = next.givenRate - duel.givenRate + duel.takenRate - next.takenRate;
    // who leaves keeps its HP for later, who comes takes the wait's blows
    return [{ order: SWITCH + n, worth: gain * Math.max(0, next.ticks - wait) - duel.givenRate * wait }];
  });

/** Who stands best against a foe of those that are left, if the one on the field falls. */
const successorOf = ({ view, foe }: Situation): Option | undefined => {
  const options = view.own.fighters.flatMap((fighter, n) => {
    if (n === view.own.active || !isAlive(fighter)) return [];
    const { givenRate, takenRate } = duelOf(fighter, foe);
    return [{ order: SWITCH + n, worth: givenRate / Math.max(1, takenRate) }];
  });
  return options.toSorted((a, b) => b.worth - a.worth)[0];
};

/** When somebody acts first at or after a tick. */
const actionFrom = (nextAt: number, interval: number, tick: number): number =>
  nextAt >= tick ? nextAt : nextAt + Math.ceil((tick - nextAt) / interval) * interval;

/**
 * What a thinking player orders: one action ahead by expected values, no chance involved. It attacks, leaves effects
 * early, guards before a slow blow, eats when it is worth an action, and brings in who stands better. `fromTick`: the
 * first tick at which the order can be carried out. `undefined`: there is nothing to order.
 */
export const thinkingOrder = (view: PlayerView, fromTick: number): number | undefined => {
  const own = view.own.fighters[view.own.active];
  const foe = view.foe.fighters[view.foe.active];
  if (own === undefined || !isAlive(own) || !isAlive(foe)) return undefined;
  const actsAt = actionFrom(view.own.nextAt, own.sheet.interval, fromTick);
  const foeActsAt = actionFrom(view.foe.nextAt, foe.sheet.interval, actsAt + 1);
  const situation = { view, own, foe, actsAt, foeActsAt, duel: duelOf(own, foe) };
  const isLastMoment = own.hp <= taken(foe, own) / 2 && view.foe.nextAt < actsAt;
  const successor = isLastMoment ? successorOf(situation) : undefined;
  if (successor !== undefined) return successor.order;
  const options = [...attacks(situation), ...guards(situation), ...items(situation), ...changes(situation)];
  return options.reduce((best, option) => (option.worth > best.worth ? option : best)).order;
};

/** A thinking player's standing orders: what its orders come too late for. */
export const THINKING_STANDING = STANDING + packStanding({ ...AUTOPILOT, healBelow: 50, switching: true });
