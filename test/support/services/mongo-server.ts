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
  start(): Promise<MongoServer>;
}

const standIn = (file: string, ...more: readonly string[]): CommandLine => {
  return (port, dir) => [
    file,
    '--port',
    String(port),
    '--storage-path',
    dir,
    '--enable-test-commands',
    // without it acknowledged writes are lost at a crash
    '--sync-on-commit',
    ...more,
  ];
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
  return [{ name: server.name, start: async () => Promise.resolve(server) }];
};

const named = (): readonly MongoOffer[] => {
  const wanted = process.env['GUILDHALL_TEST_MONGOD'] ?? 'mongod';
  const file = findProgram(wanted);
  if (file === undefined) return [];
  if (/secantusd/.test(file)) {
    return [{ name: 'GUILDHALL_TEST_MONGOD', start: () => started('GUILDHALL_TEST_MONGOD', standIn(file)) }];
  }
  return [{ name: 'mongod', start: () => startMongod(file) }];
};

const rust = (): readonly MongoOffer[] => {
  const file = findProgram(RUST_SERVER);
  if (file === undefined) return [];
  const command = standIn(file, '--cache-size', '256M', '--log-file-max', '16MB');
  return [{ name: 'secantus (rust)', start: () => started('secantus (rust)', command) }];
};

const python = (): readonly MongoOffer[] => {
  if (findProgram('python3') === undefined) return [];
  const name = 'secantus (python)';
  return [{ name, start: async () => started(name, standIn(await installPythonServer())) }];
};

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
