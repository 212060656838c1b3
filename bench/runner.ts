import { type ChildProcess, fork } from 'node:child_process';
import type { Bench, Figure, Mode } from './figure.ts';
import { removeDirectories } from './machine.ts';

/** What a bench's process is told. */
export interface Order {
  readonly name: string;
  readonly mode: Mode;
  readonly slow: number;
}

/** What it answers. */
export type Outcome = { readonly figures: readonly Figure[] } | { readonly failed: string };

type Said = Outcome | { readonly said: string };

const live = new Set<ChildProcess>();

/** Ends what still runs and removes what it wrote. */
export const endAll = (): void => {
  for (const child of live) {
    child.kill('SIGKILL');
    if (child.pid !== undefined) removeDirectories(child.pid);
  }
  removeDirectories(process.pid);
};

/** Runs one bench in a process of its own. */
export const runBench = (
  { name }: Pick<Bench, 'name'>,
  { mode, slow }: Omit<Order, 'name'>,
  say: (line: string) => void,
): Promise<Outcome> =>
  new Promise((resolve) => {
    let outcome: Outcome = { failed: `${name} ended without a word` };
    const child = fork(new URL('./child.ts', import.meta.url), [name, mode, String(slow)], {
      execArgv: ['--expose-gc'],
    });
    live.add(child);
    child.on('message', (message) => {
      const said = message as Said;
      if ('said' in said) say(said.said);
      else outcome = said;
    });
    child.on('exit', () => {
      live.delete(child);
      if (child.pid !== undefined) removeDirectories(child.pid);
      resolve(outcome);
    });
  });
