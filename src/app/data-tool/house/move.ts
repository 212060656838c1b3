import type { Progress } from '#adapters/sqlite/tools/inspect.ts';
import type { Clock } from '#ports/clock.ts';
import { Fault } from '#ports/fault.ts';
import type { Store } from '#ports/store.ts';
import { Filling } from './fill.ts';
import { recordsOfFile, writeHouseFile } from './house-file.ts';
import { checkSideRows, sumProblems } from './proof.ts';
import { type HouseHeader, moveFault, type OnProblem, type Records } from './records.ts';
import { recordsOfStore } from './store-records.ts';
import { type Figures, Tally } from './tally.ts';

/** Where things come from. */
export interface Source {
  /** In words. */
  readonly name: string;
  /** Everything in it, from the beginning. */
  records(): Records;
  /** Nobody has touched it meanwhile. @throws Fault E_UNAVAILABLE */
  recheck(): Promise<void>;
}

/** Where things go. */
export interface Target {
  readonly name: string;
  readonly store: Store;
}

/** Both sides as they were read, one after the other. */
export interface Proof {
  readonly source: Figures;
  readonly target: Figures;
  /** Commits that this run has brought: fewer than all when an earlier run was cut off. */
  readonly brought: number;
}

const refusing =
  (name: string): OnProblem =>
  (problem) => {
    throw moveFault(`${name} is damaged: ${problem}; "npm run data -- verify" lists all of it`);
  };

/** A store as a source: a damaged one ends the reading. */
export const storeSource = (name: string, store: Store, clock: Clock): Source => {
  let before: number | undefined;
  return {
    name,
    records: () => recordsOfStore(store, clock, refusing(name)),
    recheck: async () => {
      const [others, { commits }] = await Promise.all([store.moving.others(), store.journal.stats()]);
      before ??= commits;
      if (others.length === 0 && commits === before) return;
      throw moveFault(`a service runs or ran on ${name} meanwhile: stop it and run the same again`);
    },
  };
};

/** A file as a source. */
export const fileSource = (path: string): Source => ({
  name: `"${path}"`,
  records: () => recordsOfFile(path),
  recheck: async () => Promise.resolve(),
});

const headerOf = async (source: Source): Promise<HouseHeader> => {
  for await (const [first] of source.records()) if (first?.kind === 'house') return first;
  throw moveFault(`${source.name} holds nothing`);
};

/** Reads everything once. @throws Fault for the first thing that is wrong */
const tallyOf = async (
  name: string,
  records: Records,
  onProgress: (commits: number) => void,
): Promise<{ readonly figures: Figures; readonly tally: Tally }> => {
  const tally = new Tally(refusing(name));
  for await (const some of records) {
    try {
      for (const record of some) tally.add(record);
    } catch (error) {
      if (error instanceof Fault) throw error;
      throw moveFault(
        `${name} holds something after ${tally.commits} commits that is no record of ours`,
        error,
      );
    }
    onProgress(tally.commits);
  }
  const figures = tally.figures();
  for (const problem of sumProblems(figures)) refusing(name)(problem);
  return { figures, tally };
};

/**
 * Brings everything from a source into an empty store, or goes on where an earlier run was cut off, and reads both sides.
 * The target opens for nobody else until both are equal.
 * @throws Fault E_UNAVAILABLE for a damaged source, a target that is not empty, and when somebody else is in either
 */
export const moveHouse = async (
  source: Source,
  target: Target,
  clock: Clock,
  progress: Progress,
): Promise<Proof> => {
  await source.recheck();
  const header = await headerOf(source);
  const filling = new Filling(target.store, clock, target.name);
  await filling.check(header);
  const said = await tallyOf(source.name, source.records(), (commits) =>
    progress(commits, header.commits, 'commits checked'),
  );
  const total = said.figures.commits;
  await filling.take(header, source.records(), (commits) => progress(commits, total, 'commits copied'));
  const found = await tallyOf(
    target.name,
    recordsOfStore(target.store, clock, refusing(target.name)),
    (commits) => progress(commits, total, 'commits compared'),
  );
  await checkSideRows(target.store, clock, found.tally.expected, refusing(target.name));
  await source.recheck();
  const proof = { source: said.figures, target: found.figures, brought: filling.brought };
  if (isProven(proof)) await filling.end(said.tally.epoch);
  return proof;
};

/** Writes everything from a source into a new file and reads it back. @throws Fault E_UNAVAILABLE */
export const exportHouse = async (source: Source, path: string, progress: Progress): Promise<Proof> => {
  await source.recheck();
  const { commits: about } = await headerOf(source);
  const said = await tallyOf(source.name, source.records(), (commits) =>
    progress(commits, about, 'commits checked'),
  );
  const total = said.figures.commits;
  await writeHouseFile(
    path,
    counted(source.records(), (commits) => progress(commits, total, 'commits written')),
  );
  const found = await tallyOf(`"${path}"`, recordsOfFile(path), (commits) =>
    progress(commits, total, 'commits compared'),
  );
  await source.recheck();
  return { source: said.figures, target: found.figures, brought: total };
};

async function* counted(records: Records, onProgress: (commits: number) => void): Records {
  let commits = 0;
  for await (const some of records) {
    for (const { kind } of some) if (kind === 'commit') commits += 1;
    onProgress(commits);
    yield some;
  }
}

/** Whether both sides are the same. */
export const isProven = ({ source, target }: Omit<Proof, 'brought'>): boolean =>
  JSON.stringify(source) === JSON.stringify(target);
