import { EVENT } from '../../../src/game/battle/cross/v1/events.ts';
import { NEVER } from '../../../src/game/battle/cross/v1/layout.ts';
import { RULES } from '../../../src/game/battle/cross/v1/orders.ts';
import type { FighterView, Frame, SeenEvent, Sides, SideView } from './wire.ts';

/** Number of the effect that keeps a fighter from acting until it ends. */
const SLEEP = 4;

/** Some ticks as they are drawn: their events, and how both sides stand after them. */
export type Course = Pick<Frame, 'events' | 'sides'>;

const withSide = (sides: Sides, number: number, change: (side: SideView) => SideView): Sides =>
  sides.map((side, n) => (n === number ? change(side) : side));

const withFighter = (
  side: SideView,
  number: number,
  change: (fighter: FighterView) => FighterView,
): SideView => ({
  ...side,
  fighters: side.fighters.map((fighter, n) => (n === number ? change(fighter) : fighter)),
});

/** A tick's food counts with its damage: below nothing between the two, a fighter is up again or falls by the end. */
const withHp =
  (units: number) =>
  (fighter: FighterView): FighterView => ({ ...fighter, hp: (fighter.hp ?? 0) + units });

/** How long sleep lasts is not told; other effects last as long as the rules say. */
const withStatus =
  (status: number, tick: number) =>
  (fighter: FighterView): FighterView => ({
    ...fighter,
    status,
    statusUntil: status === 0 ? 0 : status === SLEEP ? NEVER : tick + RULES.status,
  });

/** A move that was seen is known from then on. */
const withMove = (side: SideView, move: number, after: SideView | undefined): SideView =>
  withFighter(side, side.active, (fighter) => {
    const known = after?.fighters[side.active]?.moves;
    if (fighter.moves === undefined || known === undefined) return fighter;
    return { ...fighter, moves: fighter.moves.map((own, n) => (n === move ? (known[n] ?? own) : own)) };
  });

/** A fighter comes onto the field; one that was not seen before comes unhurt. */
const entered = (side: SideView, number: number, after: SideView | undefined): SideView => {
  const seen = withFighter(side, number, (fighter) => {
    const known = after?.fighters[number];
    if (fighter.name !== undefined) return { ...fighter, shown: true };
    if (known?.hpFull === undefined) return { ...fighter, shown: true };
    const moves = known.moves?.map(() => null) ?? [];
    return { ...known, shown: true, hp: known.hpFull, status: 0, statusUntil: 0, moves };
  });
  return { ...seen, active: number };
};

const ACTIONS: ReadonlySet<number> = new Set([
  EVENT.hit,
  EVENT.critical,
  EVENT.lost,
  EVENT.guard,
  EVENT.food,
  EVENT.antidote,
]);

const isAt = (course: Course, tick: number, side: number, kind: number): boolean =>
  course.events.some(([at, by, what]) => at === tick && by === side && what === kind);

/**
 * Tick of a side's next action where the rules leave it to chance: seen when it acts, else as it is known at the end. A
 * change of fighters is an action unless somebody fell.
 */
const actsAt = (course: Course, number: number, tick: number): number =>
  course.events.find(
    ([at, by, kind]) =>
      at > tick &&
      by === number &&
      (ACTIONS.has(kind) || (kind === EVENT.enter && !isAt(course, at, number, EVENT.fall))),
  )?.[0] ??
  course.sides[number]?.nextAt ??
  tick;

/** Tick of a side's next action after an event of its own, as the engine counts it. */
const nextActionAt = (side: SideView, [tick, number, kind, a]: SeenEvent, course: Course): number => {
  switch (kind) {
    case EVENT.guard:
      return tick + RULES.guardTakes;
    case EVENT.food:
    case EVENT.antidote:
      return tick + RULES.itemTakes;
    case EVENT.lost:
      if (a === SLEEP) return actsAt(course, number, tick);
      return tick + (side.fighters[side.active]?.interval ?? 4);
    case EVENT.hit:
    case EVENT.critical:
      return tick + (side.fighters[side.active]?.interval ?? 4);
    case EVENT.enter:
      return actsAt(course, number, tick);
    default:
      return side.nextAt;
  }
};

const guardUntil = (side: SideView, [tick, , kind]: SeenEvent): number => {
  if (kind === EVENT.enter) return 0;
  return kind === EVENT.guard ? tick + RULES.guardLasts : side.guardUntil;
};

/** Whoever felled a fighter turns to the next one and begins anew. */
const facing = (sides: Sides, [tick, number, kind]: SeenEvent, course: Course): Sides => {
  const other = 1 - number;
  if (kind !== EVENT.enter || !isAt(course, tick, number, EVENT.fall)) return sides;
  if (isAt(course, tick, other, EVENT.enter)) return sides;
  return withSide(sides, other, (side) => ({ ...side, nextAt: actsAt(course, other, tick) }));
};

const played = (sides: Sides, [tick, number, kind, a, b]: SeenEvent, after: Sides): Sides => {
  const other = 1 - number;
  const onActive = (side: SideView, change: (fighter: FighterView) => FighterView): SideView =>
    withFighter(side, side.active, change);
  switch (kind) {
    case EVENT.hit:
    case EVENT.critical: {
      const struck = withSide(sides, other, (side) => onActive(side, withHp(-b)));
      return withSide(struck, number, (side) => withMove(side, a, after[number]));
    }
    case EVENT.effect:
      return withSide(sides, other, (side) => onActive(side, withStatus(a, tick)));
    case EVENT.food:
      return withSide(sides, number, (side) => ({
        ...onActive(side, withHp(a)),
        foodUsed: side.foodUsed + 1,
      }));
    case EVENT.antidote:
      return withSide(sides, number, (side) => ({
        ...onActive(side, withStatus(0, tick)),
        antidotesUsed: side.antidotesUsed + 1,
      }));
    case EVENT.upkeep:
      return withSide(sides, number, (side) => onActive(side, withHp(-b)));
    case EVENT.fall:
      return withSide(sides, number, (side) => withFighter(side, a, (fighter) => ({ ...fighter, hp: 0 })));
    case EVENT.enter:
      return withSide(sides, number, (side) => entered(side, a, after[number]));
    default:
      return sides;
  }
};

/**
 * Both sides after one event. A frame tells only how they stand at its end; this draws the ticks between, from what
 * could be seen.
 */
export const playEvent = (sides: Sides, event: SeenEvent, course: Course): Sides =>
  withSide(facing(played(sides, event, course.sides), event, course), event[1], (side) => ({
    ...side,
    nextAt: nextActionAt(side, event, course),
    guardUntil: guardUntil(side, event),
  }));
