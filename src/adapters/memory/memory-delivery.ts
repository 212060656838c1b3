import type { Effect } from '#game/shared/decider.ts';
import type { DeadLetters } from '#ports/dead-letters.ts';
import { compareEffects, parseEffectId } from '#ports/effect-order.ts';
import type { Outbox } from '#ports/outbox.ts';
import type { ReminderPlace, Reminders } from '#ports/reminders.ts';
import type { MemoryBacking } from './backing.ts';
import type { Calls } from './calls.ts';

const parseEffect = (json: string): Effect =>
  // written by this adapter
  JSON.parse(json) as Effect;

/** The outbox in memory. */
export const createMemoryOutbox = (backing: MemoryBacking, calls: Calls): Outbox => ({
  pending: async (shards, afterId, limit) =>
    calls.call('outbox', () => {
      const after = parseEffectId(afterId);
      return [...backing.effects.values()]
        .filter(
          (row) => shards.has(row.shard) && (after === undefined || compareEffects(row.place, after) > 0),
        )
        .toSorted((a, b) => compareEffects(a.place, b.place))
        .slice(0, limit)
        .map(({ id, effect, attempts, at }) => ({ id, effect: parseEffect(effect), attempts, at }));
    }),
  attempted: async (id) =>
    calls.call('outbox', () => {
      const row = backing.effects.get(id);
      if (row !== undefined) row.attempts += 1;
    }),
  count: async () => calls.call('outbox', () => backing.effects.size),
});

const compareText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

const compareReminders = (a: ReminderPlace, b: ReminderPlace): number =>
  a.dueMs - b.dueMs || compareText(a.stream, b.stream) || compareText(a.name, b.name);

/** Reminders in memory. */
export const createMemoryReminders = (backing: MemoryBacking, calls: Calls): Reminders => ({
  due: async (shards, nowMs, limit, after) =>
    calls.call('reminders', () =>
      [...backing.reminders.values()]
        .filter(
          (row) =>
            shards.has(row.shard) &&
            row.dueMs <= nowMs &&
            (after === undefined || compareReminders(row, after) > 0),
        )
        .toSorted(compareReminders)
        .slice(0, limit)
        .map(({ stream, name, dueMs, command }) => ({
          stream,
          name,
          dueMs,
          command: structuredClone(command),
        })),
    ),
  nextDueMs: async (shards, afterMs = Number.NEGATIVE_INFINITY) =>
    calls.call('reminders', () => {
      let next: number | undefined;
      for (const { shard, dueMs } of backing.reminders.values()) {
        if (shards.has(shard) && dueMs > afterMs && (next === undefined || dueMs < next)) next = dueMs;
      }
      return next;
    }),
});

/** Dead letters in memory. */
export const createMemoryDeadLetters = (backing: MemoryBacking, calls: Calls): DeadLetters => ({
  put: async (letter) =>
    calls.call('dead-letters', () => {
      backing.deadLetters.set(letter.id, structuredClone(letter));
    }),
  get: async (id) => calls.call('dead-letters', () => structuredClone(backing.deadLetters.get(id))),
  list: async (limit) =>
    calls.call('dead-letters', () =>
      [...backing.deadLetters.values()]
        .toSorted((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
        .slice(0, limit)
        .map((letter) => structuredClone(letter)),
    ),
  remove: async (id) =>
    calls.call('dead-letters', () => {
      backing.deadLetters.delete(id);
    }),
  count: async () => calls.call('dead-letters', () => backing.deadLetters.size),
});
