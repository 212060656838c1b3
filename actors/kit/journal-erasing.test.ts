import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createMemoryBacking } from '#adapters/memory/backing.ts';
import { accept } from '#game/shared/decider.ts';
import { type Sealed, sealed } from '#game/shared/sealed.ts';
import { createHold, watch } from '#test/support/hold.ts';
import { createRig } from '#test/support/kit-rig.ts';
import { probe, probeKind, type ProbeState } from '#test/support/probe-kind.ts';
import { defineEntity } from './define-entity.ts';
import { mayHoldTexts } from './erasing.ts';

const place = (id: string) => ({ realm: '0', id });
const turn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

interface Board {
  readonly pages: ReadonlyMap<string, readonly Sealed[]>;
}
const noteSchema = z.strictObject({
  $sealed: z.strictObject({ by: z.string(), text: z.string().nullable() }),
});

/** A kind in pages whose state is a Map of sealed texts. */
const board = defineEntity({
  kind: 'board',
  decider: {
    initial: (): Board => ({ pages: new Map() }),
    decide: (_state, { note }: { readonly type: 'Pin'; readonly note: Sealed }) =>
      accept([{ type: 'Pinned' as const, note }], 0),
    evolve: (state, { note }: { readonly type: 'Pinned'; readonly note: Sealed }) => ({
      pages: new Map(state.pages).set('p', [...(state.pages.get('p') ?? []), note]),
    }),
  },
  // each page's value
  state: z.array(noteSchema) as unknown as z.ZodType<Board>,
  stateVersion: 1,
  events: { Pinned: z.strictObject({ note: noteSchema }) },
  reads: { texts: (state: Board) => [...state.pages.values()].flat().map(({ $sealed }) => $sealed.text) },
  paging: {
    freeze: (state) => [...state.pages].map(([name, notes]) => ({ name, version: 0, encode: () => notes })),
    thaw: () => {
      const pages = new Map<string, unknown>();
      return {
        page: (name, value) => pages.set(name, value),
        end: () => ({ pages: pages as Board['pages'] }),
      };
    },
  },
});

/** A probe that counts how often its state is looked at. */
const createWatched = (plain: boolean) => {
  const seen = { count: 0 };
  const { decider, state } = probe.options;
  const kind = probeKind({
    idleMs: 1_000_000,
    ...(plain ? { state: (state as unknown as z.ZodObject).omit({ notes: true }) as never } : {}),
    decider: {
      ...decider,
      initial: (self): ProbeState => ({
        ...decider.initial(self),
        get heard() {
          seen.count += 1;
          return [];
        },
      }),
    },
    reads: { ...probe.options.reads, now: (_state: ProbeState, _args: unknown, nowMs: number) => nowMs },
  });
  return { kind, seen };
};

describe('erasing a person', () => {
  it('reaches texts that a state keeps in maps', async () => {
    const rig = await createRig({ kinds: [board] });
    const pin = (by: string) =>
      rig.engine.ask(board, place('a'), { type: 'Pin', note: sealed(by, `of ${by}`) }, rig.call());
    await pin('u9');
    await pin('u8');
    await rig.engine.erase('u9');
    expect(await rig.engine.read(board, place('a'), 'texts', {}, rig.call())).toEqual([null, 'of u8']);
  });

  it('looks through many states in slices, so that the loop goes on', async () => {
    const { kind, seen } = createWatched(false);
    const rig = await createRig({ kinds: [kind] });
    const ids = Array.from({ length: 500 }, (_, n) => `e${n}`);
    await Promise.all(ids.map((id) => rig.engine.read(kind, place(id), 'now', {}, rig.call())));
    await rig.still();
    seen.count = 0;
    const erased = watch(rig.engine.erase('u9'));
    const byTurn: number[] = [];
    while (erased.state() === 'waiting') {
      const before = seen.count;
      await turn();
      byTurn.push(seen.count - before);
    }
    expect(seen.count).toBe(500);
    expect(Math.max(...byTurn)).toBeLessThanOrEqual(64);
  });

  it('does not look at kinds whose states hold no such text', async () => {
    const { kind, seen } = createWatched(true);
    const rig = await createRig({ kinds: [kind] });
    await rig.engine.read(kind, place('a'), 'now', {}, rig.call());
    seen.count = 0;
    await rig.engine.erase('u9');
    expect(seen.count).toBe(0);
    expect(rig.engine.entity('probe', place('a'))).toMatchObject({ status: 'ready' });
  });

  it('leaves those awake who hold nothing of this person', async () => {
    const rig = await createRig({ kinds: [probe] });
    const note = (id: string, by: string) =>
      rig.engine.ask(probe, place(id), { type: 'Note', by, text: 'x' }, rig.call());
    await note('a', 'u9');
    await note('b', 'u8');
    await rig.engine.erase('u9');
    expect(rig.engine.entity('probe', place('a'))).toBeUndefined();
    expect(rig.engine.entity('probe', place('b'))).toMatchObject({ status: 'ready' });
  });

  it('reaches an entity that is being loaded and has opened the text already', async () => {
    const backing = createMemoryBacking();
    const before = await createRig({ backing, kinds: [probe] });
    await before.engine.ask(probe, place('a'), { type: 'Note', by: 'u9', text: 'x' }, before.call());
    before.engine.kill();
    const hold = createHold();
    const rig = await createRig({ backing, kinds: [probe], store: { defer: hold.defer } });
    // the log is read, what its last owner left undone is not
    hold.hold('outbox', 'before');
    const read = watch(rig.engine.read(probe, place('a'), 'state', {}, rig.call()));
    await rig.still();
    expect(hold.waiting('outbox')).toBe(1);
    await rig.engine.erase('u9');
    hold.release('outbox');
    await rig.pass(500);
    expect((read.value as ProbeState).notes.map(({ $sealed }) => $sealed.text)).toEqual([null]);
  });
});

describe('whether a kind may hold texts of people', () => {
  it('is said by the schema of its state, and doubted when that says nothing', () => {
    const withState = (state: z.ZodType): boolean =>
      mayHoldTexts(probeKind({ state: state as unknown as z.ZodType<ProbeState> }));
    expect(mayHoldTexts(probe)).toBe(true);
    expect(mayHoldTexts(board)).toBe(true);
    expect(withState(z.object({ count: z.number(), names: z.array(z.string()) }))).toBe(false);
    expect(withState(z.object({ deep: z.record(z.string(), z.array(noteSchema.nullable())) }))).toBe(true);
    expect(withState(z.object({ any: z.unknown() }))).toBe(true);
    expect(withState(z.object({ map: z.map(z.string(), z.string()) }))).toBe(true);
    expect(withState(z.object({ own: z.custom<Sealed>() }))).toBe(true);
  });
});
