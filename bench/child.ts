import { chooserOf, type Mode } from './figure.ts';
import { BENCHES } from './list.ts';
import { makeDirectory } from './machine.ts';
import type { Order, Outcome } from './runner.ts';

/** One bench in a process of its own, so that no bench inherits another's heap or compiled code. */
const run = async ({ name, mode, slow }: Order): Promise<Outcome> => {
  const bench = BENCHES.find((candidate) => candidate.name === name);
  if (bench === undefined) return { failed: `there is no bench ${name}` };
  let directories = 0;
  try {
    const figures = await bench.run({
      mode,
      slow,
      directory: () => {
        directories += 1;
        return makeDirectory(`${name}-${directories}`);
      },
      choose: chooserOf(mode),
      say: (line) => process.send?.({ said: line }),
    });
    return { figures };
  } catch (error) {
    return { failed: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
};

const [name = '', mode = 'quick', slow = '1'] = process.argv.slice(2);
const outcome = await run({ name, mode: mode as Mode, slow: Number(slow) });
// what a bench left open (actors of plain nact, timers) must not keep the process
process.send?.(outcome, () => process.exit(0));
