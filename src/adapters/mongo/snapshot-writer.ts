import { type AnyBulkWriteOperation, MongoBulkWriteError, type WriteError } from 'mongodb';
import { Fault } from '#ports/fault.ts';
import type { Manifest } from '#ports/snapshots.ts';
import type { Calls } from './calls.ts';
import { int64 } from './codec.ts';
import type { Collections, PageText, StoredManifest, StoredPage } from './collections.ts';
import { explain, SERVER_CODE } from './explain.ts';
import { endOf } from './keys-of-rows.ts';
import { parseManifest } from './stored-manifest.ts';

/** Pages of at most so many characters together lie in the manifest's own document: one write, one read. */
const WHOLE_MAX = 32 * 1024;
/** Snapshots written in one go, and characters of all their pages: MongoDB takes 48 MB at once. */
const GROUP_MAX = 100;
const GROUP_CHARACTERS_MAX = 4 * 1024 * 1024;
/** Characters of one manifest, which names some ten thousands of pages: MongoDB takes documents of 16 MB. */
const MANIFEST_MAX = 4 * 1024 * 1024;

/** Key of a page's row. */
export const pageKey = (stream: string, key: string): string => `${stream}/${key}`;

/** Stores a page, over one of the same key. */
export const pageWrite = (
  stream: string,
  seq: number,
  { key, text }: PageText,
): AnyBulkWriteOperation<StoredPage> => ({
  replaceOne: {
    filter: { _id: pageKey(stream, key) },
    replacement: { key, seq: int64(seq), text },
    upsert: true,
  },
});

interface Waiting {
  readonly manifest: Manifest;
  readonly json: string;
  readonly pages: readonly PageText[];
  readonly characters: number;
  /** All of its pages are known here and small enough for the manifest's document. */
  readonly isWhole: boolean;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Which of them must not go on, with why; `undefined`: one that is not older is there. */
type Stopped = ReadonlyMap<number, Error | undefined>;

const NOBODY: Stopped = new Map();

/** @throws the error itself when it says nothing of single writes */
const stoppedBy = (error: unknown): Stopped => {
  if (!(error instanceof MongoBulkWriteError)) throw error;
  const writeErrors: readonly WriteError[] = [error.writeErrors].flat();
  if (writeErrors.length === 0) throw error;
  return new Map(
    writeErrors.map(({ index, code, errmsg }) => [
      index,
      code === SERVER_CODE.duplicateKey ? undefined : explain(new Error(errmsg ?? `error ${code}`)),
    ]),
  );
};

/** Moves the current manifest to the previous place; one that is not older keeps its own and refuses the second of its key. */
const manifestWrite = ({
  manifest,
  json,
  pages,
  isWhole,
}: Waiting): AnyBulkWriteOperation<StoredManifest> => {
  const seq = int64(manifest.seq);
  const orNull = (field: string): unknown => ({ $ifNull: [field, null] });
  return {
    updateOne: {
      filter: { _id: manifest.stream, seq: { $lt: seq } },
      update: [
        {
          $set: {
            previous: orNull('$current'),
            previousPages: orNull('$pages'),
            // what has no previous one has no pages elsewhere
            wasWhole: { $ifNull: ['$isWhole', { $eq: [orNull('$current'), null] }] },
            current: { $literal: json },
            pages: isWhole ? { $literal: pages } : null,
            isWhole: { $literal: isWhole },
            seq: { $literal: seq },
          },
        },
      ],
      upsert: true,
    },
  };
};

/**
 * Writes snapshots of many entities together: those that come while a group is under way are the next one. A busy process
 * takes hundreds a second, and each by itself cost five questions.
 */
export class SnapshotWriter {
  readonly #calls: Calls;
  readonly #collections: Collections;
  #waiting: Waiting[] = [];
  #isBusy = false;

  constructor(calls: Calls, collections: Collections) {
    this.#calls = calls;
    this.#collections = collections;
  }

  /** Makes the manifest current, as `Snapshots.put` does. @throws Fault E_UNAVAILABLE, E_LIMIT */
  async put(manifest: Manifest, pages: readonly PageText[]): Promise<void> {
    const json = JSON.stringify(manifest);
    if (json.length > MANIFEST_MAX) {
      const message = `the manifest of ${manifest.stream} has ${json.length} characters, at most ${MANIFEST_MAX} are allowed`;
      throw new Fault('E_LIMIT', message, { retryable: false });
    }
    const characters = pages.reduce((sum, { text }) => sum + text.length, 0);
    const keys = new Set(pages.map(({ key }) => key));
    const isWhole = characters <= WHOLE_MAX && manifest.pages.every(({ key }) => keys.has(key));
    return new Promise((resolve, reject) => {
      this.#waiting.push({
        manifest,
        json,
        pages,
        characters: characters + json.length,
        isWhole,
        resolve,
        reject,
      });
      void this.#work();
    });
  }

  async #work(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    for (let group = this.#take(); group.length > 0; group = this.#take()) {
      try {
        await this.#write(group);
      } catch (error) {
        for (const { reject } of group) reject(explain(error));
      }
    }
    this.#isBusy = false;
  }

  /** The next group: of one stream there is one in it. */
  #take(): readonly Waiting[] {
    const group: Waiting[] = [];
    const left: Waiting[] = [];
    const streams = new Set<string>();
    let characters = 0;
    for (const one of this.#waiting) {
      const isRoom = group.length < GROUP_MAX && characters + one.characters <= GROUP_CHARACTERS_MAX;
      if (streams.has(one.manifest.stream) || (group.length > 0 && !isRoom)) {
        left.push(one);
        continue;
      }
      streams.add(one.manifest.stream);
      characters += one.characters;
      group.push(one);
    }
    this.#waiting = left;
    return group;
  }

  async #write(group: readonly Waiting[]): Promise<void> {
    const { manifests, pages: pageRows } = this.#collections;
    const loose = await this.#looseOf(group);
    const rows = group
      .filter(({ isWhole }) => !isWhole)
      .flatMap(({ manifest: { stream, seq }, pages }) => pages.map((page) => pageWrite(stream, seq, page)));
    if (rows.length > 0)
      await this.#calls.run('snapshots', () => pageRows.bulkWrite(rows, { ordered: false }));
    const stopped = await this.#calls.run('snapshots', async () => {
      try {
        await manifests.bulkWrite(group.map(manifestWrite), { ordered: false });
        return NOBODY;
      } catch (error) {
        return stoppedBy(error);
      }
    });
    await this.#drop(group.filter(({ manifest }, n) => !stopped.has(n) && loose.has(manifest.stream)));
    for (const [n, { resolve, reject }] of group.entries()) {
      const error = stopped.get(n);
      if (error === undefined) resolve();
      else reject(error);
    }
  }

  /** Streams with pages in rows of their own, before or after this. */
  async #looseOf(group: readonly Waiting[]): Promise<ReadonlySet<string>> {
    const streams = group.map(({ manifest }) => manifest.stream);
    const known = await this.#calls.run('snapshots', () =>
      this.#collections.manifests
        .find({ _id: { $in: streams } })
        .project<Pick<StoredManifest, '_id' | 'isWhole' | 'wasWhole'>>({ isWhole: 1, wasWhole: 1 })
        .toArray(),
    );
    return new Set([
      ...group.filter(({ isWhole }) => !isWhole).map(({ manifest }) => manifest.stream),
      ...known.filter((row) => row.isWhole !== true || row.wasWhole !== true).map(({ _id }) => _id),
    ]);
  }

  /** Drops rows of pages that neither manifest names; those of later cuts belong to a snapshot that is still being taken. */
  async #drop(group: readonly Waiting[]): Promise<void> {
    if (group.length === 0) return;
    const { manifests, pages: pageRows } = this.#collections;
    const streams = group.map(({ manifest }) => manifest.stream);
    const rows = await this.#calls.run('snapshots', () =>
      manifests
        .find({ _id: { $in: streams } })
        .project<Pick<StoredManifest, '_id' | 'seq' | 'previous'>>({ seq: 1, previous: 1 })
        .toArray(),
    );
    const stored = new Map(rows.map((row) => [row._id, row]));
    const drops = group.flatMap(({ manifest }): AnyBulkWriteOperation<StoredPage>[] => {
      const { stream, seq } = manifest;
      const row = stored.get(stream);
      if (row === undefined || Number(row.seq) !== seq) return [];
      const previous = row.previous == null ? [] : parseManifest(stream, seq, row.previous).pages;
      const named = [...manifest.pages, ...previous].map(({ key }) => pageKey(stream, key));
      const every = pageKey(stream, '');
      const filter = { _id: { $gt: every, $lt: endOf(every), $nin: named }, seq: { $lte: int64(seq) } };
      return [{ deleteMany: { filter } }];
    });
    if (drops.length > 0)
      await this.#calls.run('snapshots', () => pageRows.bulkWrite(drops, { ordered: false }));
  }
}
