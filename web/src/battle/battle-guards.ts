import { hasTexts, isObject } from '../guards.ts';
import type { BattleAnswer, BattleMessage, BattleView, LadderPlace, ListedBattle, SideView } from './wire.ts';

const hasNumbers = (value: Readonly<Record<string, unknown>>, ...names: readonly string[]): boolean =>
  names.every((name) => typeof value[name] === 'number');

const isSide = (value: unknown): value is SideView =>
  isObject(value) &&
  isObject(value['player']) &&
  Array.isArray(value['fighters']) &&
  hasNumbers(value, 'active', 'nextAt', 'guardUntil');

const areSides = (value: unknown): boolean => Array.isArray(value) && value.every(isSide);

const isView = (value: unknown): value is BattleView =>
  hasTexts(value, 'id', 'status', 'tempo', 'commitment') &&
  hasNumbers(value, 'tick', 'round', 'stake') &&
  areSides(value['sides']);

/** What `GET /api/battles/<id>` answers. */
export const isBattleAnswer = (value: unknown): value is BattleAnswer =>
  isObject(value) && isView(value['view']) && Array.isArray(value['names']);

/** A message of a battle's stream, with its `type` put in. */
export const isBattleMessage = (value: unknown): value is BattleMessage => {
  if (!isObject(value)) return false;
  if (value['type'] === 'summary') return isView(value['view']);
  if (value['type'] === 'own') return isSide(value['side']);
  return (
    value['type'] === 'frame' &&
    hasNumbers(value, 'fromTick', 'toTick', 'round') &&
    Array.isArray(value['events']) &&
    areSides(value['sides'])
  );
};

/** One battle of a list. */
export const isListedBattle = (value: unknown): value is ListedBattle =>
  hasTexts(value, 'id', 'state') && Array.isArray(value['players']) && hasNumbers(value, 'tick');

const isCourse = (value: unknown): boolean =>
  value === undefined || (Array.isArray(value) && value.every((rating) => typeof rating === 'number'));

/** One place of the ladder. */
export const isLadderPlace = (value: unknown): value is LadderPlace =>
  hasTexts(value, 'userId', 'name') &&
  hasNumbers(value, 'rank', 'rating', 'deviation') &&
  isCourse(value['course']);
