import type { Calls } from './calls.ts';
import type { Collections } from './collections.ts';
import { isOnlyDuplicates } from './explain.ts';
import type { SideWrites } from './side-rows.ts';

/** Writes side rows; a repeat changes nothing. @throws Fault E_UNAVAILABLE */
export const writeSides = async (
  calls: Calls,
  { outbox, reminders }: Collections,
  writes: SideWrites,
): Promise<void> => {
  const changes = [...writes.reminders];
  await Promise.all([
    writeOutbox(calls, outbox, writes),
    changes.length === 0
      ? undefined
      : calls.insist('side rows', () => reminders.bulkWrite(changes, { ordered: true })),
  ]);
};

/** Effects first: what is answered in the same writes was sent before. */
const writeOutbox = async (
  calls: Calls,
  outbox: Collections['outbox'],
  { effects, closed }: SideWrites,
): Promise<void> => {
  if (effects.length > 0) {
    await calls.insist('side rows', async () => {
      try {
        await outbox.insertMany(effects, { ordered: false });
      } catch (error) {
        // rows that are there already are what a repeat finds
        if (!isOnlyDuplicates(error)) throw error;
      }
    });
  }
  if (closed.length === 0) return;
  await calls.insist('side rows', () =>
    outbox.updateMany(
      { _id: { $in: closed }, open: true },
      { $unset: { open: '' }, $currentDate: { goneAt: true } },
    ),
  );
};
