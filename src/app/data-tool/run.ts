import { resolve } from 'node:path';
import { systemClock } from '#adapters/memory/system-clock.ts';
import type { Verification } from '#adapters/sqlite/tools/verify.ts';
import { parseStream } from '#ports/commit.ts';
import { Fault } from '#ports/fault.ts';
import type { Store } from '#ports/store.ts';
import { type Config, ConfigError, readConfig } from '../config.ts';
import { type Call, parseCall, USAGE, UsageError } from './call.ts';
import { runBackup, runRestore, statsOfEmbedded, verifyEmbedded } from './embedded.ts';
import { nameOfPlace, openPlace, type Place, placeNamed } from './house/places.ts';
import { verifyStore } from './house/verify-store.ts';
import { runCopy, runExport, runImport } from './moving.ts';
import { grouped, sized, type Output } from './output.ts';

/** Exit codes: all well, something is wrong with the data or the call failed, the command line makes no sense. */
const EXIT = { ok: 0, failed: 1, usage: 2 } as const;
const PAGE = 1_000;

const placeOf = ({ dir }: Call, { dataDir, mongodbUri }: Config): Place => {
  if (dir !== undefined) return { kind: 'dir', dir };
  return mongodbUri === undefined ? { kind: 'dir', dir: dataDir } : { kind: 'mongo', uri: mongodbUri };
};

/** @throws UsageError for MongoDB, which has tools of its own */
const folderOf = (place: Place, command: string): string => {
  if (place.kind === 'dir') return place.dir;
  throw new UsageError(
    `${command} is for embedded data (--dir DIR), and MONGODB_URI is set: use export and import, or mongodump`,
  );
};

const onMongo = async <T>(
  place: Place,
  config: Config,
  out: Output,
  use: (store: Store) => Promise<T>,
): Promise<T> => {
  const store = await openPlace(place, config, (line) => out.problem(line));
  try {
    return await use(store);
  } finally {
    await store.close();
  }
};

const runVerify = async (place: Place, config: Config, json: boolean, out: Output): Promise<boolean> => {
  const found: Verification & { readonly others?: readonly string[] } =
    place.kind === 'dir'
      ? verifyEmbedded(place.dir, out)
      : await onMongo(place, config, out, (store) => verifyStore(store, systemClock, out.progress));
  const isWell = found.problems.length === 0;
  if (json) {
    out.line(JSON.stringify({ ok: isWell, ...found }));
    return isWell;
  }
  out.line(
    `${grouped(found.commits)} commits of ${grouped(found.streams)} streams with ${grouped(found.commands)} commands, ${grouped(found.chained)} links of hash chains, ${grouped(found.outbox)} effects waiting, ${grouped(found.reminders)} reminders, ${grouped(found.snapshots)} snapshots`,
  );
  if (found.others !== undefined && found.others.length > 0) {
    out.line(
      `a service runs (${found.others.join(', ')}): outbox and reminders follow it and were not compared`,
    );
  }
  for (const problem of found.problems) out.problem(`problem: ${problem}`);
  out.line(
    isWell
      ? 'all is well'
      : `${found.problems.length} problems: keep a copy of ${place.kind === 'dir' ? resolve(place.dir) : nameOfPlace(place)} and restore a backup`,
  );
  return isWell;
};

/** What an operator wants to know about data in MongoDB. */
const statsOfStore = async (store: Store) => {
  const { commits, bytes } = await store.journal.stats();
  const streams: Record<string, number> = {};
  for (let after = ''; ;) {
    const page = await store.journal.streams(after, PAGE);
    for (const { stream } of page) {
      const { kind } = parseStream(stream);
      streams[kind] = (streams[kind] ?? 0) + 1;
    }
    const last = page.at(-1);
    if (last === undefined) break;
    after = last.stream;
  }
  const [outbox, deadLetters, others] = await Promise.all([
    store.outbox.count(),
    store.deadLetters.count(),
    store.moving.others(),
  ]);
  return { bytes, streams, commits, outbox, deadLetters, processes: others.length };
};

const runStats = async (place: Place, config: Config, json: boolean, out: Output): Promise<void> => {
  const stats =
    place.kind === 'dir'
      ? statsOfEmbedded(place.dir)
      : await onMongo(place, config, out, (store) => statsOfStore(store));
  if (json) {
    out.line(JSON.stringify(stats));
    return;
  }
  const { bytes, streams, ...counts } = stats;
  const rows: (readonly [string, string])[] = [
    [
      place.kind === 'dir' ? 'directory' : 'database',
      place.kind === 'dir' ? resolve(place.dir) : nameOfPlace(place),
    ],
    ['size', sized(bytes)],
    ...Object.entries(streams).map(([kind, count]) => [`${kind} streams`, grouped(count)] as const),
    ...Object.entries(counts).map(
      ([name, count]) =>
        [
          name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
          name.endsWith('Bytes') ? sized(count) : grouped(count),
        ] as const,
    ),
  ];
  for (const [name, value] of rows) out.line(`${name.padEnd(13)} ${value}`);
};

const run = async (call: Call, config: Config, out: Output): Promise<boolean> => {
  const { command, file, json } = call;
  if (command === 'copy') {
    return runCopy(placeNamed(call.from, config), placeNamed(call.to, config), config, json, out);
  }
  const place = placeOf(call, config);
  switch (command) {
    case 'backup':
      await runBackup(folderOf(place, command), file, out);
      return true;
    case 'restore':
      await runRestore(folderOf(place, command), file, out);
      return true;
    case 'verify':
      return runVerify(place, config, json, out);
    case 'stats':
      await runStats(place, config, json, out);
      return true;
    case 'export':
      return runExport(place, file, config, json, out);
    case 'import':
      return runImport(file, place, config, json, out);
  }
};

/** Runs `data` with these arguments and gives its exit code. Never throws for what a person can cause. */
export const runData = async (
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  out: Output,
): Promise<number> => {
  try {
    const call = parseCall(args);
    if (call === 'help') {
      out.line(USAGE);
      return EXIT.ok;
    }
    return (await run(call, readConfig(env), out)) ? EXIT.ok : EXIT.failed;
  } catch (error) {
    if (error instanceof UsageError) {
      out.problem(`${error.message}\n\n${USAGE}`);
      return EXIT.usage;
    }
    if (!(error instanceof Fault || error instanceof ConfigError)) throw error;
    out.problem(error.message);
    return EXIT.failed;
  }
};
