import { resolve } from 'node:path';
import { MongoClient } from 'mongodb';
import { findProgram } from './find-program.ts';
import { installPythonServer } from './python-server.ts';
import { type CommandLine, type ServerProcess, startServer } from './server-process.ts';

const RUST_SERVER = resolve(import.meta.dirname, '../../../../shared/bin/secantusd-rs');

/** A MongoDB for tests. */
export interface MongoServer {
  /** `mongod`, `secantus (rust)` … */
  readonly name: string;
  /** Address without a database. */
  readonly uri: string;
  /** Absent when somebody else runs it. */
  readonly process?: ServerProcess;
  end(): Promise<void>;
}

/** One that could be started. */
export interface MongoOffer {
  readonly name: string;
  /** It can be started with other settings, see {@link startStandIn}. */
  readonly isStandIn: boolean;
  start(): Promise<MongoServer>;
}

/** Programs of the stand-ins that were offered, by name. */
const standIns = new Map<string, () => Promise<string>>();

const standInOffer = (name: string, file: () => Promise<string>): MongoOffer => {
  standIns.set(name, file);
  return { name, isStandIn: true, start: () => startStandIn(name) };
};

/** About as many changes as the least oplog that MongoDB makes, 990 MB, has room for; by default stand-ins keep a twentieth. */
const OPLOG_ENTRIES = 2_000_000;

export interface StandInOptions {
  /** Changes that it remembers. */
  readonly oplogEntries?: number;
  /** It says that it is no replica set. */
  readonly isStandalone?: boolean;
}

/** Starts one more of an offered stand-in. */
export const startStandIn = async (
  name: string,
  { oplogEntries = OPLOG_ENTRIES, isStandalone = false }: StandInOptions = {},
): Promise<MongoServer> => {
  const file = await standIns.get(name)?.();
  if (file === undefined) throw new Error(`${name} is not a stand-in`);
  return started(name, (port, dir) => [
    file,
    '--port',
    `${port}`,
    '--storage-path',
    dir,
    '--enable-test-commands',
    // without it acknowledged writes are lost at a crash
    '--sync-on-commit',
    '--oplog-max-entries',
    String(oplogEntries),
    ...(isStandalone ? ['--standalone'] : []),
  ]);
};

const started = async (name: string, command: CommandLine): Promise<MongoServer> => {
  const server = await startServer(command, 'mongo');
  return {
    name,
    uri: `mongodb://127.0.0.1:${server.port}/`,
    process: server,
    end: () => server.end(),
  };
};

/** A real server becomes a replica set of one. */
const startMongod = async (file: string): Promise<MongoServer> => {
  const server = await started('mongod', (port, dir) => [
    file,
    '--port',
    String(port),
    '--bind_ip',
    '127.0.0.1',
    '--dbpath',
    dir,
    '--replSet',
    'guildhall',
    '--setParameter',
    'enableTestCommands=1',
  ]);
  const client = new MongoClient(server.uri, { directConnection: true });
  try {
    const host = new URL(server.uri).host;
    await client.db('admin').command({ replSetInitiate: { _id: 'guildhall', members: [{ _id: 0, host }] } });
  } finally {
    await client.close();
  }
  return server;
};

const given = (): readonly MongoOffer[] => {
  const uri = process.env['MONGODB_URI'];
  if (uri === undefined || uri === '') return [];
  const server = { name: 'MONGODB_URI', uri, end: async () => Promise.resolve() };
  return [{ name: server.name, isStandIn: false, start: async () => Promise.resolve(server) }];
};

const named = (): readonly MongoOffer[] => {
  const wanted = process.env['GUILDHALL_TEST_MONGOD'] ?? 'mongod';
  const file = findProgram(wanted);
  if (file === undefined) return [];
  if (/secantusd/.test(file))
    return [standInOffer('GUILDHALL_TEST_MONGOD', async () => Promise.resolve(file))];
  return [{ name: 'mongod', isStandIn: false, start: () => startMongod(file) }];
};

const rust = (): readonly MongoOffer[] => {
  const file = findProgram(RUST_SERVER);
  return file === undefined ? [] : [standInOffer('secantus (rust)', async () => Promise.resolve(file))];
};

const python = (): readonly MongoOffer[] =>
  findProgram('python3') === undefined ? [] : [standInOffer('secantus (python)', installPythonServer)];

/** The servers that can be had here, best first: every one of them must pass. */
export const mongoOffers = (): readonly MongoOffer[] => [...given(), ...named(), ...rust(), ...python()];

/** What a run without any server says. @throws Error with `CI=true`: what should run must run */
export const noMongo = (): string => {
  const line =
    'No MongoDB to test with: set MONGODB_URI, put mongod on the PATH or install python3 (with venv) for the stand-in.';
  if (process.env['CI'] === 'true') throw new Error(line);
  return line;
};

/** Starts the best server that is to be had; `undefined`: none is. @throws Error with `CI=true` when none is */
export const startBestMongo = async (): Promise<MongoServer | undefined> => {
  const failures: string[] = [];
  for (const offer of mongoOffers()) {
    try {
      return await offer.start();
    } catch (error) {
      failures.push(`${offer.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  console.warn([noMongo(), ...failures].join('\n'));
  return undefined;
};
