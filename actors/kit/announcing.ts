import type { Bus } from '#events/bus.ts';
import type { EntityRef } from '#game/shared/ids.ts';
import type { Building } from './building.ts';

/** Tells the bus, and whoever wakes people, what a durable commit holds. */
export const announce = (
  { kind, realm, id }: EntityRef,
  { decided, seq }: Building,
  bus: Bus,
  noticed: (dueMs: number) => void,
): void => {
  for (const { record, events } of decided) {
    for (const { dueMs } of record.reminders ?? []) if (dueMs !== null) noticed(dueMs);
    for (const event of events) {
      const topic = `${kind}.${event.type}`;
      if (!bus.isHeard(topic)) continue;
      const { at, by, id: commandId } = record;
      bus.publish({ topic, realm, id, seq, atMs: at, by, commandId, event });
    }
  }
};
