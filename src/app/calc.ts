import { createInterface } from 'node:readline';
import { answerLine } from './calc-tool/requests.ts';

const USAGE = `Usage: npm run -s calc

Reads one JSON request a line from its input and answers each with one line of JSON. Needs no service.

  echo '{"kind":"osrs-xp","xp":83}' | npm run -s calc

Kinds: osrs-dps, osrs-xp, osrs-combat-level, pokemon-damage; docs/guides/calc.md has their fields.

Exit codes: 0 every line is answered, refused ones included, 2 wrong usage.`;

const answerAll = async (): Promise<void> => {
  if (process.stdin.isTTY) process.stderr.write('One JSON request a line; --help tells more, Ctrl+D ends.\n');
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    process.stdout.write(`${await answerLine(line)}\n`);
  }
};

// a reader that went away (head, a closed pipe) ends the work and is no error
process.stdout.on('error', () => process.exit(0));

const [argument] = process.argv.slice(2);
if (argument === undefined) await answerAll();
else if (argument === '--help' || argument === '-h') process.stdout.write(`${USAGE}\n`);
else {
  process.stderr.write(`"${argument}" cannot stand here: requests come by the input\n\n${USAGE}\n`);
  process.exitCode = 2;
}
