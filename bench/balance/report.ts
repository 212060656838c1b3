import type { Row } from './bars.ts';
import type { Cell, Measured, Size } from './measure.ts';
import { ARCHETYPES } from './shapes.ts';
import { halfInterval, shareOf } from './tally.ts';

const percent = (share: number): string => (100 * share).toFixed(1);

const matrixTable = (cells: readonly Cell[]): string => {
  const names = ARCHETYPES.map(({ name }) => name);
  const shareAt = (row: number, column: number): string => {
    const straight = cells.find((cell) => cell.row === row && cell.column === column);
    if (straight !== undefined) return percent(straight.share);
    const turned = cells.find((cell) => cell.row === column && cell.column === row);
    return turned === undefined ? '–' : percent(1 - turned.share);
  };
  return [
    `| | ${names.join(' | ')} |`,
    `| --- |${names.map(() => ' --- |').join('')}`,
    ...names.map(
      (name, row) => `| ${name} | ${names.map((_, column) => shareAt(row, column)).join(' | ')} |`,
    ),
  ].join('\n');
};

/** The power in p = 1 / (1 + r^-k), from what a tenth more HP wins. */
export const ratingPower = ({ stronger }: Measured): number => {
  const share = shareOf(stronger);
  return Math.log(share / (1 - share)) / Math.log(1.1);
};

/** What the page says of a whole run. */
export interface Findings {
  readonly measured: Measured;
  readonly rows: readonly Row[];
  readonly size: Size;
  /** Name of the set of factors. */
  readonly dataHash: string;
}

/** The page docs/balance.md. */
export const pageOf = ({ measured, rows, size, dataHash }: Findings): string => `# Balance

Written by \`npm run balance\` (seed ${size.seed}, factors \`${dataHash}\`); \`npm run balance -- --check\` measures a smaller run against the same bars and exits 1 naming what is out of bounds. Why the scale is so stands in [ADR 0019](adr/0019-cross-battles.md).

Teams of three at equal level. Archetypes and random pairings fight by standing orders, without items, types and classes: what is compared is kind, interval and weights. “Usual battles” have types, classes and the usual three items. A thinking player sees its own team and the foe's fighters that have been on the field, live its orders come 4 ticks (2.4 s) late, in rounds it decides once in 8 ticks. ± is half of the 95 % interval.

| what | measured | bar | |
| --- | --- | --- | --- |
${rows.map(({ name, value, bar, isMet }) => `| ${name} | ${value} | ${bar} | ${isMet ? 'met' : 'missed'} |`).join('\n')}

A tenth more HP wins ${percent(shareOf(measured.stronger))} %: in p = 1 / (1 + r^−k), r being the ratio of the products of attack, defence and HP, k is ${ratingPower(measured).toFixed(1)}.

## Archetypes

Wins of the row against the column in percent, ${size.battles.toLocaleString('en-US')} battles a cell (± ${percent(halfInterval(size.battles))}).

![Wins of each archetype against each other](images/balance.svg)

${matrixTable(measured.cells)}

## Factors

The law (\`src/game/battle/forge.ts\`) gives each fighter the HP with which it needs as long to kill the level's reference fighter as to die by it. What that leaves is one factor of HP by kind, interval and slant towards attack, fitted by simulation: each bin meets the same random teams, and its HP moves against what it wins above half. The factors lie in \`src/game/battle/data\`; a file there never changes, its name is the hash of its content. \`npm run balance\` fits them again from the seed and names the file.
`;
