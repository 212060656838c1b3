import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '#adapters/memory/virtual-clock.ts';
import type { ReminderRow, Reminders } from '#ports/reminders.ts';
import { ReminderDriver } from './reminder-driver.ts';

const still = async (): Promise<void> => {
  for (let turn = 0; turn < 12; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
};

/** A driver over so many reminders due now, whose ends are in the hand of the test. */
const createDriver = (count: number) => {
  const clock = createVirtualClock();
  const nowMs = clock.nowMs();
  const rows: ReminderRow[] = Array.from({ length: count }, (_, n) => ({
    stream: '00:probe:0:a',
    name: `n${n}`,
    dueMs: nowMs - count + n,
    command: { type: 'Tick' },
  }));
  const looks = { count: 0 };
  const reminders: Reminders = {
    due: async (_shards, until, limit, after) =>
      rows
        .filter(({ dueMs }) => dueMs <= until && dueMs > (after?.dueMs ?? Number.NEGATIVE_INFINITY))
        .slice(0, limit),
    nextDueMs: async (_shards, afterMs = Number.NEGATIVE_INFINITY) => {
      looks.count += 1;
      return rows.find(({ dueMs }) => dueMs > afterMs)?.dueMs;
    },
  };
  const firing: { readonly row: ReminderRow; readonly end: (error?: Error) => void }[] = [];
  const driver = new ReminderDriver(
    reminders,
    clock,
    () => new Set([0]),
    (row) =>
      new Promise((resolve, reject) => {
        firing.push({
          row,
          end: (error) => {
            if (error !== undefined) return reject(error);
            rows.splice(rows.indexOf(row), 1);
            return resolve();
          },
        });
      }),
    () => undefined,
  );
  const pass = async (ms: number): Promise<void> => {
    await still();
    clock.advance(ms);
    await still();
  };
  return { driver, rows, firing, looks, pass };
};

describe('the reminder driver', () => {
  it('sends no more than 2,000 on their way at once, and the rest when half of those are done', async () => {
    const { driver, rows, firing, pass } = createDriver(2_600);
    driver.start();
    await pass(10);
    await pass(60_000);
    expect(firing).toHaveLength(2_000);
    for (const { end } of firing.splice(0, 999)) end();
    await pass(10);
    expect(firing).toHaveLength(1_001);
    firing.shift()?.end();
    await pass(10);
    expect(firing).toHaveLength(1_600);
    for (const { end } of firing.splice(0)) end();
    await pass(10);
    expect([rows.length, firing.length]).toEqual([0, 0]);
    driver.stop();
  });

  it('lets those behind go first while those before them rest', async () => {
    const { driver, firing, looks, pass } = createDriver(2_001);
    driver.start();
    await pass(10);
    expect(firing).toHaveLength(2_000);
    for (const { end } of firing.splice(0)) end(new Error('not now'));
    await pass(10);
    expect(firing.map(({ row }) => row.name)).toEqual(['n2000']);
    await pass(1_000);
    expect(firing).toHaveLength(2_000);
    const before = looks.count;
    for (let ms = 0; ms < 100; ms += 1) await pass(1);
    expect(looks.count - before).toBeLessThanOrEqual(1);
    driver.stop();
  });
});
