import type { DeadLetter, DeadLetters } from '#ports/dead-letters.ts';
import type { Calls } from './calls.ts';
import { int64, keyText } from './codec.ts';
import type { Collections } from './collections.ts';

const parseLetter = (json: string): DeadLetter =>
  // written by this adapter
  JSON.parse(json) as DeadLetter;

/** Dead letters on MongoDB. */
export const createMongoDeadLetters = (calls: Calls, { deadLetters }: Collections): DeadLetters => ({
  put: async (letter) => {
    const body = JSON.stringify(letter);
    await calls.run('dead letters', () =>
      deadLetters.replaceOne({ _id: keyText(letter.id) }, { at: int64(letter.at), body }, { upsert: true }),
    );
  },
  get: async (id) => {
    const row = await calls.run('dead letters', () => deadLetters.findOne({ _id: keyText(id) }));
    return row === null ? undefined : parseLetter(row.body);
  },
  list: async (limit) => {
    const rows = await calls.run('dead letters', () =>
      deadLetters.find().sort({ at: -1, _id: -1 }).limit(limit).toArray(),
    );
    return rows.map(({ body }) => parseLetter(body));
  },
  remove: async (id) => {
    await calls.run('dead letters', () => deadLetters.deleteOne({ _id: keyText(id) }));
  },
  count: async () => calls.run('dead letters', () => deadLetters.countDocuments({})),
});
