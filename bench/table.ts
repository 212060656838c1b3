import { type Figure, reaches } from './figure.ts';
import type { KeptFigure } from './kept-results.ts';

const HEAD = ['figure', 'value', 'unit', 'bar', '', 'baseline', 'ratio', 'noise'] as const;

/** A number as people read it: three digits, thousands apart. */
export const digits = (value: number): string => {
  if (!Number.isFinite(value)) return '–';
  return Math.abs(value) >= 1_000
    ? Math.round(value).toLocaleString('en')
    : String(Number(value.toPrecision(3)));
};

const barText = ({ bar }: Figure): string => {
  if (bar === undefined) return '';
  return 'least' in bar ? `≥ ${digits(bar.least)}` : `≤ ${digits(bar.most)}`;
};

const MARKS = { true: 'ok', false: 'missed', undefined: '' } as const;

/** The cells of a figure's row, in the order of {@link HEAD}. */
const rowOf = (figure: Figure): readonly string[] => {
  const { name, value, unit, baseline, ratio, noise } = figure;
  return [
    name,
    digits(value),
    unit,
    barText(figure),
    MARKS[`${reaches(figure)}`],
    baseline === undefined ? '' : `${digits(baseline.value)} ${baseline.unit} (${baseline.what})`,
    ratio === undefined ? '' : digits(ratio),
    noise === 0 ? '' : `±${Math.round(noise * 100)} %`,
  ];
};

/** The figures as a table for the terminal. */
export const terminalTable = (figures: readonly Figure[]): string => {
  const rows = [HEAD, ...figures.map(rowOf)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

/** The figures as a Markdown table, with checksums, when and of which commit they were measured, and notes. */
export const markdownTable = (figures: readonly KeptFigure[]): string => {
  const head = [...HEAD.map((cell) => (cell === '' ? 'reached' : cell)), 'checksum', 'measured', 'note'];
  const rows = figures.map((figure) => [
    ...rowOf(figure),
    `\`${figure.checksum}\``,
    `${figure.on}, \`${figure.commit}\``,
    figure.note ?? '',
  ]);
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
};
