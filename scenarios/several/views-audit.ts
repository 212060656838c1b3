import { FOLLOWERS } from '#actors/guardian.ts';
import { unsealCommit } from '#actors/kit/activation.ts';
import { openViews, type Follower } from '#actors/kit/follower-runner.ts';
import { Sealer } from '#actors/kit/sealer.ts';
import { canonicalJson } from '#ports/canonical-json.ts';
import { parseCommitKey, parseStream } from '#ports/commit.ts';
import type { Store } from '#ports/store.ts';

const PAGE = 500;

type Rows = Map<string, string>;

/** The rows that followers should have written, by follower, from the log itself. */
const expectedRows = async ({ journal, keys }: Store): Promise<ReadonlyMap<string, Rows>> => {
  const sealer = new Sealer(keys);
  const expected = new Map(FOLLOWERS.map(({ name }): [string, Rows] => [name, new Map()]));
  let after = '';
  for (;;) {
    const streams = await journal.streams(after, PAGE);
    for (const { stream, lastSeq } of streams) {
      const { kind, realm, id } = parseStream(stream);
      const followers = FOLLOWERS.filter((follower) => follower.kinds.includes(kind));
      for (let seq = 0; followers.length > 0 && seq < lastSeq;) {
        for (const stored of await journal.read(stream, seq + 1, PAGE)) {
          ({ seq } = parseCommitKey(stored._id));
          const commit = await unsealCommit(stored, sealer);
          for (const follower of followers)
            put(expected, follower, follower.rows?.(commit, { stream, kind, realm, id, seq }) ?? []);
        }
      }
    }
    const last = streams.at(-1);
    if (last === undefined || streams.length < PAGE) return expected;
    after = last.stream;
  }
};

const put = (
  expected: ReadonlyMap<string, Rows>,
  { name }: Follower,
  rows: ReturnType<NonNullable<Follower['rows']>>,
): void => {
  for (const { key, value } of rows) {
    if (value === undefined) expected.get(name)?.delete(key);
    else expected.get(name)?.set(key, canonicalJson(value));
  }
};

const storedRows = async (store: Store, name: string): Promise<Rows> => {
  const views = openViews(store.followers, new Sealer(store.keys));
  const found: Rows = new Map();
  let before: string | undefined;
  for (;;) {
    const rows = await views.rows(name, '', {
      limit: PAGE,
      descending: true,
      ...(before === undefined ? {} : { before }),
    });
    for (const { key, value } of rows) found.set(key, canonicalJson(value));
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return found;
    before = last.key;
  }
};

/** What every read model lacks, has too much or has otherwise than the log says. */
export const compareViews = async (
  store: Store,
): Promise<{ readonly rows: number; readonly different: readonly string[] }> => {
  const different: string[] = [];
  let rows = 0;
  for (const [name, expected] of await expectedRows(store)) {
    const found = await storedRows(store, name);
    rows += expected.size;
    for (const [key, value] of expected)
      if (found.get(key) !== value)
        different.push(`${name} ${found.has(key) ? 'has another' : 'lacks'} ${key}`);
    for (const key of found.keys()) if (!expected.has(key)) different.push(`${name} has ${key} too much`);
  }
  return { rows, different };
};
