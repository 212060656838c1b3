import { asapScheduler } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FOLLOWERS, KINDS } from '#actors/guardian.ts';
import { Bus } from '#events/bus.ts';
import type { Fact } from '#events/fact.ts';
import type { BattleCommand } from '#game/battle/battle-protocol.ts';
import { EVENT } from '#game/battle/cross/v1/events.ts';
import { GUARD } from '#game/battle/cross/v1/orders.ts';
import {
  accept,
  ASH,
  begin,
  challenge,
  MISTY,
  person,
  sheet,
  team,
  trainer,
} from '#test/support/battle-rig.ts';
import { createRig, type Rig } from '#test/support/kit-rig.ts';
import { battle } from './battle.ts';
import { BattleWatch, ROOMS_MAX } from './battle-watch.ts';
import type { WatchMessage } from './watch-room.ts';

const place = { realm: 'home', id: 'b1' };
const OWN = 'battle:home:b1';

/** A bus that forgets on demand. */
class LeakyBus extends Bus {
  drops: (fact: Fact) => boolean = () => false;
  override publish(fact: Fact): void {
    if (!this.drops(fact)) super.publish(fact);
  }
}

let rig: Rig;
let bus: LeakyBus;
let watch: BattleWatch;
let attended = 0;
let keys = 0;
const errors: unknown[] = [];

beforeEach(async () => {
  bus = new LeakyBus((_name, error) => errors.push(error), asapScheduler);
  rig = await createRig({ kinds: KINDS, followers: FOLLOWERS, bus });
  attended = 0;
  const attend = () => {
    attended += 1;
    return () => {
      attended -= 1;
    };
  };
  watch = new BattleWatch(rig.engine, bus, rig.clock, { attend }, (error) => errors.push(error));
});

afterEach(() => {
  watch.stop();
  rig.engine.kill();
  const [wrong] = errors.splice(0);
  if (wrong !== undefined) throw new Error('something went wrong', { cause: wrong });
});

const finish = async <T>(work: Promise<T>): Promise<T> => {
  const end = { isOver: false };
  const result = work.finally(() => {
    end.isOver = true;
  });
  while (!end.isOver) await rig.pass(10);
  return result;
};

const say = async (by: string, command: BattleCommand): Promise<void> => {
  const answer = await finish(rig.engine.ask(battle, place, command, rig.call(`k${(keys += 1)}`, { by })));
  if (!answer.ok) throw new Error(answer.rejection.code);
  // enough turns of the loop for whoever asks the battle again
  await rig.pass(300);
};
const close = (fromTick: number, toTick: number) => say(OWN, { type: 'CloseWindow', fromTick, toTick });

/** Two who last far beyond the windows below, whatever seed the battle draws. */
const tough = (name: string) =>
  team(name, 2, { fighters: [sheet(`${name} a`, { hp: 9_000 }), sheet(`${name} b`, { hp: 9_000 })] });

const start = async (more: Parameters<typeof challenge>[0] = {}): Promise<void> => {
  await say(ASH, challenge({ lineup: tough('Ember'), ...more }));
  await say(MISTY, accept('m', tough('Drop')));
  await say(ASH, begin('a'));
};

const enter = async (userId?: string, at = place) => {
  const stream = await finish(watch.watch(at, userId));
  if (stream === undefined || stream === 'full') throw new Error(`not let in: ${String(stream)}`);
  const heard: WatchMessage[] = [];
  const ends = { isOver: false };
  const subscription = stream.subscribe({
    next: (message) => heard.push(message),
    complete: () => {
      ends.isOver = true;
    },
  });
  return { heard, ends, stream, leave: () => subscription.unsubscribe() };
};
const types = (heard: readonly WatchMessage[]) => heard.map(({ type }) => type);

describe('watching a battle', () => {
  it('begins with a summary and goes on with frames that follow each other', async () => {
    await start();
    const { heard } = await enter();
    await close(0, 8);
    await close(8, 16);
    expect(types(heard)).toEqual(['summary', 'frame', 'frame']);
    expect(heard.slice(1)).toMatchObject([
      { fromTick: 0, toTick: 8, round: 2 },
      { fromTick: 8, toTick: 16, round: 3 },
    ]);
    const frame = heard[1];
    if (frame?.type !== 'frame') throw new Error('no frame');
    expect(frame.events.some(([, , kind]) => kind === EVENT.hit)).toBe(true);
  });

  it('gives somebody who comes late the state that all others have', async () => {
    await start();
    const early = await enter();
    await say(ASH, { type: 'Order', order: 1 });
    await close(0, 8);
    const late = await enter();
    const [last] = early.heard.slice(-1);
    const [first] = late.heard;
    if (last?.type !== 'frame' || first?.type !== 'summary') throw new Error('not so');
    expect(JSON.stringify(first.view.sides)).toBe(JSON.stringify(last.sides));
    expect(watch.rooms).toBe(1);
  });

  it('follows a challenge from its card to its end, and reveals it then', async () => {
    await say(ASH, challenge({ lineup: tough('Ember') }));
    const { heard } = await enter();
    await say(MISTY, accept('m', tough('Drop')));
    await say(ASH, begin('a'));
    await say(MISTY, { type: 'Forfeit' });
    const statuses = heard.flatMap((message) => (message.type === 'summary' ? [message.view.status] : []));
    expect([...new Set(statuses)]).toEqual(['open', 'accepted', 'live', 'ended']);
    const last = heard.at(-1);
    if (last?.type !== 'summary') throw new Error('no summary');
    expect(last.view.revealed?.seeds).toEqual(['a', 'm']);
    expect(last.view.outcome).toMatchObject({ winner: 0, how: 'forfeit' });
    expect(last.view.sides[1]?.fighters[1]?.name).toBe('Drop b');
  });

  it('shows players their own side, and orders to nobody else', async () => {
    await start();
    const [ash, misty, anybody] = [await enter(ASH), await enter(MISTY), await enter('gary1')];
    await say(ASH, { type: 'Order', order: GUARD });
    expect(types(ash.heard)).toEqual(['summary', 'own']);
    expect(ash.heard.at(-1)).toMatchObject({ side: { own: { pending: [GUARD] } } });
    expect(types(misty.heard)).toEqual(['summary']);
    expect(types(anybody.heard)).toEqual(['summary']);
    const viewOf = ({ heard }: typeof ash) => (heard[0]?.type === 'summary' ? heard[0].view : undefined);
    expect(viewOf(ash)?.sides.map(({ own }) => own !== undefined)).toEqual([true, false]);
    expect(viewOf(misty)?.sides.map(({ own }) => own !== undefined)).toEqual([false, true]);
    expect(viewOf(anybody)?.sides.map(({ own }) => own !== undefined)).toEqual([false, false]);
    expect(viewOf(ash)?.sides.map(({ fighters }) => fighters[1]?.name)).toEqual(['Ember b', undefined]);
  });

  it('finds its way back by a fresh summary when a window was lost', async () => {
    await start();
    const { heard } = await enter();
    bus.drops = ({ topic }) => topic === 'battle.WindowClosed';
    await close(0, 8);
    bus.drops = () => false;
    await close(8, 16);
    await close(16, 24);
    expect(types(heard)).toEqual(['summary', 'summary', 'frame']);
    expect(heard.slice(1)).toMatchObject([{ view: { tick: 16 } }, { fromTick: 16, toTick: 24 }]);
  });

  it('finds its way back when the end was lost', async () => {
    await start();
    const { heard } = await enter();
    bus.drops = ({ topic }) => topic === 'battle.WindowClosed';
    await close(0, 2_000);
    expect(heard.at(-1)).toMatchObject({ type: 'summary', view: { status: 'ended' } });
  });

  it('keeps a private battle from everybody but its players', async () => {
    await start({ isPrivate: true });
    expect(await finish(watch.watch(place, undefined))).toBeUndefined();
    expect(await finish(watch.watch(place, 'gary1'))).toBeUndefined();
    expect(watch.rooms).toBe(0);
    // somebody who may not look, at the same time, takes nothing from a player
    const [stranger, player] = await finish(
      Promise.all([watch.watch(place, undefined), watch.watch(place, ASH)]),
    );
    expect(stranger).toBeUndefined();
    const heard: WatchMessage[] = [];
    if (player === undefined || player === 'full') throw new Error('not let in');
    player.subscribe((message) => heard.push(message));
    await close(0, 8);
    expect(types(heard)).toEqual(['summary', 'frame']);
  });

  it('knows no battle that never was', async () => {
    expect(await finish(watch.watch({ realm: 'home', id: 'nobody' }, ASH))).toBeUndefined();
    expect(watch.rooms).toBe(0);
  });

  it('tells the clock as long as somebody looks, and closes the room behind the last one', async () => {
    await start();
    const [one, other] = [await enter(), await enter(ASH)];
    expect([attended, watch.rooms]).toEqual([1, 1]);
    one.leave();
    expect(attended).toBe(1);
    other.leave();
    expect([attended, watch.rooms]).toEqual([0, 0]);
  });

  it('lets go of a room whose only guest never looked', async () => {
    await start();
    await finish(watch.watch(place, undefined));
    expect(watch.rooms).toBe(1);
    await rig.pass(31_000);
    expect([attended, watch.rooms]).toEqual([0, 0]);
  });

  it('keeps a stream alive that is listened to anew', async () => {
    await start();
    const { stream, leave } = await enter();
    const again: WatchMessage[] = [];
    stream.subscribe((message) => again.push(message));
    leave();
    await close(0, 8);
    expect(types(again)).toEqual(['summary', 'frame']);
  });

  it('shows so many battles at once and turns others away, not those who join', async () => {
    const open = challenge({ players: [person(ASH), trainer('wren')], answer: team('Puff') });
    const ids = Array.from({ length: ROOMS_MAX + 1 }, (_, n) => `x${n.toString(36)}`);
    const opened = ids.map((id) =>
      rig.engine.ask(
        battle,
        { realm: 'home', id },
        open,
        rig.call(`open-${id}`, { by: ASH, deadlineMs: 60_000 }),
      ),
    );
    await finish(Promise.all(opened));
    const at = (n: number) => ({ realm: 'home', id: ids[n] ?? '' });
    // all at once: those who are still on their way in count too
    const streams = await finish(Promise.all(ids.map((_, n) => watch.watch(at(n), undefined))));
    expect(streams.filter((stream) => stream === 'full')).toHaveLength(1);
    expect(watch.rooms).toBe(ROOMS_MAX);
    expect(await finish(watch.watch(at(0), undefined))).not.toBe('full');
  }, 60_000);

  it('ends every stream with the service', async () => {
    await start();
    const { ends } = await enter();
    watch.stop();
    expect(ends.isOver).toBe(true);
  });
});
