import type { Manifest, Snapshots } from '#ports/snapshots.ts';
import type { MemoryBacking } from './backing.ts';
import type { Calls } from './calls.ts';

type Page = { readonly key: string; readonly text: string };

const heldOf = (backing: MemoryBacking, stream: string) => {
  let held = backing.snapshots.get(stream);
  if (held === undefined) {
    held = { pages: new Map() };
    backing.snapshots.set(stream, held);
  }
  return held;
};

const putPages = (backing: MemoryBacking, stream: string, seq: number, pages: readonly Page[]): void => {
  const held = heldOf(backing, stream);
  for (const { key, text } of pages) held.pages.set(key, { seq, text });
};

const putManifest = (backing: MemoryBacking, manifest: Manifest, pages: readonly Page[]): void => {
  const held = heldOf(backing, manifest.stream);
  if (held.current !== undefined && manifest.seq <= held.current.seq) return;
  putPages(backing, manifest.stream, manifest.seq, pages);
  if (held.current !== undefined) held.previous = held.current;
  held.current = structuredClone(manifest);
  const named = new Set([...held.current.pages, ...(held.previous?.pages ?? [])].map(({ key }) => key));
  for (const [key, { seq }] of held.pages) if (seq <= manifest.seq && !named.has(key)) held.pages.delete(key);
};

/** Snapshots in memory. */
export const createMemorySnapshots = (backing: MemoryBacking, calls: Calls): Snapshots => ({
  load: async (stream, which) =>
    calls.call('snapshots', () => {
      const held = backing.snapshots.get(stream);
      const manifest = held?.[which];
      if (held === undefined || manifest === undefined) return undefined;
      const pages = new Map<string, string>();
      for (const { name, key } of manifest.pages) {
        const page = held.pages.get(key);
        if (page !== undefined) pages.set(name, page.text);
      }
      return { manifest: structuredClone(manifest), pages };
    }),
  putPages: async (stream, seq, pages) =>
    calls.call('snapshots', () => putPages(backing, stream, seq, pages)),
  put: async (manifest, pages) => calls.call('snapshots', () => putManifest(backing, manifest, pages)),
});
