import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Figure } from './figure.ts';
import { currentCommit, type Machine } from './machine.ts';
import { markdownTable } from './table.ts';

/** What a run leaves behind. */
export interface Report {
  readonly figures: readonly Figure[];
  /** Benches that did not end well: their figures are missing. */
  readonly failed: readonly string[];
  readonly machine: Machine;
  readonly atMs: number;
}

/** `{commit, machine, figures}` for programs. */
export const jsonOf = ({ figures, machine }: Report): string =>
  `${JSON.stringify(
    {
      commit: currentCommit(),
      machine,
      figures: Object.fromEntries(figures.map(({ name, value, unit }) => [name, { value, unit }])),
    },
    undefined,
    2,
  )}\n`;

/** The page that is kept beside the code. */
export const markdownOf = ({ figures, failed, machine, atMs }: Report, charts: readonly string[]): string => {
  const { cpu, cores, memoryGib, node, fdatasyncPerS } = machine;
  const disk = fdatasyncPerS === undefined ? '' : `, ${fdatasyncPerS} fdatasync/s of 4 KB on this disk`;
  return `# Benchmarks

${new Date(atMs).toISOString().slice(0, 10)}, commit \`${currentCommit()}\`; ${cpu}, ${cores} cores, ${memoryGib} GiB, Node ${node}${disk}.

Written by \`npm run bench\`. Each figure is the median of several rounds, in turn with its baseline in the same run where
there is one; equal checksums prove equal work; *noise* is half the range of the rounds. Engine figures run through
registry, actor and journal with the service's kinds, followers and metrics on.

${markdownTable(figures)}
${failed.length === 0 ? '' : `\nWithout figures, because they did not end well: ${failed.join(', ')}.\n`}
${charts.map((chart) => `![${chart}](charts/${chart})`).join('\n\n')}
`;
};

/** Writes `results.md` and the charts. */
export const writeReport = async (report: Report): Promise<void> => {
  const { drawCharts } = await import('./charts.ts');
  const folder = join(import.meta.dirname, 'charts');
  mkdirSync(folder, { recursive: true });
  const charts = drawCharts(report.figures);
  for (const [name, svg] of charts) writeFileSync(join(folder, name), svg);
  writeFileSync(
    join(import.meta.dirname, 'results.md'),
    markdownOf(
      report,
      charts.map(([name]) => name),
    ),
  );
};
