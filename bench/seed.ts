import { FOLLOWERS } from '#actors/guardian.ts';
import { user } from '#actors/user/user.ts';
import { xpFor } from '#game/profile/experience.ts';
import { COMMIT_FORMAT, type Commit, commitKey, parseStream } from '#ports/commit.ts';
import type { Position } from '#ports/followers.ts';
import type { AppendEntry } from '#ports/journal.ts';
import type { Store } from '#ports/store.ts';
import { enrolAll, personId, REALM } from './people.ts';
import { openWorld } from './world.ts';

const BATCH = 500;
const STREAMS = 1_000;
const FOLLOWED = 5_000;
const SOURCE = 'pet-care';

/** One more commit of a person, as the kit would have written it: experience for a cared-for pet. */
const tailCommit = (stream: string, seq: number, nth: number, epoch: number, atMs: number): Commit => {
  const { id } = parseStream(stream);
  const xp = xpFor(SOURCE);
  const total = nth * xp;
  return {
    _id: commitKey(stream, seq),
    at: atMs,
    cmds: [
      {
        id: `pet:${REALM}:${id}/s${seq.toString(36)}`,
        hash: 'AAAAAAAAAAAAAAAA',
        at: atMs,
        by: `pet:${REALM}:${id}`,
        events: [{ type: 'XpAwarded', v: 1, data: { source: SOURCE, xp, total } }],
        reply: { type: 'XpAwarded', xp, level: 1 },
      },
    ],
    commitId: `seed${seq.toString(36)}`,
    epoch,
    f: COMMIT_FORMAT,
    kind: 'commands',
    writer: 'seed',
  };
};

/** Every person's stream with its length. */
async function* peopleStreams(store: Store): AsyncGenerator<{ stream: string; lastSeq: number }> {
  let after = '';
  for (;;) {
    const streams = await store.journal.streams(after, STREAMS);
    for (const found of streams) if (parseStream(found.stream).kind === 'user') yield found;
    after = streams.at(-1)?.stream ?? '';
    if (streams.length < STREAMS) return;
  }
}

const appendTails = async (store: Store, tailOf: (id: string) => number): Promise<void> => {
  let batch: AppendEntry[] = [];
  const flush = async (): Promise<void> => {
    const results = await store.journal.append(batch);
    const bad = results.find(({ status }) => status !== 'committed');
    if (bad !== undefined) throw new Error(`the seed was not taken: ${JSON.stringify(bad)}`);
    batch = [];
  };
  for await (const { stream, lastSeq } of peopleStreams(store)) {
    const { id, shard } = parseStream(stream);
    const epoch = store.leases.epochOf(shard) ?? 0;
    const atMs = Date.now();
    for (let nth = 1; nth <= tailOf(id); nth += 1) {
      batch.push({ commit: tailCommit(stream, lastSeq + nth, nth, epoch, atMs) });
    }
    if (batch.length >= BATCH) await flush();
  }
  await flush();
};

/** Leaves the followers at the end of the log, as in a service that has been running. */
const skipFollowers = async ({ followers }: Store): Promise<void> => {
  const endOf = async (from: Position | undefined): Promise<Position> => {
    const { commits, position } = await followers.read(from, FOLLOWED);
    return commits.length === 0 ? position : endOf(position);
  };
  const end = await endOf(undefined);
  for (const { name } of FOLLOWERS) {
    const { epoch } = await followers.open(name);
    await followers.save(name, epoch, end, []);
  }
};

/** Length of the tail of the `n`th person: 0 to 99, evenly. */
export const tailOfPerson = (id: string): number => (Number.parseInt(id.slice(1), 36) * 37) % 100;

/**
 * Fills a store with so many people: enrolled through the engine, with welcome grants in the ledger, and each
 * with a tail of further commits behind it. Returns the ids.
 */
export const seedPeople = async (
  open: () => Promise<Store>,
  count: number,
  tailOf: (id: string) => number = tailOfPerson,
): Promise<readonly string[]> => {
  const ids = Array.from({ length: count }, (_, n) => personId(n));
  const world = await openWorld({ store: await open(), followers: [] });
  await enrolAll(world, user, ids);
  await world.engine.settled();
  await world.close();
  const store = await open();
  await appendTails(store, tailOf);
  await skipFollowers(store);
  await store.close();
  return ids;
};
