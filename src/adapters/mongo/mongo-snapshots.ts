import type { Manifest, Snapshots } from '#ports/snapshots.ts';
import type { Calls } from './calls.ts';
import { keyText } from './codec.ts';
import type { Collections, PageText } from './collections.ts';
import { pageKey, pageWrite, SnapshotWriter } from './snapshot-writer.ts';
import { parseManifest } from './stored-manifest.ts';

/** Snapshots on MongoDB. Pages are there before a manifest names them, and go after none does. */
export const createMongoSnapshots = (calls: Calls, collections: Collections): Snapshots => {
  const { manifests, pages: pageRows } = collections;
  const writer = new SnapshotWriter(calls, collections);
  const rowsOf = async (
    { stream, pages }: Manifest,
    within: readonly PageText[],
  ): Promise<ReadonlyMap<string, string>> => {
    const texts = new Map(within.map(({ key, text }) => [key, text]));
    const missing = pages.filter(({ key }) => !texts.has(key)).map(({ key }) => pageKey(stream, key));
    if (missing.length === 0) return texts;
    const rows = await calls.insist('snapshots', () => pageRows.find({ _id: { $in: missing } }).toArray());
    for (const { key, text } of rows) texts.set(key, text);
    return texts;
  };
  return {
    load: async (stream, which) => {
      const row = await calls.insist('snapshots', () => manifests.findOne({ _id: keyText(stream) }));
      const json = row?.[which];
      if (row == null || json == null) return undefined;
      const manifest = parseManifest(stream, Number(row.seq), json);
      const within = which === 'current' ? row.pages : row.previousPages;
      const texts = await rowsOf(manifest, within ?? []);
      const pages = new Map<string, string>();
      for (const { name, key } of manifest.pages) {
        const text = texts.get(key);
        if (text !== undefined) pages.set(name, text);
      }
      return { manifest, pages };
    },
    putPages: async (stream, seq, pages) => {
      if (pages.length === 0) return;
      const writes = pages.map((page) => pageWrite(keyText(stream), seq, page));
      await calls.run('snapshots', () => pageRows.bulkWrite(writes, { ordered: false }));
    },
    put: async (manifest, pages) => {
      keyText(manifest.stream);
      await writer.put(manifest, pages);
    },
  };
};
