import { describe, expect, it } from 'vitest';
import { codeKind, toPlainText, toTextNodes } from './text-nodes.ts';

describe('panel text', () => {
  it('reads bold, code, breaks, times and people', () => {
    expect(toTextNodes('**Hi** <@u1>\n`/eco pay` <t:1700000000:R> <t:5>')).toEqual([
      { kind: 'bold', nodes: [{ kind: 'text', text: 'Hi' }] },
      { kind: 'text', text: ' ' },
      { kind: 'user', userId: 'u1' },
      { kind: 'break' },
      { kind: 'code', text: '/eco pay' },
      { kind: 'text', text: ' ' },
      { kind: 'time', seconds: 1_700_000_000, relative: true },
      { kind: 'text', text: ' ' },
      { kind: 'time', seconds: 5, relative: false },
    ]);
  });

  it('finds people inside bold text', () => {
    expect(toTextNodes('**paid <@u1>**')).toEqual([
      {
        kind: 'bold',
        nodes: [
          { kind: 'text', text: 'paid ' },
          { kind: 'user', userId: 'u1' },
        ],
      },
    ]);
  });

  it('leaves everything else as it stands, markup of browsers included', () => {
    for (const text of ['<script>alert(1)</script>', '2 ** 3', '`open', '<t:soon>', '<@UPPER>', '']) {
      expect(toTextNodes(text)).toEqual(text === '' ? [] : [{ kind: 'text', text }]);
    }
  });

  it('does not read marks inside code', () => {
    expect(toTextNodes('`**x** <@u1>`')).toEqual([{ kind: 'code', text: '**x** <@u1>' }]);
  });

  it('knows a command from a path: only the former goes into the command line', () => {
    const kinds = [
      '/eco pay',
      '/help',
      '/help topic:eco pay',
      '/api/battles/k3x9/replay',
      '/api/matches/k3x9/replay',
      '/api/status',
      '/',
      '250',
    ];
    expect(kinds.map(codeKind)).toEqual([
      'command',
      'command',
      'command',
      'file',
      'file',
      'plain',
      'plain',
      'plain',
    ]);
  });

  it('speaks names and times in plain text', () => {
    const plain = toPlainText(
      '**<@u1>** pays\n`250` <t:9:R>',
      (id) => `name of ${id}`,
      (at) => `at ${at}`,
    );
    expect(plain).toBe('name of u1 pays 250 at 9');
  });
});
