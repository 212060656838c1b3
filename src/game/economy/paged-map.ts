/** One page as it was when it was frozen; its entries never change again. */
export interface FrozenPage<V> {
  /** `<depth>.<bits>`: which keys belong to it. */
  readonly name: string;
  /** Equal as long as the content is equal. */
  readonly version: number;
  readonly entries: ReadonlyMap<string, V>;
}

interface Page<V> {
  readonly depth: number;
  /** The low `depth` bits of the hash of every key in it. */
  readonly bits: number;
  version: number;
  frozen: boolean;
  weight: number;
  entries: Map<string, V>;
}

const DEPTH_MAX = 20;
/** Estimated bytes at which a page is split in two: a quarter of what a snapshot page may hold. */
const PAGE_SPLIT_BYTES = 64 * 1024;

/** FNV-1a with the final mix of MurmurHash3, so that the low bits are good. */
const hashOf = (key: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at += 1) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
};

/**
 * A big mutable map that goes into snapshots page by page (extendible hashing). Values are never changed in place, so
 * that freezing a page is setting a flag; the first write to a frozen page copies its table of entries.
 */
export class PagedMap<V> {
  readonly #weigh: (key: string, value: V) => number;
  readonly #splitAt: number;
  #directory: Page<V>[];
  #depth = 0;
  #size = 0;
  #versions = 0;
  /** The last key looked for and its page: a read is often followed by a write. */
  #lastKey = '';
  #lastPage: Page<V> | undefined;

  /** `weigh` estimates the bytes of one entry in a snapshot. */
  constructor(weigh: (key: string, value: V) => number, splitAt = PAGE_SPLIT_BYTES) {
    this.#weigh = weigh;
    this.#splitAt = splitAt;
    this.#directory = [{ depth: 0, bits: 0, version: 0, frozen: false, weight: 0, entries: new Map() }];
  }

  get size(): number {
    return this.#size;
  }

  #pageOf(key: string): Page<V> {
    if (this.#lastPage !== undefined && this.#lastKey === key) return this.#lastPage;
    const page = this.#directory[hashOf(key) & (this.#directory.length - 1)];
    if (page === undefined) throw new RangeError('the directory of pages has a hole');
    this.#lastKey = key;
    this.#lastPage = page;
    return page;
  }

  get(key: string): V | undefined {
    return this.#pageOf(key).entries.get(key);
  }

  /** Stores a value, or with `undefined` takes the key out; answers what was there. */
  set(key: string, value: V | undefined): V | undefined {
    const page = this.#pageOf(key);
    const before = page.entries.get(key);
    if (before === undefined && value === undefined) return undefined;
    if (page.frozen) {
      page.entries = new Map(page.entries);
      page.frozen = false;
      page.version = this.#versions += 1;
    }
    if (before !== undefined) {
      page.weight -= this.#weigh(key, before);
      this.#size -= 1;
    }
    if (value === undefined) {
      page.entries.delete(key);
    } else {
      page.entries.set(key, value);
      page.weight += this.#weigh(key, value);
      this.#size += 1;
      if (page.weight > this.#splitAt && page.depth < DEPTH_MAX && page.entries.size > 1) this.#split(page);
    }
    return before;
  }

  #split(page: Page<V>): void {
    if (page.depth === this.#depth) {
      this.#directory = [...this.#directory, ...this.#directory];
      this.#depth += 1;
    }
    const half = (bits: number): Page<V> => ({
      depth: page.depth + 1,
      bits,
      version: (this.#versions += 1),
      frozen: false,
      weight: 0,
      entries: new Map(),
    });
    const low = half(page.bits);
    const high = half(page.bits | (1 << page.depth));
    for (const [key, value] of page.entries) {
      const into = (hashOf(key) >>> page.depth) & 1 ? high : low;
      into.entries.set(key, value);
      into.weight += this.#weigh(key, value);
    }
    this.#place(low);
    this.#place(high);
    this.#lastPage = undefined;
  }

  #place(page: Page<V>): void {
    for (let at = page.bits; at < this.#directory.length; at += 1 << page.depth) this.#directory[at] = page;
  }

  *[Symbol.iterator](): IterableIterator<[string, V]> {
    for (const page of new Set(this.#directory)) yield* page.entries;
  }

  /** Every page as it is now. Later writes do not touch what is returned. */
  freeze(): readonly FrozenPage<V>[] {
    return [...new Set(this.#directory)].map((page) => {
      page.frozen = true;
      return {
        name: `${page.depth}.${page.bits.toString(16)}`,
        version: page.version,
        entries: page.entries,
      };
    });
  }

  /**
   * Fills an empty map with stored pages, in the same division. @throws RangeError when they do not make a whole map:
   * one is missing, or holds a key that is not its own.
   */
  thaw(pages: ReadonlyMap<string, Iterable<readonly [string, V]>>): void {
    const depths = [...pages.keys()].map((name) => Number(name.slice(0, name.indexOf('.'))));
    this.#depth = Math.max(0, ...depths);
    if (!(this.#depth <= DEPTH_MAX)) throw new RangeError('a page has an impossible name');
    this.#directory = [];
    this.#directory.length = 2 ** this.#depth;
    this.#size = 0;
    this.#lastPage = undefined;
    for (const [name, rows] of pages) {
      const depth = Number(name.slice(0, name.indexOf('.')));
      const bits = Number.parseInt(name.slice(name.indexOf('.') + 1), 16);
      const entries = new Map(rows);
      let weight = 0;
      for (const [key, value] of entries) {
        if ((hashOf(key) & (2 ** depth - 1)) !== bits)
          throw new RangeError(`page ${name} holds a foreign key`);
        weight += this.#weigh(key, value);
      }
      this.#size += entries.size;
      this.#place({ depth, bits, version: 0, frozen: false, weight, entries });
    }
    for (let at = 0; at < this.#directory.length; at += 1) {
      if (this.#directory[at] === undefined)
        throw new RangeError(`no page holds the keys of ${at.toString(16)}`);
    }
  }
}
