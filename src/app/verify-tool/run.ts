import { readFileSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { isMatchReplay, verifyMatchReplay } from '#game/battle/match/match-verify.ts';
import { type Published, type Verdict, verifyReplay } from '#game/battle/verify.ts';
import { playAgainBy } from '#ports/battle-rules.ts';
import { nodeHash } from '#ports/hash.ts';
import type { Output } from '../data-tool/output.ts';

/** Exit codes: the battle was played as told, it was not or the file is bad, the command line makes no sense. */
const EXIT = { ok: 0, failed: 1, usage: 2 } as const;

/** No replay comes near this; what is larger is not read. Bytes. */
const FILE_MAX = 4 * 1024 * 1024;

const USAGE = `Usage: npm run -s verify -- FILE.json [--digest HEX] [--commitment HEX] [--opening HEX]

Plays an exported battle again and compares seeds, teams, every tick or turn and the result. Needs no service.

  --digest HEX       from the result message
  --opening HEX      from the opening message
  --commitment HEX   from the challenge card
  --help             this text

Exit codes: 0 it matches, 1 it does not or the file is no replay, 2 wrong usage.`;

class UsageError extends Error {}
class FileError extends Error {}

interface Call {
  readonly file: string;
  readonly published: Published;
}

const HEX = /^[0-9a-f]{64}$/i;

const hexOf = (name: string, value: string | undefined): string | undefined => {
  if (value === undefined || HEX.test(value)) return value;
  throw new UsageError(`--${name} takes 64 hexadecimal digits, not "${value}"`);
};

const parsed = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        digest: { type: 'string' },
        opening: { type: 'string' },
        commitment: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
};

const readCall = (args: readonly string[]): Call | 'help' => {
  const { values, positionals } = parsed(args);
  if (values.help === true) return 'help';
  const [file, ...more] = positionals;
  if (file === undefined) throw new UsageError('name a file');
  if (more.length > 0) throw new UsageError(`one file at a time, but there are ${positionals.length}`);
  return {
    file,
    published: {
      digest: hexOf('digest', values.digest),
      openingDigest: hexOf('opening', values.opening),
      commitment: hexOf('commitment', values.commitment),
    },
  };
};

const readText = (file: string): string => {
  try {
    const { size } = statSync(file);
    if (size > FILE_MAX) throw new FileError(`${file} is no replay: ${size} bytes are too many`);
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof FileError) throw error;
    throw new FileError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const readReplay = (file: string): unknown => {
  const text = readText(file);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new FileError(`${file} is not JSON`);
  }
};

/** Plays a match again by the rules that it names; the simulator is loaded by who needs it. */
const verifyMatch = async (replay: unknown, published: Published): Promise<Verdict> => {
  const { createPkmnSim } = await import('#adapters/pkmn-sim/pkmn-sim.ts');
  const { createOsrsRules } = await import('#adapters/osrs-rules/osrs-rules.ts');
  const { systemClock } = await import('#adapters/memory/system-clock.ts');
  const rules = { pokemon: createPkmnSim({ clock: systemClock }), osrs: createOsrsRules() };
  try {
    return await verifyMatchReplay(replay, nodeHash, published, playAgainBy(rules));
  } finally {
    await rules.pokemon.shutdown();
  }
};

const verify = async ({ file, published }: Call, output: Output): Promise<number> => {
  const replay = readReplay(file);
  const isMatch = isMatchReplay(replay);
  const unit = isMatch ? 'turn' : 'tick';
  const verdict = isMatch ? await verifyMatch(replay, published) : verifyReplay(replay, nodeHash, published);
  if (!verdict.ok) {
    output.problem(verdict.what);
    if (verdict.tick !== undefined) output.problem(`first differing ${unit}: ${verdict.tick}`);
    output.line('MISMATCH');
    return EXIT.failed;
  }
  output.line(`MATCH: ${verdict.ticks} ${unit}s, ${verdict.result}`);
  output.line(`digest ${verdict.digest}`);
  return EXIT.ok;
};

/** `npm run verify`. Answers with the exit code. */
export const runVerify = async (args: readonly string[], output: Output): Promise<number> => {
  try {
    const call = readCall(args);
    if (call !== 'help') return await verify(call, output);
    output.line(USAGE);
    return EXIT.ok;
  } catch (error) {
    if (error instanceof FileError) {
      output.problem(error.message);
      return EXIT.failed;
    }
    if (!(error instanceof UsageError)) throw error;
    output.problem(`${error.message}\n\n${USAGE}`);
    return EXIT.usage;
  }
};
