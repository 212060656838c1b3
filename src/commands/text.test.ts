import { describe, expect, it } from 'vitest';
import { cleanName, cleanText } from './text.ts';

describe('cleanText', () => {
  it.each([
    ['control characters', 'a\u0000b\u0007c\u001b[31md\u009be', 'abc[31mde'],
    ['bidi overrides and isolates', 'pay \u202e05\u202c \u2066x\u2069 \u200fy', 'pay 05 x y'],
    ['zero-width and tag characters', 'ad\u200bm\u2060i\ufeffn\u{e0041}', 'admin'],
    ['soft hyphens and fillers', 'a\u00adb\u3164c', 'abc'],
    ['a joiner between letters', 'a\u200db', 'ab'],
    ['lone surrogates', 'a\ud800b', 'a\ufffdb'],
    ['line breaks in one line', 'a\r\nb\u2028c', 'a b c'],
    ['everyone-pings', '@everyone @HERE @misty', '＠everyone ＠HERE @misty'],
    [
      'mentions and stamps',
      '<@123> <@&4> <#5> <t:1:R> </pay:1> <a:x:1>',
      '‹@123> ‹@&4> ‹#5> ‹t:1:R> ‹/pay:1> ‹a:x:1>',
    ],
  ])('takes away %s', (_what, text, cleaned) => {
    expect(cleanText(text)).toBe(cleaned);
  });

  it('keeps what people write', () => {
    const text = 'Émile says: 3 < 4 & “ok” 👨‍👩‍👧 日本語 עברית';
    expect(cleanText(text)).toBe(text);
  });

  it('keeps at most three marks on one letter', () => {
    expect(cleanText(`z${'\u0336'.repeat(50)}a`)).toBe(`z${'\u0336'.repeat(3)}a`);
  });

  it('keeps line breaks when asked, two in a row at most', () => {
    expect(cleanText('a\n\n\n\nb', { multiline: true })).toBe('a\n\nb');
  });

  it('is linear on hostile text: a quadratic step would outlast the test', () => {
    for (const piece of ['\u200d', '\u0336', ' ', '<@', '\n', '👨\u200d']) {
      expect(cleanText(piece.repeat(500_000)).length).toBeLessThanOrEqual(piece.length * 500_000);
    }
  });
});

describe('cleanName', () => {
  it('neutralises mentions and markup in names and keeps 32 characters', () => {
    expect(cleanName('@everyone **boss**')).toBe('＠everyone boss');
    expect(cleanName('@misty')).toBe('＠misty');
    expect(cleanName('x'.repeat(100))).toBe('x'.repeat(32));
  });

  it('falls back when nothing is left', () => {
    expect(cleanName('\u202e\u200b ')).toBe('someone');
  });
});
