import type { EntityRef } from '#game/shared/ids.ts';
import type { Dispatcher } from '#ports/dispatcher.ts';
import { PAGE_MAX_BYTES, type PageRef, type Snapshots } from '#ports/snapshots.ts';
import { pageHash } from './activation.ts';
import type { AnyKind, Paging } from './define-entity.ts';
import type { IdRing } from './id-ring.ts';
import { Sealer } from './sealer.ts';

interface Cut {
  readonly kind: AnyKind;
  readonly self: EntityRef;
  readonly stream: string;
  readonly state: unknown;
  readonly seq: number;
  readonly atMs: number;
  readonly epoch: number;
  readonly writer: string;
  readonly chain: () => string | undefined;
  readonly ring: IdRing;
}

/** Page versions of the last stored manifest, so that a page that did not change is named again and not written. */
export type StoredPages = Map<string, { readonly version: number; readonly ref: PageRef }>;

type FrozenPage =
  | { readonly name: string; readonly version: number; readonly text: string }
  | ReturnType<Paging<unknown>['freeze']>[number];

const inTurns = (dispatcher: Dispatcher): Promise<void> =>
  new Promise((resolve) => {
    dispatcher.nextTurn(resolve);
  });

/**
 * Freezes a state at a batch cut and returns the step that stores it, to be run when the cut's commit is durable. A small
 * state is encoded at once; a paged one page by page, one a loop turn.
 */
export const takeSnapshot = (
  cut: Cut,
  ports: { readonly snapshots: Snapshots; readonly sealer: Sealer; readonly dispatcher: Dispatcher },
  stored: StoredPages,
): (() => Promise<void>) => {
  const { kind, stream, seq } = cut;
  const { paging } = kind.options;
  let frozen: readonly FrozenPage[];
  try {
    frozen =
      paging === undefined
        ? [{ name: 'state', version: seq, text: JSON.stringify(cut.state) }]
        : paging.freeze(cut.state);
  } catch (error) {
    // a commit must not fail for its snapshot
    return () => Promise.reject(error instanceof Error ? error : new Error(String(error)));
  }

  return async () => {
    const refs: PageRef[] = [];
    const versions: StoredPages = new Map();
    const last: { key: string; text: string }[] = [];
    for (const page of frozen) {
      const known = stored.get(page.name);
      if (known !== undefined && known.version === page.version) {
        refs.push(known.ref);
        versions.set(page.name, known);
        continue;
      }
      let text = 'text' in page ? page.text : JSON.stringify(page.encode());
      if (Sealer.isMarked(text)) text = JSON.stringify(await ports.sealer.seal(JSON.parse(text)));
      const bytes = Buffer.byteLength(text);
      if (bytes > PAGE_MAX_BYTES) {
        throw new RangeError(`snapshot page ${page.name} of ${stream} has ${bytes} bytes`);
      }
      const hash = pageHash(text);
      // a key says its content: a second try at the same cut, sealed anew, must not overwrite what a manifest names
      const key = `${stream}#${seq}/${page.name}.${hash.slice(0, 10)}`;
      const ref = { name: page.name, key, hash };
      refs.push(ref);
      versions.set(page.name, { version: page.version, ref });
      if (paging === undefined) {
        last.push({ key, text });
      } else {
        await ports.snapshots.putPages(stream, seq, [{ key, text }]);
        await inTurns(ports.dispatcher);
      }
    }
    const chain = cut.chain();
    const head = {
      epoch: cut.epoch,
      writer: cut.writer,
      ring: cut.ring.pack(),
      ...(chain === undefined ? {} : { chain }),
    };
    await ports.snapshots.put(
      { stream, seq, schema: kind.options.stateVersion, at: cut.atMs, head, pages: refs },
      last,
    );
    if (paging === undefined) return;
    // only pages of a manifest that was stored are kept by the store, so only they may be named again
    stored.clear();
    for (const [name, page] of versions) stored.set(name, page);
  };
};
