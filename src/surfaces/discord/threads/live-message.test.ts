import { DiscordAPIError } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '#adapters/memory/virtual-clock.ts';
import type { Panel } from '#commands/panel.ts';
import { renderPanel } from '../render/panel.ts';
import { LiveMessage } from './live-message.ts';
import type { Posting } from './posting.ts';

const panelOf = (text: string): Panel => ({ title: 'Battle', text, ephemeral: false });
const rendered = (text: string) => renderPanel(panelOf(text), () => undefined);

const refusal = (code: number, status: number): DiscordAPIError =>
  new DiscordAPIError({ code, message: 'no' }, code, status, 'PATCH', 'url', {
    body: undefined,
    files: undefined,
  });

/** A Discord that answers when it is told to. */
const rig = (cadenceMs = 2_000, messageId?: string) => {
  const clock = createVirtualClock(1_800_000_000_000);
  const sent: string[] = [];
  /** Of the edits, those that can not wait. */
  const atOnce: string[] = [];
  const turns: (() => Promise<void>)[] = [];
  const held: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  const troubles: string[] = [];
  const state = { text: 'first', isHolding: false, isBusy: false, posts: 0 };
  const call = async (what: string): Promise<void> => {
    sent.push(what);
    if (!state.isHolding) return;
    await new Promise<void>((resolve, reject) => held.push({ resolve, reject }));
  };
  const words = (message: { readonly body: unknown }): string =>
    /\\n(\w+)"/.exec(JSON.stringify(message.body))?.[1] ?? 'moved';
  const posting: Posting = {
    createThread: async () => 't',
    activeThreads: async () => [],
    firstMessage: async () => undefined,
    selfId: async () => 'self',
    post: async (_channel, message) => {
      await call(`post ${words(message)}`);
      state.posts += 1;
      return `m${state.posts}`;
    },
    edit: async (_channel, id, message, isBetween) => {
      if (isBetween !== true) atOnce.push(words(message));
      await call(`edit ${id} ${words(message)}${message.files.length > 0 ? ' with files' : ''}`);
    },
    archive: async () => undefined,
    write: async () => 'sent',
  };
  const message = new LiveMessage({
    posting,
    clock,
    channelId: 'c',
    nonce: 'battle',
    onPosted: () => undefined,
    ...(messageId === undefined ? {} : { messageId }),
    cadenceMs,
    queue: {
      add: (work) => {
        if (state.isBusy) turns.push(work);
        else void work();
      },
    },
    draw: async () => rendered(state.text),
    moved: async () => renderPanel({ title: 'Moved', text: 'a b', ephemeral: false }, () => undefined),
    onTrouble: (_error, isOver) => troubles.push(isOver ? 'over' : 'trouble'),
  });
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  const pass = async (ms: number): Promise<void> => {
    clock.advance(ms);
    await settle();
  };
  return { clock, sent, atOnce, turns, held, troubles, state, message, pass, settle };
};

describe('a live message', () => {
  it('is posted at once and then edited no faster than its cadence, with the newest state alone', async () => {
    const { message, state, sent, pass } = rig();
    message.touch(true);
    await pass(0);
    for (const text of ['second', 'third', 'fourth']) {
      state.text = text;
      message.touch();
    }
    await pass(1_999);
    expect(sent).toEqual(['post first']);
    await pass(1);
    expect(sent).toEqual(['post first', 'edit m1 fourth']);
  });

  it('says nothing when nothing visible has changed', async () => {
    const { message, sent, pass } = rig();
    message.touch(true);
    await pass(0);
    message.touch();
    await pass(10_000);
    expect(sent).toEqual(['post first']);
  });

  it('has one request in flight, and what changed meanwhile follows as one', async () => {
    const { message, state, sent, held, pass, settle } = rig();
    state.isHolding = true;
    message.touch(true);
    await pass(0);
    for (const text of ['second', 'third']) {
      state.text = text;
      message.touch(true);
      await pass(5_000);
    }
    expect(sent).toEqual(['post first']);
    state.isHolding = false;
    held[0]?.resolve();
    await settle();
    await pass(2_000);
    expect(sent).toEqual(['post first', 'edit m1 third']);
  });

  it('is renewed before it is an hour old', async () => {
    const { message, state, sent, pass } = rig();
    message.touch(true);
    await pass(0);
    await pass(55 * 60_000 + 1);
    state.text = 'later';
    message.touch();
    await pass(2_000);
    expect(sent).toEqual(['post first', 'post later', 'edit m1 moved']);
    state.text = 'last';
    message.touch();
    await pass(2_000);
    expect(sent.at(-1)).toBe('edit m2 last');
  });

  it('that is there already is edited, not posted again', async () => {
    const { message, sent, pass } = rig(2_000, 'old');
    message.touch(true);
    await pass(0);
    expect(sent).toEqual(['edit old first']);
  });

  it('shows its end ahead of its time, and nothing after it', async () => {
    const { message, state, sent, pass } = rig();
    message.touch(true);
    await pass(0);
    state.text = 'end';
    await message.finish();
    expect(sent).toEqual(['post first', 'edit m1 end']);
    state.text = 'after';
    message.touch(true);
    await pass(60_000);
    expect(sent).toHaveLength(2);
  });

  it('waits for its turn among others, and is drawn when that has come', async () => {
    const { message, state, sent, atOnce, turns, pass, settle } = rig();
    message.touch(true);
    await pass(0);
    state.isBusy = true;
    state.text = 'second';
    message.touch();
    await pass(5_000);
    expect([sent, turns.length]).toEqual([['post first'], 1]);
    state.text = 'third';
    await turns[0]?.();
    expect(sent).toEqual(['post first', 'edit m1 third']);
    // a turn that comes after the end shows nothing more
    state.text = 'fourth';
    message.touch();
    await pass(5_000);
    state.text = 'end';
    await message.finish();
    await turns[1]?.();
    await settle();
    expect(sent.slice(2)).toEqual(['edit m1 end']);
    expect(atOnce).toEqual(['end']);
  });

  it.each([
    ['stands with its finery', undefined, ['edit m1 end with files'], []],
    ['stands without what is not taken', 50_013, ['edit m1 end with files', 'edit m1 end'], ['refused']],
    ['is gone when its message is', 10_008, ['edit m1 end with files'], ['over']],
  ] as const)('at its end %s', async (_what, code, edits, told) => {
    const { message, state, sent, held, troubles, pass, settle } = rig();
    message.touch(true);
    await pass(0);
    state.text = 'end';
    state.isHolding = code !== undefined;
    const finished = message.finish({
      dress: async (plain) => ({ ...plain, files: [{ name: 'a.png', data: Buffer.from('a') }] }),
      refused: () => void troubles.push('refused'),
    });
    await settle();
    state.isHolding = false;
    if (code !== undefined) held[0]?.reject(refusal(code, code === 10_008 ? 404 : 403));
    expect(await finished).toBe(true);
    expect(sent.slice(1)).toEqual(edits);
    expect(troubles).toEqual(told);
  });

  it('goes on after trouble, and stops when it is gone for good', async () => {
    const { message, state, sent, held, troubles, pass, settle } = rig();
    message.touch(true);
    await pass(0);
    state.isHolding = true;
    state.text = 'second';
    message.touch();
    await pass(2_000);
    held[0]?.reject(refusal(0, 500));
    await settle();
    expect(troubles).toEqual(['trouble']);
    message.touch();
    await pass(2_000);
    expect(sent.slice(1)).toEqual(['edit m1 second', 'edit m1 second']);
    held[1]?.reject(refusal(10_008, 404));
    await settle();
    expect(troubles).toEqual(['trouble', 'over']);
    message.touch(true);
    await pass(60_000);
    expect(sent).toHaveLength(3);
  });
});
