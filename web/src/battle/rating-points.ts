/** Size of the drawing that the points lie in. */
export const LINE_WIDTH = 72;
export const LINE_HEIGHT = 18;
/** Room for the stroke. */
const EDGE = 2;

/** Values as points of a line from left to right, the highest on top; of equal ones it runs through the middle. */
export const pointsOf = (values: readonly number[]): readonly (readonly [x: number, y: number])[] => {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const step = (LINE_WIDTH - 2 * EDGE) / Math.max(1, values.length - 1);
  return values.map((value, n) => {
    const share = high === low ? 0.5 : (value - low) / (high - low);
    const [x, y] = [EDGE + n * step, LINE_HEIGHT - EDGE - share * (LINE_HEIGHT - 2 * EDGE)];
    return [Math.round(x * 10) / 10, Math.round(y * 10) / 10] as const;
  });
};
