import type { BattleReply } from '#game/battle/battle-protocol.ts';
import { ANTIDOTE, FOOD, GUARD, SWITCH } from '#game/battle/cross/v1/orders.ts';
import type { BattleView, FighterView, SideView } from '#game/battle/view.ts';
import type { CommandContext } from '../define-command.ts';
import { shown } from '../options.ts';
import { refuse } from '../rejected.ts';
import { ownSide } from './arena.ts';
import { orderText } from './battle-panel.ts';

const ORDERS: ReadonlyMap<string, number> = new Map([
  ...[0, 1, 2, 3].map((n) => [`move${n + 1}`, n] as const),
  ['guard', GUARD],
  ['food', FOOD],
  ['antidote', ANTIDOTE],
  ...[0, 1, 2].map((n) => [`switch${n + 1}`, SWITCH + n] as const),
]);

/** Every word that orders something, such as `move1`. */
export const ORDER_WORDS: readonly string[] = [...ORDERS.keys()];

/** The caller's side of a battle that runs; `undefined`: they do not play it. */
export const ownSideView = (view: BattleView, context: CommandContext): SideView | undefined => {
  const side = ownSide(view, context);
  const own = side === undefined ? undefined : view.sides[side];
  return own?.own === undefined ? undefined : own;
};

/** What a side can order now: the word for it, and what it does. */
export const offeredTo = (
  side: SideView,
): readonly { readonly word: string; readonly name: string; readonly order: number }[] =>
  [...ORDERS].flatMap(([word, order]) =>
    side.own?.choices.includes(order) === true ? [{ word, name: orderText(order, side), order }] : [],
  );

/** The order of a typed word, or of the name of a move or fighter. @throws CommandRejection E_INPUT */
export const orderOf = (choice: string, side: SideView | undefined): number => {
  const wanted = choice.trim().toLowerCase();
  const offered = side === undefined ? [] : offeredTo(side);
  const order = ORDERS.get(wanted) ?? offered.find(({ name }) => name.toLowerCase() === wanted)?.order;
  if (order !== undefined) return order;
  const takes = offered.length === 0 ? ORDER_WORDS : offered.map(({ word, name }) => `\`${word}\` (${name})`);
  return refuse({
    code: 'E_INPUT',
    field: 'choice',
    message: `\`choice\` cannot be “${shown(choice)}” now. It takes ${takes.join(', ')}.`,
  });
};

const suffers = ({ status = 0, statusUntil = 0 }: FighterView, tick: number): boolean =>
  status !== 0 && statusUntil > tick;

/** Why an order that was taken may come to nothing at the next action; empty when it can be carried out. */
export const doubtOf = (order: number, { sides, tick }: BattleView, number: 0 | 1): string => {
  const side = sides[number];
  const fighter = side?.fighters[side.active];
  if (side?.own === undefined || fighter === undefined) return '';
  const { own } = side;
  const name = fighter.name ?? 'your fighter';
  const early = 'A fighter that acts before that does what is best by itself.';
  if (order === GUARD && !own.choices.includes(GUARD))
    return `The next guard can be raised at tick ${own.guardReadyAt}. ${early}`;
  if ((order === FOOD || order === ANTIDOTE) && !own.choices.includes(order))
    return `The next item can be used at tick ${own.itemReadyAt}. ${early}`;
  if (order === ANTIDOTE && !suffers(fighter, tick))
    return `${name} suffers from nothing: unless that changes, the antidote is kept.`;
  return order === FOOD && (fighter.hp ?? 0) >= (fighter.hpFull ?? 0)
    ? `${name} is at full HP: unless that changes, the food is kept.`
    : '';
};

/**
 * What is said of an order that was taken: nothing any more once its window has closed, since then the panel shows what
 * came of it.
 */
export const orderNote = (order: number, reply: BattleReply, view: BattleView, number: 0 | 1): string => {
  const isWaiting = view.sides[number]?.own?.pending.includes(order) === true;
  if (!isWaiting || !('type' in reply) || reply.type !== 'Ordered' || reply.round !== view.round) return '';
  const complete = reply.isComplete && view.tempo === 'rounds' ? 'Both have chosen: the round plays.' : '';
  return [complete, doubtOf(order, view, number)].filter((note) => note !== '').join('\n');
};
