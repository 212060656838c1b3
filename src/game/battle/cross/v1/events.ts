/**
 * What can be seen of a battle, told by the engine as five whole numbers each: tick, side, kind, and two figures whose
 * meaning the kind gives. Hidden things (orders, seeds, bench) never come out this way.
 */
export const EVENT_WORDS = 5;

/** Kinds of events with the meaning of their two figures. */
export const EVENT = {
  /** Number of the move, damage in units; 0: a miss. */
  hit: 0,
  /** As `hit`, twice the usual. */
  critical: 1,
  /** Number of the effect; whom it struck is the other side. */
  effect: 2,
  /** An action that was lost: number of the effect that cost it. */
  lost: 3,
  guard: 4,
  /** HP given back, units. */
  food: 5,
  antidote: 6,
  /** Poison or burn of the side's own fighter: number of the effect, damage in units. */
  upkeep: 7,
  /** Number of the fighter that fell. */
  fall: 8,
  /** Number of the fighter that comes, number of the one that it comes for. */
  enter: 9,
  /** The end: 1 or 2 the side that won, 3 a draw. */
  end: 10,
} as const;

/** Takes what can be seen, tick by tick, in a fixed order. */
export type EventSink = (tick: number, side: number, kind: number, a: number, b: number) => void;
