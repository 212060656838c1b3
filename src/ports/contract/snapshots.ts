import { describe, expect, it } from 'vitest';
import type { Manifest } from '../snapshots.ts';
import { AT, STREAM_A, STREAM_B, withStore, type OpenStore } from './fixture.ts';

const manifestOf = (seq: number, pages: Readonly<Record<string, string>>, stream = STREAM_A): Manifest => ({
  stream,
  seq,
  schema: 2,
  at: AT + seq,
  head: { epoch: 3, writer: 'w', chain: 'c'.repeat(43), ring: 'cmluZw==' },
  pages: Object.entries(pages).map(([name, key]) => ({ name, key, hash: `hash of ${key}` })),
});

const page = (key: string, text = `{"key":"${key}"}`): { readonly key: string; readonly text: string } => ({
  key,
  text,
});

/** Snapshots in pages, current and previous. */
export const snapshotsContract = (name: string, open: OpenStore): void => {
  describe(`${name} snapshots`, () => {
    it(
      'come back as they were put, page by page',
      withStore(open, async (fixture) => {
        expect(await fixture.store.snapshots.load(STREAM_A, 'current')).toBeUndefined();
        const manifest = manifestOf(5, { 'accounts/0': 'k1', 'accounts/1': 'k2' });
        await fixture.store.snapshots.putPages(STREAM_A, 5, [page('k1', '"ü\u0000😀"')]);
        await fixture.store.snapshots.put(manifest, [page('k2')]);
        const store = await fixture.reopen();
        expect(await store.snapshots.load(STREAM_A, 'current')).toEqual({
          manifest,
          pages: new Map([
            ['accounts/0', '"ü\u0000😀"'],
            ['accounts/1', '{"key":"k2"}'],
          ]),
        });
        expect(await store.snapshots.load(STREAM_A, 'previous')).toBeUndefined();
        expect(await store.snapshots.load(STREAM_B, 'current')).toBeUndefined();
      }),
    );

    it(
      'keep the previous one, share unchanged pages and drop what neither names',
      withStore(open, async ({ store }) => {
        await store.snapshots.put(manifestOf(1, { a: 'a1', b: 'b1' }), [page('a1'), page('b1')]);
        await store.snapshots.put(manifestOf(2, { a: 'a1', b: 'b2' }), [page('b2')]);
        const previous = await store.snapshots.load(STREAM_A, 'previous');
        expect(previous?.manifest.seq).toBe(1);
        expect([...(previous?.pages.keys() ?? [])]).toEqual(['a', 'b']);
        await store.snapshots.put(manifestOf(3, { a: 'a3', b: 'b2' }), [page('a3')]);
        // b1 is named by neither: a manifest that would name it again finds nothing.
        await store.snapshots.put(manifestOf(4, { a: 'a3', b: 'b1' }), []);
        const current = await store.snapshots.load(STREAM_A, 'current');
        expect([...(current?.pages.keys() ?? [])]).toEqual(['a']);
        expect((await store.snapshots.load(STREAM_A, 'previous'))?.pages.size).toBe(2);
      }),
    );

    it(
      'leave the pages of a later cut alone that is still being taken',
      withStore(open, async ({ store }) => {
        await store.snapshots.putPages(STREAM_A, 9, [page('late')]);
        await store.snapshots.put(manifestOf(8, { a: 'early' }), [page('early')]);
        await store.snapshots.put(manifestOf(9, { a: 'late' }), []);
        expect((await store.snapshots.load(STREAM_A, 'current'))?.pages.get('a')).toBe('{"key":"late"}');
      }),
    );

    it(
      'do not step back: a manifest that is not newer changes nothing',
      withStore(open, async ({ store }) => {
        await store.snapshots.put(manifestOf(7, { a: 'a7' }), [page('a7')]);
        await store.snapshots.put(manifestOf(7, { a: 'other' }), [page('other')]);
        await store.snapshots.put(manifestOf(6, { a: 'a6' }), [page('a6')]);
        expect((await store.snapshots.load(STREAM_A, 'current'))?.manifest).toEqual(
          manifestOf(7, { a: 'a7' }),
        );
        expect(await store.snapshots.load(STREAM_A, 'previous')).toBeUndefined();
      }),
    );

    it(
      'of one stream leave those of another alone, equal page keys too',
      withStore(open, async ({ store }) => {
        await store.snapshots.put(manifestOf(1, { a: 'same' }), [page('same', '1')]);
        await store.snapshots.put(manifestOf(1, { a: 'same' }, STREAM_B), [page('same', '2')]);
        await store.snapshots.put(manifestOf(2, { a: 'x' }), [page('x')]);
        await store.snapshots.put(manifestOf(3, { a: 'x' }), []);
        expect((await store.snapshots.load(STREAM_B, 'current'))?.pages).toEqual(new Map([['a', '2']]));
      }),
    );

    it(
      'name a page that is missing and leave it out',
      withStore(open, async ({ store }) => {
        await store.snapshots.put(manifestOf(1, { a: 'a1', b: 'never' }), [page('a1')]);
        const loaded = await store.snapshots.load(STREAM_A, 'current');
        expect(loaded?.manifest.pages).toHaveLength(2);
        expect([...(loaded?.pages.keys() ?? [])]).toEqual(['a']);
      }),
    );

    it(
      'hold a page of 256 KB',
      withStore(open, async ({ store }) => {
        const text = `"${'x'.repeat(256 * 1024 - 2)}"`;
        await store.snapshots.put(manifestOf(1, { a: 'a1' }), [page('a1', text)]);
        expect((await store.snapshots.load(STREAM_A, 'current'))?.pages.get('a')).toBe(text);
      }),
    );
  });
};
