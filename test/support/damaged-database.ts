import { readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** Kinds of pages by their first byte. https://www.sqlite.org/fileformat.html#b_tree_pages */
const TABLE_LEAF = 0x0d;
const INDEX_LEAF = 0x0a;
const INTERIOR_HEADER_BYTES = 12;

const pageSizeOf = (bytes: Buffer): number => bytes.readUInt16BE(16);

const pageAt = (bytes: Buffer, number: number): Buffer => {
  const size = pageSizeOf(bytes);
  return bytes.subarray((number - 1) * size, number * size);
};

const damage = (path: string, bytes: Buffer, numbers: readonly number[]): void => {
  for (const number of numbers) pageAt(bytes, number).fill(0xee);
  writeFileSync(path, bytes);
};

/** Overwrites the leaf page of a table that holds a text, in a file that nobody has open. @throws Error unless one does */
export const damageLeafWith = (path: string, text: string): void => {
  const bytes = readFileSync(path);
  const pages = Array.from({ length: bytes.length / pageSizeOf(bytes) }, (_, index) => index + 1);
  const found = pages.filter(
    (number) => pageAt(bytes, number)[0] === TABLE_LEAF && pageAt(bytes, number).includes(text),
  );
  if (found.length !== 1) throw new Error(`${found.length} pages hold ${text}`);
  damage(path, bytes, found);
};

const rootOf = (path: string, table: string): number => {
  const database = new DatabaseSync(path, { readOnly: true });
  const row = database.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(table);
  database.close();
  return Number(row?.['rootpage']);
};

/** Overwrites the root page of a table. */
export const damageRoot = (path: string, table: string): void =>
  damage(path, readFileSync(path), [rootOf(path, table)]);

/** Overwrites the first leaf page of a table without row ids: that with the least keys. @throws Error when it is the root */
export const damageFirstLeaf = (path: string, table: string): void => {
  const root = rootOf(path, table);
  const bytes = readFileSync(path);
  let number = root;
  while (pageAt(bytes, number)[0] !== INDEX_LEAF) {
    const page = pageAt(bytes, number);
    // each cell of an interior page begins with the page below it
    number = page.readUInt32BE(page.readUInt16BE(INTERIOR_HEADER_BYTES));
  }
  if (number === root) throw new Error(`${table} has one page only`);
  damage(path, bytes, [number]);
};
