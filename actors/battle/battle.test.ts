import { afterEach, describe, expect, it } from 'vitest';
import { ladder } from '#actors/ladder/ladder.ts';
import { ledger } from '#actors/ledger/ledger.ts';
import { pet } from '#actors/pet/pet.ts';
import { user } from '#actors/user/user.ts';
import type { BattleCommand } from '#game/battle/battle-protocol.ts';
import { GUARD } from '#game/battle/cross/v1/orders.ts';
import { sealed } from '#game/shared/sealed.ts';
import {
  accept,
  ASH,
  begin,
  challenge,
  MISTY,
  OWN,
  person,
  sheet,
  team,
  trainer,
} from '#test/support/battle-rig.ts';
import { MortalHall } from '#test/support/mortal-hall.ts';
import { battle } from './battle.ts';

const place = { realm: 'home', id: 'b1' };
const book = { realm: 'home', id: '0' };
const STAKE = 100;
const PET = 'p1';

const halls: MortalHall[] = [];
const keep = (hall: MortalHall): MortalHall => {
  halls.push(hall);
  return hall;
};

afterEach(() => {
  for (const hall of halls.splice(0)) hall.kill();
});

const say = (hall: MortalHall, by: string, command: BattleCommand, key: string) =>
  hall.give(battle, place, command, by, key);

/** A hall in which Misty has taken up Ash's challenge; Ash fights with a pet of his own. */
const challenged = async (): Promise<MortalHall> => {
  const hall = keep(await MortalHall.open());
  for (const id of [ASH, MISTY]) {
    const enrol = { type: 'Enroll', name: sealed(id, id), realm: 'home' } as const;
    await hall.give(user, { realm: '0', id }, enrol, id, 'enrol');
  }
  const hatch = { type: 'Hatch', owner: ASH, species: 'mossback', name: sealed(ASH, 'Biscuit') } as const;
  await hall.give(pet, { realm: 'home', id: PET }, hatch, ASH, 'hatch');
  const lineup = team('Ember', 2, { pets: [PET] });
  await say(hall, ASH, challenge({ stake: STAKE, lineup }), 'open');
  await say(hall, MISTY, accept('mistys', team('Drop', 2)), 'accept');
  await hall.rest();
  return hall;
};

/** From the last seed to the end: orders by window, each word under an id of its own. */
const playOut = async (hall: MortalHall, isAlone = false): Promise<void> => {
  await say(hall, ASH, begin('ashs'), 'begin');
  await hall.rest();
  for (let window = 0; ; window += 1) {
    if (window % 3 === 0) await say(hall, ASH, { type: 'Order', order: GUARD }, `order${window}`);
    if (!isAlone && window % 4 === 1) await say(hall, MISTY, { type: 'Order', order: 1 }, `order${window}`);
    const close = { type: 'CloseWindow', fromTick: window * 4, toTick: window * 4 + 4 } as const;
    const { value } = (await say(hall, OWN, close, `w${window}`)) as { value: unknown };
    if ((value as { isOver: boolean }).isOver) break;
  }
  await hall.rest();
};

const call = (hall: MortalHall) => ({ scope: 'g', deadlineMonoMs: hall.rig.clock.monoMs() + 5_000 });

/** Everything that a finished battle has changed. */
const footprint = async (hall: MortalHall) =>
  hall.read(async ({ engine }) => {
    const lookAt = async (id: string) => {
      const at = { realm: '0', id };
      const view = await engine.read(user, at, 'view', {}, call(hall));
      const inbox = await engine.read(user, at, 'inbox', { limit: 50 }, call(hall));
      const { coins, held } = await engine.read(ledger, book, 'balance', `u:${id}`, call(hall));
      return { xp: view?.xp, inbox: inbox.entries.map(({ text }) => text), coins, held };
    };
    const view = await engine.read(battle, place, 'view', {}, call(hall));
    const supply = await engine.read(ledger, book, 'supply', undefined as never, call(hall));
    const check = await engine.read(ledger, book, 'check', null, call(hall));
    return {
      people: [await lookAt(ASH), await lookAt(MISTY)],
      outcome: view?.outcome,
      revealed: view?.revealed,
      ladder: await engine.read(ladder, { realm: 'home', id: 'cross' }, 'table', { limit: 5 }, call(hall)),
      fees: supply.fees,
      openHolds: supply.openHolds,
      problems: check.problems,
      fought: hall.events('PetFought'),
      rated: hall.events('BattleRated'),
      settled: hall.events('StakesSettled'),
      beaten: await engine.read(user, { realm: '0', id: ASH }, 'beaten', undefined, call(hall)),
      minted: supply.bySource,
      rewards: hall.events('NpcRewardPaid'),
    };
  });

describe('a battle in the hall', () => {
  it('has all its effects once', async () => {
    const hall = await challenged();
    const before = await footprint(hall);
    await playOut(hall);
    const after = await footprint(hall);
    const winner = after.outcome?.winner ?? 0;
    expect(after.people.map(({ coins }) => coins)).toEqual(
      [0, 1].map((side) => (side === winner ? 1_000 + STAKE - 4 : 1_000 - STAKE)),
    );
    expect(after.fees).toBe(4);
    expect([after.openHolds, after.problems]).toEqual([0, []]);
    expect(after.people.map(({ xp = 0 }, side) => xp - (before.people[side]?.xp ?? 0))).toEqual(
      [0, 1].map((side) => (side === winner ? 150 : 50)),
    );
    for (const [side, { inbox }] of after.people.entries()) {
      const words = side === winner ? 'You won your battle' : 'You lost your battle';
      expect(inbox.filter((text) => text.startsWith(words))).toHaveLength(1);
    }
    expect(after.ladder.map(({ wins, losses }) => [wins, losses])).toEqual([
      [1, 0],
      [0, 1],
    ]);
    expect(after.fought).toEqual({ 'pet:home:p1': 1 });
    expect(after.rated).toEqual({ 'ladder:home:cross': 1 });
    expect(after.settled).toEqual({ 'battle:home:b1': 1 });
  });

  it('ends alike, with each effect once, wherever its process is killed', async () => {
    const start = await challenged();
    const whole = keep(await start.copy());
    await playOut(whole);
    const expected = await footprint(whole);
    expect(expected.outcome).not.toBeNull();
    const points = whole.calls;
    expect(points).toBeGreaterThan(40);
    for (let point = 1; point <= points; point += 1) {
      const hall = await start.copy(point);
      await playOut(hall);
      expect(hall.deaths, `point ${point}`).toBe(1);
      expect(await footprint(hall), `killed at call ${point} of ${points}`).toEqual(expected);
      hall.kill();
    }
  }, 120_000);

  it('gives both stakes back, once, when it is voided and its process is killed on the way', async () => {
    const start = await challenged();
    const voided = async (hall: MortalHall): Promise<void> => {
      await say(hall, ASH, begin('ashs'), 'begin');
      await say(hall, 'op', { type: 'Void', reason: 'a test.' }, 'void');
      await hall.rest();
    };
    const whole = keep(await start.copy());
    await voided(whole);
    for (let point = 1; point <= whole.calls; point += 1) {
      const hall = await start.copy(point);
      await voided(hall);
      const { people, openHolds, problems, fees } = await footprint(hall);
      expect(
        people.map(({ coins, held }) => [coins, held]),
        `killed at call ${point}`,
      ).toEqual([
        [1_000, 0],
        [1_000, 0],
      ]);
      expect([openHolds, problems, fees]).toEqual([0, [], 0]);
      hall.kill();
    }
  }, 60_000);

  it('won against a trainer pays the first win once, wherever its process is killed', async () => {
    const start = keep(await MortalHall.open());
    const enrol = { type: 'Enroll', name: sealed(ASH, ASH), realm: 'home' } as const;
    await start.give(user, { realm: '0', id: ASH }, enrol, ASH, 'enrol');
    const strong = { ...team('Ember'), fighters: [sheet('Ember a', { attack: 4_000 })] };
    const players = [person(ASH), trainer('wren')] as const;
    await say(start, ASH, challenge({ players, lineup: strong, answer: team('Puff') }), 'open');
    await start.rest();
    const before = await footprint(keep(await start.copy()));
    const whole = keep(await start.copy());
    await playOut(whole, true);
    // looking wakes what nobody has woken yet, which is no point at which a battle could be killed
    const points = whole.calls;
    const expected = await footprint(whole);
    expect(expected.outcome).toMatchObject({ winner: 0, how: 'knockout' });
    expect(expected.beaten).toEqual([{ npc: 'wren', reward: 'paid' }]);
    expect((expected.people[0]?.coins ?? 0) - (before.people[0]?.coins ?? 0)).toBe(20);
    expect(expected.minted).toMatchObject({ npc: 20 });
    expect(expected.problems).toEqual([]);
    expect(expected.rewards).toEqual({ [`user:0:${ASH}`]: 1 });
    expect(expected.people[0]?.inbox.filter((text) => text.includes('for the first time'))).toHaveLength(1);
    expect(points).toBeGreaterThan(8);
    for (let point = 1; point <= points; point += 1) {
      const hall = await start.copy(point);
      await playOut(hall, true);
      expect(hall.deaths, `point ${point}`).toBe(1);
      expect(await footprint(hall), `killed at call ${point} of ${points}`).toEqual(expected);
      hall.kill();
    }
  }, 60_000);

  it('that never was gives back what is held in its name, at the review', async () => {
    const hall = await challenged();
    const hold = {
      type: 'PlaceHold',
      holdId: 'ghost',
      legs: [{ from: `u:${ASH}`, to: 'hold:ghost', coins: 300 }],
      owner: { kind: 'battle', realm: 'home', id: 'ghost' },
      reviewAtMs: hall.rig.clock.nowMs() + 60_000,
      memo: { kind: 'stake', about: 'ghost' },
    } as const;
    await hall.give(ledger, book, hold, ASH, 'hold');
    expect((await footprint(hall)).people[0]).toMatchObject({ coins: 700, held: 300 });
    hall.rig.clock.advance(60_000);
    await hall.pass(31_000);
    await hall.rest();
    expect((await footprint(hall)).people[0]).toMatchObject({ coins: 1_000, held: 0 });
  });

  it('keeps its stakes at a review while it is under way', async () => {
    const hall = await challenged();
    await say(hall, ASH, begin('ashs'), 'begin');
    await hall.rest();
    hall.rig.clock.advance(3_600_000);
    await hall.pass(31_000);
    await hall.rest();
    expect((await footprint(hall)).people.map(({ coins, held }) => [coins, held])).toEqual([
      [900, 100],
      [900, 100],
    ]);
  });

  it('is voided before its first tick when one side cannot pay by then', async () => {
    const hall = await challenged();
    const pay = {
      type: 'Transfer',
      legs: [{ from: `u:${MISTY}`, to: `u:${ASH}`, coins: 950 }],
      memo: { kind: 'pay' },
    } as const;
    await hall.give(ledger, book, pay, MISTY, 'pay');
    await say(hall, ASH, begin('ashs'), 'begin');
    await hall.rest();
    const { people, openHolds, revealed } = await footprint(hall);
    expect(people.map(({ coins }) => coins)).toEqual([1_950, 50]);
    expect(openHolds).toBe(0);
    expect(revealed?.seeds).toEqual(['ashs', 'mistys']);
    expect(people[0]?.inbox.some((text) => text.includes('could not pay'))).toBe(true);
  });

  it('wakes from its snapshot and plays on, however often', async () => {
    const start = await challenged();
    const whole = keep(await start.copy());
    await playOut(whole);
    const hall = keep(await start.copy());
    await say(hall, ASH, begin('ashs'), 'begin');
    await hall.rest();
    for (let window = 0; ; window += 1) {
      if (window % 3 === 0) await say(hall, ASH, { type: 'Order', order: GUARD }, `order${window}`);
      if (window % 4 === 1) await say(hall, MISTY, { type: 'Order', order: 1 }, `order${window}`);
      hall.rig.engine.crash('battle', place);
      const close = { type: 'CloseWindow', fromTick: window * 4, toTick: window * 4 + 4 } as const;
      const { value } = (await say(hall, OWN, close, `w${window}`)) as { value: unknown };
      if ((value as { isOver: boolean }).isOver) break;
    }
    await hall.rest();
    expect(await footprint(hall)).toEqual(await footprint(whole));
  });
});
