import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Figure } from './figure.ts';
import { BENCHES } from './list.ts';
import type { Machine } from './machine.ts';

/** A figure with when and of which commit it was measured. */
export interface KeptFigure extends Figure {
  /** `YYYY-MM-DD`. */
  readonly on: string;
  readonly commit: string;
}

/** All figures that were measured last on one machine. */
export interface KeptResults {
  readonly machine: Machine;
  readonly figures: readonly KeptFigure[];
}

const FILE = join(import.meta.dirname, 'results.json');
const ORDER = new Map(BENCHES.flatMap(({ figures }) => figures).map((name, n) => [name, n]));

const isSameMachine = (one: Machine, other: Machine): boolean =>
  one.cpu === other.cpu && one.cores === other.cores && one.node === other.node;

/** The results with these in the place of those of the same names; those of another machine go. */
export const withFigures = (
  kept: KeptResults | undefined,
  figures: readonly KeptFigure[],
  machine: Machine,
): KeptResults => {
  const names = new Set(figures.map(({ name }) => name));
  const before = kept !== undefined && isSameMachine(kept.machine, machine) ? kept : undefined;
  return {
    // a bench that leaves the disk alone does not measure it
    machine: { ...before?.machine, ...machine },
    figures: [
      ...(before?.figures ?? []).filter(({ name }) => ORDER.has(name) && !names.has(name)),
      ...figures,
    ].toSorted((a, b) => (ORDER.get(a.name) ?? 0) - (ORDER.get(b.name) ?? 0)),
  };
};

export const readKept = (): KeptResults | undefined =>
  existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as KeptResults) : undefined;

export const writeKept = (results: KeptResults): void =>
  writeFileSync(FILE, `${JSON.stringify(results, undefined, 2)}\n`);
