import { describe, expect, it } from 'vitest';
import { defineCommand } from './define-command.ts';
import { parseCommand } from './parse.ts';
import { commandTree } from './tree.ts';

const run = async () => ({ title: 'x', ephemeral: true });
const base = { summary: 's', ephemeral: true, run } as const;

const tree = commandTree(
  [
    defineCommand({
      ...base,
      name: 'eco pay',
      options: [
        { name: 'user', type: 'user', description: 'd', required: true },
        { name: 'amount', type: 'amount', description: 'd', required: true },
        { name: 'note', type: 'text', description: 'd', maxLength: 80 },
        { name: 'share', type: 'boolean', description: 'd' },
      ],
      examples: ['/eco pay user:misty amount:250k'],
    }),
    defineCommand({ ...base, name: 'eco balance', options: [], examples: ['/eco balance'] }),
    defineCommand({
      ...base,
      name: 'pet expedition start',
      options: [
        {
          name: 'route',
          type: 'choice',
          description: 'd',
          required: true,
          choices: [{ label: 'Deep Wood', value: 'wood' }],
        },
        { name: 'hours', type: 'integer', description: 'd', min: 1, max: 72 },
      ],
      examples: ['/pet expedition start route:wood hours:4'],
    }),
    defineCommand({
      ...base,
      name: 'help',
      options: [{ name: 'topic', type: 'text', description: 'd' }],
      examples: ['/help'],
    }),
  ],
  [],
);

const parse = (line: string) =>
  parseCommand(line, tree, async (name) => ({ misty: 'u2', u2: 'u2' })[name.replace(/^@/, '')]);
const input = async (line: string) => {
  const parsed = await parse(line);
  return parsed.ok ? parsed.input : parsed.rejection;
};
const refusal = async (line: string) => {
  const parsed = await parse(line);
  if (parsed.ok) throw new Error(`${line} was accepted`);
  return parsed.rejection;
};

describe('slash text that is accepted', () => {
  it.each([
    [
      'named options',
      '/eco pay user:misty amount:250k note:"two words"',
      { user: 'u2', amount: '250k', note: 'two words' },
    ],
    [
      'text without quotes to the end',
      '/eco pay user:misty amount:1 note:for the tea',
      { user: 'u2', amount: '1', note: 'for the tea' },
    ],
    [
      'text up to the next option',
      '/eco pay note:for: the tea amount:50% user:misty',
      { user: 'u2', amount: '50%', note: 'for: the tea' },
    ],
    ['options without names', '/eco pay @misty all', { user: 'u2', amount: 'all' }],
    [
      'a person after an amount',
      '/eco pay amount:5 @misty share:yes',
      { user: 'u2', amount: '5', share: true },
    ],
    [
      'positional text to the end',
      '/eco pay @misty 5 see you at 5: pm',
      { user: 'u2', amount: '5', note: 'see you at 5: pm' },
    ],
    [
      'words with a colon in text',
      '/eco pay @misty 5 note:thanks: you see https://example.org at 5:30 (or so:)',
      { user: 'u2', amount: '5', note: 'thanks: you see https://example.org at 5:30 (or so:)' },
    ],
    [
      'words with a colon at the beginning of text without a name',
      '/eco pay @misty 5 thanks: you',
      { user: 'u2', amount: '5', note: 'thanks: you' },
    ],
    [
      'a link without a name',
      '/eco pay @misty 5 https://example.org/a:b share:no',
      { user: 'u2', amount: '5', note: 'https://example.org/a:b', share: false },
    ],
    [
      'a word with a colon right behind the name',
      '/eco pay @misty 5 note:rent:may',
      { user: 'u2', amount: '5', note: 'rent:may' },
    ],
    [
      'what looks like options, in quotes',
      '/eco pay @misty 5 note:"shar:true amount:9 not: x"',
      { user: 'u2', amount: '5', note: 'shar:true amount:9 not: x' },
    ],
    ['space after the colon', '/eco pay user: misty amount: 5', { user: 'u2', amount: '5' }],
    ['capitals and spaces', '  /ECO  Pay  User:misty  AMOUNT:5 ', { user: 'u2', amount: '5' }],
    [
      'escaped quotes',
      String.raw`/eco pay @misty 5 note:"a \"b\" \\ c"`,
      { user: 'u2', amount: '5', note: String.raw`a "b" \ c` },
    ],
    ['a group', '/pet expedition start route:wood hours:72', { route: 'wood', hours: 72 }],
    ['a choice by its label', '/pet expedition start route:"deep wood"', { route: 'wood' }],
    ['no option at all', '/eco balance', {}],
    ['an empty optional option', '/help topic:', {}],
    [
      'control and bidi characters in text, stripped',
      '/eco pay @misty 5 note:\u202eevil\u0007',
      { user: 'u2', amount: '5', note: 'evil' },
    ],
    [
      'mentions in text, neutralised',
      '/eco pay @misty 5 note:"@everyone <@1>"',
      { user: 'u2', amount: '5', note: '＠everyone ‹@1>' },
    ],
  ])('%s', async (_what, line, expected) => {
    expect(await input(line)).toEqual(expected);
  });
});

describe('slash text that is refused', () => {
  it.each([
    ['an unknown command, with the nearest one', '/eco pya', 'text', 'Did you mean `/eco pay`'],
    ['an unknown area', '/ecco pay', 'text', 'Did you mean `/eco pay`'],
    ['an unknown word far from everything', '/zzzzzzzz', 'text', 'There is no command `/zzzzzzzz`'],
    ['half a command', '/eco', 'text', 'It takes: pay, balance'],
    ['half a group', '/pet expedition', 'text', 'It takes: start'],
    ['no slash', 'hello there', 'text', 'begins with a slash'],
    ['nothing', '', 'text', 'Nothing was typed: type a command, for example `/help`.'],
    ['blanks', ' \n ', 'text', 'Nothing was typed'],
    ['a slash alone', ' / ', 'text', 'A slash alone is no command: its name follows, for example `/help`.'],
    ['a long word', `/${'x'.repeat(5_000)}`, 'text', 'Type `/help` for the list.'],
    [
      'an unknown option, with the nearest one',
      '/eco pay user:misty amuont:5',
      'amuont',
      'Did you mean `amount`',
    ],
    [
      'an unknown option behind text without quotes, with what the nearest takes',
      '/eco pay @misty 5 note:for tea shar:true',
      'shar',
      '`/eco pay` has no option `shar`. Did you mean `share`, which takes `true` or `false`? It takes: user, amount, note, share. If it belongs to `note`, put that in quotes: `note:"…"`.',
    ],
    [
      'one behind text that is too long',
      `/eco pay @misty 5 note:${'x '.repeat(100)}shar:true`,
      'shar',
      'Did you mean `share`',
    ],
    [
      'one that is like no other',
      '/eco pay @misty 5 note:for tea colour:red',
      'colour',
      '`/eco pay` has no option `colour`. It takes: user, amount, note, share. If it belongs',
    ],
    ['one with a space before its value', '/eco pay @misty 5 note:tea shaer: true', 'shaer', 'mean `share`'],
    [
      'one in place of a text',
      '/eco pay @misty 5 not: tea',
      'not',
      'mean `note`, which takes text of at most 80',
    ],
    ['one at the end', '/eco pay @misty 5 note:tea shar:', 'shar', 'Did you mean `share`'],
    ['one of a text alone', '/help topci: money', 'topci', 'Did you mean `topic`'],
    [
      'an option twice, once perhaps as part of a text',
      '/eco pay user:misty amount:5 note:the amount: five',
      'amount',
      '`amount` is given twice: give it once. If it belongs to `note`, put that in quotes',
    ],
    ['an option of a command without options', '/eco balance foo:1', 'foo', 'It takes none'],
    ['a missing option', '/eco pay user:misty', 'amount', '`amount` is missing'],
    ['one of which nobody would see anything', '/help topic:" \u0007\u200b"', 'topic', 'cannot be “”'],
    ['an option twice', '/eco pay user:misty user:misty amount:5', 'user', 'given twice'],
    ['an option too many', '/eco balance 5', 'text', 'more than `/eco balance` takes'],
    ['a quote that never ends', '/eco pay user:misty amount:5 note:"a', 'note', 'closing one'],
    ['a wrong choice', '/pet expedition start route:sea', 'route', 'one of `wood`'],
    ['a number out of range', '/pet expedition start route:wood hours:73', 'hours', 'from 1 to 72'],
    ['a number below the range', '/pet expedition start route:wood hours:-5', 'hours', 'from 1 to 72'],
    ['a number with an exponent', '/pet expedition start route:wood hours:1e309', 'hours', 'in plain digits'],
    ['a fraction', '/pet expedition start route:wood hours:0.1', 'hours', 'in plain digits'],
    [
      'a number that is not exact',
      '/pet expedition start route:wood hours:9007199254740993',
      'hours',
      'in plain digits',
    ],
    ['digits of another script', '/pet expedition start route:wood hours:١٢', 'hours', 'in plain digits'],
    ['neither true nor false', '/eco pay @misty 5 share:maybe', 'share', '`true` or `false`'],
    [
      '5,000 characters of text',
      `/eco pay @misty 5 note:${'x'.repeat(5_000)}`,
      'note',
      '`note` has 5000 characters: it takes text of at most 80',
    ],
    [
      'an amount of 5,000 digits',
      `/eco pay @misty ${'9'.repeat(5_000)}`,
      'amount',
      '`amount` has 5000 characters',
    ],
    ['a line beyond all bounds', `/help ${'x'.repeat(20_000)}`, 'text', 'at most 10000'],
  ])('%s', async (_what, line, field, message) => {
    const rejection = await refusal(line);
    expect(rejection).toMatchObject({ code: 'E_INPUT', field });
    expect(rejection.message).toContain(message);
  });

  it('speaks of quotes only where a text was written', async () => {
    const { message } = await refusal('/eco pay user:misty amount:5 even:true');
    expect(message).toBe('`/eco pay` has no option `even`. It takes: user, amount, note, share.');
  });

  it('a person nobody knows', async () => {
    expect(await refusal('/eco pay user:nobody amount:5')).toMatchObject({ code: 'E_TARGET', field: 'user' });
  });

  it('never quotes hostile text as it came', async () => {
    const { message } = await refusal('/pet expedition start route:"@everyone `x` \u202e <@1>"');
    expect(message).not.toMatch(/@everyone|<@|\u202e|`x`/u);
  });

  it('lets no option reach beyond the declared names', async () => {
    expect(await refusal('/eco pay user:misty amount:5 __proto__:x')).toMatchObject({ code: 'E_INPUT' });
    expect(await refusal('/eco pay user:misty amount:5 role:owner')).toMatchObject({ field: 'role' });
  });
});

describe('hostile lines', () => {
  it.each(['a:', ' ', '"', '\\"', 'note:', '@a ', '\u200d'])('of %j are answered', async (piece) => {
    expect(await parse(`/eco pay ${piece.repeat(9_000 / piece.length)}`)).toMatchObject({ ok: false });
  });
});
