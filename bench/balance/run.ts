import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DATA_HASH, FACTORS } from '#game/battle/data/index.ts';
import { type Factors, factorsHash } from '#game/battle/factors.ts';
import { canonicalJson } from '#game/shared/canonical-json.ts';
import { nodeHash } from '#ports/hash.ts';
import { barsOf, type Row } from './bars.ts';
import { matrixChart } from './chart.ts';
import { fitFactors } from './fit.ts';
import { measure, type Size } from './measure.ts';
import { openPool } from './pool.ts';
import { pageOf } from './report.ts';
import { ARCHETYPES } from './shapes.ts';

const USAGE = `npm run balance -- [--check] [--battles N] [--seed N]

Fits the factors, measures every bar, writes docs/balance.md, its chart and the factors' file. Exits 1 naming what is
out of bounds.

--check      a smaller run with the committed factors; writes nothing
--battles N  battles of each cell and pairing, from 100; 8000 unless told, 1000 with --check
--seed N     another chance; 1 unless told`;

const ROOT = join(import.meta.dirname, '../..');
const BATTLES = 8_000;
const CHECK_BATTLES = 1_000;
/** What chance alone may add to a single pairing of a small run, in standard errors. */
const SLACK_ERRORS = 2.5;

const wholeSize = (seed: number, battles: number): Size => ({
  seed,
  battles,
  pairings: 2_000,
  thinkingPairings: 100,
  thinkingBattles: 4_000,
  fights: 8_000,
  mirrors: 180_000,
});

const checkSize = (seed: number, battles: number): Size => ({
  seed,
  battles,
  pairings: 200,
  thinkingPairings: 30,
  thinkingBattles: 400,
  fights: 2_000,
  mirrors: 100_000,
});

const tell = (line: string): void => {
  console.error(`· ${line}`);
};

const numberOf = (name: string, text: string | undefined, least: number, usual: number): number => {
  if (text === undefined) return usual;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least || value > 10_000_000)
    throw new RangeError(`--${name} takes a whole number from ${least} to 10000000, not "${text}"`);
  return value;
};

interface Wish {
  readonly isCheck: boolean;
  readonly seed: number;
  readonly battles: number;
}

/** @throws Error when the command line makes no sense */
const readWish = (args: readonly string[]): Wish | undefined => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      check: { type: 'boolean', default: false },
      battles: { type: 'string' },
      seed: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  return {
    isCheck: values.check,
    seed: numberOf('seed', values.seed, 0, 1),
    battles: numberOf('battles', values.battles, 100, values.check ? CHECK_BATTLES : BATTLES),
  };
};

/** Where the factors were put, and what is left to do by hand: the list of sets is explicit. */
const writeFactors = (factors: Factors, hash: string): void => {
  const path = join(ROOT, 'src/game/battle/data', `${hash}.json`);
  writeFileSync(path, `${canonicalJson(factors)}\n`);
  tell(
    hash === DATA_HASH
      ? `factors ${hash}: as committed`
      : `factors ${hash}: new; list them in src/game/battle/data/index.ts to use them`,
  );
};

const print = (rows: readonly Row[]): void => {
  for (const { name, value, bar, isMet } of rows)
    console.log(`${isMet ? 'ok    ' : 'MISSED'}  ${name}: ${value} (${bar})`);
};

const main = async ({ isCheck, seed, battles }: Wish): Promise<number> => {
  const pool = openPool();
  try {
    const factors = isCheck ? FACTORS : await fitFactors(pool, seed, tell);
    const hash = factorsHash(factors, nodeHash);
    if (!isCheck) writeFactors(factors, hash);
    const size = isCheck ? checkSize(seed, battles) : wholeSize(seed, battles);
    const measured = await measure(pool, factors, size, tell);
    const error = (count: number): number => (isCheck ? (SLACK_ERRORS * 0.5) / Math.sqrt(count) : 0);
    const rows = barsOf(measured, error(size.battles), error(size.thinkingBattles));
    print(rows);
    if (!isCheck) {
      mkdirSync(join(ROOT, 'docs/images'), { recursive: true });
      writeFileSync(join(ROOT, 'docs/balance.md'), pageOf({ measured, rows, size, dataHash: hash }));
      const chart = matrixChart(
        ARCHETYPES.map(({ name }) => name),
        measured.cells,
      );
      writeFileSync(join(ROOT, 'docs/images/balance.svg'), chart);
    }
    const missed = rows.filter(({ isMet }) => !isMet);
    for (const { name, value, bar } of missed) console.error(`out of bounds: ${name}: ${value}, bar: ${bar}`);
    return missed.length === 0 ? 0 : 1;
  } finally {
    await pool.close();
  }
};

try {
  const wish = readWish(process.argv.slice(2));
  if (wish === undefined) console.log(USAGE);
  else process.exitCode = await main(wish);
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  process.exitCode = 2;
}
