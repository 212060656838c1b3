import { UNITS_PER_POINT } from './cross/v1/sheet.ts';

/** HP in whole points; whoever stands has one at least. */
export const hpPoints = (units: number): number => Math.ceil(Math.max(0, units) / UNITS_PER_POINT);

/** What a blow takes or food gives, in whole points, one at least. */
export const pointsOf = (units: number): number => Math.max(1, Math.round(units / UNITS_PER_POINT));

/** `1 point`, `12 points`. */
export const pointsText = (units: number): string => {
  const points = pointsOf(units);
  return points === 1 ? '1 point' : `${points} points`;
};
