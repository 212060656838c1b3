import { expect, it } from 'vitest';
import { sparkline } from './sparkline.ts';

it.each([
  [[0, 1, 2, 3, 4, 5, 6, 7], '▁▂▃▄▅▆▇█'],
  [[1_500, 1_662, 1_543], '▁█▃'],
  [[7], '▅'],
  [[3, 3], '▅▅'],
  [[], ''],
  [[-1, 1], '▁█'],
])('%j is drawn as %s', (values, line) => {
  expect(sparkline(values)).toBe(line);
});
