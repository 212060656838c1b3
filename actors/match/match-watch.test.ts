import { asapScheduler } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FOLLOWERS, KINDS } from '#actors/guardian.ts';
import { Bus } from '#events/bus.ts';
import type { MatchCommand } from '#game/battle/match/match-protocol.ts';
import { ASH, MISTY, person } from '#test/support/battle-rig.ts';
import { inProcessRules } from '#test/support/in-process-rules.ts';
import { createRig, type Rig } from '#test/support/kit-rig.ts';
import { match } from './match.ts';
import { MatchWatch } from './match-watch.ts';

const place = { realm: 'home', id: 'm1' };
const rules = inProcessRules();
/** Longer than a watch waits before it looks by itself, ms. */
const LATER_MS = 16_000;

/** A bus that forgets on demand. */
class LeakyBus extends Bus {
  isLeaking = false;
  override publish(fact: Parameters<Bus['publish']>[0]): void {
    if (!this.isLeaking) super.publish(fact);
  }
}

let rig: Rig;
let bus: LeakyBus;
let watch: MatchWatch;
let keys = 0;
const errors: unknown[] = [];

beforeEach(async () => {
  bus = new LeakyBus((_name, error) => errors.push(error), asapScheduler);
  rig = await createRig({ kinds: KINDS, followers: FOLLOWERS, bus });
  watch = new MatchWatch(rig.engine, bus, rig.clock, (error) => errors.push(error));
});

afterEach(() => {
  watch.stop();
  rig.engine.kill();
  const [wrong] = errors.splice(0);
  if (wrong !== undefined) throw new Error('something went wrong', { cause: wrong });
});

const say = async (by: string, command: MatchCommand): Promise<void> => {
  keys += 1;
  const answer = await rig.engine.ask(match, place, command, {
    commandId: `${by}/k${keys}`,
    by,
    scope: 'g',
    deadlineMonoMs: rig.clock.monoMs() + 60_000,
  });
  if (!answer.ok) throw new Error(answer.rejection.message);
};

const open = (isPrivate = false, by = ASH): Promise<void> =>
  say(by, {
    type: 'Open',
    players: [person(ASH), person(MISTY)],
    version: rules.pokemon.version,
    game: { rules: 'pokemon', format: 'gen1randombattle' },
    team: null,
    answer: null,
    isPrivate,
    isEven: true,
  });

const seen = async (): Promise<{ readonly list: string[]; readonly leave: () => void }> => {
  const list: string[] = [];
  const views = await watch.watch(place);
  if (views === undefined) throw new Error('nothing to see');
  const subscription = views.subscribe(({ status, side }) => list.push(`${status} ${side ?? '-'}`));
  return { list, leave: () => subscription.unsubscribe() };
};

describe('watching a match', () => {
  it('tells how it stands, now and whenever it has changed, to nobody’s side', async () => {
    await open();
    const { list, leave } = await seen();
    expect(list).toEqual(['open -']);
    await say(MISTY, { type: 'Accept', team: null, seed: 'mistys' });
    await expect.poll(() => list.at(-1)).toBe('accepted -');
    await say(ASH, { type: 'Withdraw' });
    await expect.poll(() => list.at(-1)).toBe('closed -');
    expect(watch.size).toBe(1);
    leave();
    expect(watch.size).toBe(0);
  });

  it('tells who is ready for one that the lobby has made', async () => {
    await open(false, 'lobby:home:pokemon');
    const views = await watch.watch(place);
    const ready: string[] = [];
    const subscription = views?.subscribe((view) => ready.push(view.ready.join()));
    await say(MISTY, { type: 'Ready', seed: 'mistys' });
    await expect.poll(() => ready.at(-1)).toBe('false,true');
    await say(ASH, { type: 'Ready', seed: 'ashs' });
    await expect.poll(() => ready.at(-1)).toBe('true,true');
    subscription?.unsubscribe();
  });

  it('shows nothing of one that is private or not there', async () => {
    expect(await watch.watch(place)).toBeUndefined();
    await open(true);
    expect(await watch.watch(place)).toBeUndefined();
    expect(watch.size).toBe(0);
  });

  it('finds by itself what the bus has dropped', async () => {
    await open();
    const { list } = await seen();
    await rig.still();
    bus.isLeaking = true;
    await say(ASH, { type: 'Withdraw' });
    await rig.still();
    expect(list.at(-1)).toBe('open -');
    await rig.pass(LATER_MS);
    await expect.poll(() => list.at(-1)).toBe('closed -');
  });
});
