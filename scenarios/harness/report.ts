import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Figure, Invariant, Stage } from './stage.ts';

/** What a run leaves behind as JSON. */
export interface Report {
  readonly name: string;
  readonly seed: number;
  readonly ok: boolean;
  readonly invariants: readonly Invariant[];
  readonly figures: Readonly<Record<string, Figure>>;
}

/** The outcome of a stage; a run that tested nothing has not passed. */
export const reportOf = (name: string, seed: number, { invariants, figures }: Stage): Report => ({
  name,
  seed,
  ok: invariants.length > 0 && invariants.every(({ ok }) => ok),
  invariants,
  figures,
});

const write = (file: string, content: string): void => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
};

/** Writes the JSON report. */
export const writeJson = (file: string, report: Report): void =>
  write(file, `${JSON.stringify(report, null, 2)}\n`);

const shown = ({ value, unit }: Figure): string => {
  const rounded = Number(value.toPrecision(4));
  return unit === 'ratio' || unit === 'count' ? String(rounded) : `${rounded} ${unit}`;
};

/** Whether who asked, or what stood in for somebody else, was late: such a run says nothing about the service. */
const isInvalid = ({ invariants }: Report): boolean =>
  invariants.some(({ name, ok }) => !ok && name.includes('kept time'));

/** The report in lines for people. */
export const linesOf = (report: Report, failures: readonly string[]): readonly string[] => [
  ...report.invariants.map(({ name, ok, checked }) => `${ok ? '✓' : '✗'} ${name} (${checked})`),
  ...Object.entries(report.figures).map(([name, figure]) => `  ${name} = ${shown(figure)}`),
  ...failures.map((failure) => `  why: ${failure}`),
  `${report.ok ? 'passed' : 'FAILED'}: ${report.name}, seed ${report.seed}${isInvalid(report) ? ' (invalid: not in time)' : ''}`,
];

/** Draws the stage's series over seconds as an SVG; the drawing library is loaded only for this. */
export const writeChart = async (file: string, name: string, { series }: Stage): Promise<void> => {
  const [{ init, use }, { LineChart }, { GridComponent, LegendComponent, TitleComponent }, { SVGRenderer }] =
    await Promise.all([
      import('echarts/core'),
      import('echarts/charts'),
      import('echarts/components'),
      import('echarts/renderers'),
    ]);
  use([LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 900, height: 420 });
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    title: { text: name },
    legend: { top: 28 },
    grid: { left: 70, right: 30, top: 70, bottom: 40 },
    xAxis: { type: 'value', name: 's' },
    yAxis: { type: 'value' },
    series: series.map((line) => ({
      type: 'line',
      name: line.name,
      showSymbol: false,
      data: line.points.map(([x, y]) => [x, y]),
    })),
  });
  write(file, chart.renderToSVGString());
  chart.dispose();
};
