import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, TitleComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Figure } from './figure.ts';

use([BarChart, LineChart, GridComponent, TitleComponent, SVGRenderer]);

const WIDTH = 900;
const ROW = 26;
const ABOVE = 90;

/** A chart as the text of an SVG file. `width` and `height` in pixels. */
export const svgOf = (option: EChartsCoreOption, height: number, width = WIDTH): string => {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  chart.setOption({ animation: false, backgroundColor: '#ffffff', ...option });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${svg}\n`;
};

/** How far beyond its bar a figure is: 2 = twice as good. */
const headroom = ({ value, bar }: Figure): number | undefined => {
  if (bar === undefined) return undefined;
  if ('least' in bar) return bar.least === 0 ? undefined : value / bar.least;
  return bar.most === 0 || value === 0 ? undefined : bar.most / value;
};

const headroomChart = (figures: readonly Figure[]): string => {
  const rows = figures.flatMap((figure) => {
    const room = headroom(figure);
    return room === undefined ? [] : [{ name: figure.name, value: Number(room.toPrecision(3)) }];
  });
  return svgOf(
    {
      title: { text: 'Times better than the bar (1 = just reached)', left: 'center' },
      grid: { left: 130, right: 60, top: 50, bottom: 30 },
      xAxis: { type: 'log', min: 0.1 },
      yAxis: { type: 'category', inverse: true, data: rows.map(({ name }) => name) },
      series: [
        {
          type: 'bar',
          label: { show: true, position: 'right' },
          data: rows.map(({ value }) => ({
            value,
            itemStyle: { color: value >= 1 ? '#3b7d4f' : '#b4442f' },
          })),
        },
      ],
    },
    ABOVE + rows.length * ROW,
  );
};

const seriesChart = ({ name, unit, series = [] }: Figure): string =>
  svgOf(
    {
      title: { text: `${name} (${unit}) in each tenth of the run`, left: 'center' },
      grid: { left: 80, right: 30, top: 50, bottom: 30 },
      xAxis: { type: 'category', data: series.map((_, tenth) => String(tenth + 1)) },
      yAxis: { type: 'value', min: 0 },
      series: [{ type: 'line', data: series.map(Math.round), lineStyle: { color: '#31588a' } }],
    },
    300,
  );

/** All charts of a run, by file name. */
export const drawCharts = (figures: readonly Figure[]): readonly (readonly [name: string, svg: string])[] => [
  ['bars.svg', headroomChart(figures)],
  ...figures
    .filter(({ series }) => series !== undefined)
    .map((figure): readonly [string, string] => [`${figure.name}.svg`, seriesChart(figure)]),
];
