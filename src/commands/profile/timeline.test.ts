import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { battle } from '#actors/battle/battle.ts';
import { controlOf, endGame, play, type Playing } from '#test/support/commands/playing.ts';
import { battleCommands, battleComponents } from '../battle/index.ts';
import { ecoComponents } from '../eco/index.ts';
import { notifyCommands } from '../notify/index.ts';
import type { Panel } from '../panel.ts';
import { petCommands, petComponents } from '../pet/index.ts';
import { profileCommands, profileComponents } from './index.ts';

let game: Playing;

beforeEach(async () => {
  game = await play(
    [...battleCommands, ...petCommands, ...profileCommands, ...notifyCommands],
    [...battleComponents, ...petComponents, ...profileComponents, ...ecoComponents],
  );
  for (const name of ['ash', 'misty', 'gary']) await game.run(name, '/notify view');
});

afterEach(() => endGame(game));

const press = async (name: string, panel: Panel, label: string): Promise<Panel> => {
  const { panel: answer, error } = await game.press(name, controlOf(panel, label));
  if (error !== undefined) throw new Error(`${label}: ${error.code} ${error.message}`);
  return answer;
};

const timelineOf = async (name: string): Promise<readonly string[]> => {
  await game.settle();
  const { tables } = await game.run(name, '/profile timeline');
  return (tables?.[0]?.rows ?? []).map((row) => String(row[1]));
};

/** A battle of Ash with Misty under way. */
const begun = async (more = ''): Promise<string> => {
  const { footer } = await game.run('ash', `/battle challenge user:misty${more}`);
  const id = /Battle ([a-z0-9]+)/.exec(footer ?? '')?.[1] ?? '';
  const at = (name: string) => game.run(name, `/battle status battle:${id}`);
  await press('misty', await at('misty'), 'Accept');
  await press('ash', await at('ash'), 'Start');
  await game.settle();
  return id;
};

/** One in which she gives up after two rounds, so that it counts. */
const won = async (more = ''): Promise<string> => {
  const id = await begun(more);
  for (let round = 0; round < 2; round += 1) {
    game.rig.clock.advance(15_000);
    await game.rig.pass(100);
  }
  await press('misty', await game.run('misty', `/battle forfeit battle:${id}`), 'Give up');
  return id;
};

describe('battles in /profile timeline', () => {
  it('tell of the other side, the result, the stake, and what came of it, with the battle', async () => {
    await game.confirm('ash', '/pet adopt species:mossback name:Biscuit');
    await game.settle();
    const id = await won(' team:Biscuit,loan:duskowl,loan:rimebear stake:100');
    const replay = `(\`/battle replay id:${id}\`)`;
    const status = `(\`/battle status battle:${id}\`)`;
    const lines = await timelineOf('ash');
    for (const line of [
      `Won a battle against misty, for 100 coins each ${replay}`,
      `Staked 100 coins ${status}`,
      `Got 196 coins of stakes ${replay}`,
      `Gained 150 experience ${replay}`,
      `A pet fought for you: bond +1.5 ${replay}`,
    ])
      expect(lines).toContain(line);
    expect(lines.filter((line) => line.startsWith('Reached level') && line.endsWith(replay))).not.toEqual([]);
    const lost = await timelineOf('misty');
    expect(lost).toContain(`Lost a battle against ash, for 100 coins each ${replay}`);
    expect(lost).toContain(`Staked 100 coins ${status}`);
    expect(lost.join('\n')).not.toContain('of stakes');
  });

  it('say of levels that no battle gave only what they are', async () => {
    await game.confirm('ash', '/pet adopt species:mossback name:Biscuit');
    expect(await timelineOf('ash')).toContain('Reached level 3');
  });

  it('of private battles are there for the two who fought, and for nobody else', async () => {
    const id = await won(' private:true');
    for (const name of ['ash', 'misty']) expect((await timelineOf(name)).join('\n')).toContain(id);
    expect(await timelineOf('gary')).toEqual(['Joined the guildhall']);
  });

  it('say that stakes came back of a battle that was void', async () => {
    const id = await begun(' stake:100');
    const place = { realm: 'home', id };
    const command = { type: 'Void', reason: 'a test.' } as const;
    await game.finish(game.rig.engine.ask(battle, place, command, game.rig.call()));
    const status = `(\`/battle status battle:${id}\`)`;
    expect(await timelineOf('misty')).toEqual(
      expect.arrayContaining([
        `Staked 100 coins ${status}`,
        `A battle with ash was void ${status}`,
        `Got 100 coins of stakes back ${status}`,
      ]),
    );
  });

  it('name who is no person', async () => {
    const card = await game.run('ash', '/battle npc trainer:wren team:loan:mossback');
    await press('ash', card, 'Start');
    await game.settle();
    await press('ash', await game.run('ash', '/battle forfeit'), 'Give up');
    expect((await timelineOf('ash')).join('\n')).toContain('Lost a battle against Wren (`/battle replay id:');
  });
});
