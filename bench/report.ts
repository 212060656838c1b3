import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Figure } from './figure.ts';
import { type KeptResults, readKept, withFigures, writeKept } from './kept-results.ts';
import { currentCommit, type Machine } from './machine.ts';
import { markdownTable } from './table.ts';

/** What a run leaves behind. */
export interface Report {
  readonly figures: readonly Figure[];
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
export const markdownOf = ({ figures, machine }: KeptResults, charts: readonly string[]): string => {
  const { cpu, cores, memoryGib, node, fdatasyncPerS } = machine;
  const disk = fdatasyncPerS === undefined ? '' : `, ${fdatasyncPerS} fdatasync/s of 4 KB on this disk`;
  return `# Benchmarks

${cpu}, ${cores} cores, ${memoryGib} GiB, Node ${node}${disk}.

Written by \`npm run bench\`; a bench that runs by itself replaces its own rows. Each figure is the median of several rounds, in turn with its baseline in the same run where
there is one; equal checksums prove equal work; *noise* is half the range of the rounds. Engine figures run through
registry, actor and journal with the service's kinds, followers and metrics on.

${markdownTable(figures)}
${charts.map((chart) => `![${chart}](charts/${chart})`).join('\n\n')}
`;
};

/** Puts the figures among those that are kept, and writes `results.md` and the charts anew. */
export const writeReport = async ({ figures, machine, atMs }: Report): Promise<void> => {
  const { drawCharts } = await import('./charts.ts');
  const folder = join(import.meta.dirname, 'charts');
  mkdirSync(folder, { recursive: true });
  const on = new Date(atMs).toISOString().slice(0, 10);
  const commit = currentCommit();
  const fresh = figures.map((figure) => Object.assign({ on, commit }, figure));
  const results = withFigures(readKept(), fresh, machine);
  writeKept(results);
  const charts = drawCharts(results.figures);
  for (const [name, svg] of charts) writeFileSync(join(folder, name), svg);
  writeFileSync(
    join(import.meta.dirname, 'results.md'),
    markdownOf(
      results,
      charts.map(([name]) => name),
    ),
  );
};
