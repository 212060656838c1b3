import type { AnyBulkWriteOperation } from 'mongodb';
import type { Manifest, Snapshots } from '#ports/snapshots.ts';
import type { Calls } from './calls.ts';
import { int64, keyText } from './codec.ts';
import type { Collections, StoredPage } from './collections.ts';
import { isDuplicate } from './explain.ts';
import { endOf } from './keys-of-rows.ts';

type Page = { readonly key: string; readonly text: string };

const pageKey = (stream: string, key: string): string => `${stream}/${key}`;

/** One that cannot be read names a page that is not there: whoever loads it goes on as with any other broken snapshot. */
const parseManifest = (stream: string, seq: number, json: string): Manifest => {
  try {
    // written by this adapter
    return JSON.parse(json) as Manifest;
  } catch {
    const head = { epoch: 0, writer: '', ring: '' };
    return { stream, seq, schema: 0, at: 0, head, pages: [{ name: 'unreadable', key: '', hash: '' }] };
  }
};

const putPages = async (
  calls: Calls,
  { pages: collection }: Collections,
  stream: string,
  seq: number,
  pages: readonly Page[],
): Promise<void> => {
  if (pages.length === 0) return;
  const writes = pages.map(({ key, text }): AnyBulkWriteOperation<StoredPage> => ({
    replaceOne: {
      filter: { _id: pageKey(stream, key) },
      replacement: { key, seq: int64(seq), text },
      upsert: true,
    },
  }));
  await calls.run('snapshots', () => collection.bulkWrite(writes, { ordered: false }));
};

/** Whether the manifest became the current one. */
const putManifest = async (
  calls: Calls,
  { manifests }: Collections,
  manifest: Manifest,
): Promise<boolean> => {
  const current = JSON.stringify(manifest);
  const seq = int64(manifest.seq);
  return calls.run('snapshots', async () => {
    const moved = await manifests.updateOne({ _id: manifest.stream, seq: { $lt: seq } }, [
      { $set: { previous: '$current', current: { $literal: current }, seq } },
    ]);
    if (moved.matchedCount === 1) return true;
    try {
      await manifests.insertOne({ _id: manifest.stream, seq, current });
      return true;
    } catch (error) {
      // one that is not older is there
      if (isDuplicate(error)) return false;
      throw error;
    }
  });
};

/** Snapshots on MongoDB. Pages are there before a manifest names them, and go after none does. */
export const createMongoSnapshots = (calls: Calls, collections: Collections): Snapshots => {
  const { manifests, pages: pageRows } = collections;
  return {
    load: async (stream, which) => {
      const row = await calls.insist('snapshots', () => manifests.findOne({ _id: keyText(stream) }));
      const json = row?.[which];
      if (json === undefined) return undefined;
      const manifest = parseManifest(stream, Number(row?.seq), json);
      const rows = await calls.insist('snapshots', () =>
        pageRows.find({ _id: { $in: manifest.pages.map(({ key }) => pageKey(stream, key)) } }).toArray(),
      );
      const texts = new Map(rows.map(({ key, text }) => [key, text]));
      const pages = new Map<string, string>();
      for (const { name, key } of manifest.pages) {
        const text = texts.get(key);
        if (text !== undefined) pages.set(name, text);
      }
      return { manifest, pages };
    },
    putPages: async (stream, seq, pages) => putPages(calls, collections, keyText(stream), seq, pages),
    put: async (manifest, pages) => {
      const { stream, seq } = manifest;
      await putPages(calls, collections, keyText(stream), seq, pages);
      if (!(await putManifest(calls, collections, manifest))) return;
      const row = await calls.run('snapshots', () => manifests.findOne({ _id: stream }));
      if (row === null || Number(row.seq) !== seq) return;
      const previous = row.previous === undefined ? [] : parseManifest(stream, seq, row.previous).pages;
      const named = [...manifest.pages, ...previous].map(({ key }) => pageKey(stream, key));
      await calls.run('snapshots', () =>
        pageRows.deleteMany({
          _id: { $gt: pageKey(stream, ''), $lt: endOf(pageKey(stream, '')), $nin: named },
          seq: { $lte: int64(seq) },
        }),
      );
    },
  };
};
