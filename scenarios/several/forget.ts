import { withDatabase } from '#test/support/services/mongo-fixture.ts';

const FORGOTTEN = 40;

/** For self-tests: the newest commits of people go, as on a server that answers before it writes. */
export const forget = (uri: string): Promise<unknown> =>
  withDatabase(uri, async (db) => {
    const commits = db.collection<{ _id: string }>('commits');
    const newest = await commits
      .find({ _id: /:user:/ }, { projection: { _id: 1 } })
      .sort({ at: -1 })
      .limit(FORGOTTEN)
      .toArray();
    await commits.deleteMany({ _id: { $in: newest.map(({ _id }) => _id) } });
  });
