import { EventEmitter } from 'node:events';
import type { FastifyReply } from 'fastify';
import { Observable, Subject } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { WatchMessage } from '#actors/battle/watch-room.ts';
import { createVirtualClock } from '#adapters/memory/virtual-clock.ts';
import { turns } from '#test/support/turns.ts';
import type { WebApp } from './app.ts';
import { LIST_EVERY_MS, LiveBoard } from './live-board.ts';
import { BEAT_MS, SseClient, SseClients, streamTo } from './sse.ts';

/** A connection that takes so many texts before it is full. */
class Wire extends EventEmitter {
  readonly texts: string[] = [];
  room = Number.POSITIVE_INFINITY;
  isEnded = false;
  writeHead(): void {}
  write(text: string): boolean {
    this.texts.push(text);
    this.room -= 1;
    return this.room > 0;
  }
  end(): void {
    this.isEnded = true;
    this.emit('close');
  }
  drain(room: number): void {
    this.room = room;
    this.emit('drain');
  }
}

const open = (wire = new Wire()) => {
  const reply = { raw: wire, hijack: () => undefined, getHeaders: () => ({}) };
  return { wire, reply: reply as unknown as FastifyReply };
};

const frame = (toTick: number): WatchMessage => ({
  type: 'frame',
  fromTick: toTick - 2,
  toTick,
  events: [],
  sides: [],
  round: 1,
});

/** A battle that shows a summary of where it stands, then what happens. */
const battle = () => {
  const frames = new Subject<WatchMessage>();
  const state = { tick: 0, viewers: 0, most: 0, least: 9 };
  const stream = new Observable<WatchMessage>((subscriber) => {
    state.viewers += 1;
    state.most = Math.max(state.most, state.viewers);
    subscriber.next({ type: 'summary', view: { tick: state.tick } as never });
    const subscription = frames.subscribe(subscriber);
    return () => {
      subscription.unsubscribe();
      state.viewers -= 1;
      state.least = Math.min(state.least, state.viewers);
    };
  });
  const play = (): void => {
    state.tick += 2;
    frames.next(frame(state.tick));
  };
  return { stream, state, frames, play };
};

const kinds = ({ texts }: Wire): readonly string[] =>
  texts.map((text) => `${/^event: (.*)$/m.exec(text)?.[1]} ${/"(?:toTick|tick)":(\d+)/.exec(text)?.[1]}`);

describe('an event stream', () => {
  it('gives a slow connection no backlog: it misses frames, and gets a summary when it can take more', () => {
    const { wire, reply } = open();
    wire.room = 3;
    const { stream, state, play } = battle();
    streamTo(new SseClient(reply), stream);
    for (let n = 0; n < 5; n += 1) play();
    expect(kinds(wire)).toEqual(['summary 0', 'frame 2', 'frame 4']);
    wire.drain(9);
    play();
    expect(kinds(wire).slice(3)).toEqual(['summary 10', 'frame 12']);
    // it never left in between, so its room stayed open
    expect([state.viewers, state.least]).toEqual([1, 1]);
  });

  it('gives one that was slow but missed nothing no second summary', () => {
    const { wire, reply } = open();
    wire.room = 2;
    const { stream, play } = battle();
    streamTo(new SseClient(reply), stream);
    play();
    wire.drain(9);
    play();
    expect(kinds(wire)).toEqual(['summary 0', 'frame 2', 'frame 4']);
  });

  it('ends with its connection, and its connection with it', () => {
    const one = open();
    const { stream, state } = battle();
    streamTo(new SseClient(one.reply), stream);
    one.wire.emit('close');
    expect(state.viewers).toBe(0);
    const other = open();
    const next = battle();
    streamTo(new SseClient(other.reply), next.stream);
    next.frames.complete();
    expect(other.wire.isEnded).toBe(true);
  });

  it('makes one text of a message for all who get it', () => {
    const [one, other] = [open(), open()];
    const { stream, play } = battle();
    streamTo(new SseClient(one.reply), stream);
    streamTo(new SseClient(other.reply), stream);
    play();
    expect(one.wire.texts.at(-1)).toBe(other.wire.texts.at(-1));
  });

  it('hears that it is alive, and ends with the server', async () => {
    const clock = createVirtualClock();
    const hooks: (() => Promise<void>)[] = [];
    const app = { addHook: (_name: string, hook: () => Promise<void>) => hooks.push(hook) };
    const clients = new SseClients(app as unknown as WebApp, clock);
    const { wire, reply } = open();
    clients.open(reply);
    const beats = (): number => wire.texts.filter((text) => text.startsWith(': beat')).length;
    // what was sent at the opening is a sign of life
    for (const expected of [0, 1, 2]) {
      clock.advance(BEAT_MS);
      expect(beats()).toBe(expected);
    }
    for (const hook of hooks) await hook();
    expect(wire.isEnded).toBe(true);
    expect(clock.waiting()).toBe(0);
  });
});

describe('many event streams', () => {
  it('hear that they are alive a few at a time, and only when nothing else was said', () => {
    const clock = createVirtualClock();
    const clients = new SseClients({ addHook: () => undefined } as unknown as WebApp, clock);
    const all = Array.from({ length: 600 }, () => {
      const { wire, reply } = open();
      return { wire, client: clients.open(reply) };
    });
    const beats = (): number =>
      all.reduce((sum, { wire }) => sum + wire.texts.filter((text) => text.startsWith(': beat')).length, 0);
    clock.advance(BEAT_MS);
    let most = 0;
    for (let before = beats(), n = 0; n < 60; n += 1) {
      clock.advance(BEAT_MS / 60);
      most = Math.max(most, beats() - before);
      before = beats();
    }
    expect(beats()).toBe(600);
    expect(most).toBe(10);
    for (const { client } of all) client?.send('event: frame\n\n');
    clock.advance(BEAT_MS);
    expect(beats()).toBe(600);
  });
});

describe('the board of live battles', () => {
  it('makes its list once for all, and sends what has changed', async () => {
    const clock = createVirtualClock();
    let made = 0;
    let list = 'a';
    const board = new LiveBoard(clock, 'battles', async () => {
      made += 1;
      return list;
    });
    const wires = Array.from({ length: 5 }, () => {
      const { wire, reply } = open();
      board.show(new SseClient(reply));
      return wire;
    });
    const look = async (): Promise<void> => {
      clock.advance(LIST_EVERY_MS);
      await turns(1);
    };
    await look();
    await look();
    expect(made).toBe(2);
    expect(wires.map(({ texts }) => texts.length)).toEqual([1, 1, 1, 1, 1]);
    list = 'b';
    await look();
    expect(wires[0]?.texts).toEqual(['event: battles\ndata: a\n\n', 'event: battles\ndata: b\n\n']);
    const late = open();
    board.show(new SseClient(late.reply));
    expect(late.wire.texts).toEqual(['event: battles\ndata: b\n\n']);
    for (const wire of [...wires, late.wire]) wire.emit('close');
    await look();
    expect(clock.waiting()).toBe(0);
  });

  it('goes on when the list could not be made', async () => {
    const clock = createVirtualClock();
    let isBroken = true;
    const board = new LiveBoard(clock, 'battles', () =>
      isBroken ? Promise.reject(new Error('no')) : Promise.resolve('a'),
    );
    const { wire, reply } = open();
    board.show(new SseClient(reply));
    clock.advance(1);
    await turns(1);
    isBroken = false;
    clock.advance(LIST_EVERY_MS);
    await turns(1);
    expect(wire.texts).toHaveLength(1);
    board.stop();
  });
});
