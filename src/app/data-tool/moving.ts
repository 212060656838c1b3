import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { systemClock } from '#adapters/memory/system-clock.ts';
import type { Store } from '#ports/store.ts';
import type { Config } from '../config.ts';
import { exportHouse, fileSource, isProven, moveHouse, type Proof, storeSource } from './house/move.ts';
import { nameOfPlace, openPlace, openTarget, type Place, refuseSame } from './house/places.ts';
import { digestOf, proofLines } from './house/proof.ts';
import { grouped, type Output, sized } from './output.ts';

interface Told {
  readonly proof: Proof;
  readonly json: boolean;
  readonly out: Output;
  /** What was done, in words. */
  readonly done: string;
}

/** Prints the proof; whether both sides are equal. */
const tell = ({ proof, json, out, done }: Told): boolean => {
  const isSame = isProven(proof);
  const digest = digestOf(proof.target);
  if (json) {
    out.line(JSON.stringify({ ok: isSame, digest, ...proof }));
    return isSame;
  }
  for (const line of proofLines(proof.source, proof.target)) out.line(line);
  out.line(`digest ${digest}`);
  if (isSame) out.line(done);
  else out.problem('the sides differ: the target stays closed; remove what is there and run it again');
  return isSame;
};

const using = async <T>(store: Store, use: () => Promise<T>): Promise<T> => {
  try {
    return await use();
  } finally {
    await store.close();
  }
};

const say =
  (out: Output): ((line: string) => void) =>
  (line) =>
    out.problem(line);

/** Writes the data of a place into a file. @throws Fault E_UNAVAILABLE */
export const runExport = async (
  place: Place,
  file: string,
  config: Config,
  json: boolean,
  out: Output,
): Promise<boolean> => {
  const store = await openPlace(place, config, say(out));
  return using(store, async () => {
    const source = storeSource(nameOfPlace(place), store, systemClock);
    const proof = await exportHouse(source, file, out.progress);
    const done = `exported ${nameOfPlace(place)} to ${resolve(file)} (${sized(statSync(file).size)}): it holds the keys of people, keep it as you keep the data`;
    return tell({ proof, json, out, done });
  });
};

/** Fills an empty place from a file. @throws Fault E_UNAVAILABLE */
export const runImport = async (
  file: string,
  place: Place,
  config: Config,
  json: boolean,
  out: Output,
): Promise<boolean> => {
  const store = await openTarget(place, config, say(out));
  return using(store, async () => {
    const target = { name: nameOfPlace(place), store };
    const proof = await moveHouse(fileSource(file), target, systemClock, out.progress);
    const done = `imported ${grouped(proof.brought)} commits from ${resolve(file)} into ${target.name}`;
    return tell({ proof, json, out, done });
  });
};

/** Fills an empty place from another one. @throws Fault E_UNAVAILABLE */
export const runCopy = async (
  from: Place,
  to: Place,
  config: Config,
  json: boolean,
  out: Output,
): Promise<boolean> => {
  refuseSame(from, to);
  const old = await openPlace(from, config, say(out));
  return using(old, async () => {
    const store = await openTarget(to, config, say(out));
    return using(store, async () => {
      const source = storeSource(nameOfPlace(from), old, systemClock);
      const target = { name: nameOfPlace(to), store };
      const proof = await moveHouse(source, target, systemClock, out.progress);
      const done = `copied ${grouped(proof.brought)} commits from ${source.name} to ${target.name}`;
      return tell({ proof, json, out, done });
    });
  });
};
