import { HeatmapChart } from 'echarts/charts';
import { VisualMapComponent } from 'echarts/components';
import { use } from 'echarts/core';
import { svgOf } from '../charts.ts';
import type { Cell } from './measure.ts';

use([HeatmapChart, VisualMapComponent]);

const SIZE = 940;
const BOUND = 8;

/** Wins of the row against the column in percent, both halves of the matrix. */
export const matrixChart = (names: readonly string[], cells: readonly Cell[]): string => {
  const data = [
    ...cells.map(({ row, column, share }) => [column, row, Number((share * 100).toFixed(1))]),
    ...cells.map(({ row, column, share }) => [row, column, Number((100 - share * 100).toFixed(1))]),
  ];
  return svgOf(
    {
      title: { text: 'Wins of the row against the column, percent', left: 'center' },
      grid: { left: 110, right: 20, top: 50, bottom: 170 },
      xAxis: { type: 'category', data: [...names], axisLabel: { rotate: 60, interval: 0 } },
      yAxis: { type: 'category', data: [...names], inverse: true, axisLabel: { interval: 0 } },
      visualMap: {
        min: 50 - BOUND,
        max: 50 + BOUND,
        orient: 'horizontal',
        left: 'center',
        bottom: 10,
        text: [`${50 + BOUND} %`, `${50 - BOUND} %`],
        inRange: { color: ['#31588a', '#f7f7f4', '#b4442f'] },
      },
      series: [{ type: 'heatmap', data, label: { show: true, fontSize: 10 } }],
    },
    SIZE,
    SIZE,
  );
};
