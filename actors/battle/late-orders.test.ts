import { asapScheduler } from 'rxjs';
import { afterEach, describe, expect, it } from 'vitest';
import { FOLLOWERS, KINDS } from '#actors/guardian.ts';
import { Bus } from '#events/bus.ts';
import type { BattleEvent } from '#game/battle/battle-events.ts';
import { type BattleCommand, LIVE_TICKS, ROUND_TICKS, type Tempo } from '#game/battle/battle-protocol.ts';
import { FOOD, GUARD } from '#game/battle/cross/v1/orders.ts';
import { accept, ASH, begin, challenge, MISTY, sheet, team } from '#test/support/battle-rig.ts';
import { createHold, type Hold, watch } from '#test/support/hold.ts';
import { createRig, type Rig } from '#test/support/kit-rig.ts';
import { BattleClock } from './battle-clock.ts';
import { battle } from './battle.ts';

const place = { realm: 'home', id: 'b1' };

type Closed = Extract<BattleEvent, { type: 'WindowClosed' }>;

interface Hall {
  readonly rig: Rig;
  readonly hold: Hold;
  readonly clock: BattleClock;
  readonly windows: readonly Closed[];
  readonly say: (by: string, command: BattleCommand) => ReturnType<typeof watch>;
}

const halls: Hall[] = [];
const errors: unknown[] = [];

afterEach(() => {
  const wrong = errors.splice(0);
  for (const { rig, clock } of halls.splice(0)) {
    clock.stop();
    rig.engine.kill();
    wrong.push(...rig.alarms.filter(({ what }) => what !== 'crash'));
  }
  if (wrong.length > 0) throw new Error('something went wrong', { cause: wrong });
});

/** Two who last far beyond the windows below, whatever seed the battle draws. */
const tough = (name: string) => team(name, 1, { fighters: [sheet(`${name} a`, { hp: 90_000 })] });

/** A battle that has begun, its clock, and a store whose appends can be held. */
const begun = async (tempo: Tempo): Promise<Hall> => {
  const hold = createHold();
  const bus = new Bus((_name, error) => errors.push(error), asapScheduler);
  const windows: Closed[] = [];
  bus.react('test', 'battle.WindowClosed', ({ event }) => void windows.push(event));
  const rig = await createRig({ kinds: KINDS, followers: FOLLOWERS, bus, store: { defer: hold.defer } });
  const clock = new BattleClock({
    engine: rig.engine,
    clock: rig.clock,
    onError: (error) => errors.push(error),
  });
  void clock.start(bus, () => Promise.resolve([]));
  let keys = 0;
  const say = (by: string, command: BattleCommand) => {
    keys += 1;
    return watch(rig.engine.ask(battle, place, command, rig.call(`o${keys}`, { by, deadlineMs: 60_000 })));
  };
  const hall = { rig, hold, clock, windows, say };
  halls.push(hall);
  say(ASH, challenge({ tempo, lineup: tough('Ember') }));
  await rig.pass(100);
  say(MISTY, accept('m', tough('Drop')));
  await rig.pass(100);
  say(ASH, begin('a'));
  await rig.pass(100);
  return hall;
};

/** Lets time pass until the clock has asked for a window that cannot be committed. */
const untilHeld = async ({ rig, hold }: Hall): Promise<void> => {
  for (let turn = 0; turn < 400 && hold.waiting('append') === 0; turn += 1) await rig.pass(50);
  expect(hold.waiting('append')).toBe(1);
};

/** Lets everything go and time pass until so many windows are told. */
const untilTold = async ({ rig, windows }: Hall, count: number): Promise<void> => {
  for (let turn = 0; turn < 1_500 && windows.length < count; turn += 1) await rig.pass(50);
  expect(windows.length).toBeGreaterThanOrEqual(count);
};

const cases = (['live', 'rounds'] as const).flatMap((tempo) =>
  (['before', 'after'] as const).map((when) => [tempo, when] as const),
);

describe('an order that comes while its window is being committed', () => {
  it.each(cases)('falls into the next one: %s, held %s the effect', async (tempo, when) => {
    const hall = await begun(tempo);
    const { rig, hold, windows, say } = hall;
    const span = tempo === 'live' ? LIVE_TICKS : ROUND_TICKS;
    const inTime = say(MISTY, { type: 'Order', order: 1 });
    await rig.still();
    expect(inTime.state()).toBe('done');
    hold.hold('append', when);
    await untilHeld(hall);
    const late = say(ASH, { type: 'Order', order: GUARD });
    const later = say(MISTY, { type: 'Order', order: FOOD });
    await rig.still();
    // nothing of either is said or shown before the window is durable
    expect([late.state(), later.state(), windows]).toEqual(['waiting', 'waiting', []]);
    hold.release('append');
    await untilTold(hall, 2);
    expect([late.state(), later.state()]).toEqual(['done', 'done']);
    expect(windows[0]).toMatchObject({ fromTick: 0, toTick: span, orders: [[1, 1]] });
    expect(windows[1]).toMatchObject({
      fromTick: span,
      toTick: 2 * span,
      orders: [
        [0, GUARD],
        [1, FOOD],
      ],
    });
  });

  it('is refused when it was meant for that very round', async () => {
    const hall = await begun('rounds');
    const { rig, hold, windows, say } = hall;
    hold.hold('append', 'before');
    await untilHeld(hall);
    const meant = say(ASH, { type: 'Order', order: GUARD, round: 1 });
    const next = say(MISTY, { type: 'Order', order: GUARD, round: 2 });
    await rig.still();
    expect([meant.state(), next.state()]).toEqual(['waiting', 'waiting']);
    hold.release('append');
    await untilTold(hall, 2);
    expect(meant.value).toMatchObject({ ok: false, rejection: { code: 'E_STALE' } });
    expect(next.value).toMatchObject({ ok: true, value: { type: 'Ordered', round: 2 } });
    expect(windows.slice(0, 2).map(({ orders }) => orders)).toEqual([[], [[1, GUARD]]]);
  });

  it.each(['live', 'rounds'] as const)(
    'is played as it lies in the log by whoever plays it again: %s',
    async (tempo) => {
      const hall = await begun(tempo);
      const { rig, hold, windows, say } = hall;
      hold.hold('append', 'before');
      await untilHeld(hall);
      say(ASH, { type: 'Order', order: GUARD });
      await rig.still();
      hold.release('append');
      await untilTold(hall, 3);
      // from the log alone, with the hashes of its windows
      rig.engine.crash('battle', place);
      await untilTold(hall, 4);
      const view = watch(rig.engine.read(battle, place, 'view', {}, rig.call()));
      await rig.pass(100);
      expect(view.value).toMatchObject({ status: 'live', tick: windows.at(-1)?.toTick });
    },
  );
});
