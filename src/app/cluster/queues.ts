import type { Queues } from '#commands/cluster.ts';
import type { Clock } from '#ports/clock.ts';
import { SHARDS } from '#ports/leases.ts';
import type { Store } from '#ports/store.ts';

/** How long the store may take to say what waits, ms. */
const ANSWER_WITHIN_MS = 700;
const DUE_MAX = 100;

const ALL_SHARDS: ReadonlySet<number> = new Set(Array.from({ length: SHARDS }, (_, shard) => shard));

/** What comes in time, else `undefined`; failures are nothing too. */
export const inTime = async <T>(work: Promise<T>, withinMs: number, clock: Clock): Promise<T | undefined> => {
  let cancel = (): void => undefined;
  const late = new Promise<undefined>((resolve) => {
    cancel = clock.after(withinMs, () => resolve(undefined));
  });
  try {
    return await Promise.race([work, late]);
  } catch {
    return undefined;
  } finally {
    cancel();
  }
};

/** What waits in the store; `null` when it does not say so in time. */
export const readQueues = async (
  { outbox, reminders, deadLetters }: Pick<Store, 'outbox' | 'reminders' | 'deadLetters'>,
  clock: Clock,
): Promise<Queues | null> => {
  const nowMs = clock.nowMs();
  const read = Promise.all([
    outbox.count(),
    reminders.due(ALL_SHARDS, nowMs, DUE_MAX),
    reminders.nextDueMs(ALL_SHARDS, nowMs),
    deadLetters.count(),
  ]);
  const found = await inTime(read, ANSWER_WITHIN_MS, clock);
  if (found === undefined) return null;
  const [open, due, nextMs, letters] = found;
  return {
    outbox: open,
    dueReminders: due.length,
    ...(nextMs === undefined ? {} : { nextReminderAtMs: nextMs }),
    deadLetters: letters,
  };
};
