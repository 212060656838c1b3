import { describe, expect, it } from 'vitest';
import { exampleCourse } from './example-battle.ts';
import { createSpeaker } from './speaker.ts';
import { createVirtualTimer } from './virtual-timer.ts';

const { lines } = exampleCourse();

describe('a battle for screen readers', () => {
  it('is told in breaths, at most one each four seconds', () => {
    const timer = createVirtualTimer();
    const said: string[] = [];
    const speaker = createSpeaker((text) => said.push(text), timer.after);
    for (const line of lines.slice(0, 40)) {
      speaker.hear([line]);
      timer.advance(200);
    }
    expect(said.length).toBeGreaterThan(1);
    expect(said.length).toBeLessThanOrEqual(3);
    for (const text of said) expect(text.length).toBeLessThan(400);
  });

  it('keeps what nobody should miss', () => {
    const timer = createVirtualTimer();
    const said: string[] = [];
    const speaker = createSpeaker((text) => said.push(text), timer.after);
    const big = lines.find(({ isBig }) => isBig);
    const small = lines.filter(({ isBig }) => !isBig).slice(0, 12);
    if (big === undefined) throw new Error('somebody falls in it');
    speaker.hear([big, ...small]);
    expect(said[0]).toContain(big.text);
  });

  it('falls silent when it is stopped', () => {
    const timer = createVirtualTimer();
    const said: string[] = [];
    const speaker = createSpeaker((text) => said.push(text), timer.after);
    speaker.hear(lines.slice(0, 1));
    speaker.hear(lines.slice(1, 2));
    speaker.stop();
    timer.advance(60_000);
    expect(said).toHaveLength(1);
  });
});
