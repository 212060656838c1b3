import type { user } from '#actors/user/user.ts';
import type { AppendResult } from '#ports/journal.ts';
import type { Store } from '#ports/store.ts';
import { closedLoop, type LoadReport } from './load.ts';
import { ask, enrolAll, personCommand, personId } from './people.ts';
import { openDiskWorld, type World } from './world.ts';

/** People of a run, and commands that wait for their answer at any time. */
export const PEOPLE = 1_000;
export const IN_FLIGHT = 1_000;
/** The same for what waits for one transaction after the other. */
export const FEW = 200;

/** The same store, but each transaction holds one commit: what group commit is measured against. */
export const oneAtATime = (store: Store): Store => {
  let last: Promise<unknown> = Promise.resolve();
  return {
    ...store,
    journal: {
      ...store.journal,
      append: async (entries) => {
        const results: AppendResult[] = [];
        const before = last;
        const mine = (async () => {
          await before;
          for (const entry of entries) results.push(...(await store.journal.append([entry])));
        })();
        last = mine;
        await mine;
        return results;
      },
    },
  };
};

/** People under load. */
export interface Load {
  readonly world: World;
  readonly kind: typeof user;
  readonly ids: readonly string[];
  /** Commands given so far, over all runs: the next one's number. */
  given: number;
}

/** Gives so many people of a kind their profile, on a store of their own. */
export const openLoad = async (
  dir: string,
  kind: typeof user,
  entities: number,
  wrap?: (store: Store) => Store,
): Promise<Load> => {
  const world = await openDiskWorld(dir, { more: kind.kind === 'user' ? [] : [kind], ...(wrap && { wrap }) });
  return enrolLoad(world, kind, entities);
};

/** The same in a world that is there. */
export const enrolLoad = async (world: World, kind: typeof user, entities: number): Promise<Load> => {
  const ids = Array.from({ length: entities }, (_, n) => personId(n));
  await enrolAll(world, kind, ids);
  await world.engine.settled();
  return { world, kind, ids, given: 0 };
};

/** Gives the next command: round robin, so that each person's commands come in their order. */
export const issue = (load: Load): Promise<void> => {
  const n = load.given;
  load.given += 1;
  const id = load.ids[n % load.ids.length] ?? '';
  const nth = Math.floor(n / load.ids.length);
  const { by, command } = personCommand(id, nth);
  return ask(load.world, load.kind, id, `c${n.toString(36)}`, command, by);
};

/** Commands that the log holds must be those that were answered. @throws Error */
export const closeLoad = async ({ world, given, ids }: Load): Promise<string> => {
  const answered = [...world.meter.counts().values()].reduce((sum, { count }) => sum + count, 0);
  const { commands } = world.engine.stats();
  await world.close();
  if (answered !== given + ids.length || commands < answered) {
    throw new Error(`${given + ids.length} commands given, ${answered} answered, ${commands} in the log`);
  }
  return given.toString(36);
};

/** A thousand commands (or so many) in flight for so long. */
export const closed = (load: Load, durationMs: number, inFlight = IN_FLIGHT): Promise<LoadReport> =>
  closedLoop({ inFlight, durationMs }, () => issue(load));

/** Commands a second. */
export const rateOf = ({ done, ms }: LoadReport, slow = 1): number => (done * 1_000) / (ms * slow);
