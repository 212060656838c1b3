import { describe, expect, it } from 'vitest';
import { chaptersOf, gathered, linesTold, tellLine } from './story-lines.ts';

const NAMES = ['Ash', 'Side 1 **x**'];

describe('the story of a match', () => {
  it('puts the names in, and never takes what they hold for a mark', () => {
    const line = tellLine("Side 2’s Palafin's Defense fell to Side 1!", NAMES, 'k');
    expect(line.text).toBe('Side 1 **x**’s Palafin’s Defense fell to Ash!');
    expect(line.parts).toHaveLength(1);
    expect(line.side).toBe(1);
  });

  it('keeps what is bold', () => {
    const { parts, side } = tellLine('Side 1’s Zekrom used **Dragon Dance**!', NAMES, 'k');
    expect(parts.map(({ isBold }) => isBold)).toEqual([false, true, false]);
    expect(parts[1]?.text).toBe('Dragon Dance');
    expect(side).toBe(0);
  });

  it('knows remarks, great moments and ticks', () => {
    const remark = tellLine('(Side 1’s Zekrom lost 31 % of its health!)', NAMES, 'k');
    expect(remark).toMatchObject({ isAside: true, text: 'Ash’s Zekrom lost 31 % of its health!' });
    expect(tellLine('[Side 1’s Zekrom’s Teravolt]', NAMES, 'k').isAside).toBe(true);
    expect(tellLine('Side 1’s Zekrom fainted!', NAMES, 'k').isBig).toBe(true);
    const blow = tellLine('Tick 3: Goblin missed.', ['Ash', 'Goblin'], 'k');
    expect(blow).toMatchObject({ at: 3, side: 1, text: 'Goblin missed.' });
    expect(tellLine('A critical hit!', NAMES, 'k')).toMatchObject({ side: -1, isBig: false });
  });

  it('gathers what several blows in a row took', () => {
    const tell = (text: string, n: number) => tellLine(text, NAMES, String(n));
    const lines = [
      'Side 2’s Smeargle used **Population Bomb**!',
      '(Side 1’s Dugtrio lost 12 % of its health!)',
      '(Side 1’s Dugtrio lost 13 % of its health!)',
      'A critical hit!',
      '(Side 1’s Dugtrio lost 20 % of its health!)',
      '(Side 1’s Latias lost 2 % of its health!)',
    ].map(tell);
    expect(gathered(lines).map(({ text }) => text)).toEqual([
      'Side 1 **x**’s Smeargle used Population Bomb!',
      'Ash’s Dugtrio lost 12 + 13 % of its health!',
      'A critical hit!',
      'Ash’s Dugtrio lost 20 % of its health!',
      'Ash’s Latias lost 2 % of its health!',
    ]);
  });

  it('leaves out turns in which nothing was told', () => {
    const story = [
      { turn: 0, lines: ['Side 1 meets **Goblin**.'] },
      { turn: 1, lines: [] },
      { turn: 2, lines: ['Tick 9: Side 1 hit for 3.', 'Tick 11: Goblin missed.'] },
    ];
    expect(chaptersOf(story, NAMES).map(({ title }) => title)).toEqual(['The start', 'Turn 2']);
    expect(linesTold(story)).toBe(3);
  });
});
