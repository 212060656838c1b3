import { expect, it } from 'vitest';
import { drawCharts } from './charts.ts';
import type { Figure } from './figure.ts';

const figure = (name: string, value: number, more: Partial<Figure> = {}): Figure => ({
  name,
  value,
  unit: '/s',
  noise: 0,
  checksum: '',
  ...more,
});

it('draws the bars that have room to show, and one line for each run with tenths', () => {
  const charts = new Map(
    drawCharts([
      figure('durable', 30_000, { bar: { least: 25_000 }, series: [28_000, 32_000] }),
      figure('kit.ask.100.2', 0, { bar: { most: 0 } }),
      figure('rules.pet', 5),
    ]),
  );
  expect([...charts.keys()]).toEqual(['bars.svg', 'durable.svg']);
  const bars = charts.get('bars.svg') ?? '';
  expect(bars.startsWith('<svg')).toBe(true);
  expect(bars).toContain('durable');
  expect(bars).toContain('1.2');
  expect(bars).not.toContain('rules.pet');
  expect(charts.get('durable.svg')).toContain('each tenth');
});
