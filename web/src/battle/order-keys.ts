import { typeFactor } from '../../../src/game/battle/cross/v1/chart.ts';
import { ANTIDOTE, FOOD, GUARD, RULES, SWITCH } from '../../../src/game/battle/cross/v1/orders.ts';
import type { MoveView, SideView } from './wire.ts';

/** An order as a button. */
export interface OrderButton {
  readonly order: number;
  /** What `/battle move` calls it. */
  readonly choice: string;
  /** Capital letter or digit that gives it. */
  readonly key: string;
  readonly label: string;
  readonly move?: MoveView;
  /** How it stands, in a word or two: `2 left`, `in 4 ticks`. */
  readonly state: string;
  /** Whether it could be carried out at the side's next action. */
  readonly isPossible: boolean;
  readonly isChosen: boolean;
}

const KEYS: readonly (readonly [key: string, order: number, choice: string])[] = [
  ['1', 0, 'move1'],
  ['2', 1, 'move2'],
  ['3', 2, 'move3'],
  ['4', 3, 'move4'],
  ['G', GUARD, 'guard'],
  ['F', FOOD, 'food'],
  ['A', ANTIDOTE, 'antidote'],
  ['Q', SWITCH, 'switch1'],
  ['W', SWITCH + 1, 'switch2'],
  ['E', SWITCH + 2, 'switch3'],
];

const LABELS: Readonly<Record<number, string>> = { [GUARD]: 'Guard', [FOOD]: 'Food', [ANTIDOTE]: 'Antidote' };

/** The order that a key gives. `key`: as keyboard events name it. */
export const orderOfKey = (key: string): number | undefined =>
  KEYS.find(([own]) => own === key.toUpperCase())?.[1];

const ticksText = (ticks: number): string => (ticks === 1 ? 'in 1 tick' : `in ${ticks} ticks`);

/** How guard or an item stands. */
const supplyState = (side: SideView, tick: number, order: number): string => {
  const { own, nextAt } = side;
  if (own === undefined) return '';
  const count = order === FOOD ? own.food : order === ANTIDOTE ? own.antidotes : undefined;
  if (count === 0) return 'none left';
  const readyAt = order === GUARD ? own.guardReadyAt : own.itemReadyAt;
  const wait = readyAt - Math.max(tick + 1, nextAt);
  if (wait > 0) return ticksText(wait);
  return count === undefined ? 'ready' : `${count} left`;
};

const switchState = ({ fighters, active }: SideView, n: number): string => {
  if (n === active) return 'in play';
  return fighters[n]?.hp === 0 ? 'fallen' : 'bring in';
};

const stateOf = (side: SideView, tick: number, order: number): string => {
  if (side.own?.pending.includes(order) === true) return 'ordered';
  if (order < GUARD) return 'ready';
  return order < SWITCH ? supplyState(side, tick, order) : switchState(side, order - SWITCH);
};

const has = ({ fighters, active }: SideView, order: number): boolean => {
  if (order < GUARD) return (fighters[active]?.moves?.[order] ?? undefined) !== undefined;
  return order < SWITCH || (fighters.length > 1 && order - SWITCH < fighters.length);
};

const labelOf = ({ fighters, active }: SideView, order: number, choice: string): string =>
  fighters[active]?.moves?.[order]?.name ?? fighters[order - SWITCH]?.name ?? LABELS[order] ?? choice;

const buttonOf = (side: SideView, tick: number, [key, order, choice]: (typeof KEYS)[number]): OrderButton => {
  const move = order < GUARD ? side.fighters[side.active]?.moves?.[order] : undefined;
  return {
    order,
    choice,
    key,
    label: labelOf(side, order, choice),
    state: stateOf(side, tick, order),
    isPossible: side.own?.choices.includes(order) === true,
    isChosen: side.own?.pending.includes(order) === true,
    ...(move === undefined || move === null ? {} : { move }),
  };
};

/** The orders that a side has at all, in the order of their keys; empty for whoever does not play it. */
export const ordersOf = (side: SideView, tick: number): readonly OrderButton[] =>
  side.own === undefined
    ? []
    : KEYS.filter(([, order]) => has(side, order)).map((row) => buttonOf(side, tick, row));

/** The slash line that gives an order. `round`: of `rounds` battles, so that a late press does not count for the next. */
export const orderLine = (battleId: string, choice: string, round: number | undefined): string =>
  `/battle move choice:${choice} battle:${battleId}${round === undefined ? '' : ` round:${round}`}`;

const SIXTEENTHS = 16;

/** Chance of a hit to leave the move's effect, percent; quicker fighters leave it less often. `interval`: ticks. */
export const effectPercent = ({ chance }: MoveView, interval: number): number =>
  Math.min(100, Math.round((100 * chance * interval) / (SIXTEENTHS * RULES.sureInterval)));

const EVEN = 24 * 24;

/** How an attack's type stands to a fighter's types; `undefined` where they are not known. */
export const edgeOf = (
  move: MoveView,
  types: readonly [number, number] | undefined,
): 'strong' | 'weak' | undefined => {
  if (types === undefined || move.power === 0) return undefined;
  const factor = typeFactor(move.type, types[0]) * typeFactor(move.type, types[1]);
  return factor === EVEN ? undefined : factor > EVEN ? 'strong' : 'weak';
};
