import { asapScheduler } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { Bus } from '#events/bus.ts';
import type { GuildSettings } from '#game/guild/guild-protocol.ts';
import { guildReads } from '#game/guild/guild-reads.ts';
import { initialGuild } from '#game/guild/guild-state.ts';
import { GuildBook } from './guild-book.ts';

const CALL = { scope: 's', deadlineMonoMs: 1_000 };

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
};

/** A book whose guilds answer when the test says so. */
const rig = () => {
  const time = { monoMs: 0 };
  const asked: { id: string; answer: (language: GuildSettings['language']) => void; fail: () => void }[] = [];
  const engine = {
    read: (_kind: unknown, { id }: { id: string }) =>
      new Promise((resolve, reject) => {
        asked.push({
          id,
          answer: (language) => resolve({ ...guildReads.settings(initialGuild()), language }),
          fail: () => reject(new Error('out of reach')),
        });
      }) as never,
  };
  const clock = { nowMs: () => 0, monoMs: () => time.monoMs, after: () => () => undefined };
  return { time, asked, book: new GuildBook(engine, clock, Buffer.alloc(32)) };
};

describe('the book of guilds', () => {
  it('names a guild by an id that says nothing, each guild of each surface another one', () => {
    const { book } = rig();
    const id = book.idOf('discord', '123456789012345678');
    expect(id).toMatch(/^[a-z0-9]{14}$/);
    expect(book.idOf('discord', '123456789012345678')).toBe(id);
    expect(book.idOf('discord', '123456789012345679')).not.toBe(id);
    expect(book.idOf('playground', '123456789012345678')).not.toBe(id);
  });

  it('asks a guild once, also for two who come at the same time', async () => {
    const { book, asked } = rig();
    const both = [book.settingsOf('g1', CALL), book.settingsOf('g1', CALL)];
    asked[0]?.answer('de');
    expect((await Promise.all(both)).map(({ language }) => language)).toEqual(['de', 'de']);
    await book.settingsOf('g1', CALL);
    expect(asked).toHaveLength(1);
    expect(book.peek('g1')?.language).toBe('de');
    expect(book.peek('g2')).toBeUndefined();
  });

  it('asks again once the bus says that a guild has changed', async () => {
    const { book, asked } = rig();
    const bus = new Bus(() => undefined, asapScheduler);
    const stop = book.follow(bus);
    const first = book.settingsOf('g1', CALL);
    asked[0]?.answer(null);
    await first;
    const fact = { realm: '0', id: 'g1', seq: 1, atMs: 1, by: 'u1', commandId: 'u1/k' };
    bus.publish({ ...fact, topic: 'guild.LanguageSet', event: { type: 'LanguageSet' } });
    await turns();
    const second = book.settingsOf('g1', CALL);
    expect(asked).toHaveLength(2);
    asked[1]?.answer('de');
    expect((await second).language).toBe('de');
    stop();
    bus.publish({ ...fact, topic: 'guild.LanguageSet', event: { type: 'LanguageSet' } });
    await turns();
    expect(book.peek('g1')?.language).toBe('de');
  });

  it('keeps no answer that was on its way when the guild changed', async () => {
    const { book, asked } = rig();
    const early = book.settingsOf('g1', CALL);
    book.forget('g1');
    asked[0]?.answer(null);
    await early;
    expect(book.peek('g1')).toBeUndefined();
    const late = book.settingsOf('g1', CALL);
    asked[1]?.answer('de');
    expect((await late).language).toBe('de');
  });

  it('looks again after a minute beside the command, which goes on with what is known', async () => {
    const { book, asked, time } = rig();
    const first = book.settingsOf('g1', CALL);
    asked[0]?.answer(null);
    await first;
    time.monoMs = 60_001;
    expect((await book.settingsOf('g1', CALL)).language).toBeNull();
    asked[1]?.fail();
    await turns();
    expect((await book.settingsOf('g1', CALL)).language).toBeNull();
    asked[2]?.answer('de');
    await turns();
    expect((await book.settingsOf('g1', CALL)).language).toBe('de');
    expect(asked).toHaveLength(3);
  });

  it('lets nobody in while a guild of which nothing is known is out of reach', async () => {
    const { book, asked } = rig();
    const first = book.settingsOf('g1', CALL);
    asked[0]?.fail();
    await expect(first).rejects.toThrow('out of reach');
    const second = book.settingsOf('g1', CALL);
    asked[1]?.answer(null);
    expect((await second).language).toBeNull();
  });
});
