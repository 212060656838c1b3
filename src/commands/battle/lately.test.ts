import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { battle } from '#actors/battle/battle.ts';
import { FOOD } from '#game/battle/cross/v1/orders.ts';
import {
  controlOf,
  fieldOf,
  battleIdOf,
  endGame,
  play,
  type Playing,
} from '#test/support/commands/playing.ts';
import type { Panel } from '../panel.ts';
import { profileCommands } from '../profile/index.ts';
import { battleCommands, battleComponents } from './index.ts';

let game: Playing;

beforeEach(async () => {
  game = await play([...battleCommands, ...profileCommands], battleComponents);
  for (const name of ['ash', 'gary']) await game.run(name, '/profile view');
});

afterEach(() => endGame(game));

/** A battle of three against three of Ash and a trainer: nobody wins within two rounds. */
const begun = async (): Promise<Panel> => {
  const team = 'team:loan:mossback,loan:duskowl,loan:rimebear';
  const { panel } = await game.press(
    'ash',
    controlOf(await game.run('ash', `/battle npc trainer:wren ${team}`), 'Start'),
  );
  return panel;
};

const nextRound = async (): Promise<void> => {
  game.rig.clock.advance(15_000);
  await game.rig.pass(200);
};

describe('a battle’s panel', () => {
  it('says when the round plays, and what is left', async () => {
    const live = await begun();
    await game.rig.pass(50);
    const [, due = '0'] =
      /8 ticks play <t:(\d+):R>/.exec((await game.run('ash', '/battle status')).text ?? '') ?? [];
    const leftMs = Number(due) * 1_000 - game.rig.clock.nowMs();
    expect(leftMs).toBeGreaterThan(10_000);
    expect(leftMs).toBeLessThanOrEqual(16_000);
    expect(fieldOf(live, 'Supplies')).toBe('food 2 · antidotes 1');
    const watched = await game.run('gary', `/battle spectate battle:${battleIdOf(live)}`);
    expect(fieldOf(watched, 'Supplies')).toBeUndefined();
    expect(watched.text ?? '').not.toContain('Choose');
  });

  it('tells the last round in words, to all the same, and not the one before', async () => {
    const live = await begun();
    expect(live.text).not.toContain(' uses ');
    await nextRound();
    const place = { realm: 'home', id: battleIdOf(live) };
    const call = { scope: 'g1', deadlineMonoMs: game.rig.clock.monoMs() + 5_000 };
    const first = await game.finish(game.rig.engine.read(battle, place, 'view', {}, call));
    expect(first?.tick).toBe(8);
    expect(first?.recent.length).toBeGreaterThan(1);
    const own = (await game.run('ash', '/battle status')).text ?? '';
    expect(own).toMatch(/^(?:Mossback|Puffmouse) (?:uses|raises|eats|cannot|is fast)/m);
    const watched = (await game.run('gary', `/battle spectate battle:${place.id}`)).text ?? '';
    expect(own.startsWith(watched)).toBe(true);
    expect(watched).not.toMatch(/undefined|NaN|another|attack \d/);
    await nextRound();
    const second = await game.finish(game.rig.engine.read(battle, place, 'view', {}, call));
    expect(second?.tick).toBe(16);
    expect(second?.recent.map(([tick]) => tick > 8 && tick <= 16)).not.toContain(false);
    expect(second?.recent.length).toBeGreaterThan(1);
  });

  it('shows nothing of an order that has not been played', async () => {
    const live = await begun();
    const before = await game.run('gary', `/battle spectate battle:${battleIdOf(live)}`);
    const battlePlace = { realm: 'home', id: battleIdOf(live) };
    const own = { ...game.rig.call(), by: game.idOf('ash') };
    const given = await game.rig.engine.ask(battle, battlePlace, { type: 'Order', order: FOOD }, own);
    expect(given).toMatchObject({ ok: true });
    const after = await game.run('gary', `/battle spectate battle:${battleIdOf(live)}`);
    expect([after.text, after.meters, after.fields]).toEqual([before.text, before.meters, before.fields]);
  });
});
