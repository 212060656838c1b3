import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createMemoryBacking, type MemoryBacking } from '#adapters/memory/backing.ts';
import { createVirtualClock } from '#adapters/memory/virtual-clock.ts';
import { accept } from '#game/shared/decider.ts';
import { createRig } from '#test/support/kit-rig.ts';
import { defineEntity, type KindOptions } from './define-entity.ts';
import { decodeEvent, UndecodableError } from './activation.ts';

type Grown = { readonly type: 'Grown'; readonly cm: number };
type State = { readonly cm: number };
const reads = { cm: (state: State) => state.cm };
type Options = KindOptions<State, { readonly type: 'Grow'; readonly cm: number }, Grown, null, typeof reads>;

/** The same kind in three releases: metres, then centimetres, then one of tomorrow. */
const tree = (version: number, changes: Partial<Options> = {}) =>
  defineEntity({
    kind: 'tree',
    decider: {
      initial: (): State => ({ cm: 0 }),
      decide: (_state: State, { cm }: { readonly cm: number }) =>
        accept([{ type: 'Grown', cm } as Grown], null),
      evolve: (state: State, { cm }: Grown): State => ({ cm: state.cm + cm }),
    },
    state: z.strictObject({ cm: z.number() }),
    stateVersion: version,
    eventVersions: { Grown: version },
    events: { Grown: z.strictObject({ cm: z.number() }) },
    upcasters: { 'Grown@1': (data) => ({ cm: (data as { m: number }).m * 100 }) },
    upgradeState: (old) => ({ cm: (old as { m: number }).m * 100 }),
    reads,
    snapshotEvery: 3,
    ...changes,
  });

const old = tree(1, {
  decider: {
    initial: () => ({ m: 0 }) as never,
    decide: (_state, { cm }) => accept([{ type: 'Grown', m: cm / 100 } as never], null),
    evolve: (state, event) =>
      ({ m: (state as never as { m: number }).m + (event as never as { m: number }).m }) as never,
  },
  state: z.object({ m: z.number() }) as never,
  upcasters: {},
});

/** A release after the second, which keeps who made it grow last. */
const newest = tree(3, {
  decider: {
    initial: () => ({ cm: 0, lastBy: '' }) as never,
    decide: (_state, { cm }) => accept([{ type: 'Grown', cm, by: 'wind' } as never], null),
    evolve: (state, event) => {
      const { by } = event as never as { by: string | null };
      const { cm, lastBy } = state as never as { cm: number; lastBy: string };
      return { cm: cm + event.cm, lastBy: by ?? lastBy } as never;
    },
  },
  state: z.strictObject({ cm: z.number(), lastBy: z.string() }),
  upcasters: { 'Grown@2': (data) => ({ ...(data as object), by: null }) },
  upgradeState: (state) => ({ ...(state as object), lastBy: '' }),
  reads: { ...reads, lastBy: (state: State) => (state as never as { lastBy: string }).lastBy } as never,
});

const grow = (cm: number) => ({ type: 'Grow', cm }) as const;
const a = { realm: '0', id: 'a' };

const planted = async (kind: typeof old, commits: number): Promise<MemoryBacking> => {
  const backing = createMemoryBacking();
  const rig = await createRig({ backing, clock: createVirtualClock(), kinds: [kind] });
  for (let n = 0; n < commits; n += 1) await rig.engine.ask(kind, a, grow(200), rig.call(`t${n}`));
  await rig.still();
  rig.engine.kill();
  return backing;
};

describe('a newer release', () => {
  it.each([2, 8])('reads the events and the snapshot of the one before (%i commits)', async (commits) => {
    const backing = await planted(old, commits);
    const kind = tree(2);
    const rig = await createRig({ backing, kinds: [kind] });
    expect(await rig.engine.read(kind, a, 'cm', {}, rig.call())).toBe(commits * 200);
    await rig.engine.ask(kind, a, grow(5), rig.call('now'));
    const [stream] = await rig.store.journal.streams('', 1);
    const written = (await rig.store.journal.read(stream!.stream, 1, 99)).at(-1)?.cmds[0]?.events;
    expect(written).toEqual([{ type: 'Grown', v: 2, data: { cm: 5 } }]);
    expect(rig.alarms).toEqual([]);
  });

  it('is quarantined where the way from an old event is missing, and says so', async () => {
    const backing = await planted(old, 2);
    const kind = tree(2, { upcasters: {} });
    const rig = await createRig({ backing, kinds: [kind] });
    await expect(rig.engine.read(kind, a, 'cm', {}, rig.call())).rejects.toMatchObject({
      code: 'E_FROZEN',
    });
    expect(rig.alarms.map(({ error }) => String(error))).toContainEqual(expect.stringContaining('Grown@1'));
  });
});

describe('an older release, while a newer one is rolled out', () => {
  it('reads events and snapshots of the next version', async () => {
    const backing = await planted(tree(2), 8);
    const kind = tree(1, { upgradeState: (state) => state });
    const rig = await createRig({ backing, kinds: [kind] });
    expect(await rig.engine.read(kind, a, 'cm', {}, rig.call())).toBe(1_600);
  });

  it('reads a snapshot with a field that it does not know, without an alarm', async () => {
    const backing = await planted(newest, 8);
    const rig = await createRig({ backing, kinds: [tree(2)] });
    expect(await rig.engine.read(tree(2), a, 'cm', {}, rig.call())).toBe(1_600);
    expect(rig.alarms).toEqual([]);
  });

  it('stores no snapshot of what it left a part unread of, so that the newer one finds all of it', async () => {
    const backing = await planted(newest, 2);
    const kind = tree(2);
    const between = await createRig({ backing, kinds: [kind] });
    for (let n = 0; n < 8; n += 1) await between.engine.ask(kind, a, grow(1), between.call(`o${n}`));
    await between.still();
    between.engine.kill();
    const rig = await createRig({ backing, kinds: [newest] });
    expect(await rig.engine.read(newest, a, 'cm', {}, rig.call())).toBe(408);
    expect(await rig.engine.read(newest, a, 'lastBy' as 'cm', {}, rig.call())).toBe('wind');
  });

  it('is quarantined by what is newer than that', async () => {
    const backing = await planted(tree(3), 2);
    const kind = tree(1);
    const rig = await createRig({ backing, kinds: [kind] });
    await expect(rig.engine.read(kind, a, 'cm', {}, rig.call())).rejects.toMatchObject({
      code: 'E_FROZEN',
    });
    expect(backing.log).toHaveLength(2);
  });
});

describe('decoding an event', () => {
  it.each(['Shrunk', 'toString', '__proto__', 'constructor'])('refuses the unknown type %s', (type) => {
    expect(() => decodeEvent(tree(1), { type, v: 1, data: {} })).toThrow(UndecodableError);
  });

  it('goes through every step between two versions, in order', () => {
    const kind = tree(3, {
      upcasters: {
        'Grown@1': (data) => ({ steps: [...(data as { steps: string[] }).steps, '1'] }),
        'Grown@2': (data) => ({ steps: [...(data as { steps: string[] }).steps, '2'] }),
      },
    });
    expect(decodeEvent(kind, { type: 'Grown', v: 1, data: { steps: [] } })).toEqual({
      type: 'Grown',
      steps: ['1', '2'],
    });
  });
});
