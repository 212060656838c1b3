import { describe, expect, it } from 'vitest';
import { createMemoryBacking, type MemoryBacking } from '#adapters/memory/backing.ts';
import { createVirtualClock } from '#adapters/memory/virtual-clock.ts';
import { sfc32 } from '#game/shared/rng.ts';
import type { Commit } from '#ports/commit.ts';
import { PAGE_MAX_BYTES } from '#ports/snapshots.ts';
import { counter } from '#test/support/counter-kind.ts';
import { createHold, watch } from '#test/support/hold.ts';
import { createRig, type Rig } from '#test/support/kit-rig.ts';
import { createTrouble, shelfKind, type ShelfState } from '#test/support/paged-kind.ts';
import { activate, decodeEvent } from './activation.ts';
import { AGED_SNAPSHOT_TAIL } from './commit-line.ts';
import { Sealer } from './sealer.ts';
import { streamOf } from './stream-id.ts';

const a = { realm: '0', id: 'a' };
const add = (amount: number) => ({ type: 'Add', amount }) as const;
const total = (rig: Rig) => rig.engine.read(counter, a, 'total', {}, rig.call());
const counterStream = streamOf({ kind: 'counter', ...a }).stream;
const shelfRef = { kind: 'shelf', ...a };
const shelfStream = streamOf(shelfRef).stream;

const damage = (backing: MemoryBacking, stream: string, which: 'current' | 'previous'): void => {
  const held = backing.snapshots.get(stream)!;
  for (const { key } of held[which]!.pages) held.pages.set(key, { seq: 1, text: '{"total":1000000}' });
};

const countReads = (rig: Rig): number[] => {
  const from: number[] = [];
  const read = rig.store.journal.read.bind(rig.store.journal);
  rig.store.journal.read = async (stream, fromSeq, limit) => {
    from.push(fromSeq);
    return read(stream, fromSeq, limit);
  };
  return from;
};

describe('a snapshot', () => {
  const createFull = async (commits: number) => {
    const backing = createMemoryBacking();
    const clock = createVirtualClock();
    const rig = await createRig({ backing, clock });
    for (let n = 0; n < commits; n += 1) await rig.engine.ask(counter, a, add(1), rig.call(`s${n}`));
    await rig.still();
    rig.engine.kill();
    return { backing, clock };
  };

  it('saves reading the log from its beginning', async () => {
    const { backing, clock } = await createFull(25);
    const rig = await createRig({ backing, clock });
    const from = countReads(rig);
    expect(await total(rig)).toBe(25);
    expect(from).toEqual([21]);
  });

  it('is first taken at different lengths of the log, so that entities of one age do not all take theirs at once', async () => {
    const backing = createMemoryBacking();
    const rig = await createRig({ backing, kinds: [{ ...counter, snapshotEvery: 100 }] });
    const ids = Array.from({ length: 12 }, (_, n) => `c${n}`);
    for (const id of ids) {
      for (let n = 0; n < 100; n += 1) {
        await rig.engine.ask(counter, { ...a, id }, add(1), rig.call(`${id}s${n}`));
      }
    }
    await rig.still();
    const firsts = [...backing.snapshots.values()].map((held) => held.current?.seq ?? 0);
    expect(firsts).toHaveLength(ids.length);
    expect(Math.min(...firsts)).toBeGreaterThan(50);
    expect(Math.max(...firsts)).toBeLessThanOrEqual(100);
    expect(new Set(firsts).size).toBeGreaterThan(6);
  });

  describe('comes before its number of commits', () => {
    const seqOf = (backing: MemoryBacking) => backing.snapshots.get(counterStream)?.current?.seq;
    const rare = { ...counter, snapshotEvery: 100_000, idleMs: 1_000_000_000 };

    it('when what was written since the last one is long', async () => {
      const backing = createMemoryBacking();
      const rig = await createRig({ backing, kinds: [{ ...rare, snapshotBytes: 4_000 }] });
      const seqs: number[] = [];
      for (let n = 0; n < 100; n += 1) {
        await rig.engine.ask(counter, a, add(1), rig.call(`s${n}`));
        await rig.still();
        const seq = seqOf(backing);
        if (seq !== undefined && seq !== seqs.at(-1)) seqs.push(seq);
      }
      const { commits = [] } = backing.streams.get(counterStream) ?? {};
      const sizes = commits.map(({ json }) => JSON.stringify((JSON.parse(json) as Commit).cmds).length);
      expect(seqs.length).toBeGreaterThan(2);
      const bytesUpTo = (seq: number): number => sizes.slice(0, seq).reduce((sum, size) => sum + size, 0);
      for (const [n, seq] of seqs.entries()) {
        const written = bytesUpTo(seq) - bytesUpTo(seqs[n - 1] ?? 0);
        expect(written).toBeGreaterThanOrEqual(4_000);
        expect(written).toBeLessThan(4_500);
      }
    });

    it('when the last one is old and the log has grown since', async () => {
      const backing = createMemoryBacking();
      const clock = createVirtualClock();
      const rig = await createRig({ backing, clock, kinds: [{ ...rare, snapshotMs: 30_000 }] });
      const addSome = async (count: number): Promise<void> => {
        for (let n = 0; n < count; n += 1) await rig.engine.ask(counter, a, add(1), rig.call());
        await rig.still();
      };
      await addSome(AGED_SNAPSHOT_TAIL);
      expect(seqOf(backing)).toBeUndefined();
      clock.advance(30_000);
      await addSome(1);
      expect(seqOf(backing)).toBe(AGED_SNAPSHOT_TAIL + 1);
      clock.advance(60_000);
      await addSome(AGED_SNAPSHOT_TAIL - 1);
      expect(seqOf(backing)).toBe(AGED_SNAPSHOT_TAIL + 1);
      await addSome(1);
      expect(seqOf(backing)).toBe(2 * AGED_SNAPSHOT_TAIL + 1);
    });
  });

  it('is stored before a long tail goes to sleep', async () => {
    const { backing, clock } = await createFull(0);
    const rig = await createRig({ backing, clock, kinds: [{ ...counter, snapshotEvery: 1_000 }] });
    for (let n = 0; n < 20; n += 1) await rig.engine.ask(counter, a, add(1), rig.call(`s${n}`));
    await rig.pass(8_000);
    expect(rig.engine.entity('counter', a)).toBeUndefined();
    expect(backing.snapshots.get(counterStream)?.current?.seq).toBe(20);
  });

  it.each([
    ['current', ['current'], 11],
    ['current and previous', ['current', 'previous'], 1],
  ] as const)('that is damaged (%s) falls back and never starts empty', async (_what, which, firstRead) => {
    const { backing, clock } = await createFull(25);
    for (const one of which) damage(backing, counterStream, one);
    const rig = await createRig({ backing, clock });
    const from = countReads(rig);
    expect(await total(rig)).toBe(25);
    expect(from).toEqual([firstRead]);
    expect(rig.alarms.filter(({ what }) => what === 'snapshot')).toHaveLength(which.length);
  });

  it('with the right hash and the wrong form falls back too', async () => {
    const { backing, clock } = await createFull(25);
    const held = backing.snapshots.get(counterStream)!;
    held.current = { ...held.current!, schema: 3 };
    const rig = await createRig({ backing, clock });
    expect(await total(rig)).toBe(25);
    expect(rig.alarms.map(({ what }) => what)).toEqual(['snapshot']);
  });

  it('whose ring is damaged never makes an old command new', async () => {
    const { backing, clock } = await createFull(20);
    const held = backing.snapshots.get(counterStream)!;
    held.current = { ...held.current!, head: { ...held.current!.head, ring: '' } };
    const rig = await createRig({ backing, clock });
    const mintedMs = clock.nowMs() - 1;
    expect(await rig.engine.ask(counter, a, add(1), rig.call('s3', { mintedMs }))).toMatchObject({
      repeated: true,
      seq: 4,
    });
  });

  it.each([
    ['is missing', (commits: { json: string }[]) => commits.splice(12, 1)],
    ['is no JSON', (commits: { json: string }[]) => Object.assign(commits[23]!, { json: '{' })],
    [
      'has an unknown event',
      (commits: { json: string }[]) =>
        Object.assign(commits[23]!, { json: commits[23]!.json.replace('Added', 'Subtracted') }),
    ],
    [
      'has an event of a version after next',
      (commits: { json: string }[]) =>
        Object.assign(commits[23]!, { json: commits[23]!.json.replace('"v":1', '"v":3') }),
    ],
  ])(
    'and a log in which a commit %s: quarantined, nothing is written, siblings go on',
    async (_what, harm) => {
      const { backing, clock } = await createFull(25);
      for (const which of ['current', 'previous'] as const) damage(backing, counterStream, which);
      harm(backing.streams.get(counterStream)!.commits);
      const before = backing.log.length;
      const rig = await createRig({ backing, clock });
      await expect(rig.engine.ask(counter, a, add(1), rig.call())).rejects.toMatchObject({
        code: expect.stringMatching(/^E_(FROZEN|UNAVAILABLE)$/) as unknown,
      });
      expect(backing.log).toHaveLength(before);
      const b = { realm: '0', id: 'b' };
      expect(await rig.engine.ask(counter, b, add(1), rig.call())).toMatchObject({ value: { total: 1 } });
    },
  );

  it('is of its batch cut, not of what was decided while it was on its way', async () => {
    const backing = createMemoryBacking();
    const hold = createHold();
    const rig = await createRig({ backing, store: { defer: hold.defer } });
    for (let n = 0; n < 9; n += 1) await rig.engine.ask(counter, a, add(1), rig.call());
    hold.hold('append', 'before');
    rig.engine.tell(counter, a, add(1), rig.call());
    await rig.still();
    for (let n = 0; n < 5; n += 1) rig.engine.tell(counter, a, add(100), rig.call());
    await rig.still();
    expect(backing.snapshots.get(counterStream)?.current).toBeUndefined();
    hold.release('append');
    await rig.still();
    const loaded = await rig.store.snapshots.load(counterStream, 'current');
    expect(loaded?.manifest.seq).toBe(10);
    expect(JSON.parse(loaded?.pages.get('state') ?? '')).toMatchObject({ total: 10 });
  });
});

describe('a snapshot in pages', () => {
  const put = (rig: Rig, kind: ReturnType<typeof shelfKind>, page: string, text: string, key?: string) =>
    rig.engine.ask(kind, a, { type: 'Put', page, text }, rig.call(key));
  const texts = (rig: Rig, kind: ReturnType<typeof shelfKind>) =>
    rig.engine.read(kind, a, 'texts', {}, rig.call());

  /** What the log says the pages are after `seq`. */
  const replay = async (rig: Rig, kind: ReturnType<typeof shelfKind>, seq: number) => {
    let state: ShelfState = kind.options.decider.initial(shelfRef);
    for (const commit of await rig.store.journal.read(shelfStream, 1, seq)) {
      for (const cmd of commit.cmds) {
        for (const event of cmd.events)
          state = kind.options.decider.evolve(state, decodeEvent(kind, event) as never, cmd.at);
      }
    }
    return kind.options.reads.texts(state);
  };

  it('writes a page that did not change once, and encodes one a loop turn', async () => {
    const trouble = createTrouble();
    const kind = shelfKind(trouble);
    const rig = await createRig({ kinds: [kind] });
    for (let n = 0; n < 4; n += 1) await put(rig, kind, `p${n}`, 'x');
    const byTurn: number[] = [];
    rig.engine.tell(kind, a, { type: 'Put', page: 'p9', text: 'x' }, rig.call());
    for (let turn = 0; turn < 30; turn += 1) {
      const before = trouble.encoded.length;
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      byTurn.push(trouble.encoded.length - before);
    }
    expect(Math.max(...byTurn)).toBe(1);
    expect(trouble.encoded.toSorted()).toEqual(['p0', 'p1', 'p2', 'p3', 'p9']);
    trouble.encoded.length = 0;
    for (let n = 0; n < 5; n += 1) await put(rig, kind, 'p0', 'y');
    await rig.still();
    expect(trouble.encoded).toEqual(['p0']);
  });

  it('always says what the log says: over crashes, quarantine, failing stores and restarts', async () => {
    const backing = createMemoryBacking();
    const clock = createVirtualClock();
    const rng = sfc32(1, 2, 3, 4);
    let isDown = false;
    const kind = shelfKind();
    const open = () =>
      createRig({
        backing,
        clock,
        kinds: [kind],
        store: { faults: { unavailable: (operation) => isDown && operation === 'snapshots' } },
      });
    let rig = await open();
    for (let step = 0; step < 300; step += 1) {
      // some are refused while the store is down or the entity starts again
      watch(put(rig, kind, `p${rng.next() % 4}`, `${step}`, `s${step}`));
      if (rng.next() % 2 === 0) await rig.still();
      isDown = rng.next() % 3 === 0;
      if (rng.next() % 11 === 0) rig.engine.crash('shelf', a);
      if (rng.next() % 37 === 0) {
        rig.engine.kill();
        isDown = false;
        rig = await open();
      }
      if (rng.next() % 3 === 0) await rig.pass(100);
      for (const which of ['current', 'previous'] as const) {
        const manifest = backing.snapshots.get(shelfStream)?.[which];
        if (manifest === undefined) continue;
        const seen = Object.fromEntries(
          manifest.pages.map(({ name, key }) => [
            name,
            JSON.parse(backing.snapshots.get(shelfStream)?.pages.get(key)?.text ?? 'null') as unknown,
          ]),
        );
        expect([step, which, seen]).toEqual([step, which, await replay(rig, kind, manifest.seq)]);
      }
    }
    isDown = false;
    await rig.pass(10_000);
    expect(rig.store.backing.log.length).toBeGreaterThan(100);
    expect(await texts(rig, kind)).toEqual(await replay(rig, kind, 1_000));
    const awake = await activate(
      kind,
      shelfRef,
      shelfStream,
      { ...rig.store, sealer: new Sealer(rig.store.keys) },
      (error) => expect(error).toBeUndefined(),
    );
    expect(kind.options.reads.texts(awake.state as ShelfState)).toEqual(await texts(rig, kind));
  });

  it('drops pages that neither manifest names', async () => {
    const kind = shelfKind();
    const rig = await createRig({ kinds: [kind] });
    for (let n = 0; n < 60; n += 1) {
      await put(rig, kind, `p${n % 3}`, `${n}`);
      await rig.still();
    }
    expect(rig.store.backing.snapshots.get(shelfStream)?.pages.size).toBeLessThanOrEqual(6);
  });

  it.each(['freeze', 'encode'] as const)(
    'whose %s fails raises an alarm and hurts nothing else',
    async (what) => {
      const trouble = createTrouble();
      const kind = shelfKind(trouble);
      const rig = await createRig({ kinds: [kind] });
      trouble[what] = true;
      const answers = [];
      for (let n = 0; n < 12; n += 1) answers.push(await put(rig, kind, 'p', `${n}`));
      await rig.pass(400_000);
      expect(answers.map(({ ok }) => ok)).toEqual(answers.map(() => true));
      expect(rig.alarms.some((alarm) => alarm.what === 'snapshot')).toBe(true);
      trouble[what] = false;
      expect(Object.keys(await texts(rig, kind))).toEqual(['p']);
    },
  );

  it('with a page above 256 KB is not stored, and the entity goes on', async () => {
    const kind = shelfKind();
    const rig = await createRig({ kinds: [kind] });
    for (let n = 0; n < 12; n += 1) await put(rig, kind, 'p', 'x'.repeat(PAGE_MAX_BYTES / 8));
    await rig.still();
    expect(rig.alarms.some(({ what }) => what === 'snapshot')).toBe(true);
    expect(await put(rig, kind, 'q', 'x')).toMatchObject({ ok: true });
  });

  it('that fails is tried again after as many commits as lie between two', async () => {
    const trouble = createTrouble();
    const kind = shelfKind(trouble);
    const rig = await createRig({ kinds: [kind] });
    trouble.encode = true;
    for (let n = 0; n < 14; n += 1) {
      await put(rig, kind, 'p', `${n}`);
      await rig.still();
    }
    // at commit 5 and 10
    expect(rig.alarms.filter(({ what }) => what === 'snapshot')).toHaveLength(2);
    trouble.encode = false;
    await put(rig, kind, 'p', 'x');
    await rig.still();
    expect(rig.store.backing.snapshots.get(shelfStream)?.current?.seq).toBe(15);
  });

  it('has no page of more bytes than allowed, whatever the script', async () => {
    const kind = shelfKind();
    const rig = await createRig({ kinds: [kind] });
    for (let n = 0; n < 5; n += 1) await put(rig, kind, 'p', '\u732b'.repeat(PAGE_MAX_BYTES / 12));
    await rig.still();
    expect(rig.alarms.map(({ what }) => what)).toEqual(['snapshot']);
    expect(rig.store.backing.snapshots.get(shelfStream)?.current).toBeUndefined();
  });
});
