import { CRASH_POINTS, type SqliteCrashPoint } from '#adapters/sqlite/messages.ts';
import { type Store } from '#ports/store.ts';

/** Where a process is killed on purpose: inside the store's writer, or at the kit's doors. */
export const KILL_POINTS = [
  'sqlite.before-begin',
  'sqlite.mid-batch',
  'sqlite.before-commit',
  'sqlite.after-commit',
  'sqlite.before-ack',
  'sqlite.before-snapshot',
  'kit.after-answer',
  'kit.activation-read',
  'kit.effect-delivery',
  'kit.checkpoint',
] as const;
export type KillPoint = (typeof KILL_POINTS)[number];

/** The point as the embedded store knows it, if it is one of its own. */
export const sqlitePoint = (point: KillPoint): SqliteCrashPoint | undefined =>
  CRASH_POINTS.find((known) => known === point);

/** Ends this process as `kill -9` does, when told so for the `hit`th time. */
export const killerAt = (armed: KillPoint | undefined, hit: number): ((point: KillPoint) => void) => {
  let left = hit;
  return (point) => {
    if (point !== armed) return;
    left -= 1;
    if (left <= 0) process.kill(process.pid, 'SIGKILL');
  };
};

/** The store with the kit's points on the way to it. */
export const withKillPoints = (store: Store, at: (point: KillPoint) => void): Store => ({
  ...store,
  journal: {
    ...store.journal,
    append: (entries) => {
      if (entries.some(({ commit }) => commit.cmds.some(({ id }) => id.includes('#'))))
        at('kit.effect-delivery');
      return store.journal.append(entries);
    },
    read: (stream, fromSeq, limit) => {
      at('kit.activation-read');
      return store.journal.read(stream, fromSeq, limit);
    },
  },
  followers: {
    ...store.followers,
    save: (name, epoch, position, rows) => {
      at('kit.checkpoint');
      return store.followers.save(name, epoch, position, rows);
    },
  },
});
