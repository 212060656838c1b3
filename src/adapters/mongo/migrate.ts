import { type Db, type Document, Long } from 'mongodb';
import { canonicalJson } from '#ports/canonical-json.ts';
import { SHARDS } from '#ports/leases.ts';
import type { Collections } from './collections.ts';
import { finalFault, isDuplicate } from './explain.ts';
import { PLAN, SCHEMA_VERSION } from './migrations.ts';

export interface MigrateOptions {
  /** Name under which the database was made; another one is refused. */
  readonly deployment: string;
  /** Says what would be done and does nothing. */
  readonly isDryRun?: boolean;
}

interface Existing {
  readonly validators: ReadonlyMap<string, Document | undefined>;
  readonly indexes: ReadonlyMap<string, readonly Document[]>;
}

const look = async (db: Db): Promise<Existing> => {
  const validators = new Map<string, Document | undefined>();
  const indexes = new Map<string, readonly Document[]>();
  for (const { name, options } of await db.listCollections({}, { nameOnly: false }).toArray()) {
    validators.set(name, options?.['validator'] as Document | undefined);
    indexes.set(name, await db.collection(name).indexes());
  }
  return { validators, indexes };
};

const isSame = (a: unknown, b: unknown): boolean => canonicalJson(plain(a)) === canonicalJson(plain(b));
/** A driver's document as JSON, numbers as numbers. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

/** What an index is made of, without what servers add. */
const coreOf = (index: Document): Document => ({
  key: index['key'] as unknown,
  ...(index['partialFilterExpression'] === undefined
    ? {}
    : { partialFilterExpression: index['partialFilterExpression'] as unknown }),
  ...(index['expireAfterSeconds'] === undefined
    ? {}
    : { expireAfterSeconds: Number(index['expireAfterSeconds']) }),
});

interface Step {
  readonly what: string;
  readonly run: () => Promise<unknown>;
}

/** @throws Fault E_UNAVAILABLE when an index of our name is another one */
const indexSteps = (db: Db, existing: Existing): readonly Step[] =>
  PLAN.flatMap(({ name, indexes }) =>
    indexes.flatMap((index): readonly Step[] => {
      const found = existing.indexes.get(name)?.find((one) => one['name'] === index.name);
      if (found === undefined) {
        return [
          {
            what: `make index ${index.name} of ${name}`,
            run: () => db.collection(name).createIndexes([{ ...index }]),
          },
        ];
      }
      if (isSame(coreOf(found), coreOf(index))) return [];
      throw finalFault(
        `index ${index.name} of collection ${name} is not the one that Guildhall makes: drop it with db.${name}.dropIndex("${index.name}") and start again`,
      );
    }),
  );

const collectionSteps = (db: Db, existing: Existing): readonly Step[] =>
  PLAN.flatMap(({ name, validator }): readonly Step[] => {
    const rules =
      validator === undefined ? {} : { validator, validationLevel: 'strict', validationAction: 'error' };
    if (!existing.validators.has(name)) {
      return [{ what: `make collection ${name}`, run: () => makeCollection(db, name, rules) }];
    }
    if (validator === undefined || isSame(existing.validators.get(name), validator)) return [];
    return [{ what: `set validator of ${name}`, run: () => db.command({ collMod: name, ...rules }) }];
  });

const NAMESPACE_EXISTS = 48;

/** Another process may be just as far. */
const makeCollection = async (db: Db, name: string, rules: Document): Promise<void> => {
  try {
    await db.createCollection(name, rules);
  } catch (error) {
    if ((error as { code?: unknown }).code !== NAMESPACE_EXISTS) throw error;
  }
};

/** @throws Fault E_UNAVAILABLE for a newer version or another deployment */
const checkMeta = async ({ meta }: Collections, deployment: string, database: string): Promise<boolean> => {
  const found = await meta.findOne({ _id: 'guildhall' });
  if (found === null) return false;
  if (found.version > SCHEMA_VERSION) {
    throw finalFault(
      `database "${database}" was written by a newer Guildhall (data version ${found.version}, this one knows ${SCHEMA_VERSION}): start the newer version, or restore a backup of before`,
    );
  }
  if (found.deployment !== deployment) {
    throw finalFault(
      `database "${database}" belongs to the deployment "${found.deployment}", this process to "${deployment}": name another database in MONGODB_URI, or set GUILDHALL_DEPLOYMENT=${found.deployment}`,
    );
  }
  return found.version === SCHEMA_VERSION;
};

/** Leases of version 1 carried a place of the server's log; the commits themselves say more. */
const UNMARKED = { sidesMs: { $exists: false } };

const leaseSteps = async ({ leases }: Collections): Promise<readonly Step[]> => {
  const there = await leases.estimatedDocumentCount();
  const unmarked = await leases.countDocuments(UNMARKED);
  const marking = {
    what: `mark ${unmarked} leases`,
    run: () =>
      leases.updateMany(UNMARKED, {
        $set: { sidesMs: Long.ZERO },
        $unset: { sidesAt: '', sidesToken: '' },
      }),
  };
  const steps = unmarked === 0 ? [] : [marking];
  if (there >= SHARDS) return steps;
  return [
    ...steps,
    {
      what: `make ${SHARDS - there} leases`,
      run: async () => {
        const fresh = Array.from({ length: SHARDS }, (_, shard) => ({
          _id: shard,
          epoch: Long.ZERO,
          untilMs: Long.ZERO,
          sidesMs: Long.ZERO,
        }));
        await ignoreDuplicates(leases.insertMany(fresh, { ordered: false }));
      },
    },
  ];
};

const ignoreDuplicates = async (call: Promise<unknown>): Promise<void> => {
  try {
    await call;
  } catch (error) {
    if (!isDuplicate(error)) throw error;
  }
};

/**
 * Brings the database to {@link SCHEMA_VERSION}; running it again changes nothing, two processes may run it at once.
 * Returns what was done, or in a dry run what would be.
 * @throws Fault E_UNAVAILABLE for a newer version, another deployment or an index that is not ours
 */
export const migrate = async (
  db: Db,
  collections: Collections,
  { deployment, isDryRun = false }: MigrateOptions,
): Promise<readonly string[]> => {
  const isCurrent = await checkMeta(collections, deployment, db.databaseName);
  const existing = await look(db);
  const steps: Step[] = [
    ...collectionSteps(db, existing),
    ...indexSteps(db, existing),
    ...(await leaseSteps(collections)),
  ];
  if (!isCurrent) {
    steps.push({
      what: `note data version ${SCHEMA_VERSION} of deployment ${deployment}`,
      run: () =>
        ignoreDuplicates(
          collections.meta.updateOne(
            { _id: 'guildhall' },
            { $set: { version: SCHEMA_VERSION }, $setOnInsert: { deployment } },
            { upsert: true },
          ),
        ),
    });
  }
  if (!isDryRun) {
    for (const { run } of steps) await run();
    // whoever was first has named it
    if (!isCurrent) await checkMeta(collections, deployment, db.databaseName);
  }
  return steps.map(({ what }) => what);
};
