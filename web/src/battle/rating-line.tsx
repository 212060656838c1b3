import { LINE_HEIGHT, LINE_WIDTH, pointsOf } from './rating-points.ts';

/** How a rating went; nothing to draw before the first battle. */
export const RatingLine = ({ course }: { course: readonly number[] | undefined }) => {
  if (course === undefined || course.length < 2) return null;
  const points = pointsOf(course);
  const [x, y] = points.at(-1) ?? [0, 0];
  const [from, to] = [course[0], course.at(-1)];
  return (
    <svg
      class="rating-line"
      viewBox={`0 0 ${LINE_WIDTH} ${LINE_HEIGHT}`}
      width={LINE_WIDTH}
      height={LINE_HEIGHT}
      role="img"
      aria-label={`Rating from ${from} to ${to} in ${course.length - 1} battles`}
    >
      <polyline points={points.map((point) => point.join(',')).join(' ')} />
      <circle cx={x} cy={y} r="2" />
    </svg>
  );
};
