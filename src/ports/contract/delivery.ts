import { describe, expect, it } from 'vitest';
import type { Effect } from '#game/shared/decider.ts';
import { ackId, commitKey, effectId, reminderId, type Commit } from '../commit.ts';
import { SHARDS } from '../leases.ts';
import type { ReminderRow } from '../reminders.ts';
import type { Store } from '../store.ts';
import {
  appendAll,
  AT,
  commandOf,
  commitOf,
  STREAM_A,
  STREAM_B,
  STREAM_C,
  withStore,
  type OpenStore,
} from './fixture.ts';

const ALL = new Set(Array.from({ length: SHARDS }, (_, shard) => shard));

const effectTo = (id: string): Effect => ({
  to: { kind: 'pet', realm: 'home', id },
  command: { type: 'Feed' },
  tag: id,
});

const withEffects = (stream: string, seq: number, ...perCommand: readonly number[]): Commit =>
  commitOf(stream, seq, {
    cmds: perCommand.map((count, index) =>
      commandOf(`ash/${stream}-${seq}-${index}`, {
        effects: Array.from({ length: count }, (_, n) => effectTo(`e${index}x${n}`)),
      }),
    ),
  });

const idsOf = async (store: Store, shards: ReadonlySet<number> = ALL): Promise<readonly string[]> =>
  (await store.outbox.pending(shards, '', 10_000)).map(({ id }) => id);

/** Effects wait until their answer is durable at the sender. */
export const outboxContract = (name: string, open: OpenStore): void => {
  describe(`${name} outbox`, () => {
    it(
      'holds the effects of a commit with its time, until they are acknowledged',
      withStore(open, async ({ store, settled }) => {
        await appendAll(store, withEffects(STREAM_A, 1, 1, 2));
        await settled();
        const key = commitKey(STREAM_A, 1);
        expect(await store.outbox.pending(ALL, '', 10)).toEqual([
          { id: effectId(key, 0, 0), effect: effectTo('e0x0'), attempts: 0, at: AT + 1 },
          { id: effectId(key, 1, 0), effect: effectTo('e1x0'), attempts: 0, at: AT + 1 },
          { id: effectId(key, 1, 1), effect: effectTo('e1x1'), attempts: 0, at: AT + 1 },
        ]);
        expect(await store.outbox.count()).toBe(3);
        const ack = commandOf(ackId(effectId(key, 1, 0)), { events: [] });
        await appendAll(store, commitOf(STREAM_A, 2, { cmds: [ack] }));
        await settled();
        expect(await idsOf(store)).toEqual([effectId(key, 0, 0), effectId(key, 1, 1)]);
        expect(await store.outbox.count()).toBe(2);
      }),
    );

    it(
      "keeps a sender's effects in order of cause, beyond nine commands and nine effects",
      withStore(open, async ({ store, settled }) => {
        const many = Array.from({ length: 12 }, () => 11);
        await appendAll(
          store,
          withEffects(STREAM_A, 1, ...many),
          withEffects(STREAM_B, 1, 1),
          withEffects(STREAM_A, 2, 1),
        );
        await settled();
        const expected = many.flatMap((count, cmd) =>
          Array.from({ length: count }, (_, n) => effectId(commitKey(STREAM_A, 1), cmd, n)),
        );
        const ids = await idsOf(store);
        expect(ids.filter((id) => id.startsWith(STREAM_A))).toEqual([
          ...expected,
          effectId(commitKey(STREAM_A, 2), 0, 0),
        ]);
        expect(ids).toHaveLength(expected.length + 2);
      }),
    );

    it(
      'pages through everything by the last id',
      withStore(open, async ({ store, settled }) => {
        await appendAll(
          store,
          withEffects(STREAM_C, 1, 3),
          withEffects(STREAM_A, 1, 11, 11),
          withEffects(STREAM_B, 1, 2),
        );
        await settled();
        const paged: string[] = [];
        for (let after = ''; ;) {
          const page = await store.outbox.pending(ALL, after, 4);
          expect(page.length).toBeLessThanOrEqual(4);
          paged.push(...page.map(({ id }) => id));
          const last = page.at(-1)?.id;
          if (last === undefined) break;
          after = last;
        }
        expect(paged).toEqual(await idsOf(store));
        expect(new Set(paged).size).toBe(27);
      }),
    );

    it(
      'gives only rows of senders in the shards asked for',
      withStore(open, async ({ store, settled }) => {
        await appendAll(
          store,
          withEffects(STREAM_A, 1, 1),
          withEffects(STREAM_B, 1, 1),
          withEffects(STREAM_C, 1, 1),
        );
        await settled();
        expect(await idsOf(store, new Set([0x7f]))).toEqual([effectId(commitKey(STREAM_B, 1), 0, 0)]);
        expect(await idsOf(store, new Set([0x00, 0xff]))).toHaveLength(2);
        expect(await idsOf(store, new Set())).toEqual([]);
      }),
    );

    it(
      'counts attempts, and those of a row that is gone change nothing',
      withStore(open, async (fixture) => {
        await appendAll(fixture.store, withEffects(STREAM_A, 1, 1));
        await fixture.settled();
        const id = effectId(commitKey(STREAM_A, 1), 0, 0);
        await fixture.store.outbox.attempted(id);
        await fixture.store.outbox.attempted(id);
        await fixture.store.outbox.attempted(effectId(commitKey(STREAM_B, 9), 0, 0));
        await fixture.store.outbox.attempted('nonsense');
        const store = await fixture.reopen();
        expect(await store.outbox.pending(ALL, '', 10)).toMatchObject([{ id, attempts: 2 }]);
      }),
    );

    it(
      'gets no rows from a commit that was not applied',
      withStore(open, async ({ store, settled }) => {
        await appendAll(store, commitOf(STREAM_A, 1));
        await appendAll(store, withEffects(STREAM_A, 1, 3), withEffects(STREAM_B, 2, 3));
        await settled();
        expect(await idsOf(store)).toEqual([]);
      }),
    );

    it(
      "is not emptied by a person's command whose id looks like an answer",
      withStore(open, async ({ store, settled }) => {
        await appendAll(store, withEffects(STREAM_A, 1, 1));
        const forged = `ash/${ackId(effectId(commitKey(STREAM_A, 1), 0, 0))}`;
        await appendAll(store, commitOf(STREAM_B, 1, { cmds: [commandOf(forged)] }));
        await settled();
        expect(await store.outbox.count()).toBe(1);
      }),
    );
  });
};

const setting = (stream: string, seq: number, name: string, dueMs: number | null): Commit =>
  commitOf(stream, seq, {
    cmds: [
      commandOf(`ash/${stream}-${seq}`, {
        reminders: [dueMs === null ? { name, dueMs } : { name, dueMs, command: { type: `Tick${seq}` } }],
      }),
    ],
  });

const firing = (stream: string, seq: number, name: string, dueMs: number): Commit =>
  commitOf(stream, seq, { cmds: [commandOf(reminderId(stream, name, dueMs))] });

/** Reminders come and go with commits. */
export const remindersContract = (name: string, open: OpenStore): void => {
  describe(`${name} reminders`, () => {
    it(
      'are due at their time, earliest first, and not before',
      withStore(open, async ({ store, settled }) => {
        await appendAll(
          store,
          setting(STREAM_A, 1, 'late', AT + 300),
          setting(STREAM_B, 1, 'early', AT + 100),
          setting(STREAM_C, 1, 'middle', AT + 200),
        );
        await settled();
        const dueAt = async (nowMs: number, limit = 10): Promise<readonly string[]> =>
          (await store.reminders.due(ALL, nowMs, limit)).map((row) => row.name);
        expect(await dueAt(AT + 99)).toEqual([]);
        expect(await dueAt(AT + 100)).toEqual(['early']);
        expect(await dueAt(AT + 1000)).toEqual(['early', 'middle', 'late']);
        expect(await dueAt(AT + 1000, 2)).toEqual(['early', 'middle']);
        expect(await store.reminders.nextDueMs(ALL)).toBe(AT + 100);
        expect(await store.reminders.nextDueMs(new Set([0x00]))).toBe(AT + 300);
        expect(await store.reminders.nextDueMs(new Set())).toBeUndefined();
        expect(await store.reminders.due(new Set([0xff]), AT + 1000, 10)).toEqual([
          { stream: STREAM_C, name: 'middle', dueMs: AT + 200, command: { type: 'Tick1' } },
        ]);
      }),
    );

    it(
      'are paged through by the last one, those of one time too',
      withStore(open, async ({ store, settled }) => {
        await appendAll(
          store,
          setting(STREAM_C, 1, 'x', AT + 100),
          setting(STREAM_A, 1, 'y', AT + 100),
          setting(STREAM_A, 2, 'x', AT + 100),
          setting(STREAM_B, 1, 'x', AT + 50),
          setting(STREAM_B, 2, 'y', AT + 100),
          setting(STREAM_B, 3, 'z', AT + 200),
        );
        await settled();
        const whole = await store.reminders.due(ALL, AT + 150, 10);
        const paged: ReminderRow[] = [];
        for (let after: ReminderRow | undefined; ;) {
          const page = await store.reminders.due(ALL, AT + 150, 2, after);
          expect(page.length).toBeLessThanOrEqual(2);
          paged.push(...page);
          after = page.at(-1);
          if (after === undefined) break;
        }
        expect(paged).toEqual(whole);
        expect(paged.map((row) => `${row.stream}/${row.name}`).toSorted()).toEqual(
          [`${STREAM_A}/x`, `${STREAM_A}/y`, `${STREAM_B}/x`, `${STREAM_B}/y`, `${STREAM_C}/x`].toSorted(),
        );
        expect(await store.reminders.due(new Set([0x7f]), AT + 500, 10, whole[0])).toMatchObject([
          { stream: STREAM_B, name: 'y' },
          { stream: STREAM_B, name: 'z' },
        ]);
      }),
    );

    it(
      'page on past one that went meanwhile',
      withStore(open, async ({ store, settled }) => {
        await appendAll(store, setting(STREAM_A, 1, 'x', AT), setting(STREAM_B, 1, 'x', AT + 1));
        await settled();
        const [first] = await store.reminders.due(ALL, AT + 9, 1);
        await appendAll(store, firing(STREAM_A, 2, 'x', AT));
        await settled();
        expect(await store.reminders.due(ALL, AT + 9, 1, first)).toMatchObject([{ stream: STREAM_B }]);
      }),
    );

    it(
      'say when the next one after a time is due',
      withStore(open, async ({ store, settled }) => {
        await appendAll(store, setting(STREAM_A, 1, 'x', AT), setting(STREAM_B, 1, 'x', AT + 70));
        await settled();
        expect(await store.reminders.nextDueMs(ALL, AT - 1)).toBe(AT);
        expect(await store.reminders.nextDueMs(ALL, AT)).toBe(AT + 70);
        expect(await store.reminders.nextDueMs(ALL, AT + 70)).toBeUndefined();
        expect(await store.reminders.nextDueMs(new Set([0x00]), AT)).toBeUndefined();
      }),
    );

    it(
      'are replaced by a new time of the same name and cancelled by none',
      withStore(open, async (fixture) => {
        const { store } = fixture;
        await appendAll(store, setting(STREAM_A, 1, 'tick', AT), setting(STREAM_A, 2, 'tick', AT + 50));
        await fixture.settled();
        expect(await store.reminders.due(ALL, AT + 100, 10)).toMatchObject([
          { dueMs: AT + 50, command: { type: 'Tick2' } },
        ]);
        await appendAll(store, setting(STREAM_A, 3, 'tick', null));
        await fixture.settled();
        expect(await (await fixture.reopen()).reminders.due(ALL, AT + 100, 10)).toEqual([]);
      }),
    );

    it(
      'go when they took effect, but only while still due at that time',
      withStore(open, async ({ store, settled }) => {
        await appendAll(store, setting(STREAM_A, 1, 'tick', AT), setting(STREAM_A, 2, 'tick', AT + 50));
        await appendAll(store, firing(STREAM_A, 3, 'tick', AT));
        await settled();
        expect(await store.reminders.nextDueMs(ALL)).toBe(AT + 50);
        await appendAll(store, firing(STREAM_A, 4, 'tick', AT + 50));
        await settled();
        expect(await store.reminders.nextDueMs(ALL)).toBeUndefined();
      }),
    );

    it(
      'stay when the commit that took effect sets them again',
      withStore(open, async ({ store, settled }) => {
        await appendAll(store, setting(STREAM_A, 1, 'tick', AT));
        const again = commandOf(reminderId(STREAM_A, 'tick', AT), {
          reminders: [{ name: 'tick', dueMs: AT + 500, command: { type: 'Tick' } }],
        });
        await appendAll(store, commitOf(STREAM_A, 2, { cmds: [again] }));
        await settled();
        expect(await store.reminders.nextDueMs(ALL)).toBe(AT + 500);
      }),
    );

    it(
      'of one stream leave those of another alone',
      withStore(open, async ({ store, settled }) => {
        await appendAll(store, setting(STREAM_A, 1, 'tick', AT), setting(STREAM_B, 1, 'tick', AT));
        await appendAll(store, firing(STREAM_A, 2, 'tick', AT));
        await settled();
        expect(await store.reminders.due(ALL, AT, 10)).toMatchObject([{ stream: STREAM_B }]);
      }),
    );

    it(
      'keep times up to 2^53 - 1 exactly',
      withStore(open, async ({ store, settled }) => {
        await appendAll(store, setting(STREAM_A, 1, 'far', Number.MAX_SAFE_INTEGER));
        await settled();
        expect(await store.reminders.nextDueMs(ALL)).toBe(9_007_199_254_740_991);
      }),
    );
  });
};
