import { describe, expect, it } from 'vitest';
import type { EventStream, LineEvent, LineSession, Taken } from '../event-stream.ts';

/** Streams of one bot, each of a process of its own. */
export interface EventStreamFixture {
  readonly open: () => Promise<EventStream>;
  /** Resolves when it is so. @throws Error when it does not become so */
  readonly until: (what: string, isSo: () => boolean) => Promise<void>;
  /** Ends the process of a stream as a crash would. */
  readonly kill: (stream: EventStream) => Promise<void>;
  readonly close: () => Promise<void>;
}

interface Got {
  readonly payload: unknown;
  readonly about: Taken;
}

const session = (seq: number, id = 'first'): LineSession => ({
  id,
  seq,
  resumeUrl: 'wss://resume.example',
  shardCount: 2,
});

const forOne = (seq: number, payload: unknown = `event ${seq}`, isReplayed = false): LineEvent => ({
  seq,
  to: 'one',
  isReplayed,
  payload,
});

const forAll = (seq: number, key: string, isOver = false): LineEvent => ({
  seq,
  to: 'all',
  isReplayed: false,
  payload: `${key} ${seq}`,
  key,
  isOver,
});

const LINE = '0/2';

/** What every stream of events does, whatever it lies in. */
export const eventStreamContract = (name: string, make: () => Promise<EventStreamFixture>): void => {
  const within = (run: (fixture: EventStreamFixture) => Promise<void>) => async (): Promise<void> => {
    const fixture = await make();
    try {
      await run(fixture);
    } finally {
      await fixture.close();
    }
  };
  const nothing = async (): Promise<void> => Promise.resolve();

  describe(`${name} stream of events`, () => {
    it(
      'knows how far a connection is, for whoever goes on with it',
      within(async ({ open }) => {
        const [one, other] = [await open(), await open()];
        expect(await other.sessionOf(LINE)).toBeUndefined();
        await one.append(LINE, session(4), [forOne(3)]);
        expect(await other.sessionOf(LINE)).toEqual(session(4));
        expect(await other.sessionOf('1/2')).toBeUndefined();
        await one.append(LINE, session(1, 'second'), []);
        expect(await other.sessionOf(LINE)).toEqual(session(1, 'second'));
        await other.forget(LINE);
        expect(await one.sessionOf(LINE)).toBeUndefined();
      }),
    );

    it(
      'has each event once, however often it is put in',
      within(async ({ open, until }) => {
        const stream = await open();
        await stream.append(LINE, session(2), [forOne(1), forOne(2)]);
        await stream.append(LINE, session(2), [forOne(1), forOne(2)]);
        // another process, that knows only what was noted
        await (await open()).append(LINE, session(3), [forOne(2), forOne(3), forAll(1, 'old')]);
        await stream.append(LINE, session(1), [forOne(1)]);
        expect(await stream.sessionOf(LINE)).toEqual(session(3));
        const got: unknown[] = [];
        const heard: unknown[] = [];
        const stop = await stream.work({
          take: async (payload) => Promise.resolve(void got.push(payload)),
          hear: (payload) => heard.push(payload),
        });
        await stream.append('1/2', session(9, 'other'), [forOne(9, 'last'), forAll(8, 'news')]);
        await until('the last', () => got.includes('last') && heard.includes('news 8'));
        await stop();
        expect(got).toEqual(['event 1', 'event 2', 'event 3', 'last']);
        expect(heard).toEqual(['news 8']);
      }),
    );

    it(
      'gives an event for one to one worker, and one for all to each',
      within(async ({ open, until }) => {
        const intake = await open();
        const got: unknown[] = [];
        const heard: unknown[][] = [[], [], []];
        const stops: (() => Promise<void>)[] = [];
        for (const list of heard) {
          stops.push(
            await (
              await open()
            ).work({
              take: async (payload) => Promise.resolve(void got.push(payload)),
              hear: (payload) => list.push(payload),
            }),
          );
        }
        const events = Array.from({ length: 40 }, (_, seq) =>
          seq % 4 === 0 ? forAll(seq, `guild ${seq}`) : forOne(seq),
        );
        await intake.append(LINE, session(39), events);
        await until('all', () => got.length >= 30 && heard.every((list) => list.length >= 10));
        for (const stop of stops) await stop();
        expect(new Set(got).size).toBe(30);
        expect(got).toHaveLength(30);
        for (const list of heard) {
          expect(list).toEqual(
            events.filter(({ to }) => to === 'all').map(({ seq }) => `guild ${seq} ${seq}`),
          );
        }
      }),
    );

    it(
      'tells who comes later the latest news of each key, until the matter is over',
      within(async ({ open, until }) => {
        const stream = await open();
        await stream.append(LINE, session(5), [
          forAll(1, 'a'),
          forAll(2, 'b'),
          forAll(3, 'a'),
          forAll(4, 'c'),
          forAll(5, 'b', true),
        ]);
        const heard: unknown[] = [];
        const stop = await stream.work({ take: nothing, hear: (payload) => heard.push(payload) });
        await until('what is kept', () => heard.length >= 2);
        await stream.append(LINE, session(6), [forAll(6, 'a', true)]);
        await until('the end of it', () => heard.length >= 3);
        await stop();
        expect(new Set(heard.slice(0, 2))).toEqual(new Set(['a 3', 'c 4']));
        expect(heard.slice(2)).toEqual(['a 6']);
      }),
    );

    it(
      'gives what a dead worker had to another, which learns that, and leaves the living theirs',
      within(async ({ open, until, kill }) => {
        const intake = await open();
        const held = Promise.withResolvers<void>();
        const dying = await open();
        const inDying: unknown[] = [];
        await dying.work({
          take: async (payload) => {
            inDying.push(payload);
            await held.promise;
          },
          hear: () => undefined,
        });
        await intake.append(LINE, session(1), [forOne(1, 'of the dead')]);
        await until('it has it', () => inDying.length === 1);
        const living = await open();
        const slow = Promise.withResolvers<void>();
        const inLiving: Got[] = [];
        const stop = await living.work({
          take: async (payload, about) => {
            inLiving.push({ payload, about });
            if (payload === 'slow') await slow.promise;
          },
          hear: () => undefined,
        });
        await kill(dying);
        await intake.append(LINE, session(2), [forOne(2, 'slow')]);
        await until('it is taken over', () => inLiving.some(({ payload }) => payload === 'of the dead'));
        expect(inLiving.find(({ payload }) => payload === 'of the dead')?.about).toEqual({
          isRepeat: true,
          isLate: true,
        });
        // a third one, which would take what is left alone
        const inThird: unknown[] = [];
        const third = await open();
        const another = await open();
        await another.work({
          take: async (payload) => {
            inThird.push(payload);
            await held.promise;
          },
          hear: () => undefined,
        });
        const stopThird = await third.work({
          take: async (payload) => Promise.resolve(void inThird.push(payload)),
          hear: () => undefined,
        });
        await kill(another);
        await intake.append(
          LINE,
          session(60),
          Array.from({ length: 50 }, (_, n) => forOne(n + 3)),
        );
        await until(
          'all is answered',
          () => new Set([...inThird, ...inLiving.map((got) => got.payload)]).size >= 52,
        );
        expect(inThird).not.toContain('slow');
        expect(inLiving.filter(({ payload }) => payload === 'slow')).toHaveLength(1);
        slow.resolve();
        held.resolve();
        await stop();
        await stopThird();
      }),
    );

    it(
      'says what was sent again after a gap, and stops when all that was taken is done',
      within(async ({ open, until }) => {
        const stream = await open();
        const got: Got[] = [];
        const slow = Promise.withResolvers<void>();
        let isStopped = false;
        const stop = await stream.work({
          take: async (payload, about) => {
            got.push({ payload, about });
            await slow.promise;
          },
          hear: () => undefined,
        });
        await stream.append(LINE, session(2), [forOne(1, 'again', true), forOne(2, 'new')]);
        await until('both', () => got.length === 2);
        expect(got).toEqual([
          { payload: 'again', about: { isRepeat: false, isLate: true } },
          { payload: 'new', about: { isRepeat: false, isLate: false } },
        ]);
        const stopped = stop().then(() => {
          isStopped = true;
        });
        await stream.append(LINE, session(3), [forOne(3, 'at the end')]);
        expect(isStopped).toBe(false);
        slow.resolve();
        await stopped;
        const next: unknown[] = [];
        const stopNext = await stream.work({
          take: async (payload) => Promise.resolve(void next.push(payload)),
          hear: () => undefined,
        });
        await stream.append(LINE, session(4), [forOne(4, 'for the next')]);
        await until('the next one has it', () => next.includes('for the next'));
        await stopNext();
        // whoever was there when it came
        const all = [...got.map(({ payload }) => payload), ...next];
        expect(all).toEqual(['again', 'new', 'at the end', 'for the next']);
      }),
    );
  });
};
