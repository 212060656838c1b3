import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { STREAM_A } from '#ports/contract/fixture.ts';

const SQLITE = new URL('../../src/adapters/sqlite/', import.meta.url).href;

/** The capabilities by which root may read and write whatever rights say. */
const RIGHTS_OF_ROOT = '-dac_override,-dac_read_search';

/** How a process that works on a data directory is started. */
export interface StoreProcessOptions {
  /** Rights of files hold for it, also when root runs the tests: it is root's process without root's privileges. */
  readonly isHeldToRights?: true;
  /** No file may become larger than so many blocks of 512 bytes (of 1,024 where `/bin/sh` is bash). */
  readonly fileBlocksMax?: number;
}

/** A script for a process of its own; `open`, `commitOf`, `append` and `dir` are there. */
const scriptFor = (dir: string, script: string): string => `
  const { openSqliteStore: open } = await import('${SQLITE}sqlite-store.ts');
  const dir = ${JSON.stringify(dir)};
  const commitOf = (seq, more) => ({ _id: '${STREAM_A}#' + String(seq).padStart(12, '0'), f: 1, kind: 'commands', epoch: 1,
    writer: 'w', commitId: 'c' + seq, at: seq, cmds: [{ id: 'ash/' + seq, hash: 'h', at: seq, by: 'ash', events: [] }], ...more });
  const append = async (store, ...commits) => (await store.journal.append(commits.map((commit) => ({ commit })))).map((r) => r.status);
  ${script}`;

/** Runs a script in a process of its own; `open`, `commitOf`, `append` and `dir` are there. */
export const inProcess = (
  dir: string,
  script: string,
  { isHeldToRights, fileBlocksMax }: StoreProcessOptions = {},
) => {
  const node = [process.execPath, '--input-type=module', '-e', scriptFor(dir, script)];
  const held =
    isHeldToRights === true && process.getuid?.() === 0
      ? ['setpriv', `--bounding-set=${RIGHTS_OF_ROOT}`, '--inh-caps=-all', ...node]
      : node;
  const [command = '', ...args] =
    fileBlocksMax === undefined ? held : ['sh', '-c', `ulimit -f ${fileBlocksMax}; exec "$@"`, 'sh', ...held];
  return spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
};

/** What a script prints, by line, when its process has ended by itself. @throws Error when it could not be started or failed */
export const linesOf = async (child: ReturnType<typeof inProcess>): Promise<readonly string[]> => {
  let told = '';
  child.stdout.on('data', (chunk: Buffer) => {
    told += chunk.toString();
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  if (code !== 0) throw new Error(`it ended with ${code ?? signal}: ${told}`);
  return told.trim().split('\n');
};
