/** At most this many bytes of text in one page. */
export const PAGE_MAX_BYTES = 256 * 1024;

export interface PageRef {
  /** Name within the state, for example `accounts/3`. */
  readonly name: string;
  /** Storage key: new for every content, so that pages in use are never overwritten. */
  readonly key: string;
  /** SHA-256 of the page's text, base64url. */
  readonly hash: string;
}

/** A state at one place of its log: everything up to and including commit `seq`. */
export interface Manifest {
  readonly stream: string;
  readonly seq: number;
  readonly schema: number;
  /** Ms since the epoch: time of commit `seq`. */
  readonly at: number;
  /** Epoch and chain of commit `seq`, and the ring of recent command ids. */
  readonly head: SnapshotHead;
  readonly pages: readonly PageRef[];
}

export interface SnapshotHead {
  readonly epoch: number;
  readonly writer: string;
  readonly chain?: string;
  /** Packed ring of recent command ids, base64; opaque to the store. */
  readonly ring: string;
}

export interface LoadedSnapshot {
  readonly manifest: Manifest;
  /** The text of each page by name; a page that is missing from the store is absent. */
  readonly pages: Map<string, string>;
}

/** Snapshots in pages, current and previous. They only save time: the log is the truth. */
export interface Snapshots {
  /** @throws Fault E_UNAVAILABLE */
  load(stream: string, which: 'current' | 'previous'): Promise<LoadedSnapshot | undefined>;
  /**
   * Stores pages of the cut at `seq` under new keys before its manifest names them; may be called several times. They
   * stay until a manifest of that cut or a later one is put.
   */
  putPages(
    stream: string,
    seq: number,
    pages: readonly { readonly key: string; readonly text: string }[],
  ): Promise<void>;
  /**
   * Makes the manifest current and the current one previous, stores `pages` with it, and drops pages of this
   * cut and older ones that neither names; those of later cuts belong to a snapshot that is still being taken.
   * A manifest that is not newer than the current one changes nothing.
   */
  put(manifest: Manifest, pages: readonly { readonly key: string; readonly text: string }[]): Promise<void>;
}
