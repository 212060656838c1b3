import { CRASH_POINTS, type SqliteCrashPoint } from '#adapters/sqlite/messages.ts';
import type { CommandListener } from '#adapters/mongo/connect.ts';
import type { Store } from '#ports/store.ts';

const KIT_POINTS = [
  'kit.after-answer',
  'kit.activation-read',
  'kit.effect-delivery',
  'kit.checkpoint',
] as const;

/** Where a process is killed on purpose: inside the store's writer or at its wire, or at the kit's doors. */
export const KILL_POINTS = {
  sqlite: [
    'sqlite.before-begin',
    'sqlite.mid-batch',
    'sqlite.before-commit',
    'sqlite.after-commit',
    'sqlite.before-ack',
    'sqlite.before-snapshot',
    ...KIT_POINTS,
  ],
  mongo: [
    'mongo.commits-sent',
    'mongo.commits-answered',
    'mongo.side-rows-sent',
    'mongo.side-rows-answered',
    'mongo.snapshot-sent',
    'mongo.renewal-sent',
    ...KIT_POINTS,
  ],
} as const;
export type KillPoint = (typeof KILL_POINTS)[keyof typeof KILL_POINTS][number];

/** The point that a command on the wire to MongoDB is, if it is one. */
const wirePoint = (when: 'sent' | 'answered', command: string, collection: string): KillPoint | undefined => {
  if (command === 'insert' && collection === 'commits') return `mongo.commits-${when}`;
  if (command === 'insert' && collection === 'outbox') return `mongo.side-rows-${when}`;
  if (when === 'answered') return undefined;
  if (collection === 'manifests') return 'mongo.snapshot-sent';
  return command === 'update' && collection === 'leases' ? 'mongo.renewal-sent' : undefined;
};

/** Hears the wire and tells of the points; what was sent is given the time to leave this process. */
export const wirePoints =
  (at: (point: KillPoint) => void): CommandListener =>
  (when, command, collection) => {
    const point = wirePoint(when, command, collection);
    if (point !== undefined) setImmediate(() => at(point));
  };

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
