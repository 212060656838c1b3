const WORDS = 3;
const CAPACITY_FIRST = 8;
/** Beyond this many entries a map finds them; below, a scan is as fast and smaller. */
const SCAN_MAX = 64;
/** Entries kept however old they are. */
const KEEP = 32;
/** A busy entity keeps all of this last while, up to {@link CAPACITY_MAX} entries. */
const KEEP_MS = 2_000;
const CAPACITY_MAX = 16_384;
/** Entries that go into a snapshot. */
const SNAPSHOT_MAX = 256;

/**
 * 53 bits of a text: two 32-bit multiplicative hashes (after Bryc's cyrb53, public domain), enough for a cache whose hits
 * are verified against the log.
 */
export const hash53 = (text: string): number => {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 2654435761);
    b = Math.imul(b ^ unit, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0);
};

/**
 * The last command ids of an entity as (hash, seq, at), packed into one array of doubles: 24 bytes an id. It is only a
 * cache of `Journal.find`: a hit is verified in the log, and a miss is final only when the ring surely reaches back to
 * the id's own time.
 */
export class IdRing {
  #words: number[] = [];
  #first = 0;
  #size = 0;
  /** Every command committed after this time is in the ring; -1: every command ever. */
  #floorMs = -1;
  #index: Map<number, number> | undefined;

  get size(): number {
    return this.#size;
  }

  /** Whether an id that is not in the ring is surely not in the log: `mintedMs` is a time at which it cannot have been used yet. */
  missIsFinal(mintedMs: number | undefined): boolean {
    return this.#floorMs < 0 || (mintedMs !== undefined && mintedMs > this.#floorMs);
  }

  /** The seq of the commit that may carry the id, or 0. */
  seqOf(id: string): number {
    const hash = hash53(id);
    if (this.#index !== undefined) return this.#index.get(hash) ?? 0;
    const capacity = this.#words.length / WORDS;
    for (let i = 0; i < this.#size; i += 1) {
      const at = ((this.#first + i) % capacity) * WORDS;
      if (this.#words[at] === hash) return this.#words[at + 1] ?? 0;
    }
    return 0;
  }

  add(id: string, seq: number, atMs: number): void {
    this.#push(hash53(id), seq, atMs);
  }

  #push(hash: number, seq: number, atMs: number): void {
    let capacity = this.#words.length / WORDS;
    if (this.#size === capacity) {
      const oldestMs = this.#words[this.#first * WORDS + 2] ?? 0;
      if (capacity < KEEP || (capacity < CAPACITY_MAX && atMs - oldestMs < KEEP_MS)) {
        this.#grow(capacity === 0 ? CAPACITY_FIRST : capacity * 2);
        capacity = this.#words.length / WORDS;
      } else {
        this.#evict(capacity, oldestMs);
      }
    }
    const place = ((this.#first + this.#size) % capacity) * WORDS;
    this.#words[place] = hash;
    this.#words[place + 1] = seq;
    this.#words[place + 2] = atMs;
    this.#size += 1;
    this.#index?.set(hash, seq);
  }

  #evict(capacity: number, oldestMs: number): void {
    const hash = this.#words[this.#first * WORDS] ?? 0;
    if (this.#index?.get(hash) === this.#words[this.#first * WORDS + 1]) this.#index?.delete(hash);
    this.#first = (this.#first + 1) % capacity;
    this.#size -= 1;
    this.#floorMs = Math.max(this.#floorMs, oldestMs);
  }

  #grow(capacity: number): void {
    const old = this.#words;
    const oldCapacity = old.length / WORDS;
    // 0.5 keeps V8 from choosing small integers and converting later
    const words = new Array<number>(capacity * WORDS).fill(0.5);
    for (let i = 0; i < this.#size; i += 1) {
      const from = ((this.#first + i) % oldCapacity) * WORDS;
      for (let w = 0; w < WORDS; w += 1) words[i * WORDS + w] = old[from + w] ?? 0;
    }
    this.#words = words;
    this.#first = 0;
    if (capacity > SCAN_MAX && this.#index === undefined) {
      this.#index = new Map();
      for (let i = 0; i < this.#size; i += 1)
        this.#index.set(words[i * WORDS] ?? 0, words[i * WORDS + 1] ?? 0);
    }
  }

  /** The newest entries in base64, for a snapshot. */
  pack(): string {
    const count = Math.min(this.#size, SNAPSHOT_MAX);
    const skipped = this.#size - count;
    const capacity = this.#words.length / WORDS;
    const out = new Float64Array(1 + count * WORDS);
    out[0] = this.#floorMs;
    if (skipped > 0) {
      const newestSkipped = ((this.#first + skipped - 1) % capacity) * WORDS + 2;
      out[0] = Math.max(this.#floorMs, this.#words[newestSkipped] ?? 0);
    }
    for (let i = 0; i < count; i += 1) {
      const from = ((this.#first + skipped + i) % capacity) * WORDS;
      for (let w = 0; w < WORDS; w += 1) out[1 + i * WORDS + w] = this.#words[from + w] ?? 0;
    }
    return Buffer.from(out.buffer).toString('base64');
  }

  /** The opposite of {@link pack}. @throws RangeError when it is damaged: an empty ring would call old ids new */
  static unpack(packed: string): IdRing {
    const ring = new IdRing();
    const bytes = Buffer.from(packed, 'base64');
    if (bytes.length % (WORDS * 8) !== 8) throw new RangeError('a ring of command ids is damaged');
    const words = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    for (let i = 1; i + 2 < words.length; i += WORDS) {
      ring.#push(words[i] ?? 0, words[i + 1] ?? 0, words[i + 2] ?? 0);
    }
    ring.#floorMs = Math.max(ring.#floorMs, words[0] ?? 0);
    return ring;
  }
}
