/** What the process is told on its command line. */
export interface MemoryOrder {
  readonly dir: string;
  readonly people: number;
}

/** What it says: bytes of resident memory with so many people and their ledger live. */
export interface MemoryWord {
  readonly live: number;
  readonly rss: number;
}
