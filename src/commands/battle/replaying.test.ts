import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  battleIdOf,
  controlOf,
  endGame,
  fieldOf,
  play,
  type Playing,
  pressIn,
} from '#test/support/commands/playing.ts';
import { notifyCommands } from '../notify/index.ts';
import type { Button, Panel } from '../panel.ts';
import { battleCommands, battleComponents } from './index.ts';

let game: Playing;

beforeEach(async () => {
  game = await play([...battleCommands, ...notifyCommands], [...battleComponents]);
  for (const name of ['ash', 'misty', 'gary']) await game.run(name, '/notify view');
});

afterEach(() => endGame(game));

const press = (name: string, panel: Panel, label: string): Promise<Panel> =>
  pressIn(game, name, panel, label);
const status = (name: string, id: string) => game.run(name, `/battle status battle:${id}`);
const codeOf = (name: string, text: string) => game.codeOf(name, text);

const TEAM = 'team:loan:mossback,loan:duskowl,loan:rimebear';

const begun = async (more = ''): Promise<string> => {
  const id = battleIdOf(await game.run('ash', `/battle challenge user:misty ${TEAM}${more}`));
  await press('misty', await status('misty', id), 'Accept');
  await press('ash', await status('ash', id), 'Start');
  return id;
};

/** One that Misty gives up after three rounds, in which nobody can have lost three fighters. */
const over = async (more = ''): Promise<string> => {
  const id = await begun(more);
  for (let round = 0; round < 3; round += 1) {
    game.rig.clock.advance(15_000);
    await game.rig.pass(100);
  }
  await press('misty', await game.run('misty', `/battle forfeit battle:${id}`), 'Give up');
  await game.settle();
  return id;
};

const hunted = async (): Promise<string> => {
  let panel = await press('ash', await game.run('ash', '/battle npc trainer:osrs-goblin'), 'Start');
  for (let n = 0; n < 40 && panel.title.startsWith('Hunt'); n += 1)
    panel = await press('ash', panel, 'Fight on');
  expect(panel.title).toBe('Battle over');
  return battleIdOf(panel);
};

const buttons = ({ controls = [] }: Panel): readonly Button[] =>
  controls.flat().filter((control) => control.kind === 'button');
const usable = (panel: Panel): readonly string[] =>
  buttons(panel)
    .filter(({ disabled }) => !disabled)
    .map(({ label }) => label);

/** Every step from the first one on. */
const walk = async (name: string, from: Panel, field: string): Promise<readonly Panel[]> => {
  const panels = [from];
  for (let panel = from; !controlOf(panel, 'Next').disabled;) {
    panel = await press(name, panel, 'Next');
    panels.push(panel);
  }
  const places = panels.map((panel) => fieldOf(panel, field));
  expect(new Set(places).size).toBe(places.length);
  return panels;
};

const rowsOf = ({ tables }: Panel): readonly (readonly string[])[] => tables?.[0]?.rows ?? [];
const linesOf = ({ text = '' }: Panel): readonly string[] => text.split('\n');

const reachedBy = (publicUrl: string): void => {
  const { deps } = game.desk as { deps: Playing['desk']['deps'] };
  Object.assign(game.desk, { deps: { ...deps, service: { ...deps.service, publicUrl } } });
};

describe('the replay of a battle by ticks', () => {
  it('is gone through round by round, from the first to the last and back', async () => {
    const id = await over();
    const overview = await game.run('ash', `/battle replay id:${id}`);
    expect(overview.text).toContain('24 ticks by the rules `cross/v1`');
    expect(usable(overview)).toEqual(['First', 'Last', 'Log', 'Verify']);
    const steps = await walk('ash', await press('ash', overview, 'First'), 'Tick');
    expect(steps.map((panel) => fieldOf(panel, 'Tick'))).toEqual(
      [0, 8, 16, 24].map((tick) => `${tick} of 24`),
    );
    expect(steps.map((panel) => fieldOf(panel, 'Round'))).toEqual(
      [0, 1, 2, 3].map((round) => `${round} of 3`),
    );
    const [first, second] = steps;
    const last = steps.at(-1);
    if (first === undefined || second === undefined || last === undefined) throw new Error('no steps');
    expect(first.text).toBe('Before the first tick.');
    expect(usable(first)).toEqual(['Next', 'Last', 'Log', 'Verify']);
    expect(usable(second)).toEqual(['First', 'Previous', 'Next', 'Last', 'Log', 'Verify']);
    expect(usable(last)).toEqual(['First', 'Previous', 'Log', 'Verify']);
    expect(last.text).toContain('**You won** after 24 ticks: the other side gave up.');
    const back = await press('ash', last, 'Previous');
    expect(fieldOf(back, 'Tick')).toBe('16 of 24');
    expect(fieldOf(await press('ash', back, 'Last'), 'Tick')).toBe('24 of 24');
    expect(await press('ash', last, 'Verify')).toMatchObject({ title: 'MATCH' });
  });

  it('shows at each step what everybody saw then, and all of it at the end', async () => {
    const id = await over();
    // Misty's bench never came; Gary sees no more at a step than he could have seen
    const start = await game.run('gary', `/battle replay id:${id} turn:0`);
    expect(start.meters).toHaveLength(2);
    expect(start.meters?.every(({ value, max }) => value === max)).toBe(true);
    const end = await game.run('gary', `/battle replay id:${id} turn:3`);
    expect(end.meters).toHaveLength(6);
    expect(end.meters?.some(({ value, max }) => value < max)).toBe(true);
    expect(end.text).toContain('**ash won** after 24 ticks');
  });

  it('goes to a turn or to a tick in the middle of one, and to nothing beyond its end', async () => {
    const id = await over();
    const inRound = await game.run('ash', `/battle replay id:${id} turn:2`);
    expect(fieldOf(inRound, 'Tick')).toBe('16 of 24');
    const between = await game.run('ash', `/battle replay id:${id} tick:13`);
    expect([fieldOf(between, 'Round'), fieldOf(between, 'Tick')]).toEqual(['2 of 3', '13 of 24']);
    const told = linesOf(between);
    expect(linesOf(inRound).slice(0, told.length)).toEqual(told);
    expect(fieldOf(await press('ash', between, 'Next'), 'Tick')).toBe('16 of 24');
    expect(fieldOf(await press('ash', between, 'Previous'), 'Tick')).toBe('8 of 24');
    for (const [text, field, message] of [
      ['turn:4', 'turn', '`turn` takes 0 to 3'],
      ['tick:25', 'tick', '`tick` takes 0 to 24'],
      ['turn:1 tick:8', 'tick', 'not to both'],
      ['turn:1 log:true', 'log', 'Leave `turn` and `tick` out'],
      ['turn:-1', 'turn', '0'],
      ['turn:2001', 'turn', '2000'],
    ] as const) {
      const { error } = await game.outcome('ash', `/battle replay id:${id} ${text}`);
      expect(error, text).toMatchObject({ code: 'E_INPUT', field });
      expect(error?.message, text).toContain(message);
    }
  });

  it('comes after the end only, and to nobody who may not see the battle', async () => {
    const id = await begun();
    for (const more of ['', ' turn:0', ' log:true'])
      expect(await codeOf('ash', `/battle replay id:${id}${more}`)).toBe('E_BUSY');
    await press('misty', await game.run('misty', `/battle forfeit battle:${id}`), 'Give up');
    await game.settle();
    // given up before the first tick: there is one step
    const only = await game.run('ash', `/battle replay id:${id} turn:0`);
    expect(only.text).toContain('**You won** after 0 ticks');
    expect(usable(only)).toEqual(['Log', 'Verify']);
    const secret = await over(' private:true');
    expect(await codeOf('gary', `/battle replay id:${secret} turn:0`)).toBe('E_GONE');
    expect(await codeOf('misty', `/battle replay id:${secret} turn:1`)).toBe('ok');
  });

  it('is told as a log: each line once, in the order in which it happened', async () => {
    const id = await over();
    const log = await game.run('ash', `/battle replay id:${id} log:true`);
    const rows = rowsOf(log);
    const ticks = rows.map(([tick]) => Number(tick));
    expect(ticks.length).toBeGreaterThan(10);
    expect(ticks).toEqual(ticks.toSorted((a, b) => a - b));
    const steps = await walk('ash', await game.run('ash', `/battle replay id:${id} turn:0`), 'Tick');
    const told = steps.slice(1).flatMap((panel) => linesOf(panel));
    expect([...rows.map(([, line]) => line), told.at(-1)]).toEqual(
      told.filter((line) => line !== 'Nothing happened in these ticks.'),
    );
    expect(fieldOf(await press('ash', log, 'Replay'), 'Replay digest')).toMatch(/^`[0-9a-f]{64}`$/);
  });

  it('is shared with everybody: nobody is “you”, and whoever presses a button gets an answer of their own', async () => {
    const id = await over();
    const shared = await game.run('ash', `/battle replay id:${id} log:true share:true`);
    expect(shared.ephemeral).toBe(false);
    expect(JSON.stringify(shared)).not.toMatch(/\byou\b/i);
    const step = await game.run('ash', `/battle replay id:${id} turn:3 share:true`);
    expect(step).toMatchObject({ ephemeral: false, text: expect.stringContaining('**ash won**') as unknown });
    const own = await press('gary', step, 'Previous');
    expect([own.ephemeral, fieldOf(own, 'Tick')]).toEqual([true, '16 of 24']);
    expect((await press('misty', step, 'Log')).ephemeral).toBe(true);
    const secret = await over(' private:true');
    const { error } = await game.outcome('ash', `/battle replay id:${secret} share:true`);
    expect(error).toMatchObject({ code: 'E_CONSENT', field: 'share' });
    expect((await game.run('ash', `/battle replay id:${secret}`)).ephemeral).toBe(true);
  });

  it('has a link to the very step once people know where the page is, unless it is private', async () => {
    const id = await over();
    const linked = async (text: string) =>
      fieldOf(await game.run('ash', `/battle replay id:${id} ${text}`), 'Link');
    expect(await linked('turn:2')).toBeUndefined();
    const secret = await over(' private:true');
    reachedBy('https://guildhall.example');
    expect(await linked('turn:2')).toBe(`https://guildhall.example/#/battles/${id}?tick=16`);
    expect(await linked('log:true')).toBe(`https://guildhall.example/#/battles/${id}?tick=0`);
    expect(await linked('')).toBe(`https://guildhall.example/#/battles/${id}?tick=0`);
    expect(fieldOf(await game.run('ash', `/battle replay id:${secret} turn:1`), 'Link')).toBeUndefined();
  });
});

describe('the replay of a battle by choices', () => {
  it('is gone through turn by turn, and told as a log', async () => {
    const id = await hunted();
    reachedBy('https://guildhall.example');
    const overview = await game.run('ash', `/battle replay id:${id}`);
    expect(usable(overview)).toEqual(['First', 'Last', 'Log', 'Verify']);
    const steps = await walk('ash', await press('ash', overview, 'First'), 'Turn');
    const last = steps.length - 1;
    expect(last).toBeGreaterThan(0);
    expect(steps.map((panel) => fieldOf(panel, 'Turn'))).toEqual(
      steps.map((_, turn) => `${turn} of ${last}`),
    );
    expect(steps[0]?.text).toBe('ash meets **Goblin**.');
    expect(steps[0]?.meters?.map(({ value }) => value)).toEqual([100, 100]);
    expect(steps.at(-1)?.meters?.[1]).toMatchObject({ label: 'Goblin', value: 0, hint: 'fallen' });
    expect(steps.at(-1)?.text).toContain('**You won**');
    expect(fieldOf(steps.at(-1) as Panel, 'Link')).toBe(
      `https://guildhall.example/#/battles/${id}?tick=${last}`,
    );
    const log = await press('ash', steps.at(-1) as Panel, 'Log');
    const told = steps.flatMap((panel) => linesOf(panel)).slice(0, -1);
    expect(rowsOf(log).map(([, line]) => line)).toEqual(told);
    const shared = await game.run('ash', `/battle replay id:${id} turn:${last} share:true`);
    expect(shared.text).toContain('**ash won**');
    expect(fieldOf(await press('gary', shared, 'First'), 'Turn')).toBe(`0 of ${last}`);
  });

  it('has no ticks to go to, and no turn beyond its last', async () => {
    const id = await hunted();
    for (const text of ['tick:8', 'turn:999']) {
      const { error } = await game.outcome('ash', `/battle replay id:${id} ${text}`);
      expect(error).toMatchObject({ code: 'E_INPUT', field: text.split(':')[0] });
    }
  });
});
