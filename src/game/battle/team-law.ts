import { NO_TYPE } from './cross/v1/chart.ts';
import { TEAM_MAX } from './cross/v1/sheet.ts';
import type { Shape } from './shape.ts';

type Kind = Pick<Shape, 'types' | 'class'>;

const isAlike = (one: Kind, other: Kind): boolean =>
  one.class === other.class && one.types[0] === other.types[0] && one.types[0] !== NO_TYPE;

/**
 * Whether a team is three of one first type and class. At most two may be: with three, type chart and triangle decide the
 * battle before it begins, and balance is measured without them (docs/balance.md).
 */
export const isAllAlike = (team: readonly Kind[]): boolean => {
  const [first] = team;
  return first !== undefined && team.length === TEAM_MAX && team.every((other) => isAlike(first, other));
};
