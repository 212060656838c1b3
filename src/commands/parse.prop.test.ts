import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rejection } from '#game/shared/errors.ts';
import { defineCommand } from './define-command.ts';
import { parseCommand } from './parse.ts';
import { cleanText } from './text.ts';
import { commandTree } from './tree.ts';

const LINE_RUNS = 2_000;

const text = (name: string) => ({ name, type: 'text', description: 'd', maxLength: 2_000 }) as const;
const tree = commandTree(
  [
    defineCommand({
      name: 'say',
      summary: 's',
      ephemeral: true,
      options: [
        { name: 'count', type: 'integer', description: 'd' },
        text('note'),
        text('reason'),
        { name: 'share', type: 'boolean', description: 'd' },
      ],
      examples: ['/say note:hello'],
      run: async () => ({ title: 'x', ephemeral: true }),
    }),
  ],
  [],
);
const parse = (line: string) => parseCommand(line, tree, async () => undefined);

const quoted = (value: string): string => `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`;

/** What makes lines hard to read: names, near ones and others, colons, quotes and spaces of all kinds. */
const piece = fc.oneof(
  fc.constantFrom(
    'note',
    'note:',
    'shar:',
    'share:true',
    'count:3',
    'colour:red',
    'so:',
    ':)',
    'https://a.b/c:d',
  ),
  fc.constantFrom('"', '\\', ' ', '\n', '@', ':', '::', '__proto__:x', '5:30', 'Re:Zero'),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
/** Text of which something is to be seen; else it is refused. */
const words = fc
  .array(piece, { minLength: 1, maxLength: 12 })
  .map((parts) => parts.join(' '))
  .filter((written) => cleanText(written) !== '');

const value = fc.record({
  count: fc.integer({ min: -999, max: 999 }),
  note: words,
  reason: words,
  share: fc.boolean(),
});

describe('a typed line', () => {
  it('gives back what was put into it in quotes, in any order', async () => {
    const order = fc.shuffledSubarray(['count', 'note', 'reason', 'share'] as const);
    await fc.assert(
      fc.asyncProperty(value, order, async (given, names) => {
        const line = names.map((name) => {
          const one = given[name];
          return `${name}:${typeof one === 'string' ? quoted(one) : String(one)}`;
        });
        const parsed = await parse(`/say ${line.join(' ')}`);
        const expected = Object.fromEntries(
          names.map((name) => {
            const one = given[name];
            return [name, typeof one === 'string' ? cleanText(one) : one];
          }),
        );
        expect(parsed).toMatchObject({ ok: true });
        expect(parsed.ok ? parsed.input : undefined).toEqual(expected);
      }),
      { numRuns: LINE_RUNS },
    );
  });

  it('takes text without quotes whole, or names a word in it that stands where an option would', async () => {
    const declared = /(?:^|\s)(?:count|note|reason|share):/i;
    const plain = words.filter((one) => !declared.test(one) && !one.trimStart().startsWith('"'));
    await fc.assert(
      fc.asyncProperty(plain, async (written) => {
        const parsed = await parse(`/say note:${written}`);
        const none: Rejection = { code: 'E_RETRY', message: '' };
        const { code, field = '', message } = parsed.ok ? none : parsed.rejection;
        const isNamed =
          code === 'E_INPUT' &&
          written.includes(`${field}:`) &&
          message.includes(`has no option \`${field}\``) &&
          message.includes('put that in quotes: `note:"…"`');
        expect(parsed.ok ? parsed.input['note'] : isNamed).toBe(parsed.ok ? cleanText(written) : true);
      }),
      { numRuns: LINE_RUNS },
    );
  });

  it('takes text without colons as it stands, with or without its name', async () => {
    const plain = words.map((one) => one.replaceAll(/[:"@]/g, ' ')).filter((one) => cleanText(one) !== '');
    await fc.assert(
      fc.asyncProperty(plain, async (written) => {
        for (const line of [`/say count:1 share:no note:${written}`, `/say count:1 ${written}`]) {
          const parsed = await parse(line);
          expect(parsed.ok ? parsed.input['note'] : parsed.rejection).toBe(cleanText(written));
        }
      }),
      { numRuns: LINE_RUNS },
    );
  });
});
