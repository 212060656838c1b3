import { hasTexts, isObject } from '../../guards.ts';
import type { MatchScreen } from './match-wire.ts';

const isView = (value: unknown): boolean =>
  hasTexts(value, 'id', 'rules', 'about', 'status', 'commitment') &&
  typeof value['turn'] === 'number' &&
  Array.isArray(value['waits']) &&
  Array.isArray(value['players']);

const isSide = (value: unknown): boolean =>
  isObject(value) && Array.isArray(value['active']) && typeof value['standing'] === 'number';

const isPosition = (value: unknown): boolean =>
  isObject(value) &&
  Array.isArray(value['field']) &&
  value['field'].every(isSide) &&
  Array.isArray(value['story']) &&
  (value['request'] === null || isObject(value['request']));

/** What `GET /api/matches/<id>` and its stream tell. */
export const isMatchScreen = (value: unknown): value is MatchScreen =>
  isObject(value) &&
  isView(value['view']) &&
  Array.isArray(value['names']) &&
  (value['position'] === undefined || isPosition(value['position']));
