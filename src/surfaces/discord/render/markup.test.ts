import { describe, expect, it } from 'vitest';
import type { Panel } from '#commands/panel.ts';
import { blocksOf, plainTextOf } from './blocks.ts';
import { cut, cutMarkup } from './cutting.ts';
import { escapeText, toMarkdown, toPlain } from './markup.ts';

const nameOf = (userId: string): string | undefined => (userId === 'u1' ? 'A*sh' : undefined);

describe('a panel in Discord’s words', () => {
  it('keeps its own markup', () => {
    expect(toMarkdown('**Bold** and `code` at <t:1700000000:R>, by <@u1>', nameOf)).toBe(
      String.raw`**Bold** and \`code\` at <t:1700000000:R>, by **A\*sh**`.replaceAll(String.raw`\``, '`'),
    );
    expect(toMarkdown('<@u2>', nameOf)).toBe('**somebody**');
  });

  it('takes the power of everything else', () => {
    expect(toMarkdown('[free coins](https://evil.example)', nameOf)).toBe(
      String.raw`\[free coins\](https://evil.example)`,
    );
    expect(toMarkdown('~~gone~~ ||secret|| __line__ *it*', nameOf)).toBe(
      String.raw`\~\~gone\~\~ \|\|secret\|\| \_\_line\_\_ \*it\*`,
    );
    expect(toMarkdown('# head\n> quote\n-# small\n- item\n1. one', nameOf)).toBe(
      '\\# head\n\\> quote\n\\-# small\n\\- item\n1\\. one',
    );
    expect(toMarkdown('<@&1234> <#123> </pay:1> <:e:1>', nameOf)).toBe(
      String.raw`\<@&1234> \<#123> \</pay:1> \<:e:1>`,
    );
    expect(toMarkdown('**[x](y)**', nameOf)).toBe(String.raw`**\[x\](y)**`);
    expect(toMarkdown('```js', nameOf)).toBe('\\`\\`\\`js');
    expect(escapeText('**x**')).toBe(String.raw`\*\*x\*\*`);
  });

  it('makes a command in code a mention where Discord knows the command, and nowhere else', () => {
    const known = Object.assign(() => undefined, {
      commandId: (name: string) => (name === 'pet feed' ? '77' : undefined),
    });
    expect(toMarkdown('`/pet feed` `/pet feed item:x` `/pet fly` `pet feed`', known)).toBe(
      '</pet feed:77> `/pet feed item:x` `/pet fly` `pet feed`',
    );
    expect(toMarkdown('**`/pet feed`**', known)).toBe('**</pet feed:77>**');
    expect(toMarkdown('`/pet feed`', () => undefined)).toBe('`/pet feed`');
    expect(toPlain('`/pet feed`', known)).toBe('/pet feed');
  });

  it('is plain in a file, times in words', () => {
    expect(toPlain('**Bold** `code` <t:1700000000:R> <@u1>', nameOf)).toBe(
      'Bold code 2023-11-14 22:13 UTC A*sh',
    );
    expect(toPlain('<t:9999999999999>', nameOf)).toBe('9999999999999');
  });

  it('is cut without leaving anything open or torn', () => {
    expect(cut('abcdef', 4)).toBe('abc…');
    expect(cut('ab🎉cd', 4)).toBe('ab…');
    expect(cutMarkup(`**${'x'.repeat(50)}**`, 30)).toMatch(/^\*\*x+\*\*…$/);
    expect(cutMarkup(`\`\`\`\n${'x\n'.repeat(50)}\n\`\`\``, 30)).toMatch(/…\n```$/);
    expect(cutMarkup(`${'x'.repeat(20)}<t:1700000000:R> ${'y'.repeat(30)}`, 40)).toBe(`${'x'.repeat(20)}…`);
  });
});

const panel: Panel = {
  title: 'Biscuit',
  images: [{ alt: 'a green tile with BI', initials: 'BI', hue: 120 }],
  fields: [
    { name: 'Kind', value: 'Mossback', inline: true },
    { name: 'Mood', value: 'merry', inline: true },
    { name: 'Owner', value: '<@u1>' },
  ],
  meters: [
    { label: 'Food', value: 1, max: 100, hint: 'runs low <t:1:R>' },
    { label: 'Joy', value: 99, max: 100 },
    { label: 'None', value: 0, max: 0 },
  ],
  tables: [
    {
      caption: 'Items',
      columns: [{ label: 'Item' }, { label: 'Pieces', align: 'right' }],
      rows: [
        ['Honeyberry', '3'],
        ['Bread', '12'],
      ],
    },
    { columns: [{ label: 'When' }, { label: 'What' }], rows: [['<t:1:R>', 'fed']] },
    { columns: [{ label: 'Empty' }], rows: [] },
  ],
  footer: 'trace abc',
  ephemeral: true,
};

describe('the blocks of a panel', () => {
  it('come in the order of reading', () => {
    expect(blocksOf(panel, nameOf)).toEqual([
      '### 🟢 Biscuit',
      '▰▱▱▱▱▱▱▱▱▱ **Food** 1/100 · runs low <t:1:R>\n▰▰▰▰▰▰▰▰▰▱ **Joy** 99/100\n▱▱▱▱▱▱▱▱▱▱ **None** 0/0',
      String.raw`**Kind** Mossback · **Mood** merry` + '\n' + String.raw`**Owner** **A\*sh**`,
      '**Items**\n```\nItem        Pieces\nHoneyberry       3\nBread           12\n```',
      '-# When · What\n**<t:1:R>** · fed',
      '-# trace abc',
    ]);
  });

  it('turn into lines where columns would be too wide for a phone', () => {
    const wide: Panel = {
      title: 'Wide',
      tables: [{ columns: [{ label: 'Name' }, { label: 'About' }], rows: [['Fox', 'x'.repeat(60)]] }],
      ephemeral: true,
    };
    expect(blocksOf(wide, nameOf)[1]).toBe(`-# Name · About\n**Fox** · ${'x'.repeat(60)}`);
  });

  it('are all in the file', () => {
    const text = plainTextOf(panel, nameOf);
    for (const words of [
      'Biscuit',
      'a green tile with BI',
      'Food: 1/100 (runs low 1970-01-01 00:00 UTC)',
      'Owner: A*sh',
      'Honeyberry       3',
      'trace abc',
    ]) {
      expect(text).toContain(words);
    }
  });
});
