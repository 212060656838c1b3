import { createInterface } from 'node:readline';
import { answerLine } from './calc-tool/requests.ts';

// a reader that went away (head, a closed pipe) ends the work and is no error
process.stdout.on('error', () => process.exit(0));

for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
  process.stdout.write(`${await answerLine(line)}\n`);
}
