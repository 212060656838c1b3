import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { syncPath } from '#adapters/sqlite/tools/backup.ts';
import { COMMIT_FORMAT } from '#ports/commit.ts';
import { HOUSE_FORMAT, type HouseRecord, moveFault, type Records } from './records.ts';

/** Last line of a file: what was before it. */
interface HouseEnd {
  readonly kind: 'end';
  readonly lines: number;
  /** SHA-256 of all lines before, each with its line feed, base64url. */
  readonly sha256: string;
}

/** Level 1: half the time of the usual one for a tenth more bytes. */
const GZIP_LEVEL = 1;
const KINDS: ReadonlySet<string> = new Set(['key', 'letter', 'commit', 'snapshot', 'end']);

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function* linesOf(records: Records): AsyncGenerator<string, void> {
  const sha = createHash('sha256');
  let lines = 0;
  for await (const some of records) {
    if (some.length === 0) continue;
    const text = some.map((record) => `${JSON.stringify(record)}\n`).join('');
    sha.update(text);
    lines += some.length;
    yield text;
  }
  yield `${JSON.stringify({ kind: 'end', lines, sha256: sha.digest('base64url') } satisfies HouseEnd)}\n`;
}

/**
 * Writes records into a file that only its owner can read (it holds keys); the file appears when it is whole.
 * @throws Fault E_UNAVAILABLE when the file exists or cannot be written
 */
export const writeHouseFile = async (path: string, records: Records): Promise<void> => {
  const partial = `${path}.partial`;
  if (existsSync(path)) {
    throw moveFault(`"${resolve(path)}" exists already: name a new file, so that nothing older is lost`);
  }
  try {
    // what a killed run has left holds nothing that the store has not
    rmSync(partial, { force: true });
    await pipeline(
      Readable.from(linesOf(records)),
      createGzip({ level: GZIP_LEVEL }),
      createWriteStream(partial, { mode: 0o600 }),
    );
    syncPath(partial);
    renameSync(partial, path);
    syncPath(dirname(resolve(path)));
  } catch (error) {
    rmSync(partial, { force: true });
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw moveFault(
      `"${resolve(path)}" cannot be written (${error.message}): check the folder and the room there`,
      error,
    );
  }
};

async function* rawLines(path: string): AsyncGenerator<readonly string[], void> {
  const gunzip = createGunzip();
  const piped = pipeline(createReadStream(path), gunzip);
  // told by the loop below, too
  piped.catch(() => undefined);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  for await (const chunk of gunzip) {
    const lines = (rest + decoder.decode(chunk as Buffer, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield lines;
  }
  if (rest !== '') yield [rest];
}

const isHeader = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  'deploymentKey' in value &&
  typeof value.deploymentKey === 'string';

const readLine = (line: string, number: number, path: string): HouseRecord | HouseEnd => {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw moveFault(
      `line ${number} of "${resolve(path)}" is not JSON: the file was changed or cut off`,
      error,
    );
  }
  const kind: unknown =
    typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
  const isRight = number === 1 ? isHeader(value) : typeof kind === 'string' && KINDS.has(kind);
  if (!isRight) {
    throw moveFault(
      number === 1
        ? `"${resolve(path)}" is not an export of Guildhall: it takes a file that "npm run data -- export" wrote`
        : `line ${number} of "${resolve(path)}" is no record that this version knows: the file was changed`,
    );
  }
  // the checksum vouches for the rest
  return value as HouseRecord | HouseEnd;
};

const refuseNewer = (record: HouseRecord, path: string): void => {
  if (record.kind !== 'house') return;
  const { format, commitFormat } = record;
  if (format <= HOUSE_FORMAT && commitFormat <= COMMIT_FORMAT) return;
  throw moveFault(
    `"${resolve(path)}" was written by a newer Guildhall (format ${format}/${commitFormat}, this one reads ${HOUSE_FORMAT}/${COMMIT_FORMAT}): use the newer version`,
  );
};

const checkEnd = ({ lines, sha256 }: HouseEnd, read: number, sha: Hash, path: string): void => {
  if (lines === read && sha256 === sha.digest('base64url')) return;
  throw moveFault(`"${resolve(path)}" is not as it was written (its checksum differs): take another export`);
};

/**
 * Reads a file that {@link writeHouseFile} wrote. Nothing of it is certain before its end was reached.
 * @throws Fault E_UNAVAILABLE for a file that is not there, not ours, newer, changed or cut off
 */
export async function* recordsOfFile(path: string): Records {
  const sha = createHash('sha256');
  let read = 0;
  let isEnded = false;
  try {
    for await (const lines of rawLines(path)) {
      const records: HouseRecord[] = [];
      for (const line of lines) {
        if (isEnded) throw moveFault(`"${resolve(path)}" goes on after its end: the file was changed`);
        const record = readLine(line, read + 1, path);
        if (record.kind === 'end') {
          checkEnd(record, read, sha, path);
          isEnded = true;
          continue;
        }
        refuseNewer(record, path);
        sha.update(line).update('\n');
        read += 1;
        records.push(record);
      }
      yield records;
    }
  } catch (error) {
    throw explainFile(error, path);
  }
  if (!isEnded) throw moveFault(`"${resolve(path)}" is cut off: take another export`);
}

const explainFile = (error: unknown, path: string): unknown => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return moveFault(`there is no file "${resolve(path)}": check the path`, error);
  if (code === 'Z_BUF_ERROR') return moveFault(`"${resolve(path)}" is cut off: take another export`, error);
  if (typeof code === 'string' && /^(?:Z_|ERR_ENCODING_INVALID)/.test(code)) {
    return moveFault(`"${resolve(path)}" is damaged or not an export of Guildhall (${textOf(error)})`, error);
  }
  if (typeof code === 'string' && /^E[A-Z]+$/.test(code)) {
    return moveFault(`"${resolve(path)}" cannot be read (${textOf(error)})`, error);
  }
  return error;
};
