import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '#adapters/memory/virtual-clock.ts';
import type { Incoming } from '../incoming.ts';
import { renderPanel } from '../render/panel.ts';
import { PrivateViews } from './private-views.ts';
import { standingStill } from './thread-panels.ts';

const MINUTE_MS = 60_000;
const rendered = (text: string, isLast = false) => {
  const panel = { title: 'Battle', text, ephemeral: true };
  return renderPanel(isLast ? standingStill(panel) : panel, () => undefined);
};

/** One person who looks at a battle, and everything that was sent to them. */
const look = () => {
  const clock = createVirtualClock(1_800_000_000_000);
  const sent: string[] = [];
  const answering = {
    edit: async (_to: unknown, { body }: ReturnType<typeof rendered>) => {
      sent.push(JSON.stringify(body.components));
      return Promise.resolve();
    },
  };
  const views = new PrivateViews(answering, clock, { add: (turn) => void turn() });
  const to = { caller: { externalId: 'red' } } as Incoming;
  const redraw = async (text: string): Promise<void> =>
    views.redraw(
      (_userId, _to, isLast) => Promise.resolve(rendered(text, isLast)),
      () => true,
    );
  views.keep('u1', to, rendered('round 1'));
  return { clock, sent, views, to, redraw };
};

describe('a view of one’s own', () => {
  it('is redrawn when it would look otherwise, and only then', async () => {
    const { sent, redraw } = look();
    await redraw('round 1');
    expect(sent).toEqual([]);
    await redraw('round 2');
    await redraw('round 2');
    expect(sent).toHaveLength(1);
    expect(sent[0]).toContain('round 2');
    expect(sent[0]).not.toContain('stands still');
  });

  it('says in the last minute of its token that it stands still, once, and is left alone then', async () => {
    const { clock, sent, redraw } = look();
    clock.advance(13.9 * MINUTE_MS);
    await redraw('round 2');
    expect(sent.at(-1)).not.toContain('stands still');
    clock.advance(0.2 * MINUTE_MS);
    await redraw('round 3');
    expect(sent.at(-1)).toMatch(/round 3.*stands still now/);
    await redraw('round 4');
    clock.advance(MINUTE_MS);
    await redraw('round 5');
    expect(sent).toHaveLength(2);
  });

  it('is not edited when its token is over', async () => {
    const { clock, sent, redraw } = look();
    clock.advance(15 * MINUTE_MS);
    await redraw('round 2');
    expect(sent).toEqual([]);
  });

  it('goes on for another quarter of an hour when a newer panel takes its place', async () => {
    const { clock, sent, views, to, redraw } = look();
    clock.advance(14.5 * MINUTE_MS);
    views.keep('u1', to, rendered('round 2'));
    await redraw('round 3');
    clock.advance(13 * MINUTE_MS);
    await redraw('round 4');
    expect(sent).toHaveLength(2);
    expect(sent.join()).not.toContain('stands still');
  });
});
