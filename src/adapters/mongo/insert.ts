import { type Document, MongoBulkWriteError, type WriteError } from 'mongodb';
import { Fault } from '#ports/fault.ts';
import type { Calls } from './calls.ts';
import type { Collections } from './collections.ts';
import { explain, passingFault, SERVER_CODE } from './explain.ts';

/** A linearizable read waits for a majority; longer than this it will not come, ms. */
const LINEARIZABLE_WITHIN_MS = 2_000;
const TRIES = 3;

export type StoredCommit = Document & { readonly _id: string };

/**
 * What became of one document. `skipped`: an ordered insert stopped before it; `taken`: a document of that key is there.
 */
export type Inserted =
  | { readonly status: 'committed' | 'skipped' }
  | { readonly status: 'taken'; readonly commitId: string }
  | { readonly status: 'unknown' | 'refused'; readonly cause: Fault };

type Raw = Exclude<Inserted, { status: 'taken' }> | { readonly status: 'duplicate' };

/** Codes that say for certain that the document was not taken and never will be. */
const REFUSALS: ReadonlySet<number> = new Set([
  SERVER_CODE.documentValidationFailed,
  SERVER_CODE.tooLarge,
  SERVER_CODE.keyTooLong,
]);

const MISSING: Raw = { status: 'unknown', cause: passingFault('MongoDB gave no result for the commit') };

const refused = (cause: unknown): Raw => ({
  status: 'refused',
  cause: new Fault('E_LIMIT', `MongoDB refuses the commit: ${explain(cause).message}`, {
    retryable: false,
    cause,
  }),
});

/** Results of one insert from the error that it ended with. */
export const outcomesOf = (error: unknown, count: number, isOrdered: boolean): readonly Raw[] => {
  const each = (raw: Raw): readonly Raw[] => Array.from({ length: count }, () => raw);
  if (error instanceof Error && error.name.startsWith('BSON')) return each(refused(error));
  if (!(error instanceof MongoBulkWriteError)) return each({ status: 'unknown', cause: explain(error) });
  const concern = error.result.getWriteConcernError();
  const writeErrors: readonly WriteError[] = [error.writeErrors].flat();
  // nothing says that a majority has what was applied
  const applied: Raw =
    concern === undefined
      ? { status: 'committed' }
      : { status: 'unknown', cause: passingFault(`not yet durable: ${concern.errmsg ?? ''}`, error) };
  if (writeErrors.length === 0) {
    return each(concern === undefined ? { status: 'unknown', cause: explain(error) } : applied);
  }
  const results = [...each(applied)];
  for (const { index, code, errmsg } of writeErrors) {
    if (code === SERVER_CODE.duplicateKey) results[index] = { status: 'duplicate' };
    else if (REFUSALS.has(code)) results[index] = refused(new Error(errmsg));
    else results[index] = { status: 'unknown', cause: passingFault(`MongoDB failed: ${errmsg ?? code}`) };
    if (isOrdered)
      for (let after = index + 1; after < count; after += 1) results[after] = { status: 'skipped' };
  }
  return results;
};

/** Inserts commits; what the server says becomes one result a document. Never rejects. */
export class Inserter {
  readonly #calls: Calls;
  readonly #commits: Collections['commits'];

  constructor(calls: Calls, commits: Collections['commits']) {
    this.#calls = calls;
    this.#commits = commits;
  }

  async insert(documents: readonly StoredCommit[], isOrdered: boolean): Promise<readonly Inserted[]> {
    const raws = await this.#insertOnce(documents, isOrdered);
    const twice = documents.filter((_, index) => raws[index]?.status === 'duplicate');
    const owners = await this.#owners(twice);
    return Promise.all(
      documents.map(async (document, index): Promise<Inserted> => {
        const raw = raws[index] ?? MISSING;
        return raw.status === 'duplicate' ? this.#takenBy(document, owners) : raw;
      }),
    );
  }

  /**
   * Whose commits have the places of several documents, as far as a majority has them: nothing that it has ever goes again, so
   * that these need no look of their own.
   */
  async #owners(documents: readonly StoredCommit[]): Promise<ReadonlyMap<string, string>> {
    if (documents.length < 2) return new Map();
    try {
      const rows = await this.#calls.insist('resolve', () =>
        this.#commits
          .find({ _id: { $in: documents.map(({ _id }) => _id) } }, { projection: { commitId: 1 } })
          .toArray(),
      );
      return new Map(rows.map(({ _id, commitId }) => [_id, String(commitId)]));
    } catch {
      // each is looked at by itself
      return new Map();
    }
  }

  async #insertOnce(documents: readonly StoredCommit[], isOrdered: boolean): Promise<readonly Raw[]> {
    try {
      await this.#calls.insist('append', () => this.#commits.insertMany(documents, { ordered: isOrdered }));
      return documents.map((): Raw => ({ status: 'committed' }));
    } catch (error) {
      const cause = error instanceof Fault ? error.cause : undefined;
      return outcomesOf(cause ?? error, documents.length, isOrdered);
    }
  }

  /** Whose commit has the place, as a majority sees it; one that was rolled back makes room for ours. */
  async #takenBy(document: StoredCommit, owners: ReadonlyMap<string, string>): Promise<Inserted> {
    const owner = owners.get(document._id);
    if (owner !== undefined) return { status: 'taken', commitId: owner };
    for (let tries = 0; tries < TRIES; tries += 1) {
      try {
        const found = await this.#calls.insist('resolve', () =>
          this.#commits.findOne(
            { _id: document._id },
            {
              projection: { commitId: 1 },
              readConcern: { level: 'linearizable' },
              readPreference: 'primary',
              maxTimeMS: LINEARIZABLE_WITHIN_MS,
            },
          ),
        );
        if (found !== null) return { status: 'taken', commitId: String(found['commitId']) };
      } catch (error) {
        return { status: 'unknown', cause: explain(error) };
      }
      const [again] = await this.#insertOnce([document], false);
      if (again !== undefined && again.status !== 'duplicate') return again;
    }
    return { status: 'unknown', cause: passingFault('the place of the commit is not settled') };
  }
}
