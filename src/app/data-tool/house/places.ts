import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { systemClock } from '#adapters/memory/system-clock.ts';
import { openData } from '#adapters/sqlite/tools/inspect.ts';
import { openSqliteStore } from '#adapters/sqlite/sqlite-store.ts';
import type { Store } from '#ports/store.ts';
import type { Config } from '../../config.ts';
import { moveFault } from './records.ts';

/** Where data lies. */
export type Place =
  | { readonly kind: 'dir'; readonly dir: string }
  /** `uri`: a secret. */
  | { readonly kind: 'mongo'; readonly uri: string };

const FROM_ENVIRONMENT = 'mongodb';

/** A place as it is named on the command line: a folder, `mongodb` (the address in `MONGODB_URI`) or an address. */
export const placeNamed = (text: string, { mongodbUri }: Config): Place => {
  if (/^mongodb(?:\+srv)?:\/\//.test(text)) return { kind: 'mongo', uri: text };
  if (text !== FROM_ENVIRONMENT) return { kind: 'dir', dir: text };
  if (mongodbUri === undefined) {
    throw moveFault('"mongodb" means the address in MONGODB_URI, and that is not set');
  }
  return { kind: 'mongo', uri: mongodbUri };
};

/** A place in words, without secrets. */
export const nameOfPlace = (place: Place): string => {
  if (place.kind === 'dir') return `"${resolve(place.dir)}"`;
  const [, host = '', database = ''] = /^[^:]+:\/\/(?:[^@/]*@)?([^/?]*)(?:\/([^?]*))?/.exec(place.uri) ?? [];
  return `MongoDB ${host}/${database === '' ? 'guildhall' : database}`;
};

const isSame = (a: Place, b: Place): boolean =>
  a.kind === 'dir' && b.kind === 'dir'
    ? resolve(a.dir) === resolve(b.dir)
    : nameOfPlace(a) === nameOfPlace(b);

/** @throws Fault E_UNAVAILABLE when both are the same */
export const refuseSame = (from: Place, to: Place): void => {
  if (isSame(from, to)) throw moveFault(`both places are ${nameOfPlace(from)}: name another target`);
};

const openMongo = async (
  uri: string,
  purpose: 'look' | 'move',
  config: Config,
  say: (line: string) => void,
) => {
  const { openMongoStore } = await import('#adapters/mongo/mongo-store.ts');
  return openMongoStore({
    uri,
    purpose,
    deployment: config.deployment,
    node: `data-${randomBytes(6).toString('hex')}`,
    clock: systemClock,
    onWait: (waitMs, why) => say(`${why.message}; trying again in ${waitMs / 1_000} s`),
  });
};

/**
 * Opens data that are there. An embedded store is held for this process alone; MongoDB is only looked at, and whoever needs
 * it for himself asks `moving.others`.
 * @throws Fault E_UNAVAILABLE for what is not there, in use, damaged, newer, or the unfinished target of a copy
 */
export const openPlace = async (
  place: Place,
  config: Config,
  say: (line: string) => void,
): Promise<Store> => {
  if (place.kind === 'mongo') return openMongo(place.uri, 'look', config, say);
  // opening for writing would make what is not there
  openData(place.dir).close();
  return openSqliteStore({ dir: place.dir });
};

/** Opens the target of a copy for this process alone, making it when it is not there. @throws Fault E_UNAVAILABLE */
export const openTarget = async (place: Place, config: Config, say: (line: string) => void): Promise<Store> =>
  place.kind === 'mongo'
    ? openMongo(place.uri, 'move', config, say)
    : openSqliteStore({ dir: place.dir, forMoving: true });
