import { expect, it } from 'vitest';
import { type KeptFigure, withFigures } from './kept-results.ts';

const machine = { cpu: 'x', cores: 2, memoryGib: 24, node: 'v24.21.0' } as never;
const figure = (name: string, value: number, on = '2026-11-29'): KeptFigure => ({
  name,
  value,
  unit: 'ms',
  noise: 0,
  checksum: 'c',
  on,
  commit: 'abc',
});

it('keeps what was not measured again, in the order of the table, and drops what no bench has any more', () => {
  const kept = {
    machine,
    figures: [figure('start', 1, '2026-11-01'), figure('ledger', 2), figure('gone', 3)],
  };
  const { figures } = withFigures(kept, [figure('hydrate', 4), figure('ledger', 5)], machine);
  expect(figures.map(({ name, value, on }) => [name, value, on])).toEqual([
    ['start', 1, '2026-11-01'],
    ['ledger', 5, '2026-11-29'],
    ['hydrate', 4, '2026-11-29'],
  ]);
});

it('mixes no figures of two machines', () => {
  const other = { cpu: 'y', cores: 8, memoryGib: 64, node: 'v24.21.0' } as never;
  const { figures } = withFigures({ machine, figures: [figure('start', 1)] }, [figure('loop', 2)], other);
  expect(figures.map(({ name }) => name)).toEqual(['loop']);
  expect(withFigures(undefined, [figure('loop', 2)], other).figures).toHaveLength(1);
});
