import { asapScheduler } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '#adapters/memory/virtual-clock.ts';
import { Bus } from '#events/bus.ts';
import type { BattleCommand, Tempo } from '#game/battle/battle-protocol.ts';
import type { ClockView } from '#game/battle/battle-reads.ts';
import { Fault } from '#ports/fault.ts';
import { ASH, MISTY, person, trainer } from '#test/support/battle-rig.ts';
import { turns } from '#test/support/turns.ts';
import type { Engine } from '../kit/engine-api.ts';
import { BattleClock } from './battle-clock.ts';
import { SLICE_MS } from './slices.ts';

const place = { realm: 'home', id: 'b1' };

/** What an engine without battles answers for one of 100 ticks. */
const create = async (view: Partial<ClockView> = {}, underWay = [place], tick = 0, isStoreOut = false) => {
  const clock = createVirtualClock();
  const bus = new Bus((_name, error) => errors.push(error), asapScheduler);
  const errors: unknown[] = [];
  const late: number[] = [];
  const windows: {
    readonly id: string;
    readonly from: number;
    readonly to: number;
    readonly atMs: number;
  }[] = [];
  const state = { tick, isComplete: false, isThere: true, fault: undefined as Fault | undefined };
  const engine = {
    read: () =>
      Promise.resolve(
        state.isThere
          ? {
              status: state.tick < 100 ? 'live' : 'ended',
              tempo: 'rounds',
              players: [person(ASH), person(MISTY)],
              hasPerson: true,
              isPrivate: false,
              stake: 0,
              startedAtMs: 1,
              ...view,
              tick: state.tick,
              isComplete: state.isComplete,
            }
          : undefined,
      ),
    ask: (_kind: unknown, _place: unknown, command: BattleCommand, { commandId }: { commandId: string }) => {
      if (command.type !== 'CloseWindow') throw new Error(command.type);
      windows.push({ id: commandId, from: command.fromTick, to: command.toTick, atMs: clock.monoMs() });
      const { fault } = state;
      state.fault = undefined;
      if (fault !== undefined) return Promise.reject(fault);
      if (command.fromTick === state.tick) state.tick = Math.min(100, command.toTick);
      state.isComplete = false;
      const isOver = state.tick >= 100;
      const value = { type: 'Standing', status: isOver ? 'ended' : 'live', tick: state.tick, isOver };
      return Promise.resolve({ ok: true, value, seq: 1, repeated: false });
    },
  };
  const battles = new BattleClock({
    engine: engine as unknown as Engine,
    clock,
    onClosed: (ms) => late.push(ms),
    onError: (error) => errors.push(error),
  });
  let isOut = isStoreOut;
  void battles.start(bus, () => {
    if (!isOut) return Promise.resolve(underWay);
    isOut = false;
    return Promise.reject(new Error('no rows'));
  });
  await turns(2);
  const pass = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= SLICE_MS) {
      clock.advance(Math.min(SLICE_MS, left));
      await turns(1);
    }
  };
  const tell = async (type: string, id = place.id): Promise<void> => {
    const fact = { realm: 'home', id, seq: 1, atMs: 1, by: 'x', commandId: 'x', event: { type } };
    bus.publish({ ...fact, topic: `battle.${type}` });
    await turns(3);
  };
  return { clock, bus, errors, late, windows, state, battles, pass, tell };
};

const gaps = (windows: readonly { readonly atMs: number }[]): readonly number[] =>
  windows.slice(1).map(({ atMs }, n) => atMs - (windows[n]?.atMs ?? 0));

const TRAINERS = { players: [trainer('wren'), trainer('tobi')], hasPerson: false } as const;

describe('the clock of battles', () => {
  it.each<[Tempo, boolean, number, number]>([
    ['rounds', true, 8, 15_000],
    ['rounds', false, 8, 4_800],
    ['live', true, 2, 1_200],
    ['live', false, 64, 38_400],
  ])(
    'closes windows of %s (with a person: %s) of %i ticks every %i ms',
    async (tempo, hasPerson, span, everyMs) => {
      const { windows, pass, late } = await create({ tempo, ...(hasPerson ? {} : TRAINERS) });
      await pass(everyMs * 1.5);
      expect(windows).toMatchObject([{ id: `battle:home:b1/w0-${span}`, from: 0, to: span }]);
      await pass(everyMs * 4);
      for (const gap of gaps(windows)) {
        expect(gap).toBeGreaterThanOrEqual(everyMs - SLICE_MS);
        expect(gap).toBeLessThanOrEqual(everyMs + 2 * SLICE_MS);
      }
      for (const ms of late) expect(ms).toBeLessThanOrEqual(2 * SLICE_MS);
    },
  );

  it('does not drift: ticks follow each other by the clock, however late a window was', async () => {
    const { windows, pass, state } = await create({ tempo: 'live' });
    state.fault = new Fault('E_RETRY', 'later', { retryable: true });
    await pass(12_000);
    expect(windows.at(-1)?.to).toBe(20);
  });

  it('lets a battle without a clock run as fast as it answers', async () => {
    const { windows, pass } = await create({ tempo: 'sim' });
    await pass(200);
    expect(windows.map(({ to }) => to)).toEqual([64, 128]);
  });

  it('forgets a battle that is over', async () => {
    const { battles, pass, windows } = await create({ tempo: 'sim' });
    expect(battles.running).toBe(1);
    await pass(500);
    expect(battles.running).toBe(0);
    const count = windows.length;
    await pass(60_000);
    expect(windows.length).toBe(count);
  });

  it('shortens the window of trainers as soon as somebody looks, plays what has passed, and lengthens it again', async () => {
    const { battles, pass, windows } = await create({ tempo: 'live', ...TRAINERS });
    await pass(6_100);
    const leave = battles.attend(place);
    const other = battles.attend(place);
    await pass(100);
    expect(windows.map(({ from, to }) => [from, to])).toEqual([[0, 10]]);
    await pass(2_500);
    expect(windows.map(({ to }) => to)).toEqual([10, 12, 14]);
    leave();
    leave();
    await pass(1_200);
    expect(windows.at(-1)?.to).toBe(16);
    other();
    await pass(1_300);
    expect(windows.at(-1)?.to).toBe(18);
    await pass(20_000);
    expect(windows.at(-1)?.to).toBe(18);
    await pass(20_000);
    expect(windows.at(-1)?.to).toBe(82);
  });

  it('counts who looked before the battle began', async () => {
    const { battles, pass, tell, windows } = await create({ tempo: 'live', ...TRAINERS }, []);
    battles.attend(place);
    await tell('BattleStarted');
    await pass(1_300);
    expect(windows.map(({ to }) => to)).toEqual([2]);
    expect(battles.live('home', 5)).toMatchObject([{ id: 'b1', isWatched: true }]);
  });

  it('plays a round at once when everybody has ordered, and not before', async () => {
    const { tell, state, pass, windows } = await create();
    await pass(1_000);
    await tell('OrderGiven');
    await pass(1_000);
    expect(windows).toEqual([]);
    state.isComplete = true;
    await tell('OrderGiven');
    await pass(100);
    expect(windows).toHaveLength(1);
    await pass(14_000);
    expect(windows).toHaveLength(1);
    await pass(1_200);
    expect(windows).toHaveLength(2);
  });

  it('does not let those wait who ordered before it had heard of their battle', async () => {
    const { tell, state, pass, windows } = await create({}, []);
    state.isComplete = true;
    const begun = tell('BattleStarted');
    const ordered = tell('OrderGiven');
    await Promise.all([begun, ordered]);
    await pass(100);
    expect(windows).toHaveLength(1);
  });

  it('closes a window again under the same id when its answer was lost', async () => {
    const { state, pass, windows, errors } = await create({ tempo: 'live' });
    for (let time = 0; time < 3; time += 1) {
      state.fault = new Fault('E_UNKNOWN', 'lost', { retryable: true });
      await pass(time === 0 ? 1_300 : 1_000);
    }
    await pass(1_100);
    expect(new Set(windows.slice(0, 4).map(({ id }) => id)).size).toBe(1);
    expect(errors).toHaveLength(3);
    expect(windows.length).toBeGreaterThan(3);
  });

  it('asks a frozen battle seldom', async () => {
    const { state, pass, windows } = await create({ tempo: 'live' });
    state.fault = new Fault('E_FROZEN', 'halted', { retryable: false });
    await pass(1_300);
    await pass(25_000);
    expect(windows).toHaveLength(1);
    await pass(10_000);
    expect(windows.length).toBeGreaterThan(1);
  });

  it('goes on after a restart where battles stood: time that nobody kept has not passed', async () => {
    const { windows, pass, battles } = await create({ tempo: 'live' });
    await pass(5_000);
    const before = windows.at(-1)?.to ?? 0;
    battles.stop();
    await pass(600_000);
    expect(windows.at(-1)?.to).toBe(before);
    const next = await create({ tempo: 'live' }, [place], before);
    await next.pass(2_500);
    expect(next.windows.map(({ from }) => from)).toEqual([before, before + 2]);
  });

  it('asks again which battles are under way when nobody could say', async () => {
    const { battles, errors, pass } = await create({}, [place], 0, true);
    expect([battles.running, errors.length]).toEqual([0, 1]);
    await pass(1_100);
    expect(battles.running).toBe(1);
  });

  it('runs all of a crowd that begins at once, though the bus drops most of it', async () => {
    const crowd = Array.from({ length: 3_000 }, (_, n) => ({ realm: 'home', id: `c${n}` }));
    const underWay: { realm: string; id: string }[] = [];
    const { battles, bus, tell, pass } = await create({}, underWay);
    underWay.push(...crowd);
    await Promise.all(crowd.map(({ id }) => tell('BattleStarted', id)));
    expect(bus.stats().find(({ dropped }) => dropped > 0)).toBeDefined();
    expect(battles.running).toBeLessThan(crowd.length);
    await pass(31_000);
    await turns(100);
    expect(battles.running).toBe(crowd.length);
  });

  it('adopts a battle that somebody gives orders to, though it had not heard of it', async () => {
    const { battles, tell } = await create({}, []);
    expect(battles.running).toBe(0);
    await tell('OrderGiven');
    expect(battles.running).toBe(1);
    await tell('BattleVoided');
    expect(battles.running).toBe(0);
  });

  it('lists public battles of a realm, and private ones to operators alone', async () => {
    const { battles } = await create();
    expect(battles.live('home', 5)).toMatchObject([{ id: 'b1', isWatched: false, tick: 0 }]);
    expect(battles.live('north', 5)).toEqual([]);
    const secret = await create({ isPrivate: true });
    expect(secret.battles.live('home', 5)).toEqual([]);
    expect(secret.battles.live('home', 5, 'all')).toMatchObject([{ id: 'b1' }]);
  });
});
